"""What a file holds once read: rows of cells, the place of each, and what was refused with the reason."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import NamedTuple

from eit.domain.errors import Refusal
from eit.domain.question import Choice
from eit.domain.typed_number import plain_digits


class FileRefused(Refusal):
    """A whole file that cannot be imported; `key` names the sentence (`import-…`)."""


class SeveralSheets(FileRefused):
    """Several sheets, or layers, hold a table: `sheets` says how many rows each has, to choose from."""

    def __init__(self, sheets: Mapping[str, int], alike: bool = False) -> None:
        super().__init__("import-several-sheets", value=", ".join(sheets))
        self.sheets = dict(sheets)
        self.alike = alike
        """Whether they have the same titles and can be read in one go."""


class CellRefused(ValueError):
    """A value that is not taken: `rule` names the sentence, `proposal` is what could be written instead.

    `choices` are the answers to choose from; `asked` is the part of the text that is not understood (all of it: None);
    `words` names the list of our words that they are, to be read in the language of the person.
    """

    def __init__(
        self,
        rule: str,
        proposal: str = "",
        choices: tuple[Choice, ...] = (),
        asked: str | None = None,
        words: str = "",
    ) -> None:
        self.rule, self.proposal, self.choices, self.asked, self.words = rule, proposal, choices, asked, words
        super().__init__(rule)


@dataclass(frozen=True)
class Flawed:
    """A cell that the reader could not read (a formula never calculated…)."""

    text: str
    rule: str


class Measured(float):
    """A number whose format carries a unit: 12 shown as « 12 kg »."""

    unit: str = ""


def measured(value: float, unit: str) -> Measured:
    """A number with the unit of its format."""
    found = Measured(value)
    found.unit = unit
    return found


Cell = str | int | float | bool | date | Flawed


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a file; `number` counts from 1 as a spreadsheet does."""

    number: int
    cells: tuple[Cell, ...]
    width: int | None = None
    """Cells that a text file really had on this row; None in a workbook, where rows have no width."""
    columns: tuple[int, ...] | None = None
    """Where each cell stood in the file, when the layout moved it."""
    sheet: str = ""
    """The sheet, when several are read in one go."""
    rows: tuple[int, ...] | None = None
    """The row in which each cell stood, when the table lay across."""

    def address(self, position: int) -> str:
        """`D17` for the cell at a position: where it stands in the file."""
        moved = self.columns is not None and position < len(self.columns)
        number = self.rows[position] if self.rows and position < len(self.rows) else self.number
        where = address(self.columns[position] if moved and self.columns else position, number)
        return f"{self.sheet}!{where}" if self.sheet else where


class Range(NamedTuple):
    """Merged cells: columns count from 0, rows from 1, both ends included."""

    first_column: int
    first_row: int
    last_column: int
    last_row: int


@dataclass
class Sheet:
    """A file as read, with what the reader chose (`choices`) and what a person should know (`notices`)."""

    rows: list[Row]
    choices: dict[str, object] = field(default_factory=dict)
    notices: list[tuple[str, str]] = field(default_factory=list)
    epoch_1904: bool = False
    encoding: str = ""
    readings: tuple[str, ...] = ()
    """Encodings that the letters do not tell apart; empty when there is no doubt."""
    is_workbook: bool = False
    merged: list[Range] = field(default_factory=list)
    struck: set[int] = field(default_factory=set)
    """Rows that are struck through."""


@dataclass(frozen=True)
class RowRefusal:
    """One reason why a row was not taken. `cell` is its address (`D17`), `column` the header of the file."""

    row: int
    cell: str
    column: str
    value: str
    rule: str
    proposal: str = ""
    subject: str = ""
    """Our column that the refusal is about."""
    asked: str | None = None
    """The part of the text that is not understood; None: all of it."""
    choices: tuple[Choice, ...] = ()
    blocks: bool = True
    """Whether the row waits; False for a column that is left empty, to be completed later."""


def as_text(cell: Cell) -> str:
    """The text of a cell as a person would type it; a whole number has no decimals, a date is ISO."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, Flawed):
        return cell.text
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, Measured):
        return f"{plain_digits(float(cell))} {cell.unit}"
    if isinstance(cell, float):
        return plain_digits(cell)
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == datetime.min.time() else cell.isoformat(sep=" ")
    return cell.isoformat() if isinstance(cell, date) else str(cell)


def plain_number(value: float) -> str:
    """The digits, with a zero more after three decimals, or they could be read back as thousands."""
    text = plain_digits(value)
    return text + "0" if len(text.partition(".")[2]) == 3 else text


def column_letters(position: int) -> str:
    """0 → A, 25 → Z, 26 → AA."""
    letters, left = "", position + 1
    while left:
        left, rest = divmod(left - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def address(position: int, row: int) -> str:
    """`D17` for the fourth column of row 17."""
    return f"{column_letters(position)}{row}"
