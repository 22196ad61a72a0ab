"""Organisations placed by their address: what leaves, and to whom, is said first; nothing found is kept unseen."""

from __future__ import annotations

import streamlit as st

from eit.actions.organisation.address_positions import (
    Addressed,
    addressed,
    believed,
    locate,
    place_by_address,
    service_host,
)
from eit.domain.errors import DataError
from eit.domain.organisation.position import Located
from eit.ui.answers import ask
from eit.ui.data_page.workspace import read_only
from eit.ui.edit_form import Filled, can_edit, run_button
from eit.ui.markup import show_html
from eit.ui.notices import INFO, WARNING, notice
from eit.ui.page_context import PageContext
from eit.views.importing.answers import positions_html

FORM, FOUND = "place by address", "addresses that were asked"
Answer = tuple[Addressed, Located | None]


def place_addresses(frame: PageContext) -> None:
    """Offered only where the deployment names a service, and where an address could say more than a municipality."""
    if read_only() or not can_edit():
        return
    say = frame.say
    try:
        host = service_host()
    except DataError as error:
        notice(say(f"problem.{error.code}", **error.values), WARNING)
        return
    waiting = ask(addressed, frame.version, frame.selection.programme_id) if host else []
    if host is None or not waiting:
        return
    with st.expander(
        say("records.geocoder.title", n=len(waiting)), icon=":material/location_searching:", key="geocoder"
    ):
        st.caption(say("records.geocoder.how", host=host))
        agreed = st.checkbox(say("records.geocoder.agree", host=host), key="geocoder agreed")
        if st.button(say("records.geocoder.send", n=len(waiting)), disabled=not agreed, key="geocoder send"):
            st.session_state[FOUND] = frame.version, _asked(frame, waiting)
        version, answers = st.session_state.get(FOUND, (None, []))
        if version == frame.version and answers:
            _show(frame, answers)


def _asked(frame: PageContext, waiting: list[Addressed]) -> list[Answer]:
    """What the service says of each address; what it said before it fell silent is kept."""
    answers: list[Answer] = []
    bar = st.progress(0.0)
    try:
        for one in waiting:
            answers.append((one, locate(one)))
            bar.progress(len(answers) / len(waiting))
    except DataError as error:
        notice(frame.say(f"problem.{error.code}", **error.values), WARNING)
    bar.empty()
    return answers


def _show(frame: PageContext, answers: list[Answer]) -> None:
    say = frame.say
    good = [(one, place) for one, place in answers if place is not None and believed(one, place)]
    rows = [
        (
            one.name,
            one.line,
            place.label if place else "",
            say("records.geocoder.unknown")
            if place is None
            else say(f"position_quality.{place.quality}")
            if believed(one, place)
            else say("records.geocoder.far"),
        )
        for one, place in answers
    ]
    show_html(positions_html(rows, say))
    if not good:
        notice(say("records.geocoder.nothing"), INFO)
        return
    done = say("records.geocoder.done", n=len(good))
    filled = Filled(lambda door: place_by_address(door, frame.selection.programme_id, good), done)
    label = say("records.geocoder.keep", n=len(good))
    run_button(frame, FORM, filled, label, type="primary", icon=":material/save:", key="geocoder keep")
