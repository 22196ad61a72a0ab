"""Tags: words of one's own on an organisation, a synergy or an item, by which they are found and grouped."""

from __future__ import annotations

import re

from eit.domain.errors import InvalidSelection
from eit.domain.text_key import plain_words

PARTED = re.compile(r"[,;|\n]")
LONGEST, MOST = 40, 20
"""Signs of one tag, and tags of one thing: a longer text is a note."""
SIGN = "#"
"""What people write before a tag."""


def tags_of(text: object) -> list[str]:
    """The tags that a text lists, each once however it is written, in their order; none for an empty one."""
    found: dict[str, str] = {}
    for part in PARTED.split(text if isinstance(text, str) else ""):
        tag = " ".join(part.split()).lstrip(SIGN).strip()
        if words := plain_words(tag):
            found.setdefault(words, tag)
    return list(found.values())


def read_tags(text: object, row_id: str = "tags") -> str | None:
    """The tags of a text as they are kept, `carton, à revoir`; None where there is none.

    Raises InvalidSelection("text-too-long") for a tag of more than LONGEST signs, ("tags-too-many") for more than MOST.
    """
    tags = tags_of(text)
    if long := next((tag for tag in tags if len(tag) > LONGEST), None):
        raise InvalidSelection("text-too-long", value=long[:LONGEST] + "…", unit=str(LONGEST), row_id=row_id)
    if len(tags) > MOST:
        raise InvalidSelection("tags-too-many", value=len(tags), unit=str(MOST), row_id=row_id)
    return ", ".join(tags) or None
