"""The map of a selection: the constant base, the scene that changes, the choice that a click makes."""

from __future__ import annotations

import streamlit as st
from markupsafe import Markup
from streamlit_folium import st_folium

from eit.analysis import places, programmes
from eit.analysis.exchanges import potential
from eit.analysis.synergies.years import began
from eit.domain.selection import Selection
from eit.ui import answers
from eit.ui.answers import ask
from eit.ui.data_file import database
from eit.ui.map.attribution import credits
from eit.ui.page_context import PageContext
from eit.ui.sidebar import controls
from eit.views.map.leaflet import Assets, Reader, SceneGroup, base_map, reader_json, scene_json
from eit.views.map.multiples import by_material, by_year, multiples_html
from eit.views.map.scene import Bounds, MapContent, MapScene, Town, ground_of, make_scene
from eit.web.assets import map_scripts, map_styles
from eit.web.first_paint import drawn_url
from eit.web.routes import context_url
from eit.web.streamlit_internals import page_fonts

KEY, PINNED = "map", "pin"
COMPANY = "company:"
"""What the script calls an organisation that is pinned; it is the one of the sidebar."""
MATERIAL, YEAR = "material", "year"
MARGIN = 0.04
AROUND = 1.2
"""Names are looked for so far beyond the edges of the programme, of its size: a wide screen shows more."""


def bounds_of(frame: PageContext) -> Bounds:
    """West, south, east, north [degrees] of the whole programme, its sites and its territories, with a margin."""
    programme_id, selection = frame.programme["programme_id"], frame.selection.without_company()
    west, south, east, north = answers.programme_bounds(frame.version, programme_id)
    known = answers.territory_map(frame.version, selection, frame.programme["jurisdiction"], frame.as_of)
    if len(known):
        ends = known.total_bounds
        west, south = min(west, ends[0]), min(south, ends[1])
        east, north = max(east, ends[2]), max(north, ends[3])
    wide, tall = (east - west) * MARGIN, (north - south) * MARGIN
    return west - wide, south - tall, east + wide, north + tall


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
    return base_map(context_url(jurisdiction_id), bounds_of(frame), frame.lang, named, assets, place)


def scene_group(frame: PageContext, reader: Reader) -> SceneGroup:
    """The scene of the frame's selection as a group of this run; its data are written once for all who ask the same."""
    scene, data = drawn_scene(frame)
    return SceneGroup(data, reader_json(scene, reader))


def drawn_scene(frame: PageContext) -> tuple[MapScene, str]:
    """The scene of the frame's selection and its data as the script reads them, made once for all who ask the same."""
    asked = (frame.selection.without_company(), frame.figure, frame.show_synergies, frame.lang, frame.as_of)

    def draw() -> tuple[MapScene, str]:
        scene = make_scene(map_content(frame))
        return scene, scene_json(scene)

    return database(frame.version).memoise(("map", *asked), draw)


def map_multiples(frame: PageContext, by: str) -> Markup:
    """The map of the frame's selection once for each MATERIAL or YEAR, drawn once for all who ask the same."""
    asked = (frame.selection.without_company(), frame.figure, frame.show_synergies, frame.lang, frame.as_of)

    def draw() -> Markup:
        scene = drawn_scene(frame)[0]
        parts = by_material(scene, category_names(frame)) if by == MATERIAL else by_year(scene)
        return multiples_html(scene, bounds_of(frame), parts, frame.dark)

    return database(frame.version).memoise(("multiples", by, *asked, frame.dark), draw)


def map_content(frame: PageContext) -> MapContent:
    """What the map of the frame's selection holds."""
    everyone, jurisdiction_id = frame.selection.without_company(), frame.programme["jurisdiction"]
    programme_id = everyone.programme_id
    synergies = ask(answers.synergy_table, frame.version, programme_id, jurisdiction_id)
    return MapContent(
        lang=frame.lang,
        territories=answers.territory_map(frame.version, everyone, jurisdiction_id, frame.as_of),
        figure=frame.figure,
        sites=ask(answers.site_table, frame.version, everyone, frame.as_of),
        exchanges=ask(potential.potential_exchanges, frame.version, everyone, frame.as_of),
        synergies=synergies if frame.show_synergies else None,
        began=ask(began, frame.version, programme_id),
        towns=towns(frame, everyone),
        ground=ground_of(answers.ground_map(jurisdiction_id)),
    )


def towns(frame: PageContext, everyone: Selection) -> tuple[Town, ...]:
    """The names on the ground around the programme."""
    west, south, east, north = bounds_of(frame)
    wide, tall = (east - west) * AROUND, (north - south) * AROUND / 2
    box = (west - wide, south - tall, east + wide, north + tall)
    return tuple(Town(*one) for one in ask(places.names_on_map, frame.version, everyone.programme_id, box))


def category_names(frame: PageContext) -> dict[str, str]:
    """What the programme calls the categories."""
    names = ask(programmes.categories, frame.version, frame.selection.programme_id).set_index("category_id")
    return names[frame.local("name")].to_dict()
