"""Jurisdiction: the country or province whose currency, codes, factors, clock and words a programme works under.

One row of `data/reference/jurisdictions.csv` each. What a row leaves empty has no sourced value: the figure that would
need it is not estimated, and nothing of another jurisdiction stands in for it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from eit.domain.errors import InvalidSelection
from eit.domain.own_words import Worded, listed
from eit.domain.text_key import plain_words

SEPARATOR = "|"
LIST_COLUMNS = ("levels", "outlines", "credits", "intensity_words")
NAMED_COLUMNS = ("level_names_fr", "level_names_en")
EDGES = ("south", "north", "west", "east")


@dataclass(frozen=True)
class Jurisdiction:
    """What a programme takes from its country or province; None: no sourced value.

    `country` is the ISO 3166 code of the state that it lies in; `former_code` names it in files of before. `box` is
    south, north, west, east [degrees]: a position outside it is not believed. The columns in `_factor` name rows of the
    table of factors, `levy_prefix` the beginning of those of a levy, one per year.
    """

    jurisdiction_id: str
    country: str
    name_fr: str
    name_en: str
    currency: str
    sector_scheme: str
    time_zone: str
    levels: tuple[str, ...]
    box: tuple[float, float, float, float]
    level_names_fr: Mapping[str, str]
    level_names_en: Mapping[str, str]
    outlines: tuple[str, ...] = ()
    credits: tuple[str, ...] = ()
    intensity_words: tuple[str, ...] = ()
    former_code: str | None = None
    circuity_factor: str | None = None
    truck_factor: str | None = None
    collection_truck_factor: str | None = None
    truck_price_factor: str | None = None
    electricity_factor: str | None = None
    natural_gas_factor: str | None = None
    boiler_efficiency_factor: str | None = None
    water_factor: str | None = None
    gate_fee_factor: str | None = None
    levy_prefix: str | None = None
    water_price_factor: str | None = None
    natural_gas_price_factor: str | None = None
    residual_fr: str | None = None
    residual_en: str | None = None

    @classmethod
    def from_row(cls, row: Mapping[str, Any]) -> Jurisdiction:
        """A row of the table, of a file or of a data file."""
        known = {name: _given(row.get(name)) for name in cls.__dataclass_fields__ if name not in ("box",)}
        lists = {name: _listed(known[name]) for name in LIST_COLUMNS}
        named = {name: _named(known[name]) for name in NAMED_COLUMNS}
        south, north, west, east = (float(row[edge]) for edge in EDGES)
        return cls(**{**known, **lists, **named, "box": (south, north, west, east)})

    def level_name(self, level: str, lang: str) -> str | None:
        """What a kind of territory is called here; None: as everywhere."""
        return (self.level_names_fr if lang == "fr" else self.level_names_en).get(level)

    @property
    def kinds(self) -> tuple[str, ...]:
        """Kinds of territory that are its own: those that it compares, and those that it has a word for."""
        return tuple(dict.fromkeys((*self.levels, *self.level_names_fr)))

    def holds(self, latitude: float, longitude: float) -> bool:
        """Whether a position [degrees] can be one of this jurisdiction."""
        south, north, west, east = self.box
        return south <= latitude <= north and west <= longitude <= east


Jurisdictions = Mapping[str, Jurisdiction]


def table(rows: Iterable[Mapping[str, Any]]) -> dict[str, Jurisdiction]:
    """The jurisdictions by id, in the order of the rows."""
    found = [Jurisdiction.from_row(row) for row in rows]
    return {item.jurisdiction_id: item for item in found}


def named(known: Jurisdictions, said: object) -> Jurisdiction:
    """The jurisdiction of an id or of a name. Raises InvalidSelection("jurisdiction-unknown") that names all."""
    found = known.get(known_id(known, said))
    if found is None:
        text = "—" if _given(said) is None else str(said)
        raise InvalidSelection("jurisdiction-unknown", value=text, unit=names_of(known, known))
    return found


def known_id(known: Jurisdictions, said: object) -> str:
    """The id that a person means, who may have written the name; what is not known comes back as it is."""
    text = str(said)
    if text in known:
        return text
    key = plain_words(text)
    means = (one for one in known.values() if key in (plain_words(one.name_fr), plain_words(one.name_en)))
    return next((one.jurisdiction_id for one in means), text)


def names_of(known: Jurisdictions, ids: Iterable[str]) -> Worded:
    """Jurisdictions by name, for a sentence that a person reads."""
    return listed(Worded(known[one].name_fr, known[one].name_en) for one in ids)


def has_kind(known: Jurisdictions, jurisdiction_id: str, kind: str) -> bool:
    """Whether a territory of this kind can lie there; a kind that none calls its own (park) can lie anywhere."""
    return kind in known[jurisdiction_id].kinds or all(kind not in one.kinds for one in known.values())


def of_before(known: Jurisdictions, code: object) -> Jurisdiction:
    """The same for a file of before, which held the code of a country. Raises as `named`."""
    former = {item.former_code: item for item in known.values() if item.former_code}
    return former.get(str(code)) or named(known, code)


def now() -> datetime:
    """This instant, with its zone: the only clock that a date of the product is read from."""
    return datetime.now(UTC)


def today(place: Jurisdiction) -> date:
    """The day it is where the programme is: at nine in the evening in Québec it is tomorrow already in Paris."""
    return day_there(now().timestamp(), place)


def day_there(instant: float, place: Jurisdiction) -> date:
    """The day that an instant (seconds since 1970) was where the programme is."""
    return datetime.fromtimestamp(instant, ZoneInfo(place.time_zone)).date()


def _given(value: object) -> Any:
    """A cell, None when it is empty."""
    return None if value is None or value != value or value == "" else value


def _listed(value: str | None) -> tuple[str, ...]:
    return tuple(value.split(SEPARATOR)) if value else ()


def _named(value: str | None) -> dict[str, str]:
    pairs = (item.partition("=") for item in _listed(value))
    return {key: name for key, _, name in pairs}
