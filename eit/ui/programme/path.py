"""Where a programme stands: what is late or due soon, and its own steps; on the pages Accueil and Programme."""

from __future__ import annotations

import streamlit as st

from eit.analysis import programme_parts
from eit.ui.answers import ask
from eit.ui.markup import show_html
from eit.ui.notices import notices
from eit.ui.page_context import PageContext
from eit.views.programme import due_sentence, path_html

SAID = 5
"""Items named; the list of the page Programme has them all."""


def say_due(frame: PageContext) -> None:
    """The items that are late or due soon; nothing when there is none."""
    rows = ask(programme_parts.due_items, frame.version, frame.selection.programme_id, frame.as_of)
    notices([due_sentence(row, frame.say) for row in rows[:SAID]])


def show_path(frame: PageContext) -> None:
    """The steps of the programme, those that were reached marked; nothing when it has none of its own."""
    steps = ask(programme_parts.current_path, frame.version, frame.selection.programme_id, frame.as_of)
    if len(steps):
        st.subheader(frame.say("home.path"), anchor=False)
        show_html(path_html(steps.to_dict("records"), frame.lang))
