"""Carte: the map of flows over the whole page; under it the chosen organisation and the same content in tables."""

from __future__ import annotations

import streamlit as st

from eit.ui import page_context as frames
from eit.ui.map.bounded import say_bounded
from eit.ui.map.files import map_files
from eit.ui.map.panels import company_panel, say_empty, tables_panel
from eit.ui.map.territory_map import show_map

HEIGHT_PX = 760

frame = frames.current()
frames.show_title(frame, "map")
with st.container(key="whole map"):
    show_map(frame, HEIGHT_PX)
say_empty(frame)
say_bounded(frame)
company_panel(frame)
map_files(frame)
tables_panel(frame)
