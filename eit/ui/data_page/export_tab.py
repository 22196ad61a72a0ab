"""The part of the page Données that takes data out: kind, format, and a file made when it is asked for."""

from __future__ import annotations

import streamlit as st

from eit.analysis.exports import GEOMETRIES, KINDS
from eit.ui.choice_key import choice_key
from eit.ui.data_page import record_answers
from eit.ui.page_context import PageContext
from eit.views.export.files import MIMES, suffixes_for

READY = "export ready"


def export(frame: PageContext) -> None:
    """Choose what and how; the file is built by the button, then downloaded."""
    say = frame.say
    st.caption(say("records.export.how_to"))
    left, right, _ = st.columns([2, 2, 3], vertical_alignment="bottom")
    what = left.selectbox(
        say("records.export.what"),
        (record_answers.ALL, *KINDS),
        format_func=lambda kind: say(f"export.kind.{kind}"),
        key=choice_key("export kind", say.lang),
    )
    formats = suffixes_for(len(KINDS) if what == record_answers.ALL else 1, what in GEOMETRIES)
    suffix = right.selectbox(
        say("records.export.format"),
        formats,
        format_func=lambda one: say(f"records.export.suffix.{one[1:]}"),
        key=choice_key(f"export format {len(formats)}", say.lang),
    )
    question = (frame.version, frame.selection, frame.as_of, frame.lang, what, suffix)
    if st.button(say("records.export.prepare"), icon=":material/inventory_2:", type="primary"):
        with st.spinner(say("records.export.busy")):
            st.session_state[READY] = (question, record_answers.export_file(*question))
    ready = st.session_state.get(READY)
    if ready is not None and ready[0] == question:
        _offer(frame, what, suffix, *ready[1])


def _offer(frame: PageContext, what: str, suffix: str, content: bytes, about: bytes) -> None:
    name = f"{frame.selection.programme_id}-{what}-{frame.as_of.isoformat()}"
    size = max(1, round(len(content) / 1024))
    st.download_button(
        frame.say("records.export.download", name=f"{name}{suffix}", size=size),
        content,
        file_name=f"{name}{suffix}",
        mime=MIMES[suffix],
        icon=":material/download:",
        key="export download",
    )
    if suffix == ".csv":
        st.download_button(
            frame.say("records.export.about"),
            about,
            file_name=f"{name}.about.txt",
            mime="text/plain",
            icon=":material/info:",
            key="export about",
        )
