"""Where a meeting is: its scene, what is written down beside it, for whom the window is. The address holds it.

A reload, another window and a server that was started again all find it there.
"""

from __future__ import annotations

import streamlit as st

from eit.domain.address import ROOM

SCENE, PANEL, VIEW = ROOM
SPEAKER, PREVIEW = "speaker", "preview"


def place_among(total: int) -> int:
    """The scene that is shown, from 0; what an address says in vain is the first one."""
    places = {str(place + 1): place for place in range(total)}
    return places.get(str(st.session_state.get(SCENE)), 0)


def go(place: int) -> None:
    """Show another scene; what is written down beside it stays."""
    st.session_state[SCENE] = str(place + 1)
    if st.session_state.get(PANEL) == "overview":
        st.session_state[PANEL] = ""


def panel() -> str:
    """What is written down beside the scene; empty: the scene has the whole screen."""
    return str(st.session_state.get(PANEL) or "")


def open_panel(name: str) -> None:
    """Write something down beside the scene, or stop."""
    st.session_state[PANEL] = "" if panel() == name else name


def view() -> str:
    """For whom the window is: the room (empty), who speaks, the preview of the editor."""
    return str(st.session_state.get(VIEW) or "")
