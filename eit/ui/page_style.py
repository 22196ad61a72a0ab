"""What the theme file cannot hold: the few rules of style, the sign and name, the language of the page."""

from __future__ import annotations

import streamlit as st

from eit.views.brand import logo_svg
from eit.views.page_script import page_script
from eit.views.style import page_css


def dress_page(lang: str) -> None:
    """Add the style sheet and the logo, and the words of the page's own language."""
    st.html(f"<style>{page_css()}</style>")
    st.html(page_script(lang), unsafe_allow_javascript=True)
    st.logo(logo_svg(st.context.theme.type == "dark"), size="large")
