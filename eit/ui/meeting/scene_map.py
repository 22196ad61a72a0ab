"""The map of a scene: the same drawing as on the page Carte, from a copy in which nobody is named without consent."""

from __future__ import annotations

import streamlit as st
from streamlit_folium import st_folium

from eit.analysis.exchanges import potential
from eit.ui import answers as data
from eit.ui.answers import ask
from eit.ui.map.territory_map import LINES_OF_ALL, LINES_OF_ONE, bounds_of, credits
from eit.ui.page_context import PageContext
from eit.views.map.base import Assets, base_map
from eit.views.map.content import MapContent
from eit.views.map.script import changing_group, drawn_script
from eit.views.meeting.scene import MAP_PX, MAP_SCALE
from eit.web.assets import leaflet_url
from eit.web.first_paint import drawn_url
from eit.web.routes import context_url


def show_room_map(frame: PageContext) -> None:
    """Draw the map of the frame's selection for a room; nothing is chosen by a click."""
    selection, jurisdiction_id = frame.selection, frame.programme["jurisdiction"]
    everyone, programme_id = selection.without_company(), selection.programme_id
    sites = ask(data.site_table, frame.version, everyone, frame.as_of)
    synergies = ask(data.synergy_table, frame.version, programme_id, jurisdiction_id)
    drawing, script = drawn_script(
        MapContent(
            lang=frame.lang,
            territories=data.territory_map(frame.version, everyone, jurisdiction_id, frame.as_of),
            figure=frame.figure,
            sites=sites,
            exchanges=ask(potential.potential_exchanges, frame.version, everyone, frame.as_of),
            synergies=synergies if frame.show_synergies else None,
            selected_company_id=selection.company_id,
            radius_km=selection.radius_km,
            most_lines=LINES_OF_ONE if selection.company_id else LINES_OF_ALL,
        )
    )
    named = credits(frame.say, jurisdiction_id, data.official_credits(frame.version))
    assets = Assets(leaflet_url("leaflet.js"), leaflet_url("leaflet.css"), drawn_url())
    base = base_map(context_url(jurisdiction_id), bounds_of(frame), frame.lang, named, assets)
    with st.container(key="room map box"):
        st_folium(
            base,
            key="room map",
            height=MAP_PX // MAP_SCALE,
            use_container_width=True,
            returned_objects=[],
            feature_group_to_add=changing_group(drawing, script),
        )
