"""The part of the page Données that says who changed what, and takes the last import back."""

from __future__ import annotations

import streamlit as st

from eit.actions.history import undo_last_import
from eit.analysis import history as history_analysis
from eit.ui.answers import ask
from eit.ui.edit_form import Filled, author_field, run_button
from eit.ui.notices import notice
from eit.ui.page_context import PageContext
from eit.ui.tables import show_table
from eit.views.records import change_table, journal_table

FORM = "undo the last import"
IMPORT, UNDO = "import-", "undo"


def history(frame: PageContext) -> None:
    """The journal, the details of the chosen entry, and the button that undoes."""
    entries = ask(history_analysis.history, frame.version, frame.selection.programme_id)
    if entries.empty:
        notice(frame.say("records.history.empty"))
        return
    _undo(frame, bool((entries["action"].str.startswith(IMPORT) & entries["undone_by"].isna()).any()))
    st.caption(frame.say("records.history.how_to"))
    chosen = show_table(journal_table(entries, frame.lang), "journal entries")
    if chosen is not None:
        st.subheader(frame.say("records.history.details", entry=int(chosen)), anchor=False)
        show_table(
            change_table(ask(history_analysis.entry_rows, frame.version, int(chosen)), frame.lang),
            "journal rows",
        )


def _undo(frame: PageContext, possible: bool) -> None:
    left, right = st.columns([2, 3], vertical_alignment="bottom")
    with left:
        author_field(frame)
    programme_id = frame.selection.programme_id
    undo = Filled(lambda door: undo_last_import(door, programme_id), frame.say("records.history.undone"))
    run_button(
        frame, FORM, undo, frame.say("records.history.undo"), right,
        icon=":material/undo:", disabled=not possible, key=FORM,
    )  # fmt: skip
