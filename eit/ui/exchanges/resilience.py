"""The tab of what rests on whom, and the cascade of a material."""

from __future__ import annotations

import streamlit as st

from eit.analysis.exchanges import resilience as analysis
from eit.ui.answers import ask
from eit.ui.notices import notice
from eit.ui.page_context import PageContext, left_out
from eit.ui.tables import show_table
from eit.views.territories.resilience import cascade_table, circle_words, closure_table, stopped_table


def resilience(frame: PageContext) -> None:
    """What would break if an organisation closed, those that nobody could replace first."""
    st.caption(frame.say("resilience.help"))
    if left_out(frame):
        return
    found = ask(analysis.closures, frame.version, frame.selection, frame.as_of)
    if found.empty:
        notice(frame.say("resilience.none"))
    else:
        show_table(closure_table(found, frame.lang), "closures")
    st.subheader(frame.say("resilience.stopped"), anchor=False, help=frame.say("resilience.stopped_help"))
    running = ask(analysis.stopped, frame.version, frame.selection, frame.as_of)
    if running.empty:
        notice(frame.say("resilience.no_synergy"))
    else:
        show_table(stopped_table(running, frame.lang), "stopped")


def cascade(frame: PageContext, material_id: str) -> None:
    """Where a material goes, then what its takers give on; nothing where its quantities are known in bands."""
    if frame.banded:
        return
    st.subheader(frame.say("resilience.cascade"), anchor=False, help=frame.say("resilience.cascade_help"))
    found = ask(analysis.cascade, frame.version, frame.selection, material_id, frame.as_of)
    if found.empty:
        notice(frame.say("resilience.no_cascade"))
        return
    if told := circle_words(found, frame.lang):
        notice(told)
    show_table(cascade_table(found, frame.lang), f"cascade {material_id}")
