"""Échanges with a road network: what is measured says so; one that cannot be used is said, and estimates stand."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from eit.analysis.exchanges.roads import Roads
from eit.ui.map import roads
from tests.opening import ROOT, open_page
from tests.pages.test_pages import sentences, shown

PAGE = ROOT / "pages" / "echanges.py"


def test_what_is_measured_is_told_from_what_is_estimated(monkeypatch: pytest.MonkeyPatch) -> None:
    def measured(pairs: pd.DataFrame, _: Roads) -> pd.DataFrame:
        basis = ["network"] * (len(pairs) - 1) + ["circuity"]
        known = pd.Series(basis, index=pairs.index) == "network"
        km, minutes = (pd.Series(value, index=pairs.index).where(known) for value in (17.0, 21.0))
        return pairs.assign(road_km=km, road_minutes=minutes, road_basis=basis)

    monkeypatch.setattr(roads, "roads_of", lambda _: Roads("/nowhere", "1"))
    monkeypatch.setattr(roads, "with_roads", measured)
    app = open_page(PAGE, programme="quebec")
    assert not app.exception
    assert "par la route : 17 km, 21 min en camion" in shown(app).replace("\u00a0", " ").replace(
        "\u202f", " "
    )
    table = app.dataframe[0].value
    assert set(table["Route d’après"]) == {"le réseau", "la sinuosité (estimé)"}


def test_a_network_that_is_gone_is_said_and_the_estimates_stand(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("EIT_ROADS", str(tmp_path / "gone"))
    app = open_page(PAGE, programme="quebec")
    assert not app.exception and any("EIT_ROADS" in sentence for sentence in sentences(app))
    assert "estimés par la sinuosité" in shown(app)
