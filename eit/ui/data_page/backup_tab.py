"""The part of the page Données that makes a backup, under a password if wanted, and puts one back."""

from __future__ import annotations

import tempfile
from pathlib import Path

import streamlit as st

from eit.actions import backups as actions
from eit.actions.backups import Restored
from eit.actions.edit import EditContext
from eit.domain.errors import DataError, InvalidSelection
from eit.ui import data_file, edit_form
from eit.ui.choice_key import choice_key
from eit.ui.data_page.workspace import read_only
from eit.ui.edit_form import Filled, run_form
from eit.ui.notices import WARNING, notice
from eit.ui.page_context import PageContext
from eit.views.escape import markdown_text

LONGEST_PASSWORD = 200
LARGEST_DOWNLOAD = 200 * 2**20
"""Bytes: the server holds a file in memory while it sends it."""
MADE = "backup made"
ZIP = "application/zip"


def backups(frame: PageContext) -> None:
    """Make one, fetch the last, restore one."""
    st.caption(frame.say("backup.how_to"))
    if read_only():
        notice(frame.say("backup.demonstration"))
        return
    _make(frame)
    _fetch(frame)
    st.subheader(frame.say("backup.restore_title"), anchor=False)
    notice(frame.say("backup.restore_told"), WARNING)
    _restore(frame)


def _password(frame: PageContext, form: str, what: str) -> str:
    return st.text_input(
        frame.say(f"backup.{what}"), type="password", max_chars=LONGEST_PASSWORD, autocomplete="off",
        key=f"{form} {what} {edit_form.round_of(form)}",
    )  # fmt: skip


def _make(frame: PageContext) -> None:
    form = "make backup"

    def fields() -> Filled:
        left, right = st.columns(2)
        with left:
            password = _password(frame, form, "password")
        with right:
            again = _password(frame, form, "again")
        st.caption(frame.say("backup.password_told"))

        def do(context: EditContext) -> Path:
            if password != again:
                raise DataError("password_differs")
            archive = actions.make_backup(context, password or None)
            st.session_state[MADE] = str(archive)
            return archive

        said = "backup.made_locked" if password else "backup.made"
        return Filled(do, lambda archive: frame.say(said, path=str(archive)))

    run_form(frame, form, fields, frame.say("backup.make"), ":material/archive:")


def _fetch(frame: PageContext) -> None:
    """The backup that was just made, to be carried to another disk."""
    archive = Path(st.session_state.get(MADE, "")) if st.session_state.get(MADE) else None
    if archive is None or not archive.is_file():
        return
    if archive.stat().st_size > LARGEST_DOWNLOAD:
        st.caption(frame.say("backup.too_large_to_fetch", path=markdown_text(str(archive))))
        return
    st.download_button(
        frame.say("backup.fetch", name=markdown_text(archive.name)), archive.read_bytes(), archive.name, ZIP,
        icon=":material/download:",
    )  # fmt: skip


def _restore(frame: PageContext) -> None:
    form = "restore backup"
    known = actions.kept_backups(data_file.database_path())
    turn = edit_form.round_of(form)

    def fields() -> Filled:
        chosen = st.selectbox(
            frame.say("backup.which"), known, index=None, format_func=lambda one: one.name,
            placeholder=frame.say("backup.none_chosen"), key=choice_key(f"{form} which {turn}", frame.lang),
        )  # fmt: skip
        sent = st.file_uploader(frame.say("backup.or_file"), type=["zip"], key=f"{form} file {turn}")
        password = _password(frame, form, "its_password")
        name = data_file.database_path().name
        typed = st.text_input(frame.say("backup.type_name", name=name), key=f"{form} typed {turn}")

        def do(context: EditContext) -> Restored:
            if chosen is None and sent is None:
                raise InvalidSelection("typed-missing", value="", row_id=frame.say("backup.which"))
            if typed.strip() != name:
                raise InvalidSelection("restore-not-typed", value=name)
            if chosen is not None:
                return actions.bring_back(context, chosen, password or None)
            with tempfile.TemporaryDirectory(prefix="eit-restore-") as folder:
                archive = Path(folder) / "backup.zip"
                archive.write_bytes(sent.getvalue())  # type: ignore[union-attr]
                return actions.bring_back(context, archive, password or None)

        return Filled(do, lambda done: _told(frame, done))

    run_form(frame, form, fields, frame.say("backup.restore"), ":material/settings_backup_restore:")


def _told(frame: PageContext, done: Restored) -> str:
    """What came back, and where the newer work that it replaced is kept."""
    said = frame.say("backup.restored", entry=done.manifest.last_entry)
    if not done.replaced:
        return said
    kept = done.kept.name if done.kept else "—"
    return f"{said} {frame.say('backup.replaced', n=len(done.replaced), kept=kept)}"
