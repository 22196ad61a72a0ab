"""One cache of answers: made once, never changed by a reader, forgotten from the oldest, and never too heavy."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import pytest

from eit.store.memory import Kept, Memory, weight


def recall(memory: Memory, key: object, make: Callable[[], Any]) -> Any:
    """What a memory keeps of one version."""
    return memory.recall(key, lambda: Kept(make())).answer


def test_an_answer_is_made_once_even_when_it_is_nothing() -> None:
    made: list[str] = []
    memory = Memory()
    for _ in range(3):
        assert recall(memory, "none", lambda: made.append("none")) is None
        assert recall(memory, ("a", 1), lambda: made.append("a") or 7) == 7
    assert made == ["none", "a"]


def test_a_reader_never_changes_what_another_reads() -> None:
    memory = Memory()
    first = recall(memory, "rows", lambda: pd.DataFrame({"t": [1.0, 2.0]}))
    first["t"] = 0.0
    first.loc[0, "new"] = 1
    again = recall(memory, "rows", lambda: pd.DataFrame())
    assert list(again.columns) == ["t"] and again["t"].tolist() == [1.0, 2.0]


def test_what_failed_is_not_kept() -> None:
    memory = Memory()
    with pytest.raises(ZeroDivisionError):
        recall(memory, "key", lambda: 1 / 0)
    assert recall(memory, "key", lambda: 2) == 2


def test_the_last_asked_for_stay() -> None:
    memory, made = Memory(most=2), []
    for key in ("a", "b", "a", "c", "a", "b"):
        recall(memory, key, lambda key=key: made.append(key) or key)
    assert made == ["a", "b", "c", "b"]


def test_heavy_answers_make_room() -> None:
    memory, made = Memory(heaviest_b=2_500), []
    for key in (1, 2, 3, 3, 1):
        recall(memory, key, lambda key=key: made.append(key) or np.zeros(125))
    assert made == [1, 2, 3, 1]


@dataclass(frozen=True)
class Record:
    rows: pd.DataFrame
    name: str


def test_the_weight_of_a_record_is_that_of_its_tables() -> None:
    rows = pd.DataFrame({"t": np.zeros(1_000)})
    assert weight(rows) >= 8_000 and weight([Record(rows, "x")]) >= 8_000
    assert weight([rows] * 200) >= 200 * 8_000 and weight([("ab", 1)] * 3_000) == 6_000
    assert weight({"a": np.zeros(10)}) == 80 and weight(None) == weight(3) == 0


def test_many_who_ask_at_once_wait_for_one() -> None:
    memory, made = Memory(), []

    def slow() -> int:
        time.sleep(0.05)
        made.append(1)
        return recall(memory, "inner", lambda: 5)

    found: list[int] = []
    threads = [threading.Thread(target=lambda: found.append(recall(memory, "k", slow))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert made == [1] and found == [5] * 8
