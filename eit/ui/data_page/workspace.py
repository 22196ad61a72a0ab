"""What the page Données says first: that the demonstration is only read, or that a programme is still empty."""

from __future__ import annotations

import streamlit as st

from eit.actions.history import is_demonstration, start_workspace
from eit.analysis import programmes
from eit.domain.errors import DataError
from eit.ui import data_file
from eit.ui.answers import ask
from eit.ui.edit_form import say_done
from eit.ui.notices import WARNING, notice
from eit.ui.page_context import PageContext


def head(frame: PageContext) -> None:
    """What the last edit did; then what a newcomer has to know before anything else."""
    say_done(frame)
    if is_demonstration(data_file.database_path()):
        notice(frame.say("records.demonstration"))
        if st.button(frame.say("records.start"), icon=":material/edit_document:", key="start workspace"):
            _start(frame)
    if not ask(programmes.company_names, frame.version, frame.selection.programme_id):
        notice(frame.say("records.empty_programme"))


def read_only() -> bool:
    """Whether the file in use is the demonstration, which is never edited."""
    return is_demonstration(data_file.database_path())


def _start(frame: PageContext) -> None:
    try:
        start_workspace()
    except DataError as error:
        notice(frame.say(f"problem.{error.code}", **error.values), WARNING)
    else:
        st.rerun()
