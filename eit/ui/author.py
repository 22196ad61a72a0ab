"""Who signs the changes: a verified identity, else a name typed once, in the sidebar, for every page."""

from __future__ import annotations

import os

import streamlit as st

from eit.views.texts import Texts
from eit.web import modes, sign_in

AUTHOR, TYPED = "author", "author typed"
"""Streamlit forgets a field that another page does not draw: the name is kept apart from its field."""


def author_field(say: Texts) -> None:
    """The field of the name; `EIT_AUTHOR` fills it for a single person's machine. Nothing on a server for reading."""
    if not modes.can_edit():
        return
    if (signed := sign_in.identity()) is not None:
        st.caption(say("acting.signed", who=signed.email))
        return
    st.session_state.setdefault(TYPED, author_typed())
    st.session_state[AUTHOR] = st.text_input(
        say("acting.author"), key=TYPED, max_chars=80, help=say("acting.author_help")
    )


def author_typed() -> str:
    """The name as it stands, perhaps empty: what is in the field, else what was, else that of the machine."""
    known = st.session_state.get(AUTHOR, os.environ.get("EIT_AUTHOR", ""))
    return str(st.session_state.get(TYPED, known))
