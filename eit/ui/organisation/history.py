"""Who changed what of an organisation, in words, and the button that takes an entry back."""

from __future__ import annotations

import streamlit as st

from eit.actions.history import undo
from eit.analysis import history as history_analysis
from eit.analysis import organisation as analysis
from eit.ui import edit_form
from eit.ui.answers import ask
from eit.ui.choice_key import choice_key
from eit.ui.edit_form import Filled
from eit.ui.notices import notice
from eit.ui.page_context import PageContext
from eit.ui.tables import show_table
from eit.views.records import change_table, entry_label


def show_history(frame: PageContext, company_id: str) -> None:
    """One entry at a time, the last first: what it changed, field by field."""
    entries = ask(analysis.entries_about, frame.version, frame.selection.programme_id, company_id)
    if entries.empty:
        notice(frame.say("organisation.no_history"))
        return
    labels = {int(row["entry"]): entry_label(row, frame.lang) for _, row in entries.iterrows()}
    entry = st.selectbox(
        frame.say("organisation.which_entry"),
        list(labels),
        format_func=labels.__getitem__,
        key=choice_key(f"entry of {company_id}", labels),
    )
    show_table(
        change_table(ask(history_analysis.entry_rows, frame.version, int(entry)), frame.lang),
        f"changes of {entry}",
    )
    standing = entries[entries["undone_by"].isna()]
    edit_form.run_button(
        frame, f"undo {entry}",
        Filled(lambda context: undo(context, int(entry)), frame.say("records.history.undone_entry", entry=str(entry))),
        frame.say("records.history.undo_entry"), icon=":material/undo:", key=f"undo {entry}",
        disabled=int(entry) not in set(standing["entry"]),
    )  # fmt: skip
