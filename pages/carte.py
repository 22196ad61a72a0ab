"""Carte: boundaries coloured by a figure, sites, potential exchanges and synergies; the same content in tables."""

import streamlit as st

from eit.ui import frame as frames
from eit.ui.panels import company_panel, tables_panel
from eit.ui.territory_map import show_legend, show_map

frame = frames.current()
st.title(frame.say("nav.map"))
wide, side = st.columns([2.4, 1], gap="medium")
with wide:
    drawing = show_map(frame)
with side:
    company_panel(frame, drawing)
with wide.expander(frame.say("legend.title"), expanded=True):
    show_legend(frame, drawing)
tables_panel(frame)
