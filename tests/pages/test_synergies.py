"""The page Synergies: every tab, the form that moves a synergy, and two people on the same one."""

from __future__ import annotations

import html
from pathlib import Path

from streamlit.testing.v1 import AppTest

from eit.analysis.synergies.board import board
from eit.store.database import Database
from tests.opening import ROOT, open_page
from tests.pages.test_pages import sentences, shown

PAGE = ROOT / "pages" / "synergies.py"
SYNERGY = "abi-s15"


def stage(path: Path) -> str:
    import datetime

    with Database(path) as database:
        rows = board(database, "abitibi", datetime.date.today()).set_index("synergy_id")
    return str(rows.loc[SYNERGY, "stage"])


def chosen() -> AppTest:
    app = open_page(PAGE, programme="abitibi")
    return app.selectbox(key="synergy chosen").select(SYNERGY).run()


def save(app: AppTest) -> AppTest:
    [button] = [item for item in app.button if item.label == "Enregistrer"]
    return button.click().run()


def test_the_board_shows_every_stage_and_what_is_late() -> None:
    said = html.unescape(shown(open_page(PAGE, programme="abitibi")))
    for word in ("Identifiée", "Vérifiée", "Écartée", "en retard", "Cendres de La Sarre"):
        assert word in said


def test_what_was_confirmed_of_a_year_says_its_unit() -> None:
    app = open_page(PAGE, programme="quebec")
    box = app.selectbox(key="synergy chosen")
    [name] = [one for one in box.options if one.startswith("Palettes réparées")]
    said = html.unescape(shown(box.select(name).run())).replace("\u00a0", " ").replace("\u202f", " ")
    assert "34 t/an · par Conseil en maillage" in said


def test_a_synergy_moves_and_the_page_says_so(copy: Path) -> None:
    app = save(chosen())
    assert not app.exception and not sentences(app)
    assert stage(copy) == "proposed"
    assert any("enregistré" in block for block in sentences(app, ("info",)))


def test_the_second_session_sees_what_the_first_changed(copy: Path) -> None:
    first, second = chosen(), chosen()
    save(first)
    second = save(second)
    [told] = sentences(second)
    assert "Camille" in told and stage(copy) == "proposed"


def test_a_promoted_exchange_is_marked(copy: Path) -> None:
    app = open_page(ROOT / "pages" / "echanges.py", programme="hurepoix")
    [button] = [item for item in app.button if item.label == "Promouvoir en synergie"]
    app = button.click().run()
    assert not app.exception
    assert any("C'est une synergie" in html.unescape(block) for block in sentences(app, ("info",)))


def test_every_amount_of_a_synergy_says_its_currency(copy: Path) -> None:
    app = chosen()
    app = app.segmented_control(key="action identified").select("details").run()
    labels = {one.label for one in app.text_input}
    assert {f"{name} (CAD)" for name in ("Investissement", "Coût par année", "Économie par année")} <= labels
    app.text_input(key=f"details {SYNERGY} investment 0").set_value("12 500")
    told = html.unescape(shown(save(app))).replace("\u202f", " ").replace("\u00a0", " ")
    assert "12 500 CAD" in told
