"""Sources that this project wrote itself, in the language of the screen; those of others stay as they are."""

from __future__ import annotations

import re

from eit.views.texts import LANGUAGES, Texts, texts

SECTION, OWN = "minimum_source.", "own_source."
NO_BREAK_SPACE = re.compile("[\u00a0\u202f]")
DECIMAL_POINT = re.compile(r"(?<=\d)\.(?=\d)")


def project_source(source: str, t: Texts) -> str:
    """A source of ours in the words of `t`; any other source as it is."""
    english = {key: NO_BREAK_SPACE.sub(" ", texts("en")(key)) for key in t.keys(SECTION)}
    if not source.startswith(english[f"{SECTION}project"].strip()):
        return source
    for key in sorted(english, key=lambda key: -len(english[key])):
        source = source.replace(english[key], t(key))
    source = source.replace("m3", "m³")
    return DECIMAL_POINT.sub(",", source) if t.lang == "fr" else source


def own_source(source: object, t: Texts) -> str:
    """How a source that we wrote, in either language, is called in that of the screen; one of others as it is."""
    said = str(source)
    for words in map(texts, LANGUAGES):
        for key in words.keys(OWN):
            if said == words(key) or said.startswith(f"{words(key)}:"):
                return t(key) + said.removeprefix(words(key))
    return said
