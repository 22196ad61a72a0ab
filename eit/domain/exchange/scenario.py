"""A what-if as one frozen value: a name and the changes it makes, as JSON and as a link; it never touches the data."""

from __future__ import annotations

import base64
import binascii
import json
import re
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from eit.domain.errors import InvalidQuantity, InvalidSelection, checked
from eit.domain.figures.cases import parse_destination
from eit.domain.months import parse_months
from eit.domain.organisation.fields import ORGANISATION_KINDS

LINK_VERSION = "1"
MOST_CHANGES = 200
LONGEST_TEXT = 120
LARGEST_JSON = 65_536
ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]{0,59}")
DIRECTIONS = ("offer", "demand")
COMPANY_KINDS = ORGANISATION_KINDS
QUALITIES = ("measured", "declared", "estimated")
CHANGES: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "add-company": (
        ("company_id", "name", "municipality_id"),
        ("latitude", "longitude", "kind", "sector_fr", "sector_en", "employees"),
    ),
    "remove-company": (("company_id",), ()),
    "move-company": (("company_id", "latitude", "longitude"), ()),
    "add-flow": (
        ("flow_id", "company_id", "direction", "material_id", "quantity", "unit"),
        ("months", "quality", "label", "former_destination"),
    ),
    "remove-flow": (("flow_id",), ()),
    "change-flow": (("flow_id",), ("quantity", "unit", "material_id", "months", "former_destination")),
}
"""What a scenario may do: the fields that each change needs, and those that it may have."""


@dataclass(frozen=True)
class Change:
    """One change: `do` is a key of CHANGES; `fields` are its values, in the order of CHANGES."""

    do: str
    fields: tuple[tuple[str, object], ...]

    @classmethod
    def of(cls, do: str, **fields: object) -> Change:
        """A checked change. Raises InvalidSelection (what does not exist) or InvalidQuantity (row, value and unit)."""
        if do not in CHANGES:
            raise InvalidSelection("scenario-change-unknown", value=do)
        required, optional = CHANGES[do]
        row_id = str(fields.get("flow_id") or fields.get("company_id") or do)
        for name in required:
            if name not in fields:
                raise InvalidSelection("scenario-field-missing", value=name, row_id=row_id)
        for name in fields:
            if name not in (*required, *optional):
                raise InvalidSelection("scenario-field-unknown", value=name, row_id=row_id)
        values = {name: fields[name] for name in (*required, *optional) if name in fields}
        return cls(
            do, tuple((name, _checked_field(name, value, values, row_id)) for name, value in values.items())
        )

    def get(self, name: str, default: object = None) -> object:
        """The value of a field, or the default."""
        return dict(self.fields).get(name, default)

    def has(self, name: str) -> bool:
        """Whether the field was given, if only as null (n.c.)."""
        return name in dict(self.fields)

    def as_record(self) -> dict[str, object]:
        """The change as JSON has it."""
        return {"do": self.do, **dict(self.fields)}


@dataclass(frozen=True)
class Scenario:
    """A name and a tuple of changes, applied in order."""

    name: str
    changes: tuple[Change, ...] = ()

    def __post_init__(self) -> None:
        if not self.name.strip() or len(self.name) > LONGEST_TEXT:
            raise InvalidSelection("scenario-name", value=self.name[:LONGEST_TEXT])
        if len(self.changes) > MOST_CHANGES:
            raise InvalidSelection("scenario-too-large", value=len(self.changes))


def from_json(text: str) -> Scenario:
    """A scenario from `{"name": …, "changes": [{"do": …, …}]}`. Raises InvalidSelection or InvalidQuantity."""
    if len(text.encode()) > LARGEST_JSON:
        raise InvalidSelection("scenario-too-large", value=len(text))
    try:
        read = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise InvalidSelection("scenario-unreadable", value=str(error)[:LONGEST_TEXT]) from error
    if not isinstance(read, dict) or not isinstance(read.get("changes", []), list):
        raise InvalidSelection("scenario-unreadable", value="{name, changes}")
    changes = []
    for number, row in enumerate(read.get("changes", []), start=1):
        if not isinstance(row, dict) or not isinstance(row.get("do"), str):
            raise InvalidSelection("scenario-unreadable", value=f"changes {number}")
        changes.append(Change.of(row["do"], **{key: value for key, value in row.items() if key != "do"}))
    return Scenario(str(read.get("name", "")), tuple(changes))


def to_json(scenario: Scenario) -> str:
    """The shortest JSON that `from_json` turns back into the same scenario."""
    value = {"name": scenario.name, "changes": [change.as_record() for change in scenario.changes]}
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def to_link(scenario: Scenario) -> str:
    """The scenario as compact text for an address (letters, digits, `-`, `_` and one dot)."""
    packed = base64.urlsafe_b64encode(zlib.compress(to_json(scenario).encode(), 9)).decode().rstrip("=")
    return f"{LINK_VERSION}.{packed}"


def from_link(link: str) -> Scenario:
    """The scenario of a link. Raises InvalidSelection when it was cut, altered or is too large."""
    version, _, packed = link.partition(".")
    if version != LINK_VERSION or len(packed) > LARGEST_JSON:
        raise InvalidSelection("scenario-link", value=link[:LONGEST_TEXT])
    try:
        data = base64.b64decode(packed + "=" * (-len(packed) % 4), altchars=b"-_", validate=True)
        reader = zlib.decompressobj()
        text = reader.decompress(data, LARGEST_JSON).decode()
        whole = reader.eof
    except (ValueError, binascii.Error, zlib.error) as error:
        raise InvalidSelection("scenario-link", value=link[:LONGEST_TEXT]) from error
    if not whole:
        raise InvalidSelection("scenario-link", value=link[:LONGEST_TEXT])
    return from_json(text)


def _checked_field(name: str, value: object, fields: Mapping[str, object], row_id: str) -> object:
    checks: dict[str, Callable[[object], object]] = {
        "quantity": lambda given: _quantity(given, str(fields.get("unit", "")), row_id),
        "employees": lambda given: int(checked(given, "count", row_id, high=1e6)),  # type: ignore[arg-type]
        "latitude": lambda given: _degrees(given, 90.0, row_id),
        "longitude": lambda given: _degrees(given, 180.0, row_id),
        "months": lambda given: _months(given, row_id),
        "direction": lambda given: _one_of(given, DIRECTIONS, "direction-unknown", row_id),
        "kind": lambda given: _one_of(given, COMPANY_KINDS, "company-kind-unknown", row_id),
        "quality": lambda given: _one_of(given, QUALITIES, "quality-unknown", row_id),
        "former_destination": lambda given: _destination(given, row_id),
    }
    if name in checks:
        return checks[name](value)
    if name.endswith("_id"):
        return _identifier(value, row_id)
    if not isinstance(value, str) or len(value) > LONGEST_TEXT or not value.strip():
        raise InvalidSelection("scenario-text", value=str(value)[:LONGEST_TEXT], row_id=row_id)
    return value


def _quantity(value: object, unit: str, row_id: str) -> float | None:
    """A quantity per period of its unit; None stays "not communicated"."""
    if isinstance(value, bool):
        raise InvalidQuantity("quantity-not-a-number", value=value, unit=unit, row_id=row_id)
    return None if value is None else checked(value, unit, row_id)  # type: ignore[arg-type]


def _degrees(value: object, limit: float, row_id: str) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not -limit <= value <= limit:
        raise InvalidQuantity("position-out-of-range", value=value, unit="°", row_id=row_id)
    return float(value)


def _months(value: object, row_id: str) -> str:
    try:
        parse_months(str(value))
    except ValueError as error:
        raise InvalidQuantity("months-unreadable", value=value, row_id=row_id) from error
    return str(value)


def _destination(value: object, row_id: str) -> str:
    shares = parse_destination(str(value))
    if abs(sum(shares.values()) - 1) > 1e-9:
        raise InvalidQuantity("destination-shares-not-one", value=sum(shares.values()), row_id=row_id)
    return str(value)


def _one_of(value: object, known: tuple[str, ...], key: str, row_id: str) -> str:
    if value not in known:
        raise InvalidSelection(key, value=value, row_id=row_id)
    return str(value)


def _identifier(value: object, row_id: str) -> str:
    if not isinstance(value, str) or not ID.fullmatch(value):
        raise InvalidSelection("id-unreadable", value=str(value)[:LONGEST_TEXT], row_id=row_id)
    return value
