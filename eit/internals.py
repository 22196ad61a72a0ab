"""The private names of other libraries that we use, and the one switch that does without them.

Each makes something faster or says something that the library does not offer; the product works without any of them.
`EIT_PLAIN_STREAMLIT=1` switches all of them off, a list such as `memory,band` those that it names. Nothing that
protects data or people may ever be listed here.
"""

from __future__ import annotations

import os

VARIABLE = "EIT_PLAIN_STREAMLIT"
ALL = ("1", "true", "yes", "on", "oui")
INTERNALS = {
    "no-delay": "uvicorn: the transport behind `receive`, whose socket must not wait for acknowledgements",
    "memory": "Streamlit, streamlit-folium: where their files lie, answered from memory and compressed once",
    "font": "Streamlit: where the letters of its pages lie, which a map writes with too",
    "server-address": "Streamlit: `window.__streamlit`, told to its page: a console without errors",
    "map-first": "streamlit-folium: the message that holds a map, after which the rest waits",
    "history": "Streamlit: whether a run was asked for by the buttons back and forward",
    "words": "Streamlit: the names of its own furniture, whose English words are said in the reader's language",
    "connection": "Streamlit: the mark of its page that says whether its server answers, and the title of its box",
    "terminal": "Streamlit: the mark that it has looked for a terminal behind its first element: 0.1 s",
    "emoji": "Streamlit: its look for an emoji before a label: to load the list of all takes 0.1 s",
    "sheet-part": "openpyxl: which part of the package holds a sheet, read raw for merged cells and formulas",
    "band": "python-pptx: the tree of the shapes of a slide, to put one behind the title",
}
"""Name -> the library, and what of it."""


def used(name: str) -> bool:
    """Whether a private name of `INTERNALS` may be used here. Raises KeyError for one that is not listed."""
    if name not in INTERNALS:
        raise KeyError(name)
    named = {word.strip().lower() for word in os.environ.get(VARIABLE, "").split(",")}
    return name not in named and named.isdisjoint(ALL)
