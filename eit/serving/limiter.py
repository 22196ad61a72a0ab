"""Rate limits: so many at once, so many a second after that, by whoever asks; the memory of it is bounded."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

MOST_KEYS = 10_000


@dataclass(frozen=True)
class Rate:
    """`burst` at once, then `per_second`."""

    burst: float
    per_second: float


class Limiter:
    """Leaky buckets by key. The key that was not seen for the longest goes first when there are too many."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self.clock = clock
        self._left: OrderedDict[tuple[str, ...], tuple[float, float]] = OrderedDict()

    def allows(self, rate: Rate, *key: str) -> bool:
        """Whether one more is allowed; it is counted then."""
        now = self.clock()
        left, since = self._left.pop(key, (rate.burst, now))
        left = min(rate.burst, left + (now - since) * rate.per_second)
        self._left[key] = (left - 1 if left >= 1 else left, now)
        if len(self._left) > MOST_KEYS:
            self._left.popitem(last=False)
        return left >= 1
