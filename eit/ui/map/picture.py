"""The map as one image without a script, for a page that says its title itself; drawn once for all who ask the same."""

from __future__ import annotations

from dataclasses import replace

from markupsafe import Markup

from eit.ui.data_file import database
from eit.ui.map.attribution import credits
from eit.ui.map.scene import asked_of, bounds_of, scene_of
from eit.ui.page_context import PageContext
from eit.views import format as fmt
from eit.views.cards import picture_html
from eit.views.map.choropleth import NO_FIGURE
from eit.views.map.svg import bare_map_svg


def bare_picture(frame: PageContext, width_px: int, height_px: int) -> tuple[Markup, str]:
    """The map of the selection as an image, unshaded, and the sentence under it: what is drawn, asked, whose ground."""
    unshaded = replace(frame, figure=NO_FIGURE)
    key = ("picture", *asked_of(unshaded), frame.dark, width_px, height_px)
    return database(frame.version).memoise(key, lambda: _drawn(unshaded, (width_px, height_px)))


def _drawn(frame: PageContext, size_px: tuple[int, int]) -> tuple[Markup, str]:
    title = f"{frame.say('nav.map')} – {frame.programme[frame.local('name')]}"
    svg, drawn = bare_map_svg(scene_of(frame), bounds_of(frame), title, size_px, frame.dark)
    source = frame.say("legend.source", credits=" · ".join(credit.text for credit in credits(frame)))
    return picture_html(svg, title), f"{drawn} · {asked_words(frame)} · {source}"


def asked_words(frame: PageContext) -> str:
    """The radius that a picture was asked with, in words."""
    return frame.say("map.radius", distance=fmt.distance(frame.selection.radius_km, frame.lang))
