"""The part « Vie privée » of the page Données: every part draws, and a name that is not typed erases nothing."""

from __future__ import annotations

import html
import shutil
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from eit.views.texts import texts
from tests.opening import ROOT, open_page

PARTS = ("consents", "contacts", "roles", "periods", "incidents", "one")


@pytest.fixture
def database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    copy = tmp_path / "copie.duckdb"
    shutil.copy(ROOT / "data" / "flows.duckdb", copy)
    monkeypatch.setenv("EIT_DATABASE", str(copy))
    monkeypatch.setenv("EIT_AUTHOR", "Camille")
    return copy


def opened() -> AppTest:
    return open_page("donnees", {"records part": texts("fr")("records.tab.privacy")}, programme="abitibi")


def said(app: AppTest) -> str:
    return html.unescape("\n".join(element.proto.body for element in app.get("html")))


def test_every_part_draws_and_an_erasure_is_typed_to_be_meant(database: Path) -> None:
    app = opened()
    for part in PARTS:
        app.session_state["privacy part"] = part
        app.run()
        assert not app.exception and texts("fr")("problem.unexpected") not in said(app), part
    company = app.selectbox(key="dossier company")
    company.select_index(0).run()
    before = database.read_bytes()
    app.text_input(key="forget typed").input("pas ce nom")
    next(button for button in app.button if button.label == texts("fr")("privacy.forget")).click().run()
    assert texts("fr")("refusal.forget-not-typed") in said(app) and database.read_bytes() == before
