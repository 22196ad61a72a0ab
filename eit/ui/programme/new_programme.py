"""A new programme: a name, a place that is searched as people write it, a start; the rest is filled in afterwards."""

from __future__ import annotations

from typing import Any

import streamlit as st

from eit.actions.boundaries import jurisdiction_names
from eit.actions.history import is_demonstration
from eit.actions.programme.fields import NewProgramme
from eit.actions.programme.start import start_file, start_programme
from eit.domain.forms.row_fields import LONGEST
from eit.locations import WORK, WORKSPACE
from eit.ui import data_file, edit_form
from eit.ui.choice_key import choice_key
from eit.ui.edit_form import Filled
from eit.ui.markup import show_html
from eit.ui.notices import notice
from eit.ui.page_context import PageContext
from eit.ui.place_search import place_search
from eit.ui.sidebar.controls import BEGUN
from eit.views.cards import page_head

FORM, PLACE = "new programme", "new programme place"


def first_programme(frame: PageContext) -> None:
    """The page of a file that has no programme: the first one begins here."""
    show_html(page_head(frame.say("programme.new"), frame.say("programme.new_first"), None))
    if edit_form.can_edit():
        new_programme(frame)
    else:
        notice(frame.say("programme.none_begun"))


def new_programme(frame: PageContext) -> None:
    """The three questions; the demonstration is only read, so from there the programme gets a file of its own."""
    say = frame.say
    demonstration = is_demonstration(data_file.database_path())
    if frame.selection.programme_id:
        st.caption(say("programme.new_in_own_file" if demonstration else "programme.new_beside"))
    place = place_search(frame, PLACE)

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

        names = jurisdiction_names(frame.lang)
        country = st.selectbox(
            say("programme.country_only"),
            list(names),
            index=None,
            format_func=names.__getitem__,
            placeholder=say("control.search"),
            key=choice_key(f"{FORM} country", names),
            help=say("programme.country_only_help"),
        )

        def do(door: Any) -> str:
            new = NewProgramme(name, country or "", starts_on=start or None)
            places = [] if country and not place.text else [place.chosen()]
            if is_demonstration(door.path):
                return start_file(WORK / WORKSPACE, door.author, new, places)
            return start_programme(door, new, places)

        def done(programme_id: str) -> str:
            st.session_state[BEGUN] = programme_id
            return say("programme.begun", name=name.strip())

        return Filled(do, done)

    edit_form.run_form(frame, FORM, fields, say("programme.begin"), ":material/rocket_launch:")
