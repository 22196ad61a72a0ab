"""How often the interface answers: a token, an address of the network without a token that holds, and all together."""

from __future__ import annotations

from eit.serving.limiter import Limiter as Limiter
from eit.serving.limiter import Rate as Rate

ONE_TOKEN = Rate(60, 2)
REFUSED = Rate(20, 1 / 6)
"""Of one address: words that open nothing."""
EVERYBODY = Rate(300, 10)
