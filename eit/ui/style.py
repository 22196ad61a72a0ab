"""The few rules of style that the theme file cannot hold."""

from __future__ import annotations

import streamlit as st

from eit.views.style import page_css


def inject_style() -> None:
    """Add the style sheet of the pages."""
    st.html(f"<style>{page_css()}</style>")
