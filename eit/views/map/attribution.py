"""Who is named under every map."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from eit.views.texts import Texts

LINKS = {"amcharts": "https://www.amcharts.com/"}


class Credit(NamedTuple):
    """Who is to be named on the map, and where they can be found."""

    text: str
    url: str | None = None


def credits(say: Texts, committed_keys: Sequence[str], official: Sequence[str] = ()) -> list[Credit]:
    """Who is named on the map: imported boundaries first, then the committed ones (their licence asks for the link)."""
    imported = [Credit(source) for source in official]
    committed = [Credit(say(f"credit.{key}"), LINKS.get(key)) for key in committed_keys]
    return [*imported, *committed, Credit(say("credit.approximate"))]
