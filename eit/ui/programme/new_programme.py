"""A new programme: a name, a place that is searched as people write it, a start; the rest is filled in afterwards."""

from __future__ import annotations

from typing import Any

import streamlit as st

from eit.actions.history import is_demonstration
from eit.actions.programme import NewProgramme
from eit.actions.start_programme import start_file, start_programme
from eit.analysis.places import PlaceMatch, search_places
from eit.domain.programme.parts import LONGEST
from eit.locations import WORK, WORKSPACE
from eit.ui import data_file, edit_form
from eit.ui.edit_form import Filled
from eit.ui.notices import notice
from eit.ui.page_context import PageContext
from eit.ui.sidebar.controls import BEGUN
from eit.views.programme import place_label

FORM, PLACE, CHOSEN = "new programme", "new programme place", "new programme places"


def new_programme(frame: PageContext) -> None:
    """The three questions; the demonstration is only read, so from there the programme gets a file of its own."""
    say = frame.say
    demonstration = is_demonstration(data_file.database_path())
    st.caption(say("programme.new_in_own_file" if demonstration else "programme.new_beside"))
    place_id = _place(frame)

    def fields() -> Filled:
        name = st.text_input(
            say("programme_field.name") + " *", max_chars=LONGEST["text"], key=f"{FORM} name"
        )
        start = st.text_input(
            say("programme_field.starts_on"),
            max_chars=LONGEST["partial_date"],
            key=f"{FORM} start",
            placeholder=say("programme.date_parts"),
        )

        def do(door: Any) -> str:
            new = NewProgramme(name, "", starts_on=start or None)
            places = [place_id] if place_id else []
            if is_demonstration(door.path):
                return start_file(WORK / WORKSPACE, door.author, new, places)
            return start_programme(door, new, places)

        def done(programme_id: str) -> str:
            st.session_state[BEGUN] = programme_id
            return say("programme.begun", name=name.strip())

        return Filled(do, done)

    edit_form.run_form(frame, FORM, fields, say("programme.begin"), ":material/rocket_launch:")


def _place(frame: PageContext) -> str | None:
    """The place that was searched and chosen; what is not known, or may be several, is said."""
    say = frame.say
    text = st.text_input(say("programme.place"), help=say("programme.place_help"), max_chars=80, key=PLACE)
    if not text.strip():
        return None
    found = search_places(text)
    if not found.places:
        notice(say("programme.place_unknown", text=text.strip()))
        return None
    return _chosen(frame, found)


def _chosen(frame: PageContext, found: PlaceMatch) -> str | None:
    """One place is taken as it is; several are a choice, and none is taken for the person."""
    labels = {place.place_id: place_label(place, within, frame.lang) for place, within in found.places}
    return st.radio(
        frame.say("programme.place_found" if found.certain else "programme.place_which"),
        list(labels),
        index=0 if found.certain else None,
        format_func=labels.__getitem__,
        key=f"{CHOSEN} {found.text}",
    )
