"""The map of a selection: the constant base, the group that changes, the click that chooses a company."""

from __future__ import annotations

import streamlit as st
from streamlit_folium import st_folium

from eit.ui import data, sidebar
from eit.ui.frame import Frame
from eit.ui.leaflet import leaflet_url
from eit.ui.server import context_url
from eit.views.legend import legend_html
from eit.views.map import Drawing, MapContent, feature_group
from eit.views.map_base import Assets, Credit, base_map
from eit.views.texts import Texts

KEY = "map"
HEIGHT_PX = 700
MARGIN = 0.08
LINES_OF_ALL, LINES_OF_ONE = 80, 200
"""Beyond, lines are a tangle: the best by score are drawn, the page says how many are not, the table has them all."""
AMCHARTS = "https://www.amcharts.com/"


def credits(say: Texts, country: str, official: list[str]) -> list[Credit]:
    """Who is named on the map: imported boundaries first, then the committed ones (their licence asks for the link)."""
    imported = [Credit(source) for source in official]
    if country == "CA":
        committed = [Credit(say("credit.divisions")), Credit("amCharts", AMCHARTS)]
    else:
        committed = [Credit(say("credit.communes"))]
    return [*imported, *committed, Credit(say("credit.approximate"))]


def bounds_of(frame: Frame) -> tuple[float, float, float, float]:
    """West, south, east, north [degrees] around the sites of the whole programme, with a margin."""
    west, south, east, north = data.programme_bounds(frame.version, frame.programme["programme_id"])
    wide, tall = (east - west) * MARGIN, (north - south) * MARGIN
    return west - wide, south - tall, east + wide, north + tall


def choose_clicked() -> None:
    """A click on a site chooses its company: the sidebar, the address and every page then agree."""
    clicked = (st.session_state.get(KEY) or {}).get("last_active_drawing") or {}
    properties = clicked.get("properties") or {}
    if properties.get("kind") == "site":
        st.session_state[sidebar.COMPANY] = properties["id"]


def show_map(frame: Frame, height: int = HEIGHT_PX) -> Drawing:
    """Draw the map of the frame's selection; returns what the legend must say."""
    selection, country = frame.selection, frame.programme["country"]
    everyone = selection.without_company()
    synergies = data.synergy_table(frame.version, selection.programme_id, country)
    drawing = feature_group(
        MapContent(
            lang=frame.lang,
            territories=data.territory_map(frame.version, everyone, country, frame.as_of),
            figure=frame.figure,
            sites=data.site_table(frame.version, everyone, frame.as_of),
            exchanges=data.exchange_table(frame.version, everyone, frame.as_of),
            synergies=synergies if frame.show_synergies else None,
            selected_company_id=selection.company_id,
            radius_km=selection.radius_km,
            most_lines=LINES_OF_ONE if selection.company_id else LINES_OF_ALL,
        )
    )
    named = credits(frame.say, country, data.official_credits(frame.version))
    assets = Assets(leaflet_url("leaflet.js"), leaflet_url("leaflet.css"))
    base = base_map(context_url(country), bounds_of(frame), frame.lang, named, assets)
    st_folium(
        base,
        key=KEY,
        height=height,
        use_container_width=True,
        returned_objects=["last_active_drawing"],
        feature_group_to_add=drawing.group,
        on_change=choose_clicked,
    )
    return drawing


def show_legend(frame: Frame, drawing: Drawing) -> None:
    """Explain the drawing beside the map."""
    names = data.category_list(frame.version, frame.selection.programme_id).set_index("category_id")
    legend = legend_html(
        drawing,
        frame.lang,
        credits(frame.say, frame.programme["country"], data.official_credits(frame.version)),
        category_names=names[f"name_{frame.lang}"].to_dict(),
    )
    st.html(f'<div class="eit-legend">{legend}</div>')
