"""A saved view: a page as it is set, kept under a name; its address holds the page and the words of its controls."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode, urlsplit

from eit.domain.address import FIX, LANG, ROOM, SAID, bounded
from eit.domain.consortium import known_name
from eit.domain.errors import InvalidSelection

LONGEST_NAME, LONGEST_ADDRESS = 60, 6000
"""Signs: a name of one line; an address that holds a whole scenario."""
PROGRAMME = "programme"
NOT_OF_A_VIEW = frozenset((PROGRAMME, LANG, FIX, SAID, *ROOM))
"""Words of an address that are not how a page is set: whose it is, who reads it, what is corrected or shown."""


@dataclass(frozen=True)
class SavedView:
    """One view: its id, its name, the page (`carte`) and the words that set it."""

    view_id: str
    name: str
    page: str
    words: Mapping[str, str]


def view_row(name: str, page: str, words: Mapping[str, str]) -> dict[str, str]:
    """The columns of a view. Raises InvalidSelection: no name, one without letters or too long, an address too long."""
    kept = {key: text for key, text in bounded(words).items() if key not in NOT_OF_A_VIEW and text}
    address = f"/{page}?{urlencode(kept)}"
    if len(address) > LONGEST_ADDRESS:
        raise InvalidSelection("view-too-long", value=len(address), unit=str(LONGEST_ADDRESS))
    return {"name": known_name(name, "view", LONGEST_NAME), "address": address}


def read_view(view_id: str, name: str, address: str) -> SavedView:
    """The view that a row holds."""
    parts = urlsplit(address)
    return SavedView(view_id, name, parts.path.strip("/"), dict(parse_qsl(parts.query)))
