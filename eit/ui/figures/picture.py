"""The programme in one picture: its territory, its organisations, what they could exchange and what they do."""

from __future__ import annotations

import streamlit as st

from eit.ui.map.files import bare_picture
from eit.ui.markup import show_html
from eit.ui.page_context import NAVIGATION, PageContext

PICTURE_PX = (660, 560)
"""Drawn for the narrowest column that it has: at 1366 px its letters are hardly smaller than they are drawn."""


def show_picture(frame: PageContext) -> None:
    """The map as it would print, what it shows, and the way to the one that answers."""
    image, caption = bare_picture(frame, *PICTURE_PX)
    show_html(image)
    st.caption(caption)
    st.page_link(frame.page("map"), label=frame.say("home.go_map"), icon=NAVIGATION["map"][1])
