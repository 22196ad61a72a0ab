"""What stands for organisations that may not be named: a sector and a place that at least three of them share.

A label that two share tells each of them who the other is, and a neighbour both. So a sector is widened to its
division, a municipality to its MRC, its region, until three organisations (groups of companies, not sites) are alike;
what cannot be made alike that way is « Organisation », with the smallest place that three share, or none.
Only those who may not be named count: who is named elsewhere hides nobody.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

LEAST_SHARING = 3
"""DOMAIN's rule for a room; the public edition has its own, stricter, in `disclosure`."""
NEUTRAL = ("Organisation", "Organisation")
"""French and English."""


@dataclass(frozen=True)
class Organisation:
    """A company as its label may tell it. `places`: ids of its municipality and of what holds it, upwards.

    `sector` and `division` are French and English names; `division` None: its code says nothing.
    """

    company_id: str
    group_id: str
    sector: tuple[str, str]
    division: tuple[str, str] | None
    places: tuple[str, ...]


@dataclass(frozen=True)
class SharedLabel:
    """Sector (French, English) and place (None: anywhere in the programme) that stand for a company."""

    sector: tuple[str, str]
    place: str | None


def shared_labels(
    silent: Sequence[Organisation], named: Sequence[Organisation] = ()
) -> dict[str, SharedLabel]:
    """The label of every company of `silent`, shared by at least LEAST_SHARING organisations of those labelled.

    Fewer organisations than that cannot hide among themselves: then as many of `named` keep silent with them, always
    the same ones, so that two readings do not tell who they are. A programme of one or two organisations is neutral.
    """
    labelled = [*silent, *_companions(silent, named)]
    labels: dict[str, SharedLabel] = {}
    left = labelled
    for sector_level, place_level in _steps(labelled):
        found = _alike(left, sector_level, place_level)
        labels |= found
        left = [one for one in left if one.company_id not in found]
    if left and _groups(left) < LEAST_SHARING:
        left += _dissolved(labelled, labels)
    top = SharedLabel(NEUTRAL, _common_place(left))
    return labels | {one.company_id: top for one in left}


def _companions(silent: Sequence[Organisation], named: Sequence[Organisation]) -> list[Organisation]:
    """Those who keep silent with too few others: neighbours first, then by id."""
    if not silent:
        return []
    here = set(silent[0].places)
    chosen: list[Organisation] = []
    near = sorted(named, key=lambda one: (-len(here & set(one.places)), one.company_id))
    for one in near:
        if _groups([*silent, *chosen]) >= LEAST_SHARING:
            break
        chosen.append(one)
    return chosen


def _groups(some: Iterable[Organisation]) -> int:
    return len({one.group_id for one in some})


def _steps(some: Iterable[Organisation]) -> list[tuple[int, int]]:
    """From the most telling label to the least: (0 sector, 1 division, 2 neither; how far up the place is)."""
    highest = max((len(one.places) for one in some), default=0)
    return sorted(
        ((sector, place) for sector in range(3) for place in range(highest)),
        key=lambda step: (step[0] == 2, step[0] + step[1], step[0]),
    )


def _label(one: Organisation, sector_level: int, place_level: int) -> SharedLabel | None:
    sector = (one.sector, one.division, NEUTRAL)[sector_level]
    if sector is None or place_level >= len(one.places):
        return None
    return SharedLabel(sector, one.places[place_level])


def _alike(left: Sequence[Organisation], sector_level: int, place_level: int) -> dict[str, SharedLabel]:
    classes: dict[SharedLabel, list[Organisation]] = {}
    for one in left:
        label = _label(one, sector_level, place_level)
        if label is not None:
            classes.setdefault(label, []).append(one)
    return {
        one.company_id: label
        for label, members in classes.items()
        if _groups(members) >= LEAST_SHARING
        for one in members
    }


def _dissolved(labelled: Sequence[Organisation], labels: dict[str, SharedLabel]) -> list[Organisation]:
    """The smallest class, given up so that the last ones are not alone; its labels are taken out of `labels`."""
    sizes: dict[SharedLabel, int] = {}
    for label in labels.values():
        sizes[label] = sizes.get(label, 0) + 1
    if not sizes:
        return []
    smallest = min(sizes, key=lambda label: (sizes[label], label.sector, label.place or ""))
    joining = [one for one in labelled if labels.get(one.company_id) == smallest]
    for one in joining:
        del labels[one.company_id]
    return joining


def _common_place(some: Sequence[Organisation]) -> str | None:
    """The smallest place that holds all of them."""
    if not some:
        return None
    return next((place for place in some[0].places if all(place in one.places for one in some)), None)
