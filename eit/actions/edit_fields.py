"""What may be written about a synergy, checked field by field before anything is written."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pandas as pd

from eit.domain.errors import InvalidQuantity, InvalidSelection, Refusal
from eit.domain.forms.tags import read_tags
from eit.domain.pipeline import CONFIDENCES, InvalidMove, check_destination
from eit.domain.typed_date import read_date
from eit.domain.typed_number import NumberField, plain_digits, read_number
from eit.store.records import material_frame
from eit.store.tables import SourceError
from eit.store.version.build import synergy_rows
from eit.store.version.edit import Connection

LONGEST_TEXT = 200


def _text(value: object, row: str) -> str | None:
    said = str(value).strip()
    if len(said) > LONGEST_TEXT:
        raise InvalidMove("text-too-long", value=f"{said[:30]}…", unit=str(LONGEST_TEXT), row_id=row)
    return said or None


SHARE, AMOUNT, SIGNED = NumberField(low=0.0, high=1.0), NumberField(low=0.0), NumberField()
QUANTITY = AMOUNT
"""What a quantity may be, its unit apart."""
NUMBERS: Mapping[str, NumberField] = {
    "attribution_share": SHARE,
    "share_refused": SHARE,
    "previous_distance_km": AMOUNT,
    "investment": AMOUNT,
    "cost_per_year": AMOUNT,
    "saving_per_year": SIGNED,
    "jobs": AMOUNT,
}
"""Numbers about a synergy -> what they may be."""
DAYS = ("next_step_due",)


def _confidence(value: object, row: str) -> str:
    if value not in CONFIDENCES:
        raise InvalidMove("confidence-unknown", value=value, row_id=row)
    return str(value)


def _destination(value: object, row: str) -> str:
    check_destination(str(value), row)
    return str(value)


def _due(value: object, row: str) -> str | None:
    day = read_date(value, "fr", row_id=row)
    return None if day is None else day.isoformat()


def _number(field: NumberField) -> Callable[[Any, str], float | None]:
    return lambda value, row: read_number(value, "fr", field, row)


CHECKS: Mapping[str, Callable[[Any, str], Any]] = {
    "title_fr": _text,
    "title_en": _text,
    "lead": _text,
    "next_step_fr": _text,
    "next_step_en": _text,
    "next_step_due": _due,
    "confidence": _confidence,
    "former_destination": _destination,
    "tags": read_tags,
    **{name: _number(field) for name, field in NUMBERS.items()},
}
"""Field -> what is asked of it; an empty value is always "not known"."""
REQUIRED = ("title_fr", "title_en")


def checked_details(details: Mapping[str, object], row: str) -> dict[str, object]:
    """The details as they will be written. Raises Refusal, naming the synergy and the value."""
    unknown = set(details) - set(CHECKS)
    if unknown:
        raise InvalidSelection("synergy-field-unknown", value=sorted(unknown)[0], row_id=row)
    kept: dict[str, object] = {}
    for name, value in details.items():
        empty = value is None or (isinstance(value, str) and not value.strip())
        kept[name] = None if empty else CHECKS[name](value, row)
        if name in REQUIRED and kept[name] is None:
            raise InvalidMove("title-missing", row_id=row)
    return kept


def typed_quantity(quantity: object, row: str) -> str | None:
    """The digits of a quantity as kept beside what was understood; None when nothing is said. Raises Refusal."""
    found = read_number(quantity, "fr", QUANTITY, row)
    return None if found is None else plain_digits(found)


def canonical(connection: Connection, row: Mapping[str, object]) -> pd.DataFrame:
    """One synergy as a row of its table, its `quantity` in `unit` converted once, by the unit.

    Raises InvalidQuantity or InvalidSelection, naming the synergy.
    """
    try:
        return synergy_rows(pd.DataFrame([dict(row)], dtype=object), material_frame(connection))
    except SourceError as error:
        cause, name = error.__cause__, str(row["synergy_id"])
        if isinstance(cause, Refusal):
            raise cause.at(name) from error
        if cause is None:
            raise InvalidSelection("material-unknown", value=row["material_id"]) from error
        raise InvalidQuantity(
            "quantity-not-a-number", value=row["quantity"], unit=str(row["unit"]), row_id=name
        ) from error
