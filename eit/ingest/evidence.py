"""What the columns of a sheet say about themselves, looked at once: their decimals, the order of their dates."""

from __future__ import annotations

import re

from eit.domain.exchange.gates import FLOW_CONDITIONS
from eit.domain.text_key import plain_words
from eit.ingest.answers import Given
from eit.ingest.cells import Cell, Sheet, as_text
from eit.ingest.headers import Header
from eit.ingest.reading import Answers
from eit.ingest.values.dates import order_of
from eit.ingest.values.scales import factor_of
from eit.ingest.values.typed_numbers import Signs, signs_of

AMOUNTS_OF_SYNERGIES = (
    *("previous_distance_km", "share_refused", "attribution_share", "investment", "cost_per_year"),
    *("saving_per_year", "jobs"),
)
NUMBERS = {
    *AMOUNTS_OF_SYNERGIES,
    *("quantity", "disposal_cost_per_t", "employees", "latitude", "longitude", "x", "y", "businesses"),
    "capacity_t_per_year",
    *FLOW_CONDITIONS[:5],
}
PER_TONNE = "disposal_cost_per_t"
PLAIN_NUMBER = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")
"""A number as answers write it, whatever the decimal sign of the file."""
DATES = {"observed_on", "joined_on", "stage_on", "next_step_due"}


class Evidence:
    """What the columns of a sheet say about their own decimals and dates, looked at once."""

    def __init__(
        self, sheet: Sheet, header: Header, answers: Answers, given: Given | None = None, currency: str = ""
    ) -> None:
        self.sheet, self.header, self.currency = sheet, header, currency
        self.kind, self.lang = "", answers.lang
        self.is_register = False
        """Whether the file has one row per collection, to be summed over a year."""
        self.beside: dict[str, tuple[list[int], str | None]] = {}
        """Column of places → the other columns that tell its places apart, and what its digits are."""
        self._above: dict[str, dict[int, Cell]] = {}
        self.silent: set[int] = set()
        """Positions of columns that say nothing of their rows."""
        self.factors: dict[tuple[str, str], float] = {}
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

    def factor(self, column: str, rest: str) -> float:
        """How many of our unit one of what stands behind a number is. Raises CellRefused("remainder-unknown")."""
        key = column, rest
        if key not in self.factors:
            said = self.given.value(f"{column}_unit", rest)
            plain = said is not None and PLAIN_NUMBER.fullmatch(said)
            told = rest if said is None else said
            per_what = "/" in told or "tonne" in plain_words(told)
            if column == PER_TONNE and not per_what and "tonne" in self._words_of(column):
                told += "/t"  # the heading says it
            self.factors[key] = float(said or 0) if plain else factor_of(column, told, self.currency)
        return self.factors[key]

    def _words_of(self, column: str) -> str:
        position = self.header.positions.get(column)
        return "" if position is None else plain_words(self.header.titles[position])

    def above(self, column: str, number: int) -> Cell:
        """What stands above an empty cell of a column; empty when nothing does."""
        position = self.header.positions.get(column)
        if position is None:
            return ""
        if column not in self._above:
            found: dict[int, Cell] = {}
            last: Cell = ""
            for row in self.sheet.rows:
                if row.number > self.header.row:
                    cell = row.cells[position] if position < len(row.cells) else ""
                    last = cell if as_text(cell).strip() else last
                    found[row.number] = last
            self._above[column] = found
        return self._above[column].get(number, "")
