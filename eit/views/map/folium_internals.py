"""What folium keeps to itself and we use: the ids of layers, and the template that writes one."""

from __future__ import annotations

import folium
from branca.element import Element

from eit.internals import used

GROUP_ID = "feature_group_0"
"""The id that streamlit-folium gives to the group that it adds to a map."""


def may_write_scripts() -> bool:
    """Whether the script of a group is written here instead of by folium at every run."""
    return used("map-script")


def layers_of(group: folium.FeatureGroup) -> list[Element]:
    """The layers of a group, in drawing order."""
    return list(group._children.values())


def number_layers(group: folium.FeatureGroup) -> None:
    """Give a group and its layers the same ids each time: the same content must give the same script."""
    group._id = GROUP_ID
    for number, child in enumerate(layers_of(group)):
        child._id = f"{GROUP_ID}_{number}"


def written(element: Element) -> str:
    """The script of one element alone, as folium's template writes it."""
    return str(vars(element._template.module)["script"](element))
