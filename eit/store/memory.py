"""The one cache of answers: each goes with the versions of the file in which what it rests on is the same."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Collection, Hashable, Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from itertools import islice
from typing import Any, Generic, TypeVar

import numpy as np
import pandas as pd

MOST_KEPT = 2_000
HEAVIEST_KEPT_B = 300_000_000
"""Answers that a file keeps, the last asked for: the pairs of a large programme weigh about 50 MB."""
PLAIN = (bool, int, float, complex, type(None))
Made = TypeVar("Made")


@dataclass
class Kept(Generic[Made]):
    """An answer, the tables that it rests on (None: it holds for one version only), and the versions it holds for.

    `basis`: what those tables were, and on which day.
    """

    made: Made
    tables: frozenset[str] | None = None
    basis: Hashable = None
    versions: set[Hashable] = field(default_factory=set)
    weight: int = 0

    @property
    def answer(self) -> Made:
        """The answer; a table as a shallow copy, so that nobody changes what another one reads."""
        return self.made.copy(deep=False) if isinstance(self.made, pd.DataFrame) else self.made


Holds = Callable[[Kept[Any]], bool]


class Memory:
    """Answers by their key, the last asked for at the end; safe to share between threads and versions of a file."""

    def __init__(self, most: int = MOST_KEPT, heaviest_b: int = HEAVIEST_KEPT_B) -> None:
        self._most, self._heaviest_b, self._held_b = most, heaviest_b, 0
        self._lock = threading.Lock()
        self._made: dict[Hashable, Kept[Any]] = {}
        self._making: dict[Hashable, threading.RLock] = {}

    def recall(
        self, key: Hashable, make: Callable[[], Kept[Made]], holds: Holds = lambda kept: True
    ) -> Kept[Made]:
        """What is kept under a key if it holds, else what `make` computes; who asks meanwhile waits."""
        found = self._known(key, holds)
        if found is None:
            with self._lock:
                making = self._making.setdefault(key, threading.RLock())
            try:
                with making:
                    found = self._known(key, holds) or self._keep(key, make())
            finally:
                with self._lock:
                    self._making.pop(key, None)
        return found

    def keep_only(self, holds: Holds) -> None:
        """Forget every answer that does not hold: a new version of the file is there."""
        with self._lock:
            for key in [key for key, kept in self._made.items() if not holds(kept)]:
                self._held_b -= self._made.pop(key).weight

    def forget(self, key: Hashable) -> None:
        """Forget one answer."""
        with self._lock:
            kept = self._made.pop(key, None)
            self._held_b -= 0 if kept is None else kept.weight

    def _known(self, key: Hashable, holds: Holds) -> Kept[Any] | None:
        with self._lock:
            found = self._made.get(key)
            if found is None or not holds(found):
                return None
            self._made[key] = self._made.pop(key)
            return found

    def _keep(self, key: Hashable, kept: Kept[Made]) -> Kept[Made]:
        kept.weight = weight(kept.made)
        with self._lock:
            before = self._made.pop(key, None)
            self._held_b += kept.weight - (0 if before is None else before.weight)
            self._made[key] = kept
            while len(self._made) > 1 and (len(self._made) > self._most or self._held_b > self._heaviest_b):
                self._held_b -= self._made.pop(next(iter(self._made))).weight
        return kept


LOOKED_AT = 64
"""Parts of a long list that are weighed for all: a scene has thousands of like ones."""


def weight(made: object) -> int:
    """About how many bytes an answer holds: its tables and arrays, also those of a record or a list, else its own."""
    if isinstance(made, pd.DataFrame | pd.Series):
        return int(np.sum(made.memory_usage(index=True)))
    if isinstance(made, np.ndarray):
        return made.nbytes
    if isinstance(made, PLAIN):
        return 0
    if is_dataclass(made) and not isinstance(made, type):
        return sum(weight(getattr(made, field.name)) for field in fields(made))
    if isinstance(made, Mapping):
        return _sum(made.values())
    if isinstance(made, list | tuple | set | frozenset):
        return _sum(made)
    return len(made) if isinstance(made, bytes | str) else sys.getsizeof(made, 0)


def _sum(parts: Collection[object]) -> int:
    """What all parts hold; of a long list of texts, numbers or records, by some of them."""
    alike = isinstance(next(iter(parts), None), (str, tuple, *PLAIN))
    every = max(len(parts) // LOOKED_AT, 1) if alike else 1
    looked = [weight(part) for part in islice(parts, 0, None, every)]
    return sum(looked) * len(parts) // max(len(looked), 1)
