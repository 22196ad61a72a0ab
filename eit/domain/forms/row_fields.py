"""Fields that people fill: the kind of each, what it may be, and one check of a whole row.

One description serves the form of a page, the command line and the check before anything is written.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal
from urllib.parse import urlsplit

from eit.domain.consortium import is_partial_date
from eit.domain.errors import InvalidQuantity, InvalidSelection
from eit.domain.forms.tags import read_tags
from eit.domain.pipeline import check_destination
from eit.domain.text_key import plain_words

Kind = Literal[
    "text",
    "long_text",
    "number",
    "integer",
    "day",
    "partial_date",
    "choice",
    "choices",
    "territory",
    "material",
    "company",
    "route",
    "destination",
    "link",
    "tags",
]
"""`choices` are several, joined by `|`; `tags` are words of one's own, parted by commas; `route` names the factors of a
recycling route; `destination` is one former destination, or shares of several."""
LONGEST = {"text": 160, "long_text": 2000, "link": 500, "partial_date": 10, "tags": 1000}
"""Characters of each kind of text."""
NAMING = ("name", "title_", "label_", "term_")
"""What the names of rows begin with: each has a letter or a digit."""
LINK_SCHEMES = ("https", "http", "mailto")


@dataclass(frozen=True)
class Field:
    """One column of a part: its kind, whether it must be filled, what may be chosen, between which
    numbers (both included); whether it is money, in the currency of the programme."""

    name: str
    kind: Kind = "text"
    required: bool = False
    choices: tuple[str, ...] = ()
    low: float = -math.inf
    high: float = math.inf
    money: bool = False


@dataclass(frozen=True)
class Part:
    """One list of rows that people edit: its table, what identifies a row, its fields in order.

    `key` is the column that Maillage numbers (`stem` begins the number) or, for a list of the vocabulary, the word's
    own code; `identity` are fields that people type and that tell the rows apart, where there is no such column.
    `fixed` are columns that every row of this part shares; `given`, what a new row says beside what is typed;
    `shared`: all programmes of the file have one list; `subject` names its texts.
    """

    name: str
    table: str
    key: str
    fields: tuple[Field, ...]
    stem: str = ""
    fixed: Mapping[str, object] = field(default_factory=dict)
    subject: str = "programme"
    identity: tuple[str, ...] = ()
    shared: bool = False
    given: Mapping[str, object] = field(default_factory=dict)

    def row_key(self, row: Mapping[str, object]) -> str:
        """What tells a row from the others; empty for one that is new."""
        return "|".join(str(row[name]) for name in self.identity or (self.key,) if row.get(name))

    def where(self, programme_id: str) -> dict[str, object]:
        """The columns that all rows of this list have in common."""
        return {**({} if self.shared else {"programme_id": programme_id}), **self.fixed}

    def field(self, name: str) -> Field:
        """The field of that name. Raises KeyError."""
        return next(one for one in self.fields if one.name == name)


def checked_row(
    part: Part, row: Mapping[str, object], known: Mapping[str, Collection[str]]
) -> dict[str, object]:
    """One row of a part, trimmed and typed; an empty field is None.

    `known`: the choices that only the file knows, by field name or by kind (`territory`, `material`).
    Raises InvalidSelection or InvalidQuantity, naming the field and what was typed.
    """
    found = {one.name: _checked(one, row.get(one.name), known) for one in part.fields}
    _ensure_order(found, "starts_on", "due_on")
    _ensure_order(found, "since", "until")
    return found


def _checked(one: Field, value: object, known: Mapping[str, Collection[str]]) -> object:
    if value is None or (isinstance(value, str) and not value.strip()) or value != value:  # NaN is not itself
        if one.required:
            raise InvalidSelection("text-missing", row_id=one.name)
        return None
    if one.kind in ("number", "integer"):
        return _number(one, value)
    if one.kind == "day":
        return _day(one, value)
    text = " ".join(str(value).split()) if one.kind != "long_text" else str(value).strip()
    _check_text(one, text)
    if one.kind == "tags":
        return read_tags(text, one.name)
    if one.kind in ("choice", "choices", "territory", "material", "company", "route"):
        allowed = one.choices or known.get(one.name) or known.get(one.kind) or ()
        for chosen in text.split("|") if one.kind == "choices" else [text]:
            if chosen not in allowed:
                raise InvalidSelection("choice-unknown", value=chosen, row_id=one.name)
    return text


def _check_text(one: Field, text: str) -> None:
    """Its length, its letters, and what its kind asks."""
    longest = LONGEST.get(one.kind, LONGEST["text"])
    if len(text) > longest:
        raise InvalidSelection("text-too-long", value=text[:40] + "…", unit=str(longest), row_id=one.name)
    if one.name.startswith(NAMING) and not plain_words(text):
        raise InvalidSelection("name-without-letters", value=text, row_id=one.name)
    if one.kind == "partial_date" and not is_partial_date(text):
        raise InvalidSelection("date-unreadable", value=text, row_id=one.name)
    if one.kind == "link" and urlsplit(text).scheme not in LINK_SCHEMES:
        raise InvalidSelection("link-unusable", value=text, row_id=one.name)
    if one.kind == "destination":
        check_destination(text, one.name)


def _number(one: Field, value: object) -> float | int:
    if not isinstance(value, int | float) or not math.isfinite(value):
        raise InvalidQuantity("not-a-number", value=value, row_id=one.name)
    if one.kind == "integer" and value != int(value):
        raise InvalidQuantity("not-a-number", value=value, row_id=one.name)
    if not one.low <= value <= one.high:
        raise InvalidQuantity("quantity-out-of-range", value=value, unit="", row_id=one.name)
    return int(value) if one.kind == "integer" else float(value)


def _day(one: Field, value: object) -> date:
    """A day given as a date, a timestamp, or AAAA-MM-JJ; other writings are read before they come here."""
    if isinstance(value, date):
        return date(value.year, value.month, value.day)
    try:
        return date.fromisoformat(str(value)[:10])
    except ValueError:
        raise InvalidSelection("date-unreadable", value=value, row_id=one.name) from None


def _ensure_order(row: Mapping[str, object], first: str, last: str) -> None:
    begins, ends = row.get(first), row.get(last)
    if begins is not None and ends is not None and str(ends) < str(begins)[: len(str(ends))]:
        raise InvalidSelection("due-before-start", value=str(ends), unit=str(begins), row_id=last)
