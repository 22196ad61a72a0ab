"""The page Matières: one material from its stream to its outlets, and what is missing."""

from __future__ import annotations

from functools import partial

import streamlit as st
from markupsafe import Markup

from eit.analysis.territories import materials
from eit.analysis.territories.materials import MaterialView
from eit.ui.answers import ask
from eit.ui.chart import show_chart
from eit.ui.choice_key import choice_key
from eit.ui.markup import show_html
from eit.ui.notices import notice
from eit.ui.page_context import PageContext, left_out
from eit.ui.tables import show_table
from eit.views.cards import facts_html
from eit.views.escape import markdown_text
from eit.views.grouping import month_chart
from eit.views.territories.materials import (
    choice_names,
    holder_table,
    holders_line,
    missing_html,
    outlets_html,
    storage_line,
    stream_html,
    taker_table,
    verdict_html,
)

CARRIED, CONTROL = "material", "material chosen"
"""The word of the address, and the control that follows it."""


def choose_material(frame: PageContext) -> str | None:
    """The material to look at, the priority ones first; None when the programme has nothing yet."""
    choices = ask(materials.material_choices, frame.version, frame.selection.programme_id)
    if choices.empty:
        notice(frame.say("priority.none"))
        return None
    names = choice_names(choices, frame.lang)
    asked = st.session_state.get(CARRIED)
    st.session_state[CONTROL] = asked if asked in names else next(iter(names))
    return st.selectbox(
        frame.say("priority.choose"),
        list(names),
        format_func=names.__getitem__,
        key=choice_key(CONTROL, names),
        on_change=_remember,
        help=frame.say("priority.choose_help"),
    )


def _remember() -> None:
    st.session_state[CARRIED] = st.session_state[CONTROL]


def show_material(frame: PageContext, material_id: str) -> None:
    """Everything about one material; what is missing stands first, under the stream."""
    view = ask(materials.material_view, frame.version, frame.selection, material_id, frame.as_of)
    if not left_out(frame):
        _section(frame, "stream", stream_html(view, frame.lang))
        left, right = st.columns(2, gap="large")
        with left:
            _section(frame, "pooling", verdict_html(view, frame.lang))
        with right:
            _section(frame, "missing", missing_html(view, frame.lang))
    _people(frame, view)
    if frame.banded:
        _section(frame, "outlets", outlets_html(view, frame.lang))
        return
    left, right = st.columns([1.35, 1], gap="large")
    with left:
        _section(frame, "outlets", outlets_html(view, frame.lang))
    with right:
        _months(frame, view)


def _section(frame: PageContext, key: str, html: Markup) -> None:
    st.subheader(frame.say(f"priority.{key}"), anchor=False)
    show_html(html)


def _people(frame: PageContext, view: MaterialView) -> None:
    st.subheader(frame.say("priority.holders"), anchor=False)
    if view.holders.empty:
        notice(frame.say("priority.stream_none"))
    else:
        st.caption(markdown_text(holders_line(view, frame.lang)))
        show_table(holder_table(view, frame.lang), f"holders {view.material_id}")
    st.subheader(frame.say("priority.takers"), anchor=False, help=frame.say("priority.takers_help"))
    if view.takers.empty:
        notice(frame.say("priority.takers_none"))
    else:
        show_table(taker_table(view, frame.lang), f"takers {view.material_id}")


def _months(frame: PageContext, view: MaterialView) -> None:
    if not any(view.by_month):
        return
    st.subheader(frame.say("priority.months"), anchor=False, help=frame.say("priority.months_help"))
    chart = partial(month_chart, view.by_month, "t", frame.lang)
    show_chart(frame, chart, "material months", frame.say("priority.months"))
    if waiting := storage_line(view, frame.lang):
        show_html(facts_html([waiting]))
