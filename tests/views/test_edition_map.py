"""The map of an edition: its legend says what each fill is, that of a territory without a row too."""

from __future__ import annotations

from eit.views.map.classes import classify
from eit.views.public.edition_map import HATCH, _legend
from eit.views.texts import texts


def test_the_legend_says_what_a_territory_without_a_row_is() -> None:
    told = {"state": "computed", "unit": "t/yr", "value": 10.0}
    said = dict(_legend([told, None], classify([10.0], whole=False), "fr"))
    assert said["#ffffff"] == texts("fr")("public.legend_empty")
    assert "#ffffff" not in dict(_legend([told], classify([10.0], whole=False), "fr"))
    hidden = dict(_legend([told | {"state": "hidden"}], classify([], whole=False), "en"))
    assert hidden == {HATCH: texts("en")("public.legend_hidden")}
