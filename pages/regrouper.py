"""Regrouper: pooling, gaps, best allocation, and what would change if."""

from __future__ import annotations

import streamlit as st

from eit.ui import frame as frames
from eit.ui.grouping import allocation, gaps, pooling
from eit.ui.whatif import what_if

frame = frames.current()
frames.show_title(frame, "grouping")
parts = {"pooling": pooling, "gaps": gaps, "allocation": allocation, "what_if": what_if}
tabs = st.tabs([frame.say(f"grouping.{key}") for key in parts])
for tab, show in zip(tabs, parts.values(), strict=True):
    with tab:
        show(frame)
