"""A long file says how far its reading is, and can be stopped; nothing is written meanwhile."""

from __future__ import annotations

import streamlit as st

from eit.ingest.plan import Progress
from eit.ui.data_page.uploaded_file import Upload
from eit.ui.notices import notice
from eit.ui.page_context import PageContext

STOPPED = "import stopped"


def progress_of(frame: PageContext, upload: Upload) -> Progress:
    """A bar and a button; the button starts the page again, which ends the reading at its next word."""
    say = frame.say
    place = st.empty()
    with place.container():
        bar = st.progress(0.0, say("records.progress.opening"))
        st.button(say("records.progress.stop"), key="import stop", on_click=_stop, args=(upload.digest,))

    def tell(done: int, of: int) -> None:
        bar.progress(done / of, say("records.progress.rows", done=done, of=of))
        if done + CLOSE >= of:
            place.empty()

    return tell


CLOSE = 1000
"""Rows before the end from which on the bar has nothing more to say."""


def _stop(digest: str) -> None:
    st.session_state[STOPPED] = digest


def is_stopped(frame: PageContext, upload: Upload) -> bool:
    """Whether the reading of this file was stopped; then the page offers to take it up again."""
    if st.session_state.get(STOPPED) != upload.digest:
        return False
    notice(frame.say("records.progress.stopped"))
    st.button(frame.say("records.progress.again"), key="import again", on_click=_stop, args=("",))
    return True
