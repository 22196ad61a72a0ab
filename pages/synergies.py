"""Synergies: the pipeline by stage at any date, the funnel against its targets, barriers, confirmations."""

from __future__ import annotations

import streamlit as st

from eit.ui import edit_form
from eit.ui import page_context as frames
from eit.ui.notices import notice
from eit.ui.synergies.board import (
    as_of_field,
    board_rows,
    one_synergy,
    show_barriers,
    show_board,
    show_funnel,
    show_list,
    show_to_confirm,
    show_years,
)
from eit.ui.synergies.commons import show_commons

frame = frames.current()
frames.show_title(frame, "synergies")
edit_form.say_done(frame)
day = as_of_field(frame)
rows = board_rows(frame, day)
if rows.empty:
    notice(frame.say("pipeline.no_synergy"))
parts = {
    "board": show_board,
    "list": show_list,
    "funnel": show_funnel,
    "barriers": show_barriers,
    "to_confirm": show_to_confirm,
    "years": show_years,
    "commons": show_commons,
}
tabs = st.tabs([frame.say(f"pipeline.{key}") for key in parts], key="pipeline part", on_change="rerun")
for tab, show in zip(tabs, parts.values(), strict=True):
    if tab.open:
        with tab:
            show(frame, rows, day)
if len(rows):
    one_synergy(frame, rows, day)
