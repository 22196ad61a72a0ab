"""Who signs the changes: a verified identity, else a name typed once, in the sidebar, for every page."""

from __future__ import annotations

import os
from urllib.parse import unquote

import streamlit as st

from eit.views.escape import markdown_text
from eit.views.page_script import AUTHOR_COOKIE
from eit.views.texts import Texts
from eit.web import modes, sign_in

AUTHOR, TYPED = "author", "author typed"
LONGEST = 80
"""Streamlit forgets a field that another page does not draw: the name is kept apart from its field."""


def author_field(say: Texts) -> None:
    """The field of the name; `EIT_AUTHOR` fills it for a single person's machine. Nothing on a server for reading."""
    if not modes.can_edit():
        return
    if (signed := sign_in.identity()) is not None:
        st.caption(say("acting.signed", who=markdown_text(signed.email)))
        return
    st.session_state.setdefault(TYPED, author_typed())
    st.session_state[AUTHOR] = st.text_input(
        say("acting.author"), key=TYPED, max_chars=LONGEST, help=say("acting.author_help")
    )


def author_typed() -> str:
    """The name as it stands, perhaps empty: in the field, else as it was here, in another tab, or on this machine."""
    if TYPED in st.session_state or AUTHOR in st.session_state:
        return str(st.session_state.get(TYPED, st.session_state.get(AUTHOR)))
    kept = " ".join(unquote(st.context.cookies.get(AUTHOR_COOKIE, "")).split())[:LONGEST]
    return kept or os.environ.get("EIT_AUTHOR", "")
