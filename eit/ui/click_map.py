"""A small map to click on: a place that is chosen there, or the corners of an outline."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import folium
import streamlit as st
from streamlit_folium import st_folium

from eit.ui.map.attribution import credits
from eit.ui.page_context import PageContext
from eit.views.map.leaflet import Assets, base_map
from eit.web.assets import map_scripts, map_styles
from eit.web.routes import context_url

HEIGHT_PX = 420


def click_map(
    frame: PageContext,
    key: str,
    jurisdiction_id: str,
    bounds: tuple[float, float, float, float],
    group: folium.FeatureGroup,
    told: str,
    clicked: Callable[[Any], None],
) -> None:
    """Draw the map; `clicked` hears what `told` gives: "last_active_drawing" (a place), "last_clicked" (a point)."""

    def hear() -> None:
        if found := (st.session_state.get(key) or {}).get(told):
            clicked(found)

    st_folium(
        base_map(
            context_url(jurisdiction_id), bounds, frame.lang, credits(frame.say, jurisdiction_id, []),
            Assets(map_scripts(), map_styles()), None,
        ),
        key=key,
        height=HEIGHT_PX,
        use_container_width=True,
        returned_objects=[told],
        feature_group_to_add=group,
        on_change=hear,
    )  # fmt: skip
