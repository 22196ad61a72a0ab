"""Programmes beside one another: where one stands among those like it, in bands, from what all of them publish.

Every figure comes from a sealed edition that passed disclosure control, so that a comparison tells nothing that its
editions do not; it is told in bands, and from three programmes on, so that nobody reads another one's figure in it.
"""

from __future__ import annotations

import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from eit.domain.bands import Band, round_band

FEWEST_PEERS = 3
SIZES = (11, 51)
"""Groups of organisations that part small, middle and large programmes."""
BELOW, WITHIN, ABOVE = "below", "within", "above"


@dataclass(frozen=True)
class Standing:
    """What a programme publishes of itself: by indicator, its told total; `groups`: the least its size band says."""

    programme_id: str
    name: str
    groups: int
    totals: Mapping[str, float]


@dataclass(frozen=True)
class Compared:
    """One indicator: the band of the middle of the peers, how many they are, and on which side of it one stands."""

    indicator: str
    peers: int
    middle: Band
    position: str


def compare(own: Standing, others: Sequence[Standing]) -> list[Compared]:
    """Where a programme stands, for each indicator that it and three peers at least tell.

    Peers are the programmes of its size, or all of them where fewer than three of its size tell the indicator.
    """
    known = {(one.programme_id, one.name): one for one in others}
    known.pop((own.programme_id, own.name), None)
    found = []
    for indicator, value in own.totals.items():
        telling = [one for one in known.values() if indicator in one.totals]
        alike = [one for one in telling if _size(one) == _size(own)]
        peers = alike if len(alike) >= FEWEST_PEERS else telling
        band = round_band(statistics.median(one.totals[indicator] for one in peers)) if peers else None
        if len(peers) >= FEWEST_PEERS and band is not None:
            found.append(Compared(indicator, len(peers), band, _position(value, band)))
    return found


def _size(one: Standing) -> int:
    return sum(one.groups >= least for least in SIZES)


def _position(value: float, band: Band) -> str:
    if value < band.low:
        return BELOW
    return ABOVE if band.high is not None and value >= band.high else WITHIN
