"""The button that makes the document of a meeting."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import streamlit as st

from eit.analysis.brief import brief
from eit.analysis.territories.official import Layers, official_layers
from eit.locations import GEO
from eit.store.database import Database, FileVersion
from eit.ui.answers import ask
from eit.ui.choice_key import choice_key
from eit.ui.data_file import database, own_version, room_version
from eit.ui.page_context import PageContext
from eit.views.brief.files import MIMES, WRITERS
from eit.views.brief.words import file_stem

READY = "brief ready"


def brief_file(
    door: Database, room: FileVersion, layers: Layers, programme_id: str, as_of: date, lang: str, suffix: str
) -> bytes:
    """The brief of a programme in one format, as `eit.views.brief.files` writes it; `room`: the copy for a room."""
    banded = (
        door.stamp == room
    )  # a consortium's server reads the copy alone, and tells the programme's sums by bands
    asked = database(own_version(room)) if banded else door
    found = brief(asked, programme_id, as_of, lang, GEO, layers=layers, room=database(room), in_bands=banded)
    return WRITERS[suffix](found)


def brief_button(frame: PageContext) -> None:
    """Choose a format, make the document, download it."""
    say = frame.say
    with st.popover(say("brief.make"), icon=":material/print:"):
        st.caption(say("brief.make_help"))
        suffix = st.radio(
            say("brief.format"),
            tuple(WRITERS),
            format_func=lambda one: say(f"brief.make_{one[1:]}"),
            key=choice_key("brief format", frame.lang),
        )
        layers = official_layers(Path(frame.version.path))
        asked = (layers, frame.selection.programme_id, frame.as_of, frame.lang, suffix)
        question = (frame.version, *asked)
        if st.button(say("brief.make"), type="primary", key="brief make"):
            with st.spinner(say("brief.busy")):
                made = ask(brief_file, frame.version, room_version(), *asked)
                st.session_state[READY] = (question, made)
        ready = st.session_state.get(READY)
        if ready is not None and ready[0] == question:
            _offer(frame, suffix, ready[1])


def _offer(frame: PageContext, suffix: str, content: bytes) -> None:
    name = f"{file_stem(frame.programme, frame.as_of)}{suffix}"
    size = max(1, round(len(content) / 1024))
    st.download_button(
        frame.say("brief.download", name=name, size=size),
        content,
        file_name=name,
        mime=MIMES[suffix],
        icon=":material/download:",
        key="brief download",
    )
