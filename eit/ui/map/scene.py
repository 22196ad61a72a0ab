"""The scene of a selection: what its map shows, before anything draws it; no map library is asked for it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pandas as pd
from markupsafe import Markup

from eit.analysis import programmes
from eit.analysis.exchanges import potential
from eit.analysis.names_on_map import names_on_map
from eit.analysis.synergies.years import began
from eit.analysis.territories.official import Layers, official_layers
from eit.domain.selection import Selection
from eit.domain.stage import SET_ASIDE
from eit.ui import answers
from eit.ui.answers import ask
from eit.ui.data_file import database
from eit.ui.page_context import PageContext
from eit.views.map.choropleth import NO_FIGURE
from eit.views.map.multiples import by_material, by_year, multiples_html
from eit.views.map.scene import Bounds, MapContent, MapScene, Town, ground_of, make_scene

MATERIAL, YEAR = "material", "year"
MARGIN = 0.04
AROUND = 1.2
"""Names are looked for so far beyond the edges of the programme, of its size: a wide screen shows more."""


def bounds_of(frame: PageContext) -> Bounds:
    """West, south, east, north [degrees] of the whole programme, its sites and its territories, with a margin."""
    programme_id = frame.programme["programme_id"]
    west, south, east, north = answers.programme_bounds(frame.version, programme_id)
    known = answers.territory_outlines(frame.version, frame.selection)
    if len(known):
        ends = known.total_bounds
        west, south = min(west, ends[0]), min(south, ends[1])
        east, north = max(east, ends[2]), max(north, ends[3])
    wide, tall = (east - west) * MARGIN, (north - south) * MARGIN
    return west - wide, south - tall, east + wide, north + tall


def scene_of(frame: PageContext) -> MapScene:
    """The scene of the frame's selection, made once for all who ask the same."""
    return database(frame.version).memoise(
        ("scene", *asked_of(frame)), lambda: make_scene(map_content(frame))
    )


def scene_data(frame: PageContext, written: Callable[[MapScene], str]) -> str:
    """The scene of the frame's selection as a writer writes it for the script, made once for all who ask the same."""
    return database(frame.version).memoise(("map", *asked_of(frame)), lambda: written(scene_of(frame)))


def asked_of(frame: PageContext) -> tuple[object, ...]:
    """What a scene depends on, beside the version of the file."""
    everyone = frame.selection.without_company()
    return everyone, frame.figure, frame.show_synergies, frame.lang, frame.as_of, _layers(frame)


def map_multiples(frame: PageContext, by: str) -> Markup:
    """The map of the frame's selection once for each MATERIAL or YEAR, drawn once for all who ask the same."""

    def draw() -> Markup:
        scene = scene_of(frame)
        parts = by_material(scene, category_names(frame)) if by == MATERIAL else by_year(scene)
        return multiples_html(scene, bounds_of(frame), parts, frame.dark)

    return database(frame.version).memoise(("multiples", by, *asked_of(frame), frame.dark), draw)


def whole_story(frame: PageContext) -> MapScene:
    """The scene with the synergies that were set aside too, as long as people worked on them."""
    return make_scene(map_content(frame, set_aside=True))


def map_content(frame: PageContext, set_aside: bool = False) -> MapContent:
    """What the map of the frame's selection holds; `set_aside`: with the synergies on which nobody works any more."""
    everyone, jurisdiction_id = frame.selection.without_company(), frame.programme["jurisdiction"]
    programme_id = everyone.programme_id
    synergies = ask(answers.synergy_table, frame.version, programme_id, jurisdiction_id)
    if not set_aside:
        synergies = synergies[synergies["stage"] != SET_ASIDE]
    return MapContent(
        lang=frame.lang,
        territories=_territories(frame, everyone, jurisdiction_id),
        figure=frame.figure,
        sites=ask(answers.site_table, frame.version, everyone, frame.as_of),
        exchanges=ask(potential.potential_exchanges, frame.version, everyone, frame.as_of),
        synergies=synergies if frame.show_synergies else None,
        began=ask(began, frame.version, programme_id),
        towns=towns(frame, everyone),
        ground=ground_of(answers.ground_map(jurisdiction_id, _layers(frame))),
        banded=frame.banded,
    )


def _territories(frame: PageContext, everyone: Selection, jurisdiction_id: str) -> pd.DataFrame:
    """With what they are shaded by; without a figure nothing of them is counted."""
    if frame.figure == NO_FIGURE or frame.banded:
        return answers.territory_outlines(frame.version, everyone)
    return answers.territory_map(frame.version, everyone, jurisdiction_id, frame.as_of)


def towns(frame: PageContext, everyone: Selection) -> tuple[Town, ...]:
    """The names on the ground around the programme."""
    west, south, east, north = bounds_of(frame)
    wide, tall = (east - west) * AROUND, (north - south) * AROUND / 2
    box = (west - wide, south - tall, east + wide, north + tall)
    found = ask(names_on_map, frame.version, everyone.programme_id, box, _layers(frame))
    return tuple(Town(*one) for one in found)


def _layers(frame: PageContext) -> Layers:
    return official_layers(Path(frame.version.path))


def category_names(frame: PageContext) -> dict[str, str]:
    """What the programme calls the categories."""
    names = ask(programmes.categories, frame.version, frame.selection.programme_id).set_index("category_id")
    return names[frame.local("name")].to_dict()
