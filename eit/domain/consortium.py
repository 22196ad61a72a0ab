"""Whom a consortium must hold: a representative of every territory, a majority of companies; and who is missing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from eit.domain.errors import InvalidSelection
from eit.domain.text_key import plain_words
from eit.domain.typed_date import read_partial_date

MEMBER_KINDS = ("company", "company-group", "sorting-centre", "institution", "association")
MEETING_KINDS = ("consortium", "steering", "workshop", "visit", "public", "other")
"""Only those of the consortium are counted as its meetings, and held against the number of its members."""
OF_COMPANIES = ("company", "company-group")
"""A grouping of companies speaks for companies: the rule of the majority counts it with them."""
CONSENSUS = ("consensus", "majority", "deferred")
STATES = ("open", "done", "dropped")
EVERY_TERRITORY, COMPANY_MAJORITY = "every-territory", "company-majority"
RULES = (EVERY_TERRITORY, COMPANY_MAJORITY)
LONGEST_NAME, LONGEST_WORDING = 120, 500
PARTIAL_DATE = re.compile(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?", re.ASCII)


@dataclass(frozen=True)
class Verdict:
    """Whether a rule holds, and what it takes: the territories nobody speaks for, how many more companies."""

    rule: str
    met: bool
    counted: int
    out_of: int
    missing: tuple[str, ...] = ()
    companies_needed: int = 0


def to_represent(scope: Iterable[str], parents: Mapping[str, str | None]) -> tuple[str, ...]:
    """The territories of a scope that hold no other one of it: a region is represented through its MRC."""
    wanted = sorted(set(scope))
    above = {ancestor for territory in wanted for ancestor in ancestors(territory, parents)[1:]}
    return tuple(territory for territory in wanted if territory not in above)


def ancestors(territory: str, parents: Mapping[str, str | None]) -> list[str]:
    """A territory, its parent, and so on up; a loop in the data ends it."""
    found: list[str] = []
    here: str | None = territory
    while here is not None and here not in found:
        found.append(here)
        here = parents.get(here)
    return found


def every_territory(
    territories: Iterable[str], members: Iterable[str | None], parents: Mapping[str, str | None]
) -> Verdict:
    """A representative of every territory; a member of a municipality speaks for the MRC around it too."""
    wanted = tuple(territories)
    spoken_for = {
        above for place in members if place is not None for above in ancestors(place, parents)
    } & set(wanted)
    missing = tuple(territory for territory in wanted if territory not in spoken_for)
    return Verdict(EVERY_TERRITORY, not missing, len(spoken_for), len(wanted), missing)


def company_majority(kinds: Iterable[str]) -> Verdict:
    """More than half of the members are companies or groupings of companies: half is not a majority, nobody is none."""
    held = list(kinds)
    companies = sum(kind in OF_COMPANIES for kind in held)
    needed = max(0, len(held) - 2 * companies + 1)
    return Verdict(COMPANY_MAJORITY, needed == 0, companies, len(held), companies_needed=needed)


def known_text(value: str | None, row_id: str, longest: int = LONGEST_NAME) -> str:
    """A text that says something, trimmed. Raises InvalidSelection("text-missing" or "text-too-long")."""
    text = (value or "").strip()
    if not text:
        raise InvalidSelection("text-missing", row_id=row_id)
    if len(text) > longest:
        raise InvalidSelection("text-too-long", value=text[:40] + "…", unit=str(longest), row_id=row_id)
    return text


def known_name(value: str | None, row_id: str, longest: int = LONGEST_NAME) -> str:
    """A text by which something can be told from others. Raises as `known_text`, and "name-without-letters"."""
    text = known_text(value, row_id, longest)
    if not plain_words(text):
        raise InvalidSelection("name-without-letters", value=text, row_id=row_id)
    return text


def past_day(value: date, today: date, row_id: str) -> date:
    """A day that has come. Raises InvalidSelection("date-in-future")."""
    if value > today:
        raise InvalidSelection("date-in-future", value=value.isoformat(), row_id=row_id)
    return value


def is_partial_date(text: str) -> bool:
    """Whether a text is a day, a month or a year that the calendar has: `2022-09` is, `2022-13` is not."""
    try:
        return PARTIAL_DATE.fullmatch(text) is not None and read_partial_date(text, "fr") is not None
    except InvalidSelection:
        return False


def last_day(held_on: str | None) -> date | None:
    """The last day that a partial date may mean; None when it is n.c."""
    found = PARTIAL_DATE.fullmatch(held_on or "")
    if not found:
        return None
    year, month, day = found.groups()
    if day:
        return date(int(year), int(month), int(day))
    following = int(month or 12) + 1
    start = date(int(year) + following // 13, (following - 1) % 12 + 1, 1)
    return date.fromordinal(start.toordinal() - 1)
