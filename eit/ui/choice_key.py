"""Lists of choices whose words may change while the choice stays: an organisation is renamed, an edit is undone."""

from __future__ import annotations

import streamlit as st

WORDS = "words of the lists"


def choice_key(key: str, words: object) -> str:
    """The key of a list of choices, to be asked where the list is drawn, once for each time that it is.

    `words`: what it shows, as a value that can be compared: choice -> label. A browser sends back the words that it
    shows, not the choice; when they changed it is told the choice again, else it would send words that nobody knows
    any more, and what was chosen would be lost with the next click.
    """
    told: dict[str, object] = st.session_state.setdefault(WORDS, {})
    if key in st.session_state and key in told and told[key] is not words and told[key] != words:
        st.session_state[key] = st.session_state[key]
    told[key] = words
    return key
