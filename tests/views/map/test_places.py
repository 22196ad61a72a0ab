"""The small map on which one places something."""

from __future__ import annotations

import folium

from eit.views.map.places import add_pin, places_group


def test_a_pin_is_dragged_and_its_name_stays_text() -> None:
    group = places_group([])
    add_pin(group, (48.5, -78.1), "</script><b>Scierie")
    made = folium.Map()
    made.add_child(group)
    drawn = made.get_root().render()
    assert '"draggable": true' in drawn and "maillagePin" in drawn and '"dragend"' in drawn
    assert "</script><b>Scierie" not in drawn and "<b>Scierie" not in drawn
