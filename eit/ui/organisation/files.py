"""The files of an organisation: which there are, one more, a copy of one, one taken away."""

from __future__ import annotations

import streamlit as st

from eit.actions.edit import EditContext
from eit.actions.organisation import files as actions
from eit.analysis import organisation as analysis
from eit.domain.errors import DataError, InvalidSelection
from eit.domain.organisation.attached_file import KINDS, LARGEST
from eit.ui import data_file, edit_form
from eit.ui.answers import ask
from eit.ui.choice_key import choice_key
from eit.ui.edit_form import Filled
from eit.ui.notices import WARNING, notice
from eit.ui.page_context import PageContext
from eit.ui.tables import show_table
from eit.views.escape import markdown_text
from eit.views.organisation.page import file_size, file_table

MEBIBYTE = 2**20
INERT = "application/octet-stream"
"""Saved by a browser, never shown nor run by it."""


def show_files(frame: PageContext, company_id: str) -> None:
    """A table; one that is chosen can be saved or taken away; below, the form that attaches one."""
    rows = ask(analysis.files_of, frame.version, company_id)
    st.caption(frame.say("organisation.files_told", size=str(LARGEST // MEBIBYTE)))
    if rows.empty:
        notice(frame.say("organisation.no_file"))
    else:
        show_table(file_table(rows, frame.lang), f"files of {company_id}")
        names = dict(zip(rows["attachment_id"], rows["name"], strict=True))
        chosen = st.selectbox(
            frame.say("organisation.which_file"), list(names), index=None, format_func=names.__getitem__,
            placeholder=frame.say("control.search"), key=choice_key(f"file of {company_id} {len(names)}", names),
        )  # fmt: skip
        if chosen is not None:
            _one(frame, chosen)
    _attach(frame, company_id)


def _one(frame: PageContext, attachment_id: str) -> None:
    say = frame.say
    left, right = st.columns(2)
    try:
        name, content = analysis.file_content(data_file.database(frame.version), attachment_id)
    except DataError as error:
        notice(say(f"problem.{error.code}", **error.values), WARNING)
    else:
        size = file_size(len(content), frame.lang)
        left.download_button(
            say("organisation.save_file", name=markdown_text(name), size=size), content, name, INERT,
            icon=":material/download:", key=f"save {attachment_id}",
        )  # fmt: skip
    if not edit_form.can_edit():
        return
    with right:
        for_good = st.checkbox(say("organisation.file_for_good"), key=f"for good {attachment_id}")
        edit_form.run_button(
            frame, f"remove {attachment_id}",
            Filled(
                lambda context: actions.remove_file(context, attachment_id, for_good),
                say("organisation.file_destroyed" if for_good else "organisation.file_removed"),
            ),
            say("organisation.remove_file"), icon=":material/delete:", key=f"remove {attachment_id}",
        )  # fmt: skip


def _attach(frame: PageContext, company_id: str) -> None:
    say, form = frame.say, f"attach {company_id}"
    turn = edit_form.round_of(form)

    def fields() -> Filled:
        sent = st.file_uploader(
            say("organisation.file"), type=list(KINDS), key=f"{form} file {turn}",
            max_upload_size=LARGEST // MEBIBYTE,
        )  # fmt: skip
        note = st.text_input(
            say("organisation_field.note"), max_chars=actions.LONGEST_NOTE, key=f"{form} note {turn}"
        )

        def do(context: EditContext) -> object:
            if sent is None:
                raise InvalidSelection("typed-missing", value="", row_id=say("organisation.file"))
            return actions.attach_file(context, company_id, sent.name, sent.getvalue(), note)

        return Filled(do, say("organisation.file_attached"))

    edit_form.run_form(frame, form, fields, say("organisation.attach_file"), ":material/attach_file:")
