"""Charts on a page: in our own look, without plotly's toolbar, and without holding the finger that scrolls."""

from __future__ import annotations

from typing import Any

import streamlit as st

QUIET = {"displayModeBar": False, "scrollZoom": False, "doubleClick": False}
"""Where nothing hovers (tablets, screens of a room) the toolbar would lie over the first bar for good."""


def show_chart(figure: Any, key: str) -> None:
    """Show a figure of `eit.views` across its column."""
    st.plotly_chart(figure, width="stretch", theme=None, key=key, config=QUIET)
