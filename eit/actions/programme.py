"""What is written about a programme itself: its own fields, and each of its parts as one list of rows."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import count

from eit.actions.consortium import ask, ensure_programme, insert
from eit.actions.edit import EditContext, apply
from eit.actions.lookup import today_in
from eit.actions.numbering import next_id, stem_of
from eit.domain.consortium import is_partial_date, known_text
from eit.domain.errors import InvalidQuantity, InvalidSelection
from eit.domain.forms.row_fields import LONGEST, Part, checked_row
from eit.domain.jurisdiction import named
from eit.domain.programme.parts import ITEM_STATES, PARTS
from eit.domain.text_key import slug
from eit.store.jurisdictions import connected_jurisdictions
from eit.store.records import delete_where, rows_where, set_where
from eit.store.version.edit import Connection

Row = Mapping[str, object]
BILINGUAL = {"title_en": "title_fr", "term_en": "term_fr", "label_en": "label_fr", "unit_en": "unit_fr"}
"""An English wording that is not given is the French one; where the column may be empty it stays so."""
FALL_BACK = ("priority_material", "indicator")
VOCABULARY = "vocabulary"
DECLARED = "secondary"
"""How sure the word of a programme about itself is, in the words of the reference tables."""
TEXT_FIELDS = (
    *("name_fr", "name_en", "short_fr", "short_en", "territory_fr", "territory_en"),
    *("coordinator", "description_fr", "description_en", "source"),
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
    name = known_text(new.name, "name_fr", LONGEST["text"])
    starts_on = _partial(new.starts_on, "starts_on")
    if new.programme_id is not None and not PROGRAMME_ID.fullmatch(new.programme_id):
        raise InvalidSelection("programme-id", value=new.programme_id)
    made: list[str] = []

    def change(connection: Connection) -> None:
        held = ask(connection, "programmes")
        taken = set(held["programme_id"])
        if new.programme_id in taken:
            raise InvalidSelection("programme-twice", value=new.programme_id)
        programme_id = new.programme_id or free_id(name, taken)
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
    begins, ends = checked.get("starts_on"), checked.get("ends_on")
    if begins and ends and str(ends) < str(begins)[: len(str(ends))]:
        raise InvalidSelection("due-before-start", value=str(ends), unit=str(begins), row_id="ends_on")

    def change(connection: Connection) -> None:
        ensure_programme(connection, programme_id)
        set_where(connection, "programme", checked, {"programme_id": programme_id})

    apply(door, "set-programme", programme_id, programme_id, {programme_id}, change)


def _checked_field(name: str, value: object) -> object:
    if name not in FIELDS:
        raise InvalidSelection("choice-unknown", value=name, row_id="programme")
    if name == "default_radius_km":
        return _radius(value)
    if name in DATE_FIELDS:
        return _partial(value, name)
    if name in NEEDED_TEXTS or name == "levels":
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


def save_part(door: EditContext, programme_id: str, part_name: str, rows: Sequence[Row]) -> None:
    """Put the rows of one part in the place of those that it has, in this order; a row with its key is the same row.

    Raises InvalidSelection("part-unknown"), what `checked_row` raises with the number of the row, and
    DataError("changed_by_others") when somebody changed one of the rows that are replaced or left out.
    """
    if part_name not in PARTS:
        raise InvalidSelection("part-unknown", value=part_name)
    part = PARTS[part_name]

    def change(connection: Connection) -> None:
        ensure_programme(connection, programme_id)
        held = rows_where(connection, part.table, {"programme_id": programme_id, **part.fixed})
        known = known_choices(connection, programme_id)
        wanted = [_with_row(part, row, number, known) for number, row in enumerate(rows, start=1)]
        _write(connection, programme_id, part, held, wanted)

    about = {str(row[part.key]) for row in rows if row.get(part.key)} if part.stem else set()
    apply(door, "save-part", programme_id, part_name, about, change)


def known_choices(connection: Connection, programme_id: str) -> dict[str, set[str]]:
    """What the file knows that a part may choose: territories, materials, categories."""
    asked = {
        "territory": "SELECT territory_id FROM territory",
        "material": "SELECT material_id FROM material",
        "maps_to": "SELECT category_id FROM category UNION SELECT material_id FROM material",
    }
    return {name: {key for (key,) in connection.execute(sql).fetchall()} for name, sql in asked.items()}


def _with_row(part: Part, row: Row, number: int, known: Mapping[str, set[str]]) -> dict[str, object]:
    try:
        checked = checked_row(part, row, known)
    except (InvalidSelection, InvalidQuantity) as error:
        raise error.at(f"{number} · {error.row_id}") from None
    return {**checked, part.key: row.get(part.key) or checked.get(part.key)}


def _write(
    connection: Connection,
    programme_id: str,
    part: Part,
    held: list[dict[str, object]],
    wanted: list[dict[str, object]],
) -> None:
    before = {row[part.key]: row for row in held}
    year = today_in(connection, programme_id).year
    new_keys = _new_keys(connection, programme_id, part, {str(key) for key in before})
    delete_where(connection, part.table, {"programme_id": programme_id, **part.fixed})
    if part.name == "indicator":
        for gone in before.keys() - {row.get(part.key) for row in wanted}:
            delete_where(connection, "indicator_value", {"indicator_id": gone})
    seen: set[object] = set()
    for rank, row in enumerate(wanted, start=1):
        key = (
            rank
            if part.key == "rank"
            else row.get(part.key) or new_keys(str(row.get("name_fr") or part.name))
        )
        if key in seen:
            raise InvalidSelection("row-twice", value=key, row_id=part.name)
        seen.add(key)
        old = before.get(key, {}) if part.key != "rank" else {}
        full = {**old, **_defaults(part, old, year), **row, part.key: key, "rank": rank}
        insert(connection, part.table, {"programme_id": programme_id, **part.fixed, **_worded(part, full)})


def _name(row: Row, part: Part) -> str:
    return str(row.get("name_fr") or part.name)


def _new_keys(connection: Connection, programme_id: str, part: Part, taken: set[str]) -> Callable[[str], str]:
    """Gives each new row a key that no row of the file has, nor one of those that are being replaced."""
    if not part.stem:

        def of_name(name: str) -> str:
            found = free_id(name, taken)
            taken.add(found)
            return found

        return of_name
    stem = f"{stem_of(programme_id)}-{part.stem}"
    first = int(next_id(connection, part.table, part.key, stem).removeprefix(stem))
    numbers = count(first)
    return lambda _: f"{stem}{next(numbers):02d}"


def _defaults(part: Part, old: Row, year: int) -> dict[str, object]:
    """What the table needs and nobody types: where a word comes from."""
    if part.table != VOCABULARY or old:
        return {}
    return {"source": "programme", "year": str(year), "confidence": DECLARED}


def _worded(part: Part, row: dict[str, object]) -> dict[str, object]:
    if part.name not in FALL_BACK:
        return row
    return {
        name: row.get(BILINGUAL.get(name, name)) if value is None else value for name, value in row.items()
    }


ITEM = PARTS["item"]


def add_item(door: EditContext, programme_id: str, row: Row) -> str:
    """Add one thing that a programme does; its number. Raises what `checked_row` raises."""
    made: list[str] = []

    def change(connection: Connection) -> None:
        ensure_programme(connection, programme_id)
        checked = checked_row(ITEM, {"state": "planned", **row}, known_choices(connection, programme_id))
        held = rows_where(connection, ITEM.table, {"programme_id": programme_id})
        key = next_id(connection, ITEM.table, ITEM.key, f"{stem_of(programme_id)}-{ITEM.stem}")
        rank = max((int(str(one["rank"])) for one in held), default=0) + 1
        insert(connection, ITEM.table, {ITEM.key: key, "programme_id": programme_id, "rank": rank, **checked})
        made.append(key)

    apply(door, "add-item", programme_id, str(row.get("title_fr") or ""), set(), change)
    return made[0]


def finish_item(door: EditContext, programme_id: str, item_id: str, state: str = "done") -> None:
    """Say what became of an item. Raises InvalidSelection: unknown item or state."""
    if state not in ITEM_STATES:
        raise InvalidSelection("choice-unknown", value=state, row_id="state")

    def change(connection: Connection) -> None:
        held = {row["item_id"] for row in rows_where(connection, ITEM.table, {"programme_id": programme_id})}
        if item_id not in held:
            raise InvalidSelection("item-unknown", value=item_id)
        done_on = today_in(connection, programme_id) if state == "done" else None
        set_where(connection, ITEM.table, {"state": state, "done_on": done_on}, {"item_id": item_id})

    apply(door, "finish-item", programme_id, item_id, {item_id}, change)
