"""Typed names and the rows that they stand for, whatever their case, accents and signs."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from eit.domain.question import Choice
from eit.domain.text_key import plain_words
from eit.ingest.cells import Cell, CellRefused
from eit.ingest.values.words import clean_name

Record = dict[str, Any]


@dataclass
class Names:
    """Ids by every spelling that stands for them; `preferred` wins when one spelling stands for several."""

    ids: dict[str, list[str]] = field(default_factory=dict)
    preferred: set[str] = field(default_factory=set)
    told: Callable[[Sequence[str]], list[str]] = list
    """How several of the rows are told apart by a person; their ids when nothing else is known."""

    def add(self, row_id: str, spellings: Iterable[object]) -> None:
        """Let every spelling stand for the id."""
        for spelling in spellings:
            found = self.ids.setdefault(plain_words(str(spelling or "")), [])
            if row_id not in found:
                found.append(row_id)

    def matches(self, text: str) -> list[str]:
        """Every id that a spelling may stand for; the preferred ones alone when there are some."""
        plain = plain_words(text)
        found = self.ids.get(plain, []) if plain else []
        return [row_id for row_id in found if row_id in self.preferred] or found

    def find(self, cell: Cell, unknown: str) -> str:
        """The id of a typed name. Raises CellRefused(`unknown`) with the nearest, or `name-ambiguous`."""
        text = clean_name(cell)
        chosen = self.matches(text)
        if len(chosen) == 1:
            return chosen[0]
        if chosen:
            raise self._asked("name-ambiguous", chosen[:6])
        padded = [row_id for zero in ("0", "00") for row_id in self.ids.get(zero + text, [])]
        if text.isdigit() and padded:
            raise CellRefused("zero-lost", padded[0])
        near = difflib.get_close_matches(plain_words(text), list(self.ids), n=3, cutoff=0.7)
        raise self._asked(unknown, list(dict.fromkeys(self.ids[name][0] for name in near)))

    def _asked(self, rule: str, ids: list[str]) -> CellRefused:
        """Which of several rows is meant, each told so that a person can choose."""
        told = self.told(ids)
        return CellRefused(rule, " · ".join(told), tuple(map(Choice, ids, told)))
