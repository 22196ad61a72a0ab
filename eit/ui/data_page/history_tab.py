"""The part of the page Données that says who changed what, and takes back the last import or any entry."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from eit.actions.history import undo, undo_last_import
from eit.analysis import history as history_analysis
from eit.ui.answers import ask
from eit.ui.choice_key import choice_key
from eit.ui.edit_form import Filled, can_edit, run_button
from eit.ui.notices import notice
from eit.ui.page_context import PageContext
from eit.ui.tables import show_table
from eit.views.records import change_table, entry_label, journal_table

FORM, ANY = "undo the last import", "undo an entry"
IMPORT, UNDO = "import-", "undo"


def history(frame: PageContext) -> None:
    """The journal, the details of the chosen entry, and the button that undoes."""
    entries = ask(history_analysis.history, frame.version, frame.selection.programme_id)
    if entries.empty:
        notice(frame.say("records.history.empty"))
        return
    _undo_import(frame, bool((entries["action"].str.startswith(IMPORT) & entries["undone_by"].isna()).any()))
    _undo_any(frame, entries)
    st.caption(frame.say("records.history.how_to"))
    chosen = show_table(journal_table(entries, frame.lang), "journal entries")
    if chosen is not None:
        st.subheader(frame.say("records.history.details", entry=int(chosen)), anchor=False)
        show_table(
            change_table(ask(history_analysis.entry_rows, frame.version, int(chosen)), frame.lang),
            "journal rows",
        )


def _undo_import(frame: PageContext, possible: bool) -> None:
    programme_id = frame.selection.programme_id
    filled = Filled(lambda door: undo_last_import(door, programme_id), frame.say("records.history.undone"))
    run_button(
        frame, FORM, filled, frame.say("records.history.undo"),
        icon=":material/undo:", disabled=not possible, key=FORM,
    )  # fmt: skip


def _undo_any(frame: PageContext, entries: pd.DataFrame) -> None:
    """Choose an entry that stands and take it back; when its rows have moved on, it says which and changes nothing."""
    standing = entries[
        entries["undone_by"].isna() & (entries[["added", "changed", "removed"]].sum(axis=1) > 0)
    ]
    if standing.empty or not can_edit():
        return
    labels = {int(row["entry"]): entry_label(row, frame.lang) for _, row in standing.iterrows()}
    left, right = st.columns([2, 3], vertical_alignment="bottom")
    entry = left.selectbox(
        frame.say("records.history.which"),
        list(labels),
        format_func=labels.__getitem__,
        key=choice_key("entry to undo", labels),
    )
    filled = Filled(
        lambda door: undo(door, int(entry)), frame.say("records.history.undone_entry", entry=str(entry))
    )
    run_button(
        frame, ANY, filled, frame.say("records.history.undo_entry"), right, icon=":material/undo:", key=ANY
    )
