"""Regrouper: pooling, gaps, best allocation, and what would change if."""

from __future__ import annotations

import streamlit as st

from eit.ui import edit_form
from eit.ui import page_context as frames
from eit.ui.exchanges.grouping import allocation, gaps, pooling
from eit.ui.exchanges.resilience import resilience
from eit.ui.exchanges.what_if import holds_scenario, what_if

frame = frames.current()
frames.show_title(frame, "grouping")
edit_form.say_done(frame)
parts = {
    "pooling": pooling,
    "gaps": gaps,
    "allocation": allocation,
    "resilience": resilience,
    "what_if": what_if,
}
first = frame.say("grouping.what_if") if holds_scenario() else None
labels = [frame.say(f"grouping.{key}") for key in parts]
tabs = st.tabs(labels, default=first, key="grouping part", on_change="rerun")
for tab, show in zip(tabs, parts.values(), strict=True):
    if tab.open:
        with tab:
            show(frame)
