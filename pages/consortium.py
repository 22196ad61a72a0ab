"""Consortium: members and the two rules, meetings with attendance, decisions, and the scenes of the next meeting."""

from __future__ import annotations

import streamlit as st

from eit.ui import edit_form
from eit.ui import page_context as frames
from eit.ui.consortium.brief import brief_button
from eit.ui.consortium.page import decisions, meetings, members, rules
from eit.ui.consortium.scenes import scenes

frame = frames.current()
frames.show_title(frame, "consortium")
edit_form.say_done(frame)
rules(frame)
st.page_link(frame.page("meeting"), label=frame.say("consortium.open_meeting"), icon=":material/cast:")
brief_button(frame)
parts = {"members": members, "meetings": meetings, "decisions": decisions, "scenes": scenes}
labels = [frame.say(f"consortium.{key}") for key in parts]
tabs = st.tabs(labels, key="consortium part", on_change="rerun")
for tab, show in zip(tabs, parts.values(), strict=True):
    if tab.open:
        with tab:
            show(frame)
