"""A small map to click on: a place that is chosen there, or the corners of an outline."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st
from streamlit_folium import st_folium

from eit.analysis.territories.outlines import context_credits
from eit.ui.page_context import PageContext
from eit.views.map.attribution import credits
from eit.views.map.places import plain_map
from eit.web.assets import map_scripts, map_styles

HEIGHT_PX = 420


def click_map(
    frame: PageContext,
    key: str,
    jurisdiction_id: str,
    bounds: tuple[float, float, float, float],
    group: Any,
    told: str,
    clicked: Callable[[Any], None],
) -> None:
    """Draw the map; `clicked` hears what `told` gives: "last_active_drawing" (a place), "last_clicked" (a point)."""

    def hear() -> None:
        if found := (st.session_state.get(key) or {}).get(told):
            clicked(found)

    st_folium(
        plain_map(bounds, map_scripts()[0], map_styles()[0]),
        key=key,
        height=HEIGHT_PX,
        use_container_width=True,
        returned_objects=[told],
        feature_group_to_add=group,
        on_change=hear,
    )
    named = credits(frame.say, context_credits(jurisdiction_id))
    st.caption(" · ".join(f"[{one.text}]({one.url})" if one.url else one.text for one in named))
