"""The search of a place, one component for every form: a place is typed as people write it, and never guessed."""

from __future__ import annotations

import streamlit as st

from eit.analysis.places import PlaceMatch, search_places
from eit.ui import data_file
from eit.ui.notices import notice
from eit.ui.page_context import PageContext
from eit.views.programme import place_label


def place_search(frame: PageContext, key: str) -> str | None:
    """The place that was searched and chosen; what is not known, or may be several, is said."""
    say = frame.say
    text = st.text_input(say("programme.place"), help=say("programme.place_help"), max_chars=80, key=key)
    if not text.strip():
        return None
    found = search_places(text, data_file.database(frame.version))
    if not found.places:
        notice(say("programme.place_unknown", text=text.strip()))
        return None
    return _chosen(frame, found, key)


def _chosen(frame: PageContext, found: PlaceMatch, key: str) -> str | None:
    """One place is taken as it is; several are a choice, and none is taken for the person."""
    labels = {place.place_id: place_label(place, within, frame.lang) for place, within in found.places}
    return st.radio(
        frame.say("programme.place_found" if found.certain else "programme.place_which"),
        list(labels),
        index=0 if found.certain else None,
        format_func=labels.__getitem__,
        key=f"{key} of {found.text}",
    )
