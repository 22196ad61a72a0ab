"""Axes of a chart: where a value or a name lies, which marks stand beside it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

MOST_MARKS = 6


@dataclass(frozen=True)
class Axis:
    """From values or names to pixels; `names` is empty on an axis of numbers."""

    start: float
    end: float
    low: float
    high: float
    names: tuple[str, ...] = ()
    marks: tuple[tuple[float, str], ...] = ()
    title: str = ""

    def at(self, value: Any) -> float:
        """The pixel of a value, or of the middle of a name's band."""
        number = self.names.index(value) if self.names else float(value)
        return self.start + (number - self.low) / (self.high - self.low) * (self.end - self.start)

    @property
    def band(self) -> float:
        """Pixels between two names."""
        return abs(self.end - self.start) / max(len(self.names), 1)


def named_axis(names: Sequence[str], start: float, end: float, title: str = "") -> Axis:
    """An axis of names, each in a band of its own."""
    return Axis(start, end, -0.5, max(len(names), 1) - 0.5, tuple(names), (), title)


def number_axis(
    values: Sequence[float],
    start: float,
    end: float,
    given: Sequence[float] | None,
    marks: Sequence[float] | None,
    separators: str,
    title: str = "",
) -> Axis:
    """An axis of numbers from 0, or from `given[0]` to `given[1]`; `separators`: decimal, thousands sign."""
    low, high = given or (min([0.0, *values]), max([0.0, *values]))
    high = high if high > low else low + 1
    shown = list(marks) if marks else round_marks(low, high)
    written = tuple((mark, written_mark(mark, separators)) for mark in shown)
    return Axis(start, end, low, high, (), written, title)


def round_marks(low: float, high: float) -> list[float]:
    """A few round numbers between two."""
    rough = (high - low) / MOST_MARKS
    power = 10 ** math.floor(math.log10(rough))
    step = next(power * n for n in (1, 2, 5, 10) if power * n >= rough)
    first = math.ceil(low / step - 1e-9)
    return [round(n * step, 10) for n in range(first, math.floor(high / step + 1e-9) + 1)]


def written_mark(value: float, separators: str) -> str:
    """A round number with the signs of a language."""
    text = f"{value:,.10f}".rstrip("0").rstrip(".")
    return text.replace(",", "\0").replace(".", separators[0]).replace("\0", separators[1])
