"""Materials diverted by businesses (Statistics Canada, 38-10-0179) over their employees (14-10-0202), by province.

Statistics Canada does not tell these materials by industry: one intensity per material stands for every industry, and
is what is diverted, so a low end of what there is.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from eit.domain.errors import InvalidQuantity
from eit.domain.text_key import plain_words, slug

WASTE, EMPLOYEES = "38100179", "14100202"
MATERIAL, SOURCE = "Type of materials diverted", "Sources of materials prepared for recycling"
INDUSTRY, TYPE = "North American Industry Classification System (NAICS)", "Type of employee"
ALL_INDUSTRIES = "industrial aggregate"
EVERYONE = ("", "all employees")
"""The table also tells those paid by the hour and by the year, who are parts of all; and each with and without the
businesses that have no industry: the greatest is all of them."""
BUSINESSES = "non-residential"
MATERIALS = {
    "newsprint": "mixed-paper",
    "mixed paper": "mixed-paper",
    "cardboard and boxboard": "corrugated-cardboard",
    "glass": "container-glass",
    "ferrous metals": "steel-scrap",
    "copper and aluminum": "nonferrous-metal",
    "plastics": "mixed-plastics",
    "tires": "tyres-belts",
    "organics": "compostable-residues",
    "electronics": "electronics",
    "construction, renovation and demolition": "concrete-brick",
}
SECTORS = "11;21;22;23;31;32;33;41;44;45;48;49;51;52;53;54;55;56;61;62;71;72;81;91"
SCALES = {"": 1.0, "units": 1.0, "hundreds": 1e2, "thousands": 1e3, "millions": 1e6}
BAND = (0.5, 2.0)
"""Low and high of a mean of all industries for one of them, times the mean: assumed."""


def statcan_intensities(
    waste: Iterable[Mapping[str, str]], employees: Iterable[Mapping[str, str]], place: str
) -> list[dict[str, str]]:
    """Rows of the table of intensities for a province, of the last year that both tables have.

    Raises InvalidQuantity: "intensity-without-unit" (not tonnes), "intensity-nothing" (the province is in neither).
    """
    tonnes: dict[str, dict[str, float]] = {}
    for row in waste:
        material = MATERIALS.get(row.get(MATERIAL, "").strip().casefold())
        if not material or not _of(row, place) or BUSINESSES not in row.get(SOURCE, "").casefold():
            continue
        if "tonne" not in row.get("UOM", "").casefold():
            raise InvalidQuantity("intensity-without-unit", value=row.get("UOM", ""), row_id=WASTE)
        if (value := _value(row)) is not None:
            year = tonnes.setdefault(row["REF_DATE"], {})
            year[material] = year.get(material, 0.0) + value
    people: dict[str, float] = {}
    for row in employees:
        if _of(row, place) and _everyone(row) and (value := _value(row)):
            people[row["REF_DATE"]] = max(value, people.get(row["REF_DATE"], 0.0))
    years = sorted(set(tonnes) & set(people))
    if not years:
        raise InvalidQuantity("intensity-nothing", value=place, row_id=WASTE)
    last = years[-1]
    return [
        _row(material, tonnes[last][material] / people[last], place, last)
        for material in sorted(tonnes[last])
    ]


def _of(row: Mapping[str, str], place: str) -> bool:
    return plain_words(row.get("GEO", "")) == plain_words(place)


def _everyone(row: Mapping[str, str]) -> bool:
    """Whether a row counts all employees of all industries."""
    told = row.get(TYPE, "").strip().casefold()
    return told in EVERYONE and row.get(INDUSTRY, "").casefold().startswith(ALL_INDUSTRIES)


def _value(row: Mapping[str, str]) -> float | None:
    """What a row tells, in units; empty: confidential or not available."""
    text = row.get("VALUE", "").strip()
    return float(text) * SCALES[row.get("SCALAR_FACTOR", "").strip().casefold()] if text else None


def _row(material: str, mean: float, place: str, year: str) -> dict[str, str]:
    ends = (mean * BAND[0], mean, mean * BAND[1])
    return {
        "intensity_id": f"STATCAN-{slug(place)}-{material}",
        "side": "offer",
        "material_id": material,
        "nace": "",
        "naics": SECTORS,
        "unit": "t/employee/yr",
        **{name: f"{value:.6g}" for name, value in zip(("low", "central", "high"), ends, strict=True)},
        "geography": place,
        "year": year,
        "source": f"Statistics Canada {WASTE} / {EMPLOYEES}",
        "confidence": "assumption",
    }
