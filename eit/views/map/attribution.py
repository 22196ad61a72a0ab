"""Who is named under every map."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from eit.views.texts import Texts

LINKS = {"divisions": "credit.divisions_link"}
"""Credits whose licence is a page: the text that holds its address."""


class Credit(NamedTuple):
    """Who is to be named on the map, and where they can be found."""

    text: str
    url: str | None = None


def credits(
    say: Texts, committed_keys: Sequence[str], official: Sequence[str] = (), *, approximate: bool
) -> list[Credit]:
    """Who is named on the map: imported boundaries first, then the committed ones; what cells come from, if any is
    drawn."""
    imported = [Credit(source) for source in official]
    committed = [
        Credit(say(f"credit.{key}"), say(LINKS[key]) if key in LINKS else None) for key in committed_keys
    ]
    return [*imported, *committed, *([Credit(say("credit.approximate"))] if approximate else [])]
