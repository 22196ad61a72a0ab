"""Low, central, high: a figure never travels without its band, and a sum of bands is drawn, not added."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from eit.domain.errors import InvalidQuantity

Z95 = 1.6448536269514722
"""Standard normal deviate of the 95th percentile: `low` and `high` are the 5th and 95th percentiles."""
DEFAULT_DRAWS, DEFAULT_SEED = 10_000, 2026
LONE = "of one case"
"""The stream whose order the streams of single cases turn round."""


@dataclass(frozen=True)
class Range:
    """A central value with its 5th and 95th percentiles, all finite, low <= central <= high."""

    low: float
    central: float
    high: float

    def __post_init__(self) -> None:
        if not all(math.isfinite(value) for value in (self.low, self.central, self.high)):
            raise InvalidQuantity("range-not-finite", value=(self.low, self.central, self.high))
        if not self.low <= self.central <= self.high:
            raise InvalidQuantity("range-not-ordered", value=(self.low, self.central, self.high))

    @classmethod
    def point(cls, value: float) -> Range:
        """A value whose band is not known, or that has none."""
        return cls(value, value, value)

    @classmethod
    def from_row(cls, low: float | None, central: float | None, high: float | None) -> Range | None:
        """A reference row. No central value: None (no factor, no figure; a midpoint would be our invention).

        A missing low or high takes the central value: the band is unknown on that side, and `is_point` tells
        when it is unknown on both, so that a screen shows no bracket instead of a false certainty.
        """
        if central is None or central != central:
            return None
        ends = (central if value is None or value != value else value for value in (low, central, high))
        return cls(*map(float, ends))

    @property
    def is_point(self) -> bool:
        """True when no band is known: the screens then show the central value alone."""
        return self.low == self.high

    def __add__(self, other: Range) -> Range:
        """Sum of two figures that go up and down together (the widest band). For anything else use Draws."""
        return Range(self.low + other.low, self.central + other.central, self.high + other.high)

    def __mul__(self, factor: float) -> Range:
        """Scaled by a number; a negative one swaps the ends."""
        ends = sorted((self.low * factor, self.high * factor))
        return Range(ends[0], self.central * factor, ends[1])

    __rmul__ = __mul__

    def at(self, z: NDArray) -> NDArray:
        """Values at standard normal deviates `z`: two half normals, each with probability 1/2.

        Below the centre the standard deviation is (central - low) / 1.6449, above it (high - central) /
        1.6449, so the median is the central value and the 5th and 95th percentiles are low and high. The
        usual two-piece normal, whose density is continuous, would move the median towards the longer side.
        """
        return self.central + z * np.where(z < 0, self.central - self.low, self.high - self.central) / Z95


@lru_cache(maxsize=4)
def _stratified_deviates(n: int) -> NDArray:
    """The n midpoint quantiles of the standard normal, ascending; read-only because it is shared."""
    normal = NormalDist()
    deviates = np.array([normal.inv_cdf((rank + 0.5) / n) for rank in range(n)])
    deviates.setflags(write=False)
    return deviates


@dataclass
class Draws:
    """One run of n draws: the same stream name always gives the same vector, whatever the order of asking.

    A stream is a random order (seeded by a hash of seed and name) of the n stratified normal quantiles, that
    is Latin hypercube sampling: a figure that rests on one factor has that factor's own percentiles.
    """

    n: int = DEFAULT_DRAWS
    seed: int = DEFAULT_SEED
    _streams: dict[str, NDArray] = field(default_factory=dict, repr=False, compare=False)

    def __post_init__(self) -> None:
        if self.n < 2:
            raise InvalidQuantity("too-few-draws", value=self.n)

    def deviates(self, stream: str) -> NDArray:
        """Standard normal deviates [n] of `stream`; read-only."""
        if stream not in self._streams:
            self._streams[stream] = self._shuffled(stream)
        return self._streams[stream]

    def of(self, stream: str, value: Range) -> NDArray:
        """Draws [n] of `value`, shared by everyone who names the same `stream` in this run."""
        return value.at(self.deviates(stream))

    def alone(self, stream: str, value: Range) -> NDArray:
        """Draws [n] of `value` for the stream of one case: an order that all cases share, turned round by a number
        of its own. Two cases are as little alike as two random orders, and thousands are added at once.
        """
        return np.roll(value.at(self.deviates(LONE)), self._turn(stream))

    def sum_alone(self, streams: Sequence[str], weights: NDArray, values: NDArray) -> NDArray:
        """Σ weights[t, k] · `alone` of the k-th stream [t, n], where `values` [n] are those of the order `LONE`.

        A sum of turned copies is one circular convolution, whatever the number of cases.
        """
        turned = np.zeros((len(weights), self.n))
        for at, stream in enumerate(streams):
            turned[:, self._turn(stream)] += weights[:, at]
        return np.fft.irfft(np.fft.rfft(turned) * np.fft.rfft(values), self.n)

    def _turn(self, stream: str) -> int:
        return int.from_bytes(self._digest(stream), "big") % self.n

    def _digest(self, stream: str) -> bytes:
        return hashlib.blake2b(f"{self.seed}:{stream}".encode(), digest_size=16).digest()

    def _shuffled(self, stream: str) -> NDArray:
        generator = np.random.Generator(np.random.PCG64(int.from_bytes(self._digest(stream), "big")))
        deviates = generator.permutation(_stratified_deviates(self.n))
        deviates.setflags(write=False)
        return deviates


def summarise(total: NDArray, central: float) -> Range:
    """The band of a drawn total around its deterministic centre.

    The centre stays the sum of the central values, so that the rows of a table add up to their headline; low
    and high are the 5th and 95th percentiles of the draws, pushed out to the centre if skewed factors left it
    outside.
    """
    low, high = np.percentile(total, [5, 95])
    return Range(float(min(low, central)), float(central), float(max(high, central)))
