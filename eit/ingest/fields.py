"""One row while it is read: every cell is tried, and every reason for refusing it is kept."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any, TypeVar

from eit.domain.exchange.gates import FLOW_CONDITIONS
from eit.domain.jurisdiction import now as now_utc
from eit.domain.question import ABOVE, LEFT_OUT, Choice
from eit.domain.text_key import plain_words
from eit.domain.typed_number import plain_digits
from eit.ingest.answers import REST
from eit.ingest.cells import Cell, CellRefused, Row, RowRefusal, as_text
from eit.ingest.columns import COLUMNS
from eit.ingest.evidence import AMOUNTS_OF_SYNERGIES, NUMBERS, PLAIN_NUMBER, Evidence
from eit.ingest.values.amounts import Amount, parse_amount
from eit.ingest.values.dates import parse_date, refuse_unlikely
from eit.ingest.values.typed_numbers import Number, Signs, is_not_communicated
from eit.ingest.values.words import LABELS, is_word

T = TypeVar("T")
SHOWN = 200
"""Characters of a refused value that are repeated in its refusal."""
SEEN = {"observed_on", "joined_on", "stage_on"}
"""Days on which something happened, which are not to come."""
FURTHEST = 1e15
"""No column of ours goes further; its own bounds are looked at once the unit is known."""
OF_FILE = {
    *("number-ambiguous", "date-ambiguous", "period-missing", "encoding-doubtful", "instant-near-midnight"),
    *("projection-unknown", "place-from-position", "place-unknown-at-point", "position-far"),
}
"""Refusals that are about the file, not about one text."""
CLEARING = {"effacer", "a effacer", "vider", "clear", "erase"}
"""What a cell says so that nothing be on record any more."""
CLEARED = {
    *(
        "employees",
        "park_id",
        "joined_on",
        "tags",
        "label",
        "note",
        "months",
        "observed_on",
        "former_destination",
    ),
    *("address", "postal_code", "capacity_t_per_year"),
    *FLOW_CONDITIONS,
    *(
        "disposal_cost_per_t",
        "quantity",
        *AMOUNTS_OF_SYNERGIES,
        "lead",
        "next_step_due",
        "next_step_fr",
        "confidence",
    ),
}
ALWAYS_WAIT = {
    "encoding-doubtful",
    "column-missing",
    "text-invisible",
    "text-too-long",
    "date-ambiguous",
    "number-ambiguous",
}
"""Reasons for which a row waits whatever the column: one answer settles them for the file, or the file is damaged."""


class Fields:
    """The cells of one row by column; `refusals` grows as they are taken."""

    def __init__(self, row: Row, evidence: Evidence) -> None:
        self.row, self.evidence, self.header = row, evidence, evidence.header
        self.refusals: list[RowRefusal] = []
        self.left_out = False
        self.understood_yet: set[str] = set()
        """Rules that ask more about a cell that was understood."""

    def has(self, column: str) -> bool:
        """Whether the file has this column, or its map gives it."""
        return column in self.header.positions or column in self.header.map.constants

    def says(self, column: str) -> bool:
        """Whether the row says something of a column; an empty cell keeps what is on record, `effacer` clears it.

        `none` says that a value is not known, but where it is a word of the column it is that word.
        """
        if not self.has(column) or self.header.positions.get(column) in self.evidence.silent:
            return False
        text = as_text(self.get(column))
        return text != "" and (not is_not_communicated(text) or is_word(text, column))

    def title(self, column: str) -> str:
        """The heading of a column as written; empty when the file has none."""
        return self.header.titles[self.header.positions[column]] if column in self.header.positions else ""

    def get(self, column: str) -> Cell:
        """The cell of a column as the file has it; empty when the file or the row has none."""
        position = self.header.positions.get(column)
        if position is None:
            return self.header.map.constants.get(column, "")
        return self.row.cells[position] if position < len(self.row.cells) else ""

    def check_letters(self) -> None:
        """Refuse the cells that another encoding of the file reads otherwise, both readings side by side."""
        readings = self.evidence.sheet.readings
        if not readings or self.evidence.given.file("encoding"):
            return
        for column, place in self.header.positions.items():
            text = as_text(self.row.cells[place]) if place < len(self.row.cells) else ""
            if not text.isascii():
                told = {
                    name: text.encode(self.evidence.sheet.encoding).decode(name, "replace")
                    for name in readings
                }
                choices = tuple(Choice(name, one) for name, one in told.items())
                self.refuse(column, "encoding-doubtful", " / ".join(told.values()), choices)

    def check_struck(self) -> None:
        """Ask about a row that is struck through: it may be gone, or done."""
        if self.row.number in self.evidence.sheet.struck:
            said = self.evidence.given.file("struck")
            self.left_out |= said == LEFT_OUT
            if said is None:
                self.refuse(next(iter(self.header.positions)), "row-struck")

    def take(self, column: str, parse: Callable[[Cell], T]) -> T | None:
        """The parsed cell, its code translated by the map; or None and one refusal more."""
        try:
            written = cell = self.get(column)
            if column in self.evidence.given.values and column != "unit":
                cell = self._answered(column, cell)
            if self.header.map.codes and cell is written:
                cell = self.header.map.translated(column, cell)
            if cell != "" and column in CLEARED and plain_words(as_text(cell)) in CLEARING:
                return None
            return parse(cell)
        except CellRefused as refused:
            rest = self.evidence.given.file(f"{REST}{column}")
            if rest and refused.rule not in OF_FILE:
                self.left_out |= rest == LEFT_OUT
                return None if rest == LEFT_OUT else parse(rest)
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
        if answer == ABOVE:
            return self.evidence.above(column, self.row.number)
        plain = column in NUMBERS and PLAIN_NUMBER.fullmatch(answer)
        return float(answer) if plain else answer

    def refused(self, column: str, why: CellRefused) -> None:
        """Keep what a parser refused of a column; words of ours are read in the language of the person."""
        if why.rule == "value-missing" and self.evidence.above(column, self.row.number) != "":
            why.choices = (*why.choices, Choice(ABOVE))
        if why.words:
            names = {ours: said[self.evidence.lang] for ours, said in LABELS[why.words].items()}
            why.proposal, why.choices = (
                ", ".join(names.values()),
                tuple(Choice(*one) for one in names.items()),
            )
        self.refuse(column, why.rule, why.proposal, why.choices, why.asked)

    def number(
        self, column: str, low: float = -1e15, high: float = 1e15, whole: bool = False
    ) -> Number | None:
        """The number of a column within its bounds, in our unit; a range is asked, where there is no room for it."""
        amount = self.amount(column, low, high, whole)
        if amount is None:
            return None
        if amount.estimated or amount.central is None:
            ends = (amount.low, amount.central, amount.high)
            values = dict.fromkeys(plain_digits(round(end, 9)) for end in ends if end is not None)
            self.refuse(column, "range-here", " – ".join(values), tuple(Choice(value) for value in values))
            return None
        return Number(amount.central)

    def amount(self, column: str, low: float, high: float, whole: bool = False) -> Amount | None:
        """What a column says, with its range when it was said with one, in our unit and within bounds."""
        return self.take(column, lambda cell: self._in_our_unit(column, cell, low, high, whole))

    def check_heading(self, column: str, behind: str) -> float:
        """How many of our unit one of what a heading says is. Raises CellRefused("heading-unknown")."""
        try:
            return self.evidence.factor(column, behind)
        except CellRefused as refused:
            raise CellRefused("heading-unknown", asked=refused.asked) from refused

    def _in_our_unit(self, column: str, cell: Cell, low: float, high: float, whole: bool) -> Amount | None:
        behind = self.header.behind.get(column, "")
        if behind and not as_text(cell).strip():
            return None
        factor = self.check_heading(column, behind) if behind else 1.0
        signs = self.evidence.signs.get(column, Signs())
        try:
            found = parse_amount(cell, signs, -FURTHEST, FURTHEST, whole)
        except CellRefused as refused:
            if refused.rule != "number-ambiguous":
                raise
            found = parse_amount(cell, signs, low / factor, high / factor, whole)
        if found is None:
            return None
        if found.unit:
            factor = self.evidence.factor(column, found.unit)
        ours = found.times(factor)
        ends = [end for end in (ours.central, ours.low, ours.high) if end is not None]
        if not all(low <= end <= high for end in ends):
            raise CellRefused("negative" if min(ends) < 0 == low else "out-of-range")
        return ours

    def written(self, column: str, low: float, high: float) -> Amount | None:
        """What a column says as it is written: its unit is left to the caller."""
        signs = self.evidence.signs.get(column, Signs())
        return self.take(column, lambda cell: parse_amount(cell, signs, low, high))

    def day(self, column: str) -> date | None:
        """The date of a column."""
        sheet = self.evidence.sheet
        order, zone = self.evidence.orders.get(column), self.evidence.given.file("zone")

        def parse(cell: Cell) -> date | None:
            found = parse_date(cell, order, sheet.is_workbook, sheet.epoch_1904, zone)
            return refuse_unlikely(found, now_utc().date()) if column in SEEN else found

        return self.take(column, parse)

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
                *(self.row.number, self.row.address(position), title, value, rule, proposal),
                *(about or column, asked, choices, self._waits(column, rule)),
            )
        )

    def note(self, column: str, rule: str, proposal: str, choices: tuple[Choice, ...]) -> None:
        """Ask about a cell that was understood: its row comes in, and nothing of it is left to be completed."""
        self.refuse(column, rule, proposal, choices)
        self.refusals[-1] = replace(self.refusals[-1], blocks=False)
        self.understood_yet.add(rule)

    def _waits(self, column: str, rule: str) -> bool:
        """Whether the row waits for the answer; a register is summed by the day, which is then needed."""
        known = COLUMNS.get(self.evidence.kind, {}).get(column)
        later = known is not None and known.later and rule not in ALWAYS_WAIT
        return not later or (column == "observed_on" and self.evidence.is_register)

    @property
    def blocked(self) -> bool:
        """Whether the row has to wait for an answer, or cannot be taken."""
        return any(one.blocks for one in self.refusals)

    def wait_for(self, column: str) -> None:
        """Let the row wait for the answer about a column, although it could be completed later."""
        self.refusals = [replace(one, blocks=True) if one.subject == column else one for one in self.refusals]

    def understood(self, row: dict[str, Any]) -> dict[str, Any]:
        """The row without the columns whose cell was not understood: they keep what is on record."""
        unread = tuple({one.subject for one in self.refusals})
        return {name: value for name, value in row.items() if not name.startswith(unread)} if unread else row

    def left_as_written(self, note: str | None) -> str | None:
        """A note with what the cells to complete later say, under their headings, each once."""
        lines = [line for line in (note or "").splitlines() if line]
        said = [
            f"{one.column} : {one.value}"
            for one in self.refusals
            if not one.blocks and one.subject != "note" and one.rule not in self.understood_yet
        ]
        return "\n".join([*lines, *(line for line in said if line not in lines)]) or None
