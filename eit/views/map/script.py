"""The changing part of a map as one ready script: folium would compile all of its data as templates, and twice."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import folium
from branca.element import Element
from folium.template import Template

from eit.views.map.content import Drawing, MapContent, feature_group

GROUP_ID = "feature_group_0"
"""The id that streamlit-folium gives to the group that it adds to a map."""


def group_script(group: folium.FeatureGroup) -> str:
    """JavaScript that makes a group and the layers in it; the same content gives the same text."""
    group._id = GROUP_ID
    parts = [_script(group)]
    for number, child in enumerate(group._children.values()):
        child._id = f"{GROUP_ID}_{number}"
        parts += [_script(child), f"{child.get_name()}.addTo({group.get_name()});"]
    return "\n".join(parts)


def _script(element: Element) -> str:
    """The script of one layer; its data is written here, at two thirds of the length that folium gives it."""
    if not isinstance(element, folium.GeoJson):
        return _rendered(element)
    data, element.data = element.data, {}
    name = f"{element.get_name()}_add("
    before, found, after = _rendered(element).partition(f"{name}{{}})")
    element.data = data
    if not found:
        raise ValueError("folium writes the data of a layer in another way")
    return f"{before}{name}{compact_json(data)}){after}"


def _rendered(element: Element) -> str:
    return str(vars(element._template.module)["script"](element))


def compact_json(data: object) -> str:
    """JSON that stands in a script as it is: letters as themselves, and no `<` that could end it."""
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")


def drawn_script(content: MapContent) -> tuple[Drawing, str]:
    """What the legend must say, without the group, and the script that makes the group: small enough to be kept."""
    drawing = feature_group(content)
    return replace(drawing, group=folium.FeatureGroup(control=False)), group_script(drawing.group)


class ReadyGroup(folium.FeatureGroup):
    """A group whose script is made already: what `streamlit_folium.st_folium` adds to a map."""

    _template = Template("{% macro script(this, kwargs) %}{{ this.script }}{% endmacro %}")

    def __init__(self, script: str) -> None:
        super().__init__(name="maillage", control=False)
        self.script = script

    def render(self, **_: Any) -> str:
        """Nothing to prepare."""
        return ""
