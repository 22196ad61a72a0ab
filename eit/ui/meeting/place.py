"""Where a meeting is: its scene, what is written down beside it, for whom the window is. The address holds it.

A reload, another window and a server that was started again all find it there.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from urllib.parse import parse_qsl, urlencode

import streamlit as st

from eit.domain.address import ROOM, SAID

SCENE, PANEL, VIEW = ROOM
SPEAKER, PREVIEW = "speaker", "preview"
TURN = "said turn"


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


def restore(name: str, key: str, options: Collection[str], turn: int) -> None:
    """Choose in a list again what its address holds: a reload, or another server, has forgotten it.

    `turn`: how often the form was sent; what was sent is not chosen again.
    """
    held = dict(parse_qsl(str(st.session_state.get(SAID) or ""))).get(name)
    if key not in st.session_state and held in options and st.session_state.get(TURN, turn) == turn:
        st.session_state[key] = held


def hold(chosen: Mapping[str, str | None], turn: int) -> None:
    """Keep what is chosen in lists in the address, at once: a fragment does not run the rest of the page."""
    st.session_state[TURN] = turn
    text = urlencode({name: value for name, value in chosen.items() if value})
    if text == str(st.session_state.get(SAID) or ""):
        return
    st.session_state[SAID] = text
    if text:
        st.query_params[SAID] = text
    else:
        st.query_params.pop(SAID, None)
