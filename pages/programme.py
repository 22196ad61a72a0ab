"""Programme: everything that a programme is, and a new one."""

from __future__ import annotations

import streamlit as st

from eit.ui import edit_form
from eit.ui import page_context as frames
from eit.ui.programme.new_programme import new_programme
from eit.ui.programme.page import show_identity, show_indicators, show_items, show_partners, show_words
from eit.ui.programme.territories import show_territories

frame = frames.current()
frames.show_title(frame, "programme")
edit_form.say_done(frame)
parts = {
    "identity": show_identity,
    "items": show_items,
    "partners": show_partners,
    "territories": show_territories,
    "words": show_words,
    "indicators": show_indicators,
}
if edit_form.can_edit():
    parts["new"] = new_programme
labels = [frame.say(f"programme.{key}") for key in parts]
tabs = st.tabs(labels, key="programme part", on_change="rerun")
for tab, show in zip(tabs, parts.values(), strict=True):
    if tab.open:
        with tab:
            show(frame)
