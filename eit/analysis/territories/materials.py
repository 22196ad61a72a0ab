"""One material from end to end: its stream, who holds it, who could take it, outlets, pooling, what is missing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

import pandas as pd

from eit.analysis.exchanges.collecting import TOO_FAR, TOO_SMALL, Verdict, collection_verdict
from eit.analysis.exchanges.flows import flow_table
from eit.analysis.exchanges.potential import potential_exchanges
from eit.analysis.programmes import ensure_known, programme
from eit.domain.errors import InvalidSelection
from eit.domain.exchange.storage import StorageNeed, spread_by_month, storage_need
from eit.domain.figures.quality import QUALITY_BANDS, quantity_range
from eit.domain.figures.ranges import Range
from eit.domain.months import months_of
from eit.domain.selection import LARGEST_RADIUS_KM, Selection
from eit.store.database import Database

SORTING_CENTRE = "sorting-centre"


@dataclass(frozen=True)
class Stream:
    """What is on offer in one unit per year, its band, and how it is known; quantity None: nothing was communicated."""

    unit: str
    offers: int
    quantity: Range | None
    by_quality: Mapping[str, float]
    not_communicated: int


@dataclass(frozen=True)
class MaterialView:
    """Everything about one material of a programme; frames: see the functions that make them.

    missing: (key of a sentence, its values): what stands between this material and a synergy.
    """

    material_id: str
    names: Mapping[str, str]
    terms: Mapping[str, str] | None
    kind: str
    category_id: str
    streams: tuple[Stream, ...]
    holders: pd.DataFrame
    takers: pd.DataFrame
    outlets: pd.DataFrame
    by_month: tuple[float, ...]
    storage: StorageNeed
    verdict: Verdict
    missing: tuple[tuple[str, Mapping[str, object]], ...]


def priorities(database: Database, programme_id: str) -> pd.DataFrame:
    """The materials that the programme chose, by rank; in its own words (term_fr, term_en)."""
    return database.query("priority_materials", {"programme_id": programme_id})


def material_choices(database: Database, programme_id: str) -> pd.DataFrame:
    """The priority materials first, then every material with a flow in the programme: material_id, name_fr, name_en."""
    first = priorities(database, programme_id)
    flows = flow_table(database, Selection(programme_id))
    others = flows.drop_duplicates("material_id").sort_values("material_fr")
    others = others[~others["material_id"].isin(first["material_id"])]
    ranked = first.rename(columns={"term_fr": "name_fr", "term_en": "name_en"})
    rest = others.rename(columns={"material_fr": "name_fr", "material_en": "name_en"}).assign(rank=None)
    columns = ["material_id", "name_fr", "name_en", "rank"]
    return pd.concat([frame[columns].astype(object) for frame in (ranked, rest)], ignore_index=True)


def material_view(database: Database, selection: Selection, material_id: str, as_of: date) -> MaterialView:
    """The view of one material (or family) within the selection's radius; the other filters do not count.

    Raises InvalidSelection for an unknown programme or material.
    """
    if programme(database, selection.programme_id) is None:
        raise InvalidSelection("programme-unknown", value=selection.programme_id)
    asked = Selection(
        selection.programme_id, radius_km=selection.radius_km, level=selection.level, material_id=material_id
    )
    ensure_known(database, asked)
    known = database.query("materials").set_index("material_id", drop=False)
    material = known.loc[material_id]
    flows = flow_table(database, asked)
    offers = flows[flows["direction"] == "offer"].reset_index(drop=True)
    far = replace(asked, radius_km=LARGEST_RADIUS_KM)
    pairs = potential_exchanges(database, far, as_of)
    pairs = pairs[pairs["offer_id"].isin(offers["flow_id"])]
    tonnes = offers.dropna(subset=["mass_t_per_year"])
    by_month = spread_by_month(zip(tonnes["mass_t_per_year"], tonnes["months"], strict=True))
    takers, outlets = _takers(pairs), _outlets(database, known, material_id)
    verdict = collection_verdict(database, asked, offers, material)
    view = MaterialView(
        material_id,
        {lang: str(material[f"name_{lang}"]) for lang in ("fr", "en")},
        _terms(database, selection.programme_id, material_id),
        str(material["kind"]),
        str(material["category_id"]),
        _streams(offers),
        _holders(offers, pairs),
        takers,
        outlets,
        by_month,
        storage_need(by_month, _taken_by_month(pairs, selection.radius_km)),
        verdict,
        (),
    )
    return replace(view, missing=tuple(_missing(view, offers, pairs, selection.radius_km, material)))


def _terms(database: Database, programme_id: str, material_id: str) -> Mapping[str, str] | None:
    rows = priorities(database, programme_id)
    found = rows[rows["material_id"] == material_id]
    return None if found.empty else {lang: str(found.iloc[0][f"term_{lang}"]) for lang in ("fr", "en")}


def _streams(offers: pd.DataFrame) -> tuple[Stream, ...]:
    streams = []
    for unit, group in offers.groupby("unit", sort=True):
        known = group.dropna(subset=["quantity_per_year"])
        pairs = list(zip(known["quantity_per_year"].astype(float), known["quality"], strict=True))
        by_quality = known.groupby("quality")["quantity_per_year"].sum()
        streams.append(
            Stream(
                str(unit),
                len(group),
                quantity_range(pairs) if pairs else None,
                {quality: float(by_quality[quality]) for quality in QUALITY_BANDS if quality in by_quality},
                len(group) - len(known),
            )
        )
    return tuple(sorted(streams, key=lambda stream: (stream.unit != "t", stream.unit)))


HOLDER_COLUMNS = [
    "flow_id",
    "company_id",
    "company",
    "company_kind",
    "municipality",
    "material_id",
    "material_fr",
]
HOLDER_COLUMNS += ["material_en", "quantity_per_year", "unit", "quality", "observed_on", "months"]
HOLDER_COLUMNS += ["former_destination", "latitude", "longitude"]


def _holders(offers: pd.DataFrame, pairs: pd.DataFrame) -> pd.DataFrame:
    """One row per offer, sorting centres first, then the largest; with its nearest compatible taker up to 300 km."""
    near = pairs.sort_values(["distance_km", "demand_id"]).drop_duplicates("offer_id").set_index("offer_id")
    frame = offers[HOLDER_COLUMNS].assign(
        nearest_km=offers["flow_id"].map(near["distance_km"]).astype(float),
        nearest_company=offers["flow_id"].map(near["demand_company"]),
        nearest_company_id=offers["flow_id"].map(near["demand_company_id"]),
        _other=offers["company_kind"] != SORTING_CENTRE,
    )
    order = frame.sort_values(["_other", "quantity_per_year", "flow_id"], ascending=[True, False, True])
    return order.drop(columns="_other").reset_index(drop=True)


TAKER_COLUMNS = [
    "demand_id",
    "demand_company_id",
    "demand_company",
    "demand_municipality",
    "demand_material_id",
]
TAKER_COLUMNS += [
    "demand_material_fr",
    "demand_material_en",
    "demand_quantity",
    "unit",
    "basis",
    "condition_fr",
]
TAKER_COLUMNS += ["condition_en", "distance_km", "source", "source_year", "confidence"]


def _takers(pairs: pd.DataFrame) -> pd.DataFrame:
    """One row per compatible need up to 300 km, the nearest first, with the distance to its nearest holder."""
    nearest = pairs.sort_values(["distance_km", "offer_id"]).drop_duplicates("demand_id")
    return nearest[TAKER_COLUMNS].reset_index(drop=True)


OUTLET_COLUMNS = [
    "library_id",
    "offer_material_id",
    "demand_material_id",
    "demand_material_fr",
    "demand_material_en",
]
OUTLET_COLUMNS += ["use_fr", "use_en", "condition_fr", "condition_en", "known_effect_fr", "known_effect_en"]
OUTLET_COLUMNS += ["status", "place", "source", "url", "year", "confidence"]


def _outlets(database: Database, known: pd.DataFrame, material_id: str) -> pd.DataFrame:
    """What the library knows to do with the material, its family, or its members; the most proven first."""
    parent = known.loc[material_id, "parent_id"]
    members = known.loc[known["parent_id"] == material_id, "material_id"]
    wanted = {material_id, *members, *([parent] if isinstance(parent, str) else [])}
    library = database.query("library")
    rows = library[library["offer_material_id"].isin(wanted)]
    proven = ["implemented", "pilot", "planned", "feasibility", "research", "idea"]
    rank = rows["status"].map({status: number for number, status in enumerate(proven)})
    return (
        rows.assign(_rank=rank).sort_values(["_rank", "library_row"])[OUTLET_COLUMNS].reset_index(drop=True)
    )


def _taken_by_month(pairs: pd.DataFrame, radius_km: float) -> tuple[float, ...]:
    """What the takers within the radius could take each month [t], each need once."""
    near = pairs[pairs["distance_km"].le(radius_km) & pairs["unit"].eq("t")].drop_duplicates("demand_id")
    near = near.dropna(subset=["demand_quantity"])
    return spread_by_month(zip(near["demand_quantity"], near["demand_months"], strict=True))


def _missing(
    view: MaterialView, offers: pd.DataFrame, pairs: pd.DataFrame, radius_km: float, material: pd.Series
) -> list[tuple[str, Mapping[str, object]]]:
    """What stands in the way, most serious first; each a key and its values."""
    if offers.empty:
        return [("no-holder", {}), *([("no-outlet", {})] if view.outlets.empty else [])]
    found: list[tuple[str, Mapping[str, object]]] = []
    if pairs.empty:
        found.append(("no-taker", {"n": len(view.outlets)}))
    elif float(pairs["distance_km"].min()) > radius_km:
        found.append(
            ("no-taker-in-radius", {"radius": radius_km, "nearest": float(pairs["distance_km"].min())})
        )
    else:
        near = set(pairs.loc[pairs["distance_km"] <= radius_km, "offer_id"])
        if far := len(offers) - len(near):
            found.append(("holders-without-taker", {"n": far}))
    if view.outlets.empty:
        found.append(("no-outlet", {}))
    unknown = int(offers["quantity_per_year"].isna().sum())
    found += [("quantity-nc", {"n": unknown})] if unknown else []
    unplaced = int(offers["latitude"].isna().sum())
    found += [("no-position", {"n": unplaced})] if unplaced else []
    found += _months_missing(view, pairs, radius_km)
    if view.kind == "matter" and pd.isna(material["ghg_route"]):
        found.append(("no-factor", {}))
    if view.verdict.verdict in (TOO_SMALL, TOO_FAR):
        found.append((view.verdict.verdict, {"total": view.verdict.total, "minimum": view.verdict.minimum}))
    if view.verdict.minimum is None and view.kind == "matter":
        found.append(("no-minimum", {}))
    return found


def _months_missing(
    view: MaterialView, pairs: pd.DataFrame, radius_km: float
) -> list[tuple[str, Mapping[str, object]]]:
    offered, wanted = 0, 0
    for months in view.holders["months"]:
        offered |= int(months)
    near = pairs[pairs["distance_km"] <= radius_km]
    for months in near["demand_months"]:
        wanted |= int(months)
    idle = wanted & ~offered
    waiting = offered & ~wanted if wanted else 0
    found: list[tuple[str, Mapping[str, object]]] = []
    found += [("months-without-offer", {"months": idle, "n": len(months_of(idle))})] if idle else []
    found += [("months-without-taker", {"months": waiting, "n": len(months_of(waiting))})] if waiting else []
    return found
