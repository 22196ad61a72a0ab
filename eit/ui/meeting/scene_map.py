"""The map of a scene: the same scene as on the page Carte, from a copy in which nobody is named without consent."""

from __future__ import annotations

import streamlit as st
from streamlit_folium import st_folium

from eit.ui.map.scene import category_names
from eit.ui.map.territory_map import map_base, scene_group
from eit.ui.page_context import PageContext
from eit.views.map.leaflet import Reader
from eit.views.meeting.scene import MAP_PX, MAP_SCALE


def show_room_map(frame: PageContext) -> None:
    """Draw the map of the frame's selection for a room; nothing is chosen by a click."""
    reader = Reader(
        company_id=frame.selection.company_id,
        radius_km=frame.selection.radius_km,
        dark=frame.dark,
        category_names=category_names(frame),
        room=True,
    )
    with st.container(key="room map box"):
        st_folium(
            map_base(frame, None),
            key="room map",
            height=MAP_PX // MAP_SCALE,
            use_container_width=True,
            returned_objects=[],
            feature_group_to_add=scene_group(frame, reader),
        )
