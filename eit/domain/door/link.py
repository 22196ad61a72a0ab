"""A link as the coordination tells it: whose, its code, its address where the door has one, until when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

SHORTEST_DAYS, USUAL_DAYS, LONGEST_DAYS = 1, 60, 366
"""How long a link may stand [days]."""


@dataclass(frozen=True)
class LinkTold:
    """`about`: the organisation or the meeting; `door`: where codes are typed, `url`: the form itself; or empty."""

    link_id: str
    about: str
    code: str
    made_on: date
    expires_on: date
    door: str = ""
    url: str = ""
