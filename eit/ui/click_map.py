"""A small map to click on: a place that is chosen there, or the corners of an outline."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import streamlit as st
from streamlit_folium import st_folium

from eit.analysis.territories import figures
from eit.analysis.territories.official import official_layers
from eit.analysis.territories.outlines import context_credits
from eit.locations import GEO
from eit.ui import answers, data_file
from eit.ui.answers import ask
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
    approximate: bool | None = None,
) -> None:
    """Draw the map; `clicked` hears what `told` gives: "last_active_drawing" (a place), "last_clicked" (a point).

    `approximate`: whether outlines are cells around known points; None: as on the map of the programme.
    """

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
    if approximate is None:
        approximate = answers.draws_cells(frame.version, frame.selection)
    named = credits(frame.say, context_credits(jurisdiction_id), approximate=approximate)
    st.caption(" · ".join(f"[{one.text}]({one.url})" if one.url else one.text for one in named))


def outlines_of(frame: PageContext, level: str) -> list[tuple[str, str, Any]]:
    """The outlines of a level of the programme, to know where one clicks."""
    layers = official_layers(Path(frame.version.path))
    drawn = ask(figures.shapes, frame.version, frame.selection.programme_id, level, GEO, layers)
    held = figures.choices(data_file.database(frame.version), frame.selection.programme_id, [level])
    names = held.set_index("territory_id")["name"].to_dict()
    pairs = zip(drawn["territory_id"], drawn.geometry, strict=True)
    return [(place_id, str(names.get(place_id, place_id)), shape) for place_id, shape in pairs]
