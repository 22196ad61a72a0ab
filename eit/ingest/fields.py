"""One row while it is read: every cell is tried, and every reason for refusing it is kept."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import TypeVar

from eit.domain.question import LEFT_OUT, Choice
from eit.ingest.answers import Given
from eit.ingest.cells import Cell, CellRefused, Row, RowRefusal, Sheet, address, as_text
from eit.ingest.headers import Header
from eit.ingest.reading import Answers
from eit.ingest.values.dates import order_of, parse_date
from eit.ingest.values.typed_numbers import Number, Signs, parse_number, signs_of

T = TypeVar("T")
SHOWN = 200
"""Characters of a refused value that are repeated in its refusal."""
NUMBERS = {
    *("quantity", "disposal_cost_per_t", "employees", "latitude", "longitude", "x", "y", "businesses"),
    *("previous_distance_km", "share_refused", "attribution_share", "investment", "cost_per_year"),
    *("saving_per_year", "jobs"),
}
PLAIN_NUMBER = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")
"""A number as answers write it, whatever the decimal sign of the file."""
DATES = {"observed_on", "joined_on", "stage_on", "next_step_due"}


class Evidence:
    """What the columns of a sheet say about their own decimals and dates, looked at once."""

    def __init__(self, sheet: Sheet, header: Header, answers: Answers, given: Given | None = None) -> None:
        self.sheet, self.header = sheet, header
        self.given = given or Given(answers.given)
        self.signs: dict[str, Signs] = {}
        self.orders: dict[str, str | None] = {}
        for column, position in header.positions.items():
            cells = [
                row.cells[position]
                for row in sheet.rows
                if row.number > header.row and position < len(row.cells)
            ]
            if column in NUMBERS:
                self.signs[column] = signs_of(cells, answers.decimal or self.given.file("decimal"))
            if column in DATES:
                self.orders[column] = order_of(cells, answers.dates or self.given.file("dates"))


class Fields:
    """The cells of one row by column; `refusals` grows as they are taken."""

    def __init__(self, row: Row, evidence: Evidence) -> None:
        self.row, self.evidence, self.header = row, evidence, evidence.header
        self.refusals: list[RowRefusal] = []
        self.left_out = False

    def has(self, column: str) -> bool:
        """Whether the file has this column, or its map gives it."""
        return column in self.header.positions or column in self.header.map.constants

    def get(self, column: str) -> Cell:
        """The cell of a column as the file has it; empty when the file or the row has none."""
        position = self.header.positions.get(column)
        if position is None:
            return self.header.map.constants.get(column, "")
        return self.row.cells[position] if position < len(self.row.cells) else ""

    def take(self, column: str, parse: Callable[[Cell], T]) -> T | None:
        """The parsed cell, its code translated by the map; or None and one refusal more."""
        try:
            cell = self.get(column)
            if self.header.map.codes:
                cell = self.header.map.translated(column, cell)
            if column in self.evidence.given.values:
                cell = self._answered(column, cell)
            return parse(cell)
        except CellRefused as refused:
            self.refused(column, refused)
            return None

    def _answered(self, column: str, cell: Cell) -> Cell:
        """What was answered about the text of a cell, else the cell."""
        answer = self.evidence.given.value(column, as_text(cell)[:SHOWN])
        if answer == LEFT_OUT:
            self.left_out = True
            return ""
        if answer is None:
            return cell
        plain = column in NUMBERS and PLAIN_NUMBER.fullmatch(answer)
        return float(answer) if plain else answer

    def refused(self, column: str, why: CellRefused) -> None:
        """Keep what a parser refused of a column."""
        self.refuse(column, why.rule, why.proposal, why.choices, why.asked)

    def number(
        self, column: str, low: float = -1e15, high: float = 1e15, whole: bool = False
    ) -> Number | None:
        """The number of a column within its bounds."""
        signs = self.evidence.signs.get(column, Signs())
        return self.take(column, lambda cell: parse_number(cell, signs, low, high, whole))

    def day(self, column: str) -> date | None:
        """The date of a column."""
        sheet = self.evidence.sheet
        order = self.evidence.orders.get(column)
        return self.take(column, lambda cell: parse_date(cell, order, sheet.is_workbook, sheet.epoch_1904))

    def refuse(
        self,
        column: str,
        rule: str,
        proposal: str = "",
        choices: tuple[Choice, ...] = (),
        asked: str | None = None,
        about: str = "",
    ) -> None:
        """Keep one reason why this row is not taken; `about` is the column that the question is about, if another."""
        position = self.header.positions.get(column, 0)
        title = self.header.titles[position] if column in self.header.positions else column
        value = as_text(self.get(column))[:SHOWN]
        self.refusals.append(
            RowRefusal(
                *(self.row.number, address(position, self.row.number), title, value, rule, proposal),
                *(about or column, asked, choices),
            )
        )
