"""What is written about a programme itself: how it begins, and its own fields."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from eit.actions.consortium import ask, ensure_programme, insert
from eit.actions.edit import EditContext, apply
from eit.domain.consortium import is_partial_date, known_name, known_text
from eit.domain.errors import InvalidQuantity, InvalidSelection
from eit.domain.forms.row_fields import LONGEST
from eit.domain.jurisdiction import named
from eit.domain.text_key import plain_words, slug
from eit.store.jurisdictions import connected_jurisdictions
from eit.store.records import delete_where, set_where
from eit.store.version.edit import Connection

Row = Mapping[str, object]
TEXT_FIELDS = (
    *("name_fr", "name_en", "short_fr", "short_en", "territory_fr", "territory_en"),
    *("coordinator", "description_fr", "description_en", "source", "public_contact"),
)
NEEDED_TEXTS = ("name_fr", "short_fr")
DATE_FIELDS = ("starts_on", "ends_on")
FIELDS = (*TEXT_FIELDS, *DATE_FIELDS, "default_radius_km", "levels")
LARGEST_RADIUS_KM = 300.0
PROGRAMME_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


@dataclass(frozen=True)
class NewProgramme:
    """What a programme needs to begin; the rest has defaults of its jurisdiction and is filled in later."""

    name: str
    jurisdiction: str
    radius_km: float = 20.0  # the median of the five programmes of the demonstration
    name_en: str | None = None
    starts_on: str | None = None
    programme_id: str | None = None


def new_programme(door: EditContext, new: NewProgramme) -> str:
    """Add a programme to the file, without a territory yet; its identifier.

    Raises InvalidSelection: no name, an identifier that is taken or cannot be, an unknown jurisdiction.
    """
    name = known_name(new.name, "name_fr", LONGEST["text"])
    starts_on = _partial(new.starts_on, "starts_on")
    if new.programme_id is not None and not PROGRAMME_ID.fullmatch(new.programme_id):
        raise InvalidSelection("programme-id", value=new.programme_id)
    made: list[str] = []

    def change(connection: Connection) -> None:
        held = ask(connection, "programmes")
        taken = set(held["programme_id"])
        if new.programme_id in taken:
            raise InvalidSelection("programme-twice", value=new.programme_id)
        _refuse_name_held(held, name)
        worded = {
            key for (key,) in connection.execute("SELECT DISTINCT programme_id FROM vocabulary").fetchall()
        }
        programme_id = new.programme_id or free_id(name, taken | worded)
        delete_where(
            connection, "vocabulary", {"programme_id": programme_id}
        )  # it has no words yet: none are inherited
        place = named(connected_jurisdictions(connection), new.jurisdiction)
        english = (new.name_en or "").strip() or name
        row = {
            "programme_id": programme_id,
            "rank": int(max(held["rank"], default=0)) + 1,
            **{"name_fr": name, "name_en": english, "short_fr": name, "short_en": english},
            **{"jurisdiction": place.jurisdiction_id, "currency": place.currency},
            **{"circuity": _circuity(connection, place.circuity_factor), "levels": "|".join(place.levels)},
            **{"default_radius_km": _radius(new.radius_km), "starts_on": starts_on},
        }
        insert(connection, "programme", row)
        made.append(programme_id)

    apply(door, "new-programme", new.programme_id or slug(name), name, set(), change)
    return made[0]


def _refuse_name_held(held: pd.DataFrame, name: str) -> None:
    """Raise InvalidSelection("programme-named-twice"): two programmes of one name cannot be told apart in the menu."""
    key = plain_words(name)
    for column in ("name_fr", "name_en", "short_fr", "short_en"):
        for other in held[column].dropna() if column in held else ():
            if plain_words(str(other)) == key:
                raise InvalidSelection("programme-named-twice", value=str(other))


def free_id(name: str, taken: set[str]) -> str:
    """An identifier made of a name, that no programme has yet: `economie-circulaire`, then `economie-circulaire-2`."""
    stem = slug(name, 40) or "programme"
    number, found = 1, stem
    while found in taken:
        number += 1
        found = f"{stem}-{number}"
    return found


def _circuity(connection: Connection, factor_id: str | None) -> float | None:
    """Detour of roads: the central value of the jurisdiction's factor; None without one."""
    found = connection.execute("SELECT central FROM factor WHERE factor_id = ?", [factor_id]).fetchone()
    return None if found is None else float(found[0])


def set_fields(door: EditContext, programme_id: str, given: Row) -> None:
    """Correct what is written about a programme: names, dates, coordinator, radius, levels (`mrc|municipality`).

    Raises InvalidSelection or InvalidQuantity, naming the field; nothing is written then.
    """
    checked = {name: _checked_field(name, value) for name, value in given.items()}

    def change(connection: Connection) -> None:
        ensure_programme(connection, programme_id)
        held = ask(connection, "programmes")
        own = held["programme_id"] == programme_id
        for name in NEEDED_TEXTS:
            if name in checked:
                _refuse_name_held(held[~own], str(checked[name]))
        _refuse_end_before_start({**held[own].iloc[0].to_dict(), **checked})
        set_where(connection, "programme", checked, {"programme_id": programme_id})

    apply(door, "set-programme", programme_id, programme_id, {programme_id}, change)


def _refuse_end_before_start(row: Row) -> None:
    begins, ends = (str(row[name]) if isinstance(row[name], str) else "" for name in DATE_FIELDS)
    if begins and ends and ends < begins[: len(ends)]:
        raise InvalidSelection("due-before-start", value=ends, unit=begins, row_id="ends_on")


def _checked_field(name: str, value: object) -> object:
    if name not in FIELDS:
        raise InvalidSelection("choice-unknown", value=name, row_id="programme")
    if name == "default_radius_km":
        return _radius(value)
    if name in DATE_FIELDS:
        return _partial(value, name)
    if name in NEEDED_TEXTS:
        return known_name(str(value or ""), name, 2000)
    if name == "levels":
        return known_text(str(value or ""), name, 2000)
    return str(value).strip() if isinstance(value, str) and value.strip() else None


def _radius(value: object) -> float:
    if not isinstance(value, int | float) or not 0 < value <= LARGEST_RADIUS_KM:
        raise InvalidQuantity("radius-out-of-range", value=value, row_id="default_radius_km")
    return float(value)


def _partial(value: object, name: str) -> str | None:
    text = "" if value is None else str(value).strip()
    if text and not is_partial_date(text):
        raise InvalidSelection("date-unreadable", value=text, row_id=name)
    return text or None
