"""The grid of a preview: each row in its state, each cell as written, as understood, and as it is on record."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from eit.domain.question import Answer, Question
from eit.domain.typed_number import plain_digits
from eit.ingest.answers import Given
from eit.ingest.cells import Row, RowRefusal, as_text
from eit.ingest.headers import Header
from eit.ingest.questions import questions_of, roles_of
from eit.ingest.together.proposals import proposed_together
from eit.store.database import FileVersion

Record = dict[str, Any]
COMPUTED = {"x_km", "y_km", "z_km", "kind", "unit", "by_density", "quantity_per_year"}
COMPUTED |= {"mass_t_per_year", "energy_kwh_per_year", "volume_m3_per_year"}
STATES = ("new", "changed", "identical", "question", "refused")


@dataclass(frozen=True, slots=True)
class PlannedRow:
    """A row of the file, its state, the record that it makes and the one that it would replace (None: none)."""

    row: Row
    state: str
    record: Record
    before: Record | None
    refusals: tuple[RowRefusal, ...] = ()


@dataclass(frozen=True, slots=True)
class PlannedCell:
    """One cell: `written` in the file, `understood` by us, `before` on record; `state` says which of them count.

    `state`: `same` or `new` or `changed` (old → new), `question` or `refused` (`rule` says why), `ignored` for a
    column that has no role.
    """

    column: str
    title: str
    cell: str
    written: str
    understood: str
    before: str
    state: str
    rule: str = ""


@dataclass
class Plan:
    """The preview of one import: rows with their state, and the questions that hold some of them back.

    `records` are the rows to write, new and changed; `given` the answers that it rests on. A screen shows `rows_in`
    page by page, asks `cells` for the grid of one row, puts `questions` to the person and makes the plan again with
    `Answers(given=…)`; nothing is written before `commit`.
    """

    kind: str
    programme_id: str
    stamp: FileVersion
    digest: str
    header: Header
    choices: dict[str, object]
    notices: list[tuple[str, str]]
    records: list[Record] = field(default_factory=list)
    refusals: list[RowRefusal] = field(default_factory=list)
    refused_rows: list[Row] = field(default_factory=list)
    rows: list[PlannedRow] = field(default_factory=list)
    given: tuple[Answer, ...] = ()
    said: Given = field(default_factory=Given)
    """The same with what was answered before and holds for this file."""
    organisations: list[Record] = field(default_factory=list)
    """Those that the rows to write name and nobody knew: they come in with them."""
    about_all: list[Question] = field(default_factory=list)
    """What is asked of the file as a whole, for which no row waits."""
    identifiers: list[Record] = field(default_factory=list)
    """What the ids of the source stand for, to be remembered with the rows."""
    new: int = 0
    changed: int = 0
    identical: int = 0

    @property
    def counts(self) -> dict[str, int]:
        """read = new + changed + identical + refused; the rows in question are among the refused."""
        refused = len(self.refused_rows)
        return {
            "read": self.new + self.changed + self.identical + refused,
            "new": self.new,
            "changed": self.changed,
            "identical": self.identical,
            "refused": refused,
        }

    @property
    def states(self) -> dict[str, int]:
        """How many rows are new, changed, identical, in question, refused for good."""
        asked = sum(row.state == "question" for row in self.rows)
        return {**self.counts, "question": asked, "refused": len(self.refused_rows) - asked}

    @property
    def later(self) -> int:
        """How many cells are left empty, to be completed later; no row waits for them."""
        return sum(not one.blocks for one in self.refusals)

    @cached_property
    def questions(self) -> list[Question]:
        """What a person can answer, each fact once; those about the whole file first, then by the rows they free."""
        asked = questions_of(self.refusals, self.kind, self.said, self.header.map.otherwise)
        together = proposed_together(asked)
        return [*self.about_all, *together, *asked, *roles_of(self.header, self.kind)]

    def rows_in(self, *states: str) -> Iterator[PlannedRow]:
        """The rows in these states (new, changed, identical, question, refused), as the file has them."""
        return (row for row in self.rows if not states or row.state in states)

    def cells(self, row: PlannedRow) -> list[PlannedCell]:
        """Cell by cell what was written, what was understood, and what is on record."""
        return cells_of(row, self.header)


def cells_of(planned: PlannedRow, header: Header) -> list[PlannedCell]:
    """The cells of a row, in the order of the file."""
    by_place: dict[int, list[str]] = {}
    for column, place in header.positions.items():
        by_place.setdefault(place, []).append(column)
    found = []
    for place, title in enumerate(header.titles):
        for column in by_place.get(place, [""]):
            found.append(_cell(planned, place, title, column))
    return found


def _cell(planned: PlannedRow, place: int, title: str, column: str) -> PlannedCell:
    where = planned.row.address(place)
    written = as_text(planned.row.cells[place]) if place < len(planned.row.cells) else ""
    why = next((one for one in planned.refusals if one.cell == where and one.column in (title, column)), None)
    before = "" if planned.before is None else shown(planned.before, column)
    understood = shown(planned.record, column)
    if why is not None:
        state = "refused" if planned.state == "refused" else "question"
    elif not column:
        state = "ignored"
    elif planned.before is None:
        state = "new"
    else:
        state = "same" if understood == before else "changed"
    return PlannedCell(column, title, where, written, understood, before, state, why.rule if why else "")


def shown(record: Record, column: str) -> str:
    """What a record says of a column of a file; a quantity is the one of a year, in the unit of its kind."""
    if column == "quantity" and record.get("quantity_per_year") is not None:
        ends = [record.get(f"quantity_{end}_per_year") for end in ("low", "high")]
        amount = plain_digits(round(record["quantity_per_year"], 6))
        spread = " – ".join("" if end is None else plain_digits(round(end, 6)) for end in ends)
        return f"{amount}{f' ({spread})' if any(ends) else ''} {record['unit']}/year"
    name = {"quantity": "quantity_typed", "unit": "unit_typed"}.get(column, column)
    return _text(record.get(name))


def _text(value: object) -> str:
    if value is None or isinstance(value, list | tuple | dict):
        return ""
    return as_text(value) if isinstance(value, str | int | float | date) else str(value)


def is_same(record: Record, old: Record) -> bool:
    """Whether writing the record would change nothing on record."""
    if record.get("event") is not None:
        return False
    names = [name for name in record if name in old and (name not in COMPUTED or _is_own(name, record))]
    return all(_value(name, record[name]) == _value(name, old[name]) for name in names)


def _is_own(name: str, record: Record) -> bool:
    """`kind` is typed for a company and computed for a flow."""
    return name == "kind" and "position_quality" in record


def _value(name: str, value: object) -> object:
    if value is None:
        return None
    return float(str(value)) if name == "quantity_typed" else value
