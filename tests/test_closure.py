"""The library is closed: a residue has an outlet, an input a residue, or the data says that none is known."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from pathlib import Path

REFERENCE = Path(__file__).parents[1] / "data" / "reference"
WASTE_CODE = re.compile(r"\d\d \d\d \d\d\*?")
SECTOR = re.compile(r"\d\d(\.\d\d?)?|\d{2,6}|\d\d-\d\d")


def rows(name: str) -> list[dict[str, str]]:
    with (REFERENCE / f"{name}.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


MATERIALS = {row["material_id"]: row for row in rows("materials")}
LIBRARY = rows("known_synergies")
FAMILIES = {row["parent_id"] for row in MATERIALS.values()} - {""}
INPUTS = {name for name, row in MATERIALS.items() if row["parent_id"].endswith("-inputs")}
RESIDUES = set(MATERIALS) - FAMILIES - INPUTS


def of_row(row: dict[str, str], side: str) -> set[str]:
    """The materials that a row of the library speaks of: one named, or the members of a family."""
    named = row[f"{side}_material_id"]
    return {named, *(name for name, material in MATERIALS.items() if material["parent_id"] == named)}


def faults() -> Iterator[str]:
    """Every hole of the library, one sentence each."""
    offered = set().union(*(of_row(row, "offer") for row in LIBRARY))
    wanted = set().union(*(of_row(row, "demand") for row in LIBRARY))
    for name in sorted(RESIDUES - offered):
        if MATERIALS[name]["without"] != "outlet":
            yield f"{name}: neither an outlet nor a stated absence of one"
    for name in sorted(INPUTS - wanted):
        if MATERIALS[name]["without"] != "supply":
            yield f"{name}: neither a residue that serves it nor a stated absence of one"
    yield from material_faults(offered, wanted)
    yield from route_faults()
    yield from library_faults()
    yield from intensity_faults()


def material_faults(offered: set[str], wanted: set[str]) -> Iterator[str]:
    """What a row of the materials lacks or says wrongly."""
    for name, row in MATERIALS.items():
        if row["without"] and name in (offered if row["without"] == "outlet" else wanted):
            yield f"{name}: said to be without {row['without']}, and the library has one"
        if name not in FAMILIES and row["parent_id"] not in FAMILIES:
            yield f"{name}: no family"
        if (row["density_low_t_m3"] == "") != (row["density_high_t_m3"] == ""):
            yield f"{name}: half a density"
    for name in sorted(RESIDUES):
        codes = [code.strip() for code in MATERIALS[name]["list_of_waste"].split(";") if code.strip()]
        if MATERIALS[name]["kind"] == "matter" and name not in FAMILIES and not codes:
            yield f"{name}: no waste code"
        for code in codes:
            if not WASTE_CODE.fullmatch(code):
                yield f"{name}: {code} is not a code of the List of Waste"


def route_faults() -> Iterator[str]:
    """A factor that nothing reaches is a figure that nobody can check."""
    routes = {row["route_id"] for row in rows("ghg_factors")} - {""}
    reached = {row["ghg_route"] for row in LIBRARY}
    offered = {name for row in LIBRARY for name in of_row(row, "offer")}
    reached |= {MATERIALS[name]["ghg_route"] for name in offered}
    for route in sorted(routes - reached):
        if route.startswith("R-"):
            yield f"{route}: no pair reaches this factor"


def intensity_faults() -> Iterator[str]:
    """An intensity without a unit, a sector, a source or an order is no intensity."""
    for row in rows("material_intensity"):
        name = f"{row['intensity_id']} {row['material_id']}"
        if row["material_id"] not in MATERIALS or not (row["nace"] or row["naics"]) or not row["source"]:
            yield f"{name}: no material, no sector or no source"
        if "price" in row["source"].lower() or (row["side"] == "demand" and row["unit"].startswith("t/")):
            yield f"{name}: tonnes bought are not known per employee, a price is not a source of tonnes"
        if row["unit"] not in ("t/employee/yr", "kWh/employee/yr", "m3/employee/yr"):
            yield f"{name}: {row['unit']} is not a unit"
        if not 0 <= float(row["low"]) <= float(row["central"]) <= float(row["high"]):
            yield f"{name}: low, central and high are not in order"


def library_faults() -> Iterator[str]:
    """What a row says of its receivers and of its conditions."""
    for row in rows("input_sectors"):
        if row["demand_material_id"] not in INPUTS:
            yield f"input_sectors: {row['demand_material_id']} is not an input"
        for code in (*row["receiver_nace"].split(";"), *row["receiver_naics"].split(";")):
            if not SECTOR.fullmatch(code):
                yield f"input_sectors: {row['demand_material_id']}: {code} is not a sector"
    for row in LIBRARY:
        name = f"{row['library_id']} {row['offer_material_id']} -> {row['demand_material_id']}"
        for scheme in ("receiver_nace", "receiver_naics"):
            for code in filter(None, row[scheme].split(";")):
                if not SECTOR.fullmatch(code):
                    yield f"{name}: {scheme} {code} is not a sector"
        if bool(row["condition_fr"]) != bool(row["condition_en"]):
            yield f"{name}: a condition in one language only"
        if not row["library_id"].startswith("S") and not (row["receiver_nace"] and row["receiver_naics"]):
            yield f"{name}: no receiving sector"
        if row["confidence"] == "seen" and not (row["url"] or row["library_id"].startswith("S")):
            yield f"{name}: seen, and no page is named"


def test_the_library_is_closed():
    assert list(faults()) == []


def test_the_hole_of_a_material_is_noticed(monkeypatch):
    """Without its outlets a residue is named, and so is the input that only it served."""
    kept = [row for row in LIBRARY if row["offer_material_id"] != "lead-scrap"]
    kept = [row for row in kept if row["demand_material_id"] != "lead-charge"]
    monkeypatch.setattr("tests.test_closure.LIBRARY", kept)
    assert [fault.split(":")[0] for fault in faults()] == ["lead-scrap", "lead-charge"]


def test_nothing_recalled_is_said_to_be_seen():
    """A textbook row stays to be verified; a page that was seen is named."""
    for row in LIBRARY:
        if row["source"].startswith("Textbook knowledge"):
            assert row["confidence"] == "recalled" and not row["url"], row["library_id"]
