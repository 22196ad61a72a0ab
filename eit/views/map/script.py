"""The changing part of a map as one ready script: folium would compile all of its data as templates, and twice."""

from __future__ import annotations

import copy
from dataclasses import replace
from typing import Any

import folium
from branca.element import Element
from folium.template import Template

from eit.views.map.content import Drawing, MapContent, feature_group
from eit.views.map.folium_internals import layers_of, may_write_scripts, number_layers, written
from eit.views.static_files import script_json


def group_script(group: folium.FeatureGroup) -> str:
    """JavaScript that makes a group and the layers in it; the same content gives the same text."""
    number_layers(group)
    parts = [_script(group)]
    for child in layers_of(group):
        parts += [_script(child), f"{child.get_name()}.addTo({group.get_name()});"]
    return "\n".join(parts)


def _script(element: Element) -> str:
    """The script of one layer; its data is written here, at two thirds of the length that folium gives it."""
    if not isinstance(element, folium.GeoJson):
        return written(element)
    data, element.data = element.data, {}
    name = f"{element.get_name()}_add("
    before, found, after = written(element).partition(f"{name}{{}})")
    element.data = data
    if not found:
        raise ValueError("folium writes the data of a layer in another way")
    return f"{before}{name}{script_json(data)}){after}"


def drawn_script(content: MapContent) -> tuple[Drawing, str]:
    """What the legend must say, without the group, and the script that makes the group: small enough to be kept.

    Where scripts are not written here, the group itself and no script.
    """
    drawing = feature_group(content)
    if not may_write_scripts():
        return drawing, ""
    return replace(drawing, group=folium.FeatureGroup(control=False)), group_script(drawing.group)


def changing_group(drawing: Drawing, script: str) -> folium.FeatureGroup:
    """What `streamlit_folium.st_folium` adds to a map, of what `drawn_script` gave: a group of this run alone."""
    return ReadyGroup(script) if script else copy.deepcopy(drawing.group)


class ReadyGroup(folium.FeatureGroup):
    """A group whose script is made already: what `streamlit_folium.st_folium` adds to a map."""

    _template = Template("{% macro script(this, kwargs) %}{{ this.script }}{% endmacro %}")

    def __init__(self, script: str) -> None:
        super().__init__(name="maillage", control=False)
        self.script = script

    def render(self, **_: Any) -> str:
        """Nothing to prepare."""
        return ""
