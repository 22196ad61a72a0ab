"""Five classes that a reader can hold in mind, for the shade of territories."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from eit.views import palette
from eit.views.format import is_missing, number, round_significant
from eit.views.texts import texts

MOST_CLASSES = 5


@dataclass(frozen=True)
class Classes:
    """Classes of a positive figure: class i holds `breaks[i-1] <= value < breaks[i]`; zero, no data apart."""

    breaks: tuple[float, ...]
    colours: tuple[str, ...]
    whole: bool
    low: float
    high: float
    has_zero: bool
    has_missing: bool

    def colour_of(self, value: float | None) -> str | None:
        """Return the fill of a value, None for one that is not known."""
        if is_missing(value) or value is None:
            return None
        if value <= 0 or not self.colours:
            return palette.CHOROPLETH_ZERO
        return self.colours[int(np.searchsorted(self.breaks, value, side="right"))]

    def labels(self, lang: str) -> tuple[str, ...]:
        """Return one label per class, lightest first."""
        edges = (self.low, *self.breaks, self.high)
        pairs = pairwise(edges)
        return tuple(self._label(i, low, high, lang) for i, (low, high) in enumerate(pairs) if self.colours)

    def _label(self, index: int, low: float, high: float, lang: str) -> str:
        t = texts(lang)
        last = index == len(self.colours) - 1
        if self.whole:
            top = high if last else high - 1
            if low >= top:
                return number(low, lang, decimals=0)
            return t("legend.class", low=number(low, lang, decimals=0), high=number(top, lang, decimals=0))
        if len(self.colours) == 1:
            if number(low, lang) == number(high, lang):
                return number(low, lang)
            return t("legend.class", low=number(low, lang), high=number(high, lang))
        if index == 0:
            return t("legend.below", high=number(high, lang))
        if last:
            return t("legend.from", low=number(low, lang))
        return t("legend.class", low=number(low, lang), high=number(high, lang))


def classify(values: Iterable[float], whole: bool) -> Classes:
    """Cut the positive values into at most five classes of about equal number, at round limits."""
    array = np.array([np.nan if is_missing(v) else float(v) for v in values], dtype=float)
    positive = np.sort(array[array > 0])
    breaks = _round_breaks(positive, whole) if len(positive) else ()
    count = len(breaks) + 1 if len(positive) else 0
    return Classes(
        breaks=breaks,
        colours=tuple(palette.CHOROPLETH[i] for i in _spaced(count)),
        whole=whole,
        low=float(positive[0]) if count else 0.0,
        high=float(positive[-1]) if count else 0.0,
        has_zero=bool((array <= 0).any()),
        has_missing=bool(np.isnan(array).any()),
    )


def _round_breaks(positive: np.ndarray, whole: bool) -> tuple[float, ...]:
    raw = np.quantile(positive, np.arange(1, MOST_CLASSES) / MOST_CLASSES)
    limits = [math.ceil(q) if whole and q < 20 else round_significant(q, 1 if q >= 20 else 2) for q in raw]
    kept: list[float] = []
    previous = -math.inf
    for limit in sorted(set(map(float, limits))):
        inside = ((positive >= previous) & (positive < limit)).any()
        if inside and (positive >= limit).any():
            kept.append(limit)
            previous = limit
    return tuple(kept)


def _spaced(count: int) -> list[int]:
    if count <= 1:
        return [1] * count
    return [round(i * (MOST_CLASSES - 1) / (count - 1)) for i in range(count)]
