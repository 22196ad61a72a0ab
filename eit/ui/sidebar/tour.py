"""A tour of one minute: a panel above the pages that says what each is for, and leads from one to the next."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import streamlit as st

from eit.views.texts import Texts
from eit.views.tour import STEPS, heading

STEP, OVER = "tour step", "tour over"


def offer_tour(say: Texts, fictitious: bool) -> None:
    """The button that starts the tour, on the demonstration only and until it has been taken or closed."""
    if not fictitious or st.session_state.get(OVER) or STEP in st.session_state:
        return
    st.button(say("tour.start"), icon=":material/tour:", key="tour start", on_click=_begin)


def _begin() -> None:
    st.session_state[STEP] = 0


def _end() -> None:
    st.session_state.pop(STEP, None)
    st.session_state[OVER] = True


def show_tour(say: Texts, scripts: Mapping[str, Path]) -> None:
    """The step under way, on whatever page the reader is; `scripts` gives the script of each page by its key."""
    step = st.session_state.get(STEP)
    if step is None:
        return
    last = step == len(STEPS) - 1
    with st.container(border=True, key="tour"):
        st.markdown(f"**{heading(say, step)}**  \n{say(f'tour.{STEPS[step]}')}")
        with st.container(horizontal=True):
            if step and st.button(say("tour.back"), key="tour back"):
                _go(step - 1, scripts)
            if not last and st.button(say("tour.next"), key="tour next", type="primary"):
                _go(step + 1, scripts)
            st.button(say("tour.end" if last else "tour.close"), key="tour close", on_click=_end)


def _go(step: int, scripts: Mapping[str, Path]) -> None:
    st.session_state[STEP] = step
    st.switch_page(scripts[STEPS[step]])
