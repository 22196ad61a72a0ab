"""Fields of an organisation and of a flow: what a person may write in each, for the page, the command and the check."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from eit.domain.errors import InvalidQuantity, InvalidSelection
from eit.domain.forms.row_fields import Field, Part
from eit.domain.months import months_of
from eit.domain.units import CUBIC_METRES, KILOWATT_HOURS, SERVICES, TONNES

ORGANISATION_KINDS = ("company", "sorting-centre", "drop-off", "landfill", "treatment", "farm", "institution")
SECTOR_SCHEMES = ("SCIAN", "NAF")
POSITION_QUALITIES = ("site", "street", "municipality", "none")
NUMBER_DIGITS: Mapping[str, int] = {"siret": 14, "neq": 10}
"""Official numbers of an organisation, with their digits (INSEE; Registraire des entreprises du Québec)."""
DIRECTIONS = ("offer", "demand")
FLOW_QUALITIES = ("measured", "declared", "estimated")
TYPED_UNITS = tuple(dict.fromkeys((*TONNES, *KILOWATT_HOURS, *CUBIC_METRES, *SERVICES)))
PERIODS = ("year", "month", "week", "day")
YES_NO = ("yes", "no")
NO_SECTOR = ("", "—")
"""What stands where nobody said a sector."""
LARGEST_QUANTITY, LARGEST_COST, MOST_EMPLOYEES = 1e15, 1e9, 1_000_000
LARGEST_CAPACITY = 1e8
"""No plant takes more [t/year]."""

ORGANISATION = Part(
    "organisation",
    "company",
    "company_id",
    (
        Field("name", required=True),
        Field("kind", "choice", True, ORGANISATION_KINDS),
        Field("siret"),
        Field("neq"),
        Field("sector_scheme", "choice", True, SECTOR_SCHEMES),
        Field("sector_code"),
        Field("sector_fr"),
        Field("sector_en"),
        Field("employees", "integer", low=0, high=MOST_EMPLOYEES),
        Field("employees_low", "integer", low=0, high=MOST_EMPLOYEES),
        Field("employees_high", "integer", low=0, high=MOST_EMPLOYEES),
        Field("group_id", "choice"),
        Field("municipality_id", "territory", True),
        Field("address"),
        Field("postal_code"),
        Field("park_id", "territory"),
        Field("latitude", "number", low=-90, high=90),
        Field("longitude", "number", low=-180, high=180),
        Field("position_quality", "choice", choices=POSITION_QUALITIES),
        Field("capacity_t_per_year", "number", low=0, high=LARGEST_CAPACITY),
        Field("joined_on", "day"),
        Field("closed_on", "day"),
        Field("tags", "tags"),
    ),
    subject="organisation",
)
FLOW = Part(
    "flow",
    "flow",
    "flow_id",
    (
        Field("direction", "choice", True, DIRECTIONS),
        Field("material_id", "material", True),
        Field("label"),
        Field("quantity", "number", low=0, high=LARGEST_QUANTITY),
        Field("unit", "choice", True, TYPED_UNITS),
        Field("period", "choice", True, PERIODS),
        Field("months", "choices", choices=tuple(f"m{month}" for month in range(1, 13))),
        Field("quality", "choice", True, FLOW_QUALITIES),
        Field("observed_on", "day"),
        Field("former_destination", "destination"),
        Field("disposal_cost_per_t", "number", low=-LARGEST_COST, high=LARGEST_COST, money=True),
        Field("temperature_c", "number", low=-273.15, high=4000),
        Field("pressure_bar", "number", low=0, high=10_000),
        Field("hours_per_year", "number", low=0, high=8784),
        Field("moisture_share", "number", low=0, high=1),
        Field("purity_share", "number", low=0, high=1),
        Field("contaminated", "choice", choices=YES_NO),
        Field("hazardous", "choice", choices=YES_NO),
        Field("permit_held", "choice", choices=YES_NO),
        Field("note", "long_text"),
    ),
    subject="organisation",
)
TOGETHER = (
    ("quantity", "unit", "period"),
    ("latitude", "longitude", "position_quality"),
    ("employees", "employees_low", "employees_high"),
)
"""Fields that only mean something together: a number of one person in the unit of another would be nobody's."""

Row = Mapping[str, Any]


def _none(value: object) -> object:
    return None if value is None or pd.isna(value) else value


def organisation_fields(row: Row, numbers: Mapping[str, str]) -> dict[str, object]:
    """An organisation on record as its form shows it; `numbers`: its official numbers by scheme (`SIRET`)."""
    found = {one.name: _none(row.get(one.name)) for one in ORGANISATION.fields}
    for name in ("employees", "employees_low", "employees_high"):
        found[name] = None if found[name] is None else int(str(found[name]).partition(".")[0])
    for name in ("sector_code", "sector_fr", "sector_en"):
        found[name] = None if found[name] in NO_SECTOR else found[name]
    if found["sector_en"] == found["sector_fr"]:
        found["sector_en"] = None  # it follows the French one
    if found["group_id"] == row["company_id"]:
        found["group_id"] = None  # a group of its own
    found |= {name: _day(found[name]) for name in ("joined_on", "closed_on")}
    return found | {name: numbers.get(name.upper()) for name in NUMBER_DIGITS}


def flow_fields(row: Row) -> dict[str, object]:
    """A flow on record as its form shows it: quantity, unit and period as they were typed, months one by one."""
    found = {one.name: _none(row.get(one.name)) for one in FLOW.fields}
    unit, _, period = str(row["unit_typed"]).partition("/")
    typed = _none(row.get("quantity_typed"))
    months = months_of(int(row["months"]))
    return {
        **found,
        "quantity": None if typed is None else float(str(typed)),
        "unit": unit,
        "period": period or "year",
        "months": form_months(months),
        "observed_on": _day(found["observed_on"]),
    }


def _day(value: object) -> object:
    return None if value is None else pd.Timestamp(str(value)).date()


def form_months(months: tuple[int, ...]) -> str | None:
    """Months as the form has them; None: all year."""
    return "|".join(f"m{month}" for month in months) if len(months) < 12 else None


def typed_months(chosen: object) -> str:
    """The months of a form as a list (`4,5,9`); none chosen is all year."""
    return str(chosen or "").replace("m", "").replace("|", ",")


def official_number(name: str, text: object) -> str | None:
    """The digits of a SIRET or a NEQ; spaces between them do not count. Raises InvalidSelection."""
    written = str(text or "").strip()
    digits = "".join(sign for sign in written if sign not in " \u00a0\u202f.-")
    if not digits:
        return None
    if not (digits.isascii() and digits.isdigit() and len(digits) == NUMBER_DIGITS[name]):
        raise InvalidSelection(
            "number-unreadable", value=written, unit=str(NUMBER_DIGITS[name]), row_id=name.upper()
        )
    return digits


def staff(row: Row) -> dict[str, object]:
    """Employees: a number, or a band whose middle is used; "50 and more" has no middle. Raises InvalidQuantity."""
    exact, low, high = (row.get(name) for name in ("employees", "employees_low", "employees_high"))
    if low is not None and high is not None and low > high:
        raise InvalidQuantity("band-reversed", value=f"{low} – {high}", row_id="employees_low")
    if exact is not None and ((low is not None and exact < low) or (high is not None and exact > high)):
        raise InvalidQuantity("band-without-number", value=exact, unit=f"{low} – {high}", row_id="employees")
    if exact is None and low is not None and high is not None:
        exact = (low + high + 1) // 2
    return {"employees": exact, "employees_low": low, "employees_high": high}


def changed_fields(part: Part, seen: Row, given: Row) -> dict[str, object]:
    """What a person changed of a row: the fields that differ from what was seen, with those they go together with."""
    said = {one.name: _said(given[one.name]) for one in part.fields if one.name in given}
    changed = {name for name, value in said.items() if value != seen.get(name)}
    for group in TOGETHER:
        if changed & set(group):
            changed |= set(group) & {one.name for one in part.fields}
    return {name: said.get(name, seen.get(name)) for name in changed}


def _said(value: object) -> object:
    return (value.strip() or None) if isinstance(value, str) else _none(value)


def clash(part: Part, seen: Row, now: Row, wanted: Row) -> str | None:
    """The first field that somebody else changed otherwise since it was seen; None: both corrections stand."""
    names = [one.name for one in part.fields if one.name in wanted]
    return next((name for name in names if now[name] not in (seen.get(name), wanted[name])), None)
