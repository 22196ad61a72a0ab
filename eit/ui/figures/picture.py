"""The programme in one picture: its territory, its organisations, what they could exchange and what they do."""

from __future__ import annotations

import streamlit as st

from eit.ui import edit_form
from eit.ui.map.picture import bare_picture
from eit.ui.markup import show_html
from eit.ui.page_context import NAVIGATION, PageContext
from eit.ui.sidebar.tour import offer_tour
from eit.views.escape import markdown_text

PICTURE_PX, PHONE_PX = (660, 560), (360, 400)
"""Drawn for the narrowest column that it has: at 1366 px its letters are hardly smaller than they are drawn.

A phone has its own, whose letters are as large.
"""


def show_picture(frame: PageContext) -> None:
    """The map as it would print, what it shows, the way to the one that answers, and the tour of a demonstration."""
    for name, size in (("picture-wide", PICTURE_PX), ("picture-phone", PHONE_PX)):
        with st.container(key=name):
            image, caption = bare_picture(frame, *size)
            show_html(image)
            st.caption(markdown_text(caption))
    with st.container(horizontal=True, vertical_alignment="center"):
        icon = NAVIGATION["map"][1]
        st.page_link(frame.page("map"), label=frame.say("home.go_map"), icon=icon, width="content")
        if edit_form.can_edit():
            offer_tour(frame.say, frame.fictitious)
