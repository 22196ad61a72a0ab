"""The map of a selection: the constant base, the group that changes, the click that chooses a company."""

from __future__ import annotations

import streamlit as st
from streamlit_folium import st_folium

from eit.analysis import programmes
from eit.analysis.exchanges import potential
from eit.ui import answers
from eit.ui.answers import ask
from eit.ui.data_file import database
from eit.ui.map.attribution import credits as credits
from eit.ui.map.lines import lines_mode, open_territory, totals_to_draw
from eit.ui.markup import show_html
from eit.ui.page_context import PageContext
from eit.ui.sidebar import controls
from eit.views.map.base import Assets, base_map
from eit.views.map.content import Drawing, MapContent
from eit.views.map.legend import framed_html, legend_html
from eit.views.map.script import changing_group, drawn_script
from eit.views.map.svg import static_map_svg
from eit.web.assets import leaflet_url
from eit.web.first_paint import drawn_url
from eit.web.routes import context_url

KEY = "map"
HEIGHT_PX = 700
MARGIN = 0.08
LINES_OF_ALL, LINES_OF_ONE = 80, 200
"""Beyond, lines are a tangle: the best by score are drawn, the page says how many are not, the table has them all."""


def bounds_of(frame: PageContext) -> tuple[float, float, float, float]:
    """West, south, east, north [degrees] around the sites of the whole programme, with a margin."""
    west, south, east, north = answers.programme_bounds(frame.version, frame.programme["programme_id"])
    wide, tall = (east - west) * MARGIN, (north - south) * MARGIN
    return west - wide, south - tall, east + wide, north + tall


def choose_clicked() -> None:
    """A click on a site chooses its company, one on a sum its territory: the sidebar, the address and pages agree."""
    clicked = (st.session_state.get(KEY) or {}).get("last_active_drawing") or {}
    properties = clicked.get("properties") or {}
    if properties.get("kind") == "site":
        st.session_state[controls.COMPANY] = properties["id"]
    elif properties.get("kind") == "total-territory":
        open_territory(properties["id"])


def show_map(frame: PageContext, height: int = HEIGHT_PX) -> Drawing:
    """Draw the map of the frame's selection; returns what the legend must say."""
    drawing, script = _drawn(frame)
    jurisdiction_id = frame.programme["jurisdiction"]
    named = credits(frame.say, jurisdiction_id, answers.official_credits(frame.version))
    assets = Assets(leaflet_url("leaflet.js"), leaflet_url("leaflet.css"), drawn_url())
    place = f"map-{frame.selection.programme_id}"
    base = base_map(context_url(jurisdiction_id), bounds_of(frame), frame.lang, named, assets, place)
    st_folium(
        base,
        key=KEY,
        height=height,
        use_container_width=True,
        returned_objects=["last_active_drawing"],
        feature_group_to_add=changing_group(drawing, script),
        on_change=choose_clicked,
    )
    return drawing


def _drawn(frame: PageContext) -> tuple[Drawing, str]:
    """What the legend must say and the script of the map; drawn once for all who ask the same."""
    asked = (frame.selection, frame.figure, frame.show_synergies, frame.lang, frame.as_of, lines_mode())
    return database(frame.version).memoise(("map", *asked), lambda: drawn_script(map_content(frame)))


def map_content(frame: PageContext) -> MapContent:
    """What the map of the frame's selection holds."""
    selection, jurisdiction_id = frame.selection, frame.programme["jurisdiction"]
    everyone = selection.without_company()
    synergies = ask(answers.synergy_table, frame.version, selection.programme_id, jurisdiction_id)
    return MapContent(
        lang=frame.lang,
        territories=answers.territory_map(frame.version, everyone, jurisdiction_id, frame.as_of),
        figure=frame.figure,
        sites=ask(answers.site_table, frame.version, everyone, frame.as_of),
        exchanges=ask(potential.potential_exchanges, frame.version, everyone, frame.as_of),
        synergies=synergies if frame.show_synergies else None,
        selected_company_id=selection.company_id,
        radius_km=selection.radius_km,
        most_lines=LINES_OF_ONE if selection.company_id else LINES_OF_ALL,
        totals=totals_to_draw(frame),
    )


def picture_button(frame: PageContext) -> None:
    """Offer the map as a picture with its title, legend, sources and date; made when it is asked for."""
    programme_id = frame.selection.programme_id
    st.download_button(
        frame.say("map.picture"),
        lambda: _picture(frame),
        file_name=f"maillage-{programme_id}-{frame.as_of.isoformat()}.svg",
        mime="image/svg+xml",
        icon=":material/image:",
        on_click="ignore",
        key="map picture",
    )


def _picture(frame: PageContext) -> bytes:
    named = credits(frame.say, frame.programme["jurisdiction"], answers.official_credits(frame.version))
    names = ask(programmes.categories, frame.version, frame.selection.programme_id).set_index("category_id")
    svg = static_map_svg(
        map_content(frame),
        bounds_of(frame),
        frame.lang,
        f"{frame.say('nav.map')} – {frame.programme[frame.local('name')]}",
        [credit.text for credit in named],
        frame.as_of,
        category_names=names[frame.local("name")].to_dict(),
    )
    return svg.encode("utf-8")


def show_legend(frame: PageContext, drawing: Drawing) -> None:
    """Explain the drawing beside the map."""
    names = ask(programmes.categories, frame.version, frame.selection.programme_id).set_index("category_id")
    legend = legend_html(
        drawing,
        frame.lang,
        credits(frame.say, frame.programme["jurisdiction"], answers.official_credits(frame.version)),
        category_names=names[f"name_{frame.lang}"].to_dict(),
    )
    show_html(framed_html(legend))
