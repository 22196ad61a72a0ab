"""Indicateurs, Consortium and Rencontre in use: what is written is shown, what is refused says why, no silent name."""

from __future__ import annotations

import html
import json
import shutil
from datetime import timedelta
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from eit.actions.consortium import add_meeting
from eit.actions.edit import EditContext
from eit.analysis.minutes import Minutes, days_held, minutes
from eit.analysis.programmes import today_in
from eit.analysis.scenes import saved_scenes
from eit.domain.scene import Scene
from eit.store.database import Database
from eit.views import format as fmt
from eit.views.meeting.minutes import minutes_html
from tests.opening import ROOT, open_page


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return Path(shutil.copy(ROOT / "data" / "flows.duckdb", tmp_path_factory.mktemp("read") / "copie.duckdb"))


@pytest.fixture(autouse=True)
def read(kept: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """One file for the tests that only read, whose copy for a room is made once; who writes asks for `copy`."""
    monkeypatch.setenv("EIT_DATABASE", str(kept))
    monkeypatch.setenv("EIT_AUTHOR", "Camille")
    return kept


@pytest.fixture
def copy(read: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = Path(shutil.copy(read, tmp_path / "copie.duckdb"))
    monkeypatch.setenv("EIT_DATABASE", str(path))
    return path


def said(app: AppTest) -> str:
    return html.unescape("\n".join(element.proto.body for element in app.get("html"))).replace("\u202f", " ")


def everything(app: AppTest) -> str:
    """All that the browser receives: every element of the page and of the sidebar."""
    return "\n".join(str(element.proto) for element in [*app.main, *app.sidebar])


def button(app: AppTest, label: str):
    return next(one for one in app.button if one.label == label)


def test_the_published_rows_of_hurepoix_are_on_the_page() -> None:
    text = said(open_page("indicateurs", programme="hurepoix"))
    assert "{0=non" not in text and "<td>non / oui</td>" in text and "2/3" in text
    row = text.split("Mise en place de la démarche")[1].split("</tr>")[0]
    for word in (">non<", ">oui<", ">n.c.<"):
        assert word in row


def test_a_computed_row_cannot_be_typed_and_a_declared_one_can(copy: Path) -> None:
    app = open_page("indicateurs", programme="abitibi")
    app.selectbox(key="declared indicator").set_value("abi-i01")
    app.text_input(key="declared value").set_value("12")
    button(app, "Enregistrer la valeur").click().run()
    assert "est calculé par le logiciel" in said(app)
    app.selectbox(key="declared indicator").set_value("abi-i05")
    app.text_input(key="declared value").set_value("7")
    button(app, "Enregistrer la valeur").click().run()
    assert not app.exception and "C'est enregistré" in said(app).replace("’", "'")


def test_a_member_is_added_and_a_future_leaving_is_refused(copy: Path) -> None:
    app = open_page("consortium", programme="abitibi")
    assert said(app).count("Respectée") == 2
    app.text_input(key="member name").set_value("Forges du Nord (fictif)")
    app.selectbox(key="member territory").set_value("mrc-85")
    button(app, "Ajouter un membre").click().run()
    assert not app.exception and "Forges du Nord (fictif) est membre" in said(app)
    assert "17 entreprises sur 25 membres" in said(app)


def test_a_programme_without_rules_says_so() -> None:
    app = open_page("consortium", programme="quebec")
    assert "n'a pas de règle" in "".join(caption.value for caption in app.caption).replace("’", "'")


def test_scenes_move_by_the_buttons_of_keyboard_and_remote() -> None:
    app = open_page("rencontre", programme="quebec")
    assert "Où en sommes-nous" in said(app) and "1 / 5" in said(app)
    assert "Résultats (quantités par tranches)" in said(app), "they are not the figures of Accueil"
    app.button(key="next").click().run()
    assert "2 / 5" in said(app) and not app.exception
    app.button(key="remote next").click().run()
    app.button(key="remote previous").click().run()
    assert "2 / 5" in said(app)
    keys = {str(one.proto.shortcut).lower() for one in app.button if one.proto.shortcut}
    assert keys == {"left", "right", "pageup", "pagedown"}
    app.button(key="jump to 5").click().run()
    assert "5 / 5" in said(app) and app.query_params["scene"] == "5"


def test_the_place_of_a_meeting_is_in_its_address() -> None:
    app = open_page("rencontre", programme="quebec", scene="4", panel="decide")
    assert "4 / 5" in said(app) and app.text_area(key="room wording 0") is not None
    app.button(key="next").click().run()
    assert "5 / 5" in said(app) and app.text_area(key="room wording 0") is not None, "what is written stays"
    for nonsense in ("-3", "99999999", "deux"):
        assert not open_page("rencontre", programme="quebec", scene=nonsense, panel="?").exception


@pytest.mark.parametrize("programme", ["abitibi", "fensch"])
@pytest.mark.parametrize("lang", ["fr", "en"])
def test_no_silent_name_is_sent(programme: str, lang: str, read: Path) -> None:
    with Database(read) as database:
        rows = database.query("all_companies")
    silent = rows[(rows["programme_id"] == programme) & ~rows["consent_name"]]["name"]
    app = open_page("rencontre", programme=programme, lang=lang)
    sent = []
    for _ in range(5):
        assert not app.exception
        sent.append(everything(app))
        sent.append(json.dumps([str(one.proto) for one in app.get("component_instance")]))
        app.button(key="next").click().run() if not app.button(key="next").disabled else None
    app.button(key="go live").click().run()
    sent.append(everything(app))
    text = "\n".join(sent)
    text += text.encode().decode("unicode_escape", errors="ignore")
    for name in silent:
        assert name not in text and name.rpartition(" (")[0] not in text


def test_what_is_said_shows_partners_and_is_kept(copy: Path) -> None:
    app = open_page("rencontre", programme="abitibi")
    app.button(key="go live").click().run()
    app.selectbox(key="live who 0").set_value("new").run()
    app.text_input(key="live name 0").set_value("Serres du Lac (fictif)").run()
    app.selectbox(key="live place 0").set_value("mun-88057").run()
    app.selectbox(key="live material 0").set_value("wood-ash").run()
    assert "Chaux agricole" in said(app) and "partenaires possibles" in said(app)
    app.button(key="keep live").click().run()
    assert not app.exception and "gardé dans les données" in said(app)
    with Database(copy) as database:
        assert "Serres du Lac (fictif)" in set(database.query("all_companies")["name"])


def test_what_is_chosen_in_lists_is_there_after_a_reload(copy: Path) -> None:
    app = open_page("rencontre", programme="abitibi", panel="live")
    app.selectbox(key="live who 0").set_value("new").run()
    app.selectbox(key="live material 0").set_value("wood-ash").run()
    app.selectbox(key="live place 0").set_value("mun-88057").run()
    held = "".join(app.query_params["said"])
    again = open_page("rencontre", programme="abitibi", panel="live", said=held)
    assert again.selectbox(key="live who 0").value == "new"
    assert again.selectbox(key="live material 0").value == "wood-ash"
    assert again.selectbox(key="live place 0").value == "mun-88057"
    again.text_input(key="live name 0").set_value("Serres du Lac (fictif)").run()
    again.button(key="keep live").click().run()
    assert not again.exception and again.selectbox(key="live who 1").value is None, (
        "what was kept is not chosen again"
    )


def test_a_decision_taken_on_the_spot_is_shown(copy: Path) -> None:
    app = open_page("rencontre", programme="quebec")
    app.button(key="go decide").click().run()
    app.button(key="room decide").click().run()
    assert "ce champ est vide" in said(app)
    app.text_area(key="room wording 0").set_value("Visiter l'usine <b>").run()
    app.button(key="room decide").click().run()
    assert not app.exception
    assert "Visiter l'usine <b>" in said(app) and "<b>Visiter l&#x27;usine &lt;b&gt;" in "".join(
        element.proto.body for element in app.get("html")
    )


def test_the_minutes_hold_what_was_taken_down_and_become_items(copy: Path) -> None:
    app = open_page("rencontre", programme="quebec", panel="vote")
    app.text_input(key="vote question 0").set_value("Quel site ?").run()
    app.text_area(key="vote hands 0").set_value("nord douze").run()
    app.button(key="keep vote in the room").click().run()
    assert "douze" in said(app) and not app.exception
    app.text_area(key="vote hands 0").set_value("nord 12\nsud : 5").run()
    app.button(key="keep vote in the room").click().run()
    app.button(key="go action").click().run()
    app.text_input(key="room action 0").set_value("Visiter la chaufferie").run()
    app.button(key="room act").click().run()
    app.button(key="go decide").click().run()
    app.text_area(key="room wording 0").set_value("Faire peser les palettes").run()
    app.text_input(key="room owner 0").set_value("Camille Roy").run()
    app.button(key="room decide").click().run()
    app.button(key="go minutes").click().run()
    assert "décisions : 2 ; actions : 1" in said(app).replace("\u00a0", " ")
    app.text_input(key="minutes title 0").set_value("Rencontre d'automne").run()
    app.button(key="minutes record").click().run()
    app.button(key="minutes send").click().run()
    assert not app.exception
    with Database(copy) as database:
        today = open_minutes(database)
        page = " ".join(html.unescape(str(minutes_html(today, "fr"))).split())
        for told in (
            "Rencontre d'automne",
            "Quel site ? nord : 12, sud : 5",
            "Visiter la chaufferie",
            "Faire peser",
        ):
            assert told in page, told
        assert set(today.promised["title_fr"]) == {"Visiter la chaufferie", "Faire peser les palettes"}
        assert "Camille Roy" in set(today.promised["owner"])


def test_the_minutes_of_a_meeting_are_read_again_another_day(copy: Path) -> None:
    with Database(copy) as database:
        today = today_in(database, "abitibi")
    day = today - timedelta(days=1)
    add_meeting(EditContext(copy, "Camille"), "abitibi", day.isoformat(), "Hier", None, 12, "consortium", ())
    with Database(copy) as database:
        assert days_held(database, "abitibi", today)[0] == day not in days_held(database, "abitibi", day)
    app = open_page("rencontre", programme="abitibi", panel="minutes")
    assert [one for one in app.button if one.key == "minutes record"]
    app.selectbox(key="minutes day").set_value(day.isoformat()).run()
    assert not app.exception and fmt.date(day.isoformat(), "fr").replace("\u202f", " ") in said(app)
    assert not [one for one in app.button if one.key == "minutes record"], "it is on record"


def open_minutes(database: Database) -> Minutes:
    return minutes(database, database, "quebec", today_in(database, "quebec"))


def test_scenes_are_put_in_order_and_rewritten_with_notes(copy: Path) -> None:
    app = open_page("consortium", programme="quebec")
    app.session_state["consortium part"] = "Scènes de rencontre"
    app.run()
    button(app, "Partir des scènes ordinaires").click().run()
    assert "Where do we stand?" in {one.title_en for one in scenes_of(copy)}
    before = scenes_of(copy)
    app.text_input(key="scenes dropped 0").set_value("0>2").run()
    assert [one.title for one in scenes_of(copy)][2] == before[0].title and not app.exception
    moved = scenes_of(copy)[0].scene_id
    app.button(key=f"down {moved}").click().run()
    assert scenes_of(copy)[1].scene_id == moved
    app.button(key=f"rewrite {moved}").click().run()
    app.text_area(key=f"scene notes {moved}").set_value("Nommer les deux scieries.")
    button(app, "Corriger la scène").click().run()
    kept = scenes_of(copy)[1]
    assert kept.notes("fr") == "Nommer les deux scieries." and "scieries" not in kept.said("fr")[1]
    assert "Nommer les deux scieries" not in everything(open_page("rencontre", programme="quebec", scene="2"))
    assert "Nommer les deux scieries" in everything(
        open_page("rencontre", programme="quebec", scene="2", view="speaker")
    )


CORNER = '<p class="eit-room-timer corner"'


def test_who_speaks_takes_down_beside_the_scene_of_the_room_and_the_next() -> None:
    app = open_page("rencontre", programme="abitibi", scene="2", view="speaker", panel="decide")
    assert app.text_area(key="room wording 0") is not None, (
        "what is taken down is not on the screen of the room"
    )
    assert "Ensuite" in said(app) and "L'écran de la salle est noir" in said(app)
    app.button(key="go decide").click().run()
    assert "Aucune note pour cette scène" in said(app) and not app.exception
    assert "Temps écoulé" in said(app) and CORNER not in said(app), "its clock is among the notes"
    assert CORNER in said(open_page("rencontre", programme="abitibi"))


def scenes_of(path: Path) -> list[Scene]:
    with Database(path) as database:
        return saved_scenes(database, "quebec")


def test_a_scene_that_means_nothing_is_refused(copy: Path) -> None:
    app = open_page("consortium", programme="abitibi")
    app.session_state["consortium part"] = "Scènes de rencontre"
    app.run()
    app.text_input(key="scene title").set_value("Essai")
    app.text_input(key="scene address").set_value("/carte?radius=beaucoup")
    button(app, "Garder la scène").click().run()
    assert "beaucoup" in said(app) and not app.exception


def test_the_figures_of_a_scene_are_bands_of_the_programme_s_own() -> None:
    """What the anonymous copy sums is not what the plan carries: 1 to 8 GWh/yr were told for 26."""
    assert '10 à 50 <span class="unit">GWh/an' in said(open_page("rencontre", programme="fensch"))
