"""The legend explains what is drawn, and nothing else."""

from __future__ import annotations

import re

from eit.views.map.base import Credit
from eit.views.map.content import MapContent, feature_group
from eit.views.map.legend import legend_html
from tests.views import frames

SITES = frames.sites()


def test_the_legend_explains_every_sign_in_words() -> None:
    drawing = feature_group(
        MapContent(
            lang="fr",
            territories=frames.territories(),
            sites=SITES,
            exchanges=frames.exchanges(SITES),
            synergies=frames.synergies(SITES),
            selected_company_id="abi-002",
            radius_km=50,
            most_lines=20,
        )
    )
    html = legend_html(drawing, "fr", [Credit("Statistique Canada 2021")], "2022-09", {"wood": "Forêt <i>"})
    for word in (
        "Gisement offert (t/an)",
        "pas de donnée",
        "limites approximatives",
        "tireté",
        "trait plein",
    ):
        assert word in html
    assert "40 échanges de note plus basse" in html
    assert "Forêt &lt;i&gt;" in html
    assert "septembre 2022" in html
    # Streamlit's sanitiser drops SVG, and a fixed text colour would vanish on one of the two themes.
    assert "<svg" not in html
    assert not re.search(r'<div[^>]*[";]color:#', html)


def test_an_empty_map_has_a_short_legend() -> None:
    html = legend_html(feature_group(MapContent(lang="en")), "en")
    assert "Exchanges and synergies" not in html
    assert html.startswith('<div lang="en"')
