"""Regrouper: pooling, gaps, best allocation, and what would change if."""

from __future__ import annotations

import streamlit as st

from eit.ui import acting
from eit.ui import frame as frames
from eit.ui.grouping import allocation, gaps, pooling
from eit.ui.whatif import holds_scenario, what_if

frame = frames.current()
frames.show_title(frame, "grouping")
acting.say_done(frame)
parts = {"pooling": pooling, "gaps": gaps, "allocation": allocation, "what_if": what_if}
first = frame.say("grouping.what_if") if holds_scenario() else None
labels = [frame.say(f"grouping.{key}") for key in parts]
tabs = st.tabs(labels, default=first, key="grouping part", on_change="rerun")
for tab, show in zip(tabs, parts.values(), strict=True):
    if tab.open:
        with tab:
            show(frame)
