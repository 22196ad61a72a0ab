"""What the theme file cannot hold: the few rules of style, the sign and name, the language of the page."""

from __future__ import annotations

import streamlit as st

from eit.ui.markup import show_html, show_script
from eit.views import palette
from eit.views.brand import logo_svg
from eit.views.page_script import page_script
from eit.views.static_files import style_html


def dress_page(lang: str) -> None:
    """Add the style sheet and the logo, and the words of the page's own language."""
    dark = st.context.theme.type == "dark"
    ink = palette.inks(dark)
    show_html(style_html("page.css", "icons.css", offer=ink["given"], demand=ink["received"]))
    show_script(page_script(lang))
    st.logo(logo_svg(dark), size="large")
