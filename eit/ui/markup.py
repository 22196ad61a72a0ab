"""HTML on a page: only what a template made (Markup); a text that nobody encoded is a fault of types, not of luck."""

from __future__ import annotations

from typing import Literal

import streamlit as st
from markupsafe import Markup
from streamlit.delta_generator import DeltaGenerator


def show_html(
    markup: Markup, place: DeltaGenerator | None = None, width: Literal["stretch", "content"] = "stretch"
) -> None:
    """Show what a template made, here or in a column. Raises TypeError for a plain string."""
    if not isinstance(markup, Markup):
        raise TypeError("only what a template made may be shown as HTML; see eit.views.templates")
    (st if place is None else place).html(markup, width=width)


def show_script(markup: Markup) -> None:
    """Run a script of our own files; its hash is in the policy of the page."""
    st.html(markup, unsafe_allow_javascript=True)
