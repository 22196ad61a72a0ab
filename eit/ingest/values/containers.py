"""Containers, pallets, big bags, loads: what one weighs by material, always stated and asked, never taken."""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from eit.domain.question import Choice
from eit.domain.text_key import plain_words
from eit.domain.typed_number import plain_digits
from eit.ingest.cells import CellRefused
from eit.ingest.values.units import parse_unit
from eit.locations import DATA

VOLUME_SAID = re.compile(r"(?P<word>.*?)\s*(?:de|d['’]|of|à)?\s*(?P<n>\d+(?:[.,]\d+)?)\s*(?P<unit>[^\d\s].*)")


@dataclass(frozen=True)
class Container:
    """What a word for a container stands for: its volume [m3], or the mass of one piece [t] of one material."""

    names: Mapping[str, str]
    material_id: str
    volumes: tuple[float, ...]
    mass_t: float | None


@lru_cache(maxsize=1)
def _containers() -> dict[str, list[Container]]:
    found: dict[str, list[Container]] = {}
    with (DATA / "reference" / "containers.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            volumes = [row[name] for name in ("volume_m3_low", "volume_m3", "volume_m3_high") if row[name]]
            names = {"fr": row["name_fr"], "en": row["name_en"]}
            one = Container(
                names, row["material_id"], tuple(float(text) for text in volumes), _number(row["mass_t"])
            )
            for word in row["words"].split("|"):
                found.setdefault(word, []).append(one)
    return found


def _number(text: str) -> float | None:
    return float(text) if text else None


def ask_container(text: str, material: Mapping[str, Any], refused: CellRefused) -> CellRefused:
    """The question that a word for a container asks; the refusal as it is when the word is none.

    Its choices are masses [t] of one, of this material: volume × density, from low to high.
    """
    words = plain_words(text)
    known = _containers()
    volumes: tuple[float, ...] = ()
    found = known.get(words, [])
    said = VOLUME_SAID.fullmatch(text.strip())
    if not found and said:
        found = known.get(plain_words(said["word"]), [])
        volumes = _said_volume(said) if found else ()
    if not found:
        return refused
    own = [one for one in found if one.material_id == material["material_id"]]
    one = (own or [one for one in found if not one.material_id] or found)[0]
    asked = f"{text.strip()} – {material['name_fr']}"
    choices = tuple(_choices(volumes or one.volumes, one.mass_t, material))
    return CellRefused("container-size", ", ".join(choice.reading for choice in choices), choices, asked)


def _said_volume(said: re.Match[str]) -> tuple[float, ...]:
    """The volume [m3] that stands in the text (`benne de 20 m3`); empty when it is no volume."""
    try:
        unit = parse_unit(said["unit"])
    except CellRefused:
        return ()
    in_m3 = {"m3": 1.0, "L": 1e-3, "hL": 0.1}.get(unit.base)
    return () if in_m3 is None or unit.period else (float(said["n"].replace(",", ".")) * unit.factor * in_m3,)


def _choices(volumes: tuple[float, ...], mass_t: float | None, material: Mapping[str, Any]) -> list[Choice]:
    if mass_t is not None:
        return [Choice(f"{plain_digits(mass_t)} t", f"{plain_digits(mass_t * 1000)} kg")]
    if material["kind"] != "matter":
        return [Choice(f"{plain_digits(volume)} m3", f"{plain_digits(volume)} m³") for volume in volumes]
    ends = (material["density_low_t_m3"], material["density_high_t_m3"])
    if None in ends:
        return []
    density = sum(ends) / 2
    return [
        Choice(
            f"{plain_digits(round(volume * density, 4))} t",
            f"{plain_digits(volume)} m³ × {plain_digits(round(density, 3))} t/m³",
        )
        for volume in dict.fromkeys(volumes)
    ]
