"""What is written about the parts of a programme: each as one list of rows; its items one by one."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import count

from eit.actions.consortium import ensure_programme, insert
from eit.actions.edit import EditContext, apply
from eit.actions.lookup import today_in
from eit.actions.numbering import next_id, stem_of
from eit.actions.programme.fields import Row, free_id
from eit.domain.consortium import EVERY_TERRITORY
from eit.domain.errors import InvalidQuantity, InvalidSelection
from eit.domain.figures.figure import KNOWN
from eit.domain.figures.indicator import NOT_COMMUNICATED
from eit.domain.forms.row_fields import Part, checked_row
from eit.domain.programme.parts import DECLARED, ITEM_STATES, PARTS
from eit.store.records import delete_where, rows_where, set_where
from eit.store.version.edit import Connection

BILINGUAL = {"title_en": "title_fr", "term_en": "term_fr", "label_en": "label_fr", "unit_en": "unit_fr"}
"""An English wording that is not given is the French one; where the column may be empty it stays so."""
FALL_BACK = ("priority_material", "indicator")
VOCABULARY = "vocabulary"


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
        order = part.identity or ("rank",)
        held = rows_where(connection, part.table, part.where(programme_id), order)
        known = known_choices(connection, programme_id)
        wanted = [_with_row(part, row, number, known) for number, row in enumerate(rows, start=1)]
        _refuse_rule_of_nobody(connection, programme_id, part, wanted)
        _write(connection, programme_id, part, held, wanted)

    about = {str(row[part.key]) for row in rows if row.get(part.key)} if part.stem else set()
    apply(door, "save-part", programme_id, part_name, about, change)


def known_choices(connection: Connection, programme_id: str) -> dict[str, set[str]]:
    """What the file knows that a part may choose: territories, materials, categories, organisations."""
    asked = {
        "territory": "SELECT territory_id FROM territory",
        "material": "SELECT material_id FROM material",
        "maps_to": "SELECT category_id FROM category UNION SELECT material_id FROM material",
        "route": "SELECT DISTINCT route_id FROM factor WHERE route_id IS NOT NULL",
    }
    found = {name: {key for (key,) in connection.execute(sql).fetchall()} for name, sql in asked.items()}
    own = connection.execute("SELECT company_id FROM company WHERE programme_id = ?", [programme_id])
    return {**found, "company": {key for (key,) in own.fetchall()}}


def _with_row(part: Part, row: Row, number: int, known: Mapping[str, set[str]]) -> dict[str, object]:
    try:
        checked = checked_row(part, row, known)
    except (InvalidSelection, InvalidQuantity) as error:
        raise error.at(f"{number} · {error.row_id}") from None
    return checked if part.identity else {**checked, part.key: row.get(part.key) or checked.get(part.key)}


def _refuse_rule_of_nobody(
    connection: Connection, programme_id: str, part: Part, rows: Sequence[Row]
) -> None:
    """Raise InvalidSelection("rule-without-territory"): every territory is to be represented, and there is none."""
    asked = part.name == "rule" and any(row["term_id"] == EVERY_TERRITORY for row in rows)
    where = {"programme_id": programme_id}
    if asked and not rows_where(connection, "programme_territory", where, ("territory_id",)):
        raise InvalidSelection("rule-without-territory", row_id=part.name)


def _write(
    connection: Connection,
    programme_id: str,
    part: Part,
    held: list[dict[str, object]],
    wanted: list[dict[str, object]],
) -> None:
    if part.identity:
        _write_typed(connection, programme_id, part, held, wanted)
        return
    before = {row[part.key]: row for row in held}
    year = today_in(connection, programme_id).year
    new_keys = _new_keys(connection, programme_id, part, {str(key) for key in before})
    delete_where(connection, part.table, {"programme_id": programme_id, **part.fixed})
    if part.name == "indicator":
        for gone in before.keys() - {row.get(part.key) for row in wanted}:
            delete_where(connection, "indicator_value", {"indicator_id": gone})
    seen: dict[object, int] = {}
    for rank, row in enumerate(wanted, start=1):
        key = (
            rank
            if part.key == "rank"
            else row.get(part.key) or new_keys(str(row.get("name_fr") or part.name))
        )
        _refuse_twice(seen, key, rank, part)
        old = before.get(key, {}) if part.key != "rank" else {}
        full = {**old, **_defaults(part, old, year), **row, part.key: key, "rank": rank}
        insert(connection, part.table, {"programme_id": programme_id, **part.fixed, **_worded(part, full)})


def _write_typed(
    connection: Connection,
    programme_id: str,
    part: Part,
    held: list[dict[str, object]],
    wanted: list[dict[str, object]],
) -> None:
    """Rows that what is typed in them tells apart, in the place of those that the list has."""
    before = {part.row_key(row): row for row in held}
    delete_where(connection, part.table, part.where(programme_id))
    seen: dict[object, int] = {}
    for number, row in enumerate(wanted, start=1):
        key = part.row_key(row)
        _refuse_twice(seen, key, number, part)
        stated = {"state": NOT_COMMUNICATED if row["value"] is None else KNOWN} if "value" in row else {}
        old = before.get(key, {})
        insert(connection, part.table, {**part.given, **old, **row, **stated, **part.where(programme_id)})


def _refuse_twice(seen: dict[object, int], key: object, number: int, part: Part) -> None:
    """Raise InvalidSelection("row-twice") with the numbers of the two rows, as the list counts them."""
    if key in seen:
        raise InvalidSelection("row-twice", value=seen[key], unit=str(number), row_id=part.name)
    seen[key] = number


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


def add_row(door: EditContext, programme_id: str, part_name: str, row: Row) -> None:
    """Add one row at the end of a list, whatever others put there meanwhile. Raises what `save_part` raises."""
    part = PARTS[part_name]

    def change(connection: Connection) -> None:
        ensure_programme(connection, programme_id)
        held = rows_where(connection, part.table, part.where(programme_id), part.identity or ("rank",))
        new = _with_row(part, row, len(held) + 1, known_choices(connection, programme_id))
        _refuse_rule_of_nobody(connection, programme_id, part, [new])
        _write(connection, programme_id, part, held, [*held, new])

    apply(door, "save-part", programme_id, part_name, set(), change)


ITEM = PARTS["item"]


def add_item(door: EditContext, programme_id: str, row: Row) -> str:
    """Add one thing that a programme does; its number. Raises what `checked_row` raises."""
    return add_items(door, programme_id, [row])[0]


def add_items(door: EditContext, programme_id: str, rows: Sequence[Row]) -> list[str]:
    """Add several things that a programme does, in one entry; their numbers. Raises what `checked_row` raises."""
    made: list[str] = []

    def change(connection: Connection) -> None:
        ensure_programme(connection, programme_id)
        known = known_choices(connection, programme_id)
        held = rows_where(connection, ITEM.table, {"programme_id": programme_id})
        last = max((int(str(one["rank"])) for one in held), default=0)
        for rank, row in enumerate(rows, start=last + 1):
            checked = checked_row(ITEM, {"state": "planned", **row}, known)
            key = next_id(connection, ITEM.table, ITEM.key, f"{stem_of(programme_id)}-{ITEM.stem}")
            new = {ITEM.key: key, "programme_id": programme_id, "rank": rank, **checked}
            insert(connection, ITEM.table, new)
            made.append(key)

    subject = str(rows[0].get("title_fr") or "") if rows else ""
    apply(door, "add-item", programme_id, subject, set(), change)
    return made


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
