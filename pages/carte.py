"""Carte: boundaries coloured by a figure, sites, potential exchanges and synergies; the same content in tables."""

from __future__ import annotations

import streamlit as st

from eit.ui import page_context as frames
from eit.ui.map.lines import choose_lines
from eit.ui.map.panels import notices, side_panel, tables_panel
from eit.ui.map.territory_map import picture_button, show_legend, show_map

frame = frames.current()
frames.show_title(frame, "map")
choose_lines(frame)
wide, side = st.columns([2.5, 1], gap="medium")
with wide:
    drawing = show_map(frame)
    notices(frame, drawing)
    picture_button(frame)
with side:
    side_panel(frame)
with st.expander(frame.say("legend.title"), expanded=True):
    show_legend(frame, drawing)
tables_panel(frame)
