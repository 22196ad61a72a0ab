"""Several materials in one cell (`carton, plastique et bois : 12 t`): which they are; how much of each is not said."""

from __future__ import annotations

import re

from eit.domain.text_key import plain_words
from eit.store.material_names.search import MaterialMatch, MaterialSearch

LIST = re.compile(r"\s*[,;/+&\n]\s*|\s+(?:et|and)\s+", re.I)
"""What stands between the materials of a list in one cell."""
PAIR = re.compile(r"\s(?:et|and)\s", re.I)
"""`terres et pierres` is the name of one thing more often than of two."""
OF_ONE = re.compile(r"\b(?:melanges?|mixed|mixtes?)\b|\b(?:et|and|ou) (?:de|d|du|des|of)\b")
"""Words of a mixture that has a name, or of one thing that two complements tell."""
AMOUNT = re.compile(r"\s*[:=]\s*\d.*$", re.S)
"""A quantity behind the name of a material."""
SAID, MIXED = ("exact", "candidates"), "mixed-waste"


def listed_materials(
    text: str, whole: MaterialMatch, search: MaterialSearch, direction: str | None = None
) -> list[str]:
    """The ids of the different materials that a text lists, with that of a mixture; none when it names one thing.

    `whole`: what the text means as one.
    """
    parts = [part for part in LIST.split(AMOUNT.sub("", text)) if part.strip()]
    is_pair = len(parts) == 2 and PAIR.search(text) is not None
    settled = whole.reason in ("name", "word") or (is_pair and whole.status == "exact")
    if len(parts) < 2 or settled or OF_ONE.search(plain_words(text)):
        return []
    meant = [one for part in parts if (one := search.find(part, direction)).status in SAID]
    ids = [set(one.ids) for one in meant if one.reason != "near"]
    if len(ids) < 2 or set.intersection(*ids):
        return []
    family = whole.material_id
    if family and all(any(family in (one, search.parents.get(one)) for one in found) for found in ids):
        return []
    firsts = [one.ids[0] for one in meant if one.reason != "near"]
    return list(dict.fromkeys([*firsts, *({MIXED} & set(search.names))]))
