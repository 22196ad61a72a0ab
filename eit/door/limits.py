"""How often the door answers whoever asks."""

from __future__ import annotations

from eit.serving.limiter import Limiter as Limiter
from eit.serving.limiter import Rate as Rate

READS, SENDINGS, CODES = Rate(120, 4), Rate(120, 4), Rate(10, 1 / 6)
"""Of one address of the network; a whole room may stand behind one."""
ONE_PHONE = Rate(10, 0.2)
"""Sendings of one phone, or by one firm's link."""
ALL_SENDINGS, ALL_CODES = Rate(400, 20), Rate(60, 1)
