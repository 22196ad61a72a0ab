"""Données, Sauvegarde, and Organisation, Fichiers: what is made, fetched, put back; what is refused changes nothing."""

from __future__ import annotations

import html
import shutil
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from eit.actions.edit import EditContext
from eit.actions.organisation.files import attach_file
from eit.store.version.locked_archive import is_locked
from eit.views.texts import texts
from tests.opening import ROOT, open_page

SAY = texts("fr")
PASSWORD = "quatre mots sans rapport"


@pytest.fixture
def database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    copy = tmp_path / "copie.duckdb"
    shutil.copy(ROOT / "data" / "flows.duckdb", copy)
    monkeypatch.setenv("EIT_DATABASE", str(copy))
    monkeypatch.setenv("EIT_AUTHOR", "Camille")
    return copy


def opened(page: str, part: str, shown: str, **query: str) -> AppTest:
    return open_page(page, {part: SAY(shown)}, **{"programme": "abitibi", **query})


def said(app: AppTest) -> str:
    return html.unescape("\n".join(element.proto.body for element in app.get("html")))


def press(app: AppTest, key: str) -> AppTest:
    return next(button for button in app.button if button.label == SAY(key)).click().run()


@pytest.mark.usefixtures("light_lock")
def test_a_backup_is_made_under_a_password_and_put_back(database: Path) -> None:
    app = opened("donnees.py", "records part", "records.tab.backup")
    app.text_input(key="make backup password 0").input(PASSWORD)
    press(app, "backup.make")
    folder = database.parent / "sauvegardes"
    assert SAY("problem.password_differs") in said(app) and not folder.exists()
    app.text_input(key="make backup again 0").input(PASSWORD)
    press(app, "backup.make")
    [archive] = folder.iterdir()
    assert is_locked(archive) and str(archive) in said(app) and app.get("download_button")
    before = database.read_bytes()
    app.selectbox(key="restore backup which 0").select_index(0)
    app.text_input(key="restore backup its_password 0").input(PASSWORD)
    app.text_input(key="restore backup typed 0").input("autre chose")
    press(app, "backup.restore")
    assert SAY("refusal.restore-not-typed", value=database.name) in said(app)
    app.text_input(key="restore backup typed 0").input(database.name)
    app.text_input(key="restore backup its_password 0").input("un mauvais mot de passe")
    press(app, "backup.restore")
    assert SAY("problem.backup_password_wrong", path=str(archive)) in said(app)
    assert database.read_bytes() == before
    app.text_input(key="restore backup its_password 0").input(PASSWORD)
    press(app, "backup.restore")
    assert SAY("backup.restored", entry=0) in said(app) and not app.exception


def test_a_file_is_saved_and_taken_away_on_the_page(database: Path) -> None:
    attach_file(EditContext(database, "Ana"), "abi-001", "<b>Entente</b>.pdf", b"%PDF-1.7")
    app = opened("organisation.py", "organisation part", "organisation.files", company="abi-001")
    chooser = next(one for one in app.selectbox if one.label == SAY("organisation.which_file"))
    chooser.select_index(0).run()
    assert app.get("download_button") and "<b>" not in said(app)
    press(app, "organisation.remove_file")
    assert SAY("organisation.file_removed") in said(app) and SAY("organisation.no_file") in said(app)
