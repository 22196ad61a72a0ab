"""Consortium: members and the two rules, meetings with attendance, decisions, and the scenes of the next meeting."""

from __future__ import annotations

import streamlit as st

from eit.ui import acting
from eit.ui import frame as frames
from eit.ui.brief import brief_button
from eit.ui.consortium import decisions, meetings, members, rules
from eit.ui.consortium_scenes import scenes

frame = frames.current()
frames.show_title(frame, "consortium")
acting.say_done(frame)
rules(frame)
st.page_link(frame.page("meeting"), label=frame.say("consortium.open_meeting"), icon=":material/cast:")
brief_button(frame)
acting.author_field(frame)
parts = {"members": members, "meetings": meetings, "decisions": decisions, "scenes": scenes}
labels = [frame.say(f"consortium.{key}") for key in parts]
tabs = st.tabs(labels, key="consortium part", on_change="rerun")
for tab, show in zip(tabs, parts.values(), strict=True):
    if tab.open:
        with tab:
            show(frame)
