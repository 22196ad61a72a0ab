"""Territoires: two to four territories side by side: who is there, what moves, balance, seasons, who helps."""

from __future__ import annotations

import streamlit as st

from eit.ui import page_context as frames
from eit.ui.territories.first_day import first_day
from eit.ui.territories.flows import actors, flows, seasons
from eit.ui.territories.matrix import matrix
from eit.ui.territories.portraits import balances, choose_territories, side_by_side

frame = frames.current()
frames.show_title(frame, "territories")
chosen = choose_territories(frame)
parts = {
    "portrait": side_by_side,
    "first_day": first_day,
    "flows": flows,
    "matrix": matrix,
    "balance": balances,
    "seasons": seasons,
}
labels = [frame.say(f"portrait_tab.{key}") for key in (*parts, "actors")]
tabs = st.tabs(labels, key="portrait part", on_change="rerun")
for tab, show in zip(tabs[:-1], parts.values(), strict=True):
    if tab.open and chosen:
        with tab:
            show(frame, chosen)
if tabs[-1].open:
    with tabs[-1]:
        actors(frame)
