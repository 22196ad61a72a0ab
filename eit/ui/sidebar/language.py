"""The language control, and what is chosen when it is moved."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from eit.domain.address import LANG, LANGUAGES
from eit.views.texts import Texts, texts


def language(controls: Sequence[str]) -> Texts:
    """The language control, first of all: everything else is written in it. `controls`: the keys of what is chosen."""
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
            on_change=_say_again,
            args=(controls,),
        )
    return texts(st.session_state[LANG] or LANGUAGES[0])


def _say_again(controls: Sequence[str]) -> None:
    """Tell the browser what is chosen: a list sends back the words that it shows, and would show those of before."""
    for key in controls:
        if key in st.session_state:
            st.session_state[key] = st.session_state[key]
