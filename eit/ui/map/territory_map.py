"""The map of a selection: the constant base, the scene that changes, the choice that a click makes."""

from __future__ import annotations

from pathlib import Path

import streamlit as st
from streamlit_folium import st_folium

from eit.analysis.territories.official import official_layers
from eit.ui.map.attribution import credits
from eit.ui.map.scene import bounds_of, category_names, scene_data, scene_of
from eit.ui.page_context import PageContext
from eit.ui.sidebar import controls
from eit.views.map.leaflet import Assets, Reader, SceneGroup, base_map, reader_json, scene_json
from eit.web.assets import map_scripts, map_styles
from eit.web.first_paint import drawn_url
from eit.web.routes import context_url
from eit.web.streamlit_internals import page_fonts

KEY, PINNED = "map", "pin"
COMPANY = "company:"
"""What the script calls an organisation that is pinned; it is the one of the sidebar."""


def choose_clicked() -> None:
    """What is pinned on the map: an organisation is chosen everywhere, another thing only in the address."""
    clicked = (st.session_state.get(KEY) or {}).get("last_active_drawing") or {}
    pinned = str((clicked.get("properties") or {}).get("pinned", ""))
    company = pinned.removeprefix(COMPANY) if pinned.startswith(COMPANY) else None
    st.session_state[controls.COMPANY] = company
    st.session_state[PINNED] = "" if company else pinned


def show_map(frame: PageContext, height: int) -> None:
    """Draw the map of the frame's selection, `height` pixels high until the style sheet gives it the page."""
    reader = Reader(
        pinned=str(st.session_state.get(PINNED) or ""),
        company_id=frame.selection.company_id,
        radius_km=frame.selection.radius_km,
        dark=frame.dark,
        category_names=category_names(frame),
    )
    st_folium(
        map_base(frame, f"map-{frame.selection.programme_id}"),
        key=KEY,
        height=height,
        use_container_width=True,
        returned_objects=["last_active_drawing"],
        feature_group_to_add=scene_group(frame, reader),
        on_change=choose_clicked,
    )


def map_base(frame: PageContext, place: str | None):  # type: ignore[no-untyped-def]
    """The constant map of a programme; `place` names the view that the browser keeps."""
    jurisdiction_id = frame.programme["jurisdiction"]
    named = credits(frame)
    assets = Assets(map_scripts(), map_styles(), drawn_url(), page_fonts())
    version = official_layers(Path(frame.version.path)).version
    return base_map(context_url(jurisdiction_id, version), bounds_of(frame), frame.lang, named, assets, place)


def scene_group(frame: PageContext, reader: Reader) -> SceneGroup:
    """The scene of the frame's selection as a group of this run; its data are written once for all who ask the same."""
    return SceneGroup(scene_data(frame, scene_json), reader_json(scene_of(frame), reader))
