"""The language control."""

from __future__ import annotations

import streamlit as st

from eit.domain.address import LANG, LANGUAGES
from eit.views.texts import Texts, texts


def language() -> Texts:
    """The language control, first of all: everything else is written in it."""
    if LANG not in st.session_state:
        asked = st.query_params.get(LANG)
        st.session_state[LANG] = asked if asked in LANGUAGES else LANGUAGES[0]
    chosen = st.session_state[LANG] or LANGUAGES[0]
    with st.sidebar:
        st.segmented_control(
            texts(chosen)("app.language"),
            LANGUAGES,
            format_func={"fr": "Français", "en": "English"}.__getitem__,
            key=LANG,
            required=True,
            label_visibility="collapsed",
        )
    return texts(st.session_state[LANG] or LANGUAGES[0])
