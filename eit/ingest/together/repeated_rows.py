"""Rows of one file that say the same thing twice: a row of an organisation that stands above, or a flow word for word.

Two lots of one material are not one; two rows with the same words in every cell may be a slip of the hand or two lots:
it is asked, once for the file when there are several.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count

from eit.domain.question import LEFT_OUT, Choice
from eit.ingest.answers import OTHER
from eit.ingest.cells import as_text
from eit.ingest.columns import KEYS
from eit.ingest.fields import Fields
from eit.ingest.names import Record

APART = {"companies", "flows"}
"""Kinds of rows of which two may be told apart; two counts of one thing may not."""
SAID = {"flows": ("company_id", "material_id", "quantity")}
"""What a question about a row written twice repeats of it."""


class Repeated:
    """The rows of a file that were met so far."""

    def __init__(self, kind: str) -> None:
        self.kind, self.key = kind, KEYS[kind]
        self.seen: dict[str, int] = {}
        self.written: dict[tuple[str, ...], int] = {}

    def check(self, fields: Fields, record: Record) -> None:
        """Ask about a row that is there twice, leave it out, or give it an id of its own, as it was answered."""
        if fields.blocked:
            return
        row_id, number = str(record.get(self.key, "")), fields.row.number
        first = self.seen.setdefault(row_id.casefold(), number)
        if first == number:
            first = self._first_word_for_word(fields)
        if first == number:
            return
        asked = self._asked(fields, row_id)
        said = fields.evidence.given.identity(asked) or fields.evidence.given.file("twice")
        if said == LEFT_OUT:
            fields.left_out = True
        elif said == OTHER and self.kind in APART:
            if self.seen[row_id.casefold()] != number:
                record[self.key] = next(
                    one for one in _numbered(row_id) if self.seen.setdefault(one.casefold(), number) == number
                )
        else:
            choices = (Choice(LEFT_OUT), *((Choice(OTHER),) if self.kind in APART else ()))
            fields.refuse(self._column(fields), "id-twice", f"{row_id} ({first})", choices, asked)

    def _first_word_for_word(self, fields: Fields) -> int:
        """The first row with the very words of this one; itself when there is none, or the rows are summed anyway."""
        number = fields.row.number
        if self.kind != "flows" or fields.evidence.is_register:
            return number
        words = tuple(as_text(cell).strip() for cell in fields.row.cells)
        return self.written.setdefault(words, number)

    def _column(self, fields: Fields) -> str:
        names = (self.key, "name", "company_id")
        return next((name for name in names if fields.has(name)), fields.header.titles[0])

    def _asked(self, fields: Fields, row_id: str) -> str:
        names = (
            (self._column(fields),) if fields.has(self.key) else SAID.get(self.kind, (self._column(fields),))
        )
        said = (as_text(fields.get(name)).strip() for name in names)
        return ", ".join(text for text in said if text) or row_id


def _numbered(row_id: str) -> Iterator[str]:
    return (f"{row_id}-{number}" for number in count(2))
