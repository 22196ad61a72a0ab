"""The one cache of answers: each belongs to one version of the file and goes with it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable
from dataclasses import fields, is_dataclass
from typing import Any, TypeVar

import numpy as np
import pandas as pd

MOST_KEPT = 2_000
HEAVIEST_KEPT_B = 300_000_000
"""Answers that a version keeps, the last asked for: the pairs of a large programme weigh about 50 MB."""
Made = TypeVar("Made")


class Memory:
    """Answers by their key, the last asked for at the end; safe to share between threads."""

    def __init__(self, most: int = MOST_KEPT, heaviest_b: int = HEAVIEST_KEPT_B) -> None:
        self._most, self._heaviest_b, self._held_b = most, heaviest_b, 0
        self._lock = threading.Lock()
        self._made: dict[Hashable, tuple[Any, int]] = {}
        self._making: dict[Hashable, threading.RLock] = {}

    def recall(self, key: Hashable, make: Callable[[], Made]) -> Made:
        """What is kept under a key, else what `make` computes; who asks meanwhile waits. A table is a shallow copy."""
        found = self._known(key)
        if found is None:
            with self._lock:
                making = self._making.setdefault(key, threading.RLock())
            with making:
                found = self._known(key) or self._keep(key, make())
        made: Made = found[0]
        return made.copy(deep=False) if isinstance(made, pd.DataFrame) else made

    def _known(self, key: Hashable) -> tuple[Any, int] | None:
        with self._lock:
            found = self._made.pop(key, None)
            if found is not None:
                self._made[key] = found
            return found

    def _keep(self, key: Hashable, made: object) -> tuple[Any, int]:
        held = (made, weight(made))
        with self._lock:
            self._made[key] = held
            self._held_b += held[1]
            self._making.pop(key, None)
            while len(self._made) > 1 and (len(self._made) > self._most or self._held_b > self._heaviest_b):
                self._held_b -= self._made.pop(next(iter(self._made)))[1]
        return held


def weight(made: object) -> int:
    """About how many bytes an answer holds: its tables and arrays, also those of a record or a list of them."""
    if isinstance(made, pd.DataFrame | pd.Series):
        return int(np.sum(made.memory_usage(index=True)))
    if isinstance(made, np.ndarray):
        return made.nbytes
    if is_dataclass(made) and not isinstance(made, type):
        return sum(weight(getattr(made, field.name)) for field in fields(made))
    if isinstance(made, dict):
        return sum(weight(value) for value in made.values())
    if isinstance(made, list | tuple):
        return sum(weight(value) for value in made)
    return len(made) if isinstance(made, bytes | str) else 0
