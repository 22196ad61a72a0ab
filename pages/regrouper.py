"""Regrouper: pooling, gaps, best allocation, and what would change if."""

import streamlit as st

from eit.ui import frame as frames
from eit.ui.grouping import allocation, gaps, pooling
from eit.ui.whatif import what_if

frame = frames.current()
frames.show_title(frame, "grouping")
parts = {"pooling": pooling, "gaps": gaps, "allocation": allocation, "what_if": what_if}
for tab, (key, show) in zip(
    st.tabs([frame.say(f"grouping.{key}") for key in parts]), parts.items(), strict=True
):
    with tab:
        show(frame)
