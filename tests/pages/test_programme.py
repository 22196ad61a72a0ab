"""The page Programme: every list has its editor, and what is typed on the screen is in the file."""

from __future__ import annotations

import html
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from eit.analysis.programme_parts import part_rows
from eit.analysis.programmes import programme
from eit.domain.programme.parts import PARTS
from eit.store.database import Database
from eit.views.texts import texts
from tests.opening import ROOT, open_page
from tests.pages.test_pages import sentences, shown

PAGE = ROOT / "pages" / "programme.py"
P = "hurepoix"


def tab(name: str, **words: str) -> AppTest:
    app = open_page(PAGE, programme=P, **words)
    app.session_state["programme part"] = texts("fr")(f"programme.{name}")
    return app.run()


def press(app: AppTest, label: str, form: str = "") -> AppTest:
    [button] = [item for item in app.button if item.label == label and item.form_id.startswith(form)]
    return button.click().run()


def fill(app: AppTest, part: str, **values: str) -> AppTest:
    """Write into the form of a new row, by the name of the field."""
    for name, value in values.items():
        key = f"part {part}  {name} "
        [field] = [
            item for kind in ("text_input", "text_area", "selectbox") for item in app.get(kind)
            if str(item.key).startswith(key)
        ]  # fmt: skip
        field.set_value(value)
    return press(app, "Ajouter", f"part {part} ")


def rows(path: Path, part: str) -> list[dict[str, object]]:
    with Database(path) as database:
        return part_rows(database, P, PARTS[part]).to_dict("records")


def test_a_partner_an_item_and_a_word_are_typed_in(copy: Path) -> None:
    app = fill(tab("partners"), "partner", name="Région", role="funder", since="2024-05")
    assert not app.exception and not sentences(app), sentences(app)
    assert [(row["name"], row["role"]) for row in rows(copy, "partner")][-1] == ("Région", "funder")
    app = fill(
        tab("items"),
        "item",
        kind="study",
        title_fr="Étude de gisement",
        due_on="2027-03-31",
        state="planned",
    )
    assert not app.exception and not sentences(app), sentences(app)
    assert rows(copy, "item")[-1]["title_fr"] == "Étude de gisement"
    app = fill(tab("words"), "category", name_fr="Bois d’œuvre", name_en="Timber")
    assert "bois-d-oeuvre" in {row["term_id"] for row in rows(copy, "category")}


def test_what_cannot_be_is_said_and_stays_in_the_form(copy: Path) -> None:
    app = fill(tab("partners"), "partner", name="Région", since="l’an dernier", role="funder")
    assert "n&#x27;est pas une date" in "".join(sentences(app)) or "n’est pas une date" in html.unescape(
        "".join(sentences(app))
    )
    assert [item.value for item in app.text_input if str(item.key).startswith("part partner  name")] == [
        "Région"
    ]
    assert "Région" not in {row["name"] for row in rows(copy, "partner")}


def test_the_names_and_the_radius_are_corrected(copy: Path) -> None:
    app = tab("identity")
    app.text_input(key="programme identity name_en").set_value("Industrial ecology in the Hurepoix")
    [radius] = [item for item in app.text_input if str(item.key).startswith("programme identity radius")]
    radius.set_value("12,5 km")
    app = press(app, "Enregistrer")
    assert not app.exception and not sentences(app), sentences(app)
    with Database(copy) as database:
        row = programme(database, P)
    assert row["name_en"] == "Industrial ecology in the Hurepoix" and row["default_radius_km"] == 12.5


def test_what_is_late_is_said_first() -> None:
    app = open_page(PAGE, programme="abitibi")
    app.session_state["programme part"] = texts("fr")("programme.items")
    said = html.unescape(shown(app.run()))
    assert "en retard depuis" in said and "Le plan d’affaires" in said


def test_a_server_for_reading_shows_the_lists_and_no_form(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EIT_MODE", "consortium")
    app = tab("items")
    assert not app.exception and not [item for item in app.button if item.label == "Ajouter"]


def begin(app: AppTest, place: str, name: str) -> AppTest:
    app.text_input(key="new programme place").set_value(place)
    app = app.run()
    app.text_input(key="new programme name").set_value(name)
    return press(app, "Commencer ce programme")


@pytest.mark.parametrize(
    ("place", "identifier"), [("Les Laurentides", "mrc-78"), ("CU de Dunkerque", "epci-245900428")]
)
def test_a_new_programme_has_its_map_after_a_name_and_a_place(
    copy: Path, place: str, identifier: str
) -> None:
    app = tab("new")
    app.text_input(key="new programme place").set_value(place)
    app = app.run()
    [choice] = [item for item in app.radio if str(item.key).startswith("new programme place of ")]
    assert any(identifier.split("-")[1] in option for option in choice.options)
    app = choice.set_value(identifier).run() if choice.value is None else app
    app.text_input(key="new programme name").set_value("Ma démarche")
    app = press(app, "Commencer ce programme")
    assert not app.exception and not sentences(app), sentences(app)
    with Database(copy) as database:
        assert "ma-demarche" in set(database.query("programmes")["programme_id"])
        scope = database.query("programme_territories", {"programme_id": "ma-demarche"})
    assert identifier in set(scope["territory_id"])
    assert "Ma démarche" in html.unescape(shown(app))
    for page in ("accueil", "carte", "echanges", "territoires"):
        opened = open_page(ROOT / "pages" / f"{page}.py", programme="ma-demarche")
        assert not opened.exception and not sentences(opened, ("error",)), page


def test_a_place_that_is_not_known_is_said_and_nothing_begins(copy: Path) -> None:
    app = begin(tab("new"), "Nulle-Part-sur-Rien", "Ma démarche")
    said = html.unescape("".join(sentences(app, ("info", "warning"))))
    assert said.count("pas un lieu connu") == 2, "under the search, and when the form is sent"
    assert app.text_input(key="new programme place").value == "Nulle-Part-sur-Rien"
    assert app.text_input(key="new programme name").value == "Ma démarche"


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("abitibi témiscamingue", "porte déjà le nom « Abitibi-Témiscamingue »"),
        ("", "Nom en français : ce champ est vide"),
        ("!!!", "« !!! » n'a ni lettre ni chiffre"),
    ],
)
def test_a_name_that_cannot_be_is_said_and_the_place_stays(copy: Path, name: str, sentence: str) -> None:
    app = begin(tab("new"), "mrc-78", name)
    said = html.unescape("".join(sentences(app))).replace("\u00a0", " ").replace("\u202f", " ")
    assert sentence in said and not app.exception
    assert app.text_input(key="new programme place").value == "mrc-78"
    assert app.text_input(key="new programme name").value == name
    with Database(copy) as database:
        assert len(database.query("programmes")) == 5


def plain(app: AppTest) -> str:
    """The refusals of the page, as a reader sees them."""
    said = html.unescape(" ".join(sentences(app)))
    return said.replace("\u00a0", " ").replace("\u202f", " ").replace("’", "'")


def test_a_target_without_a_date_is_asked_for_one_and_stays_in_the_form(copy: Path) -> None:
    app = tab("indicators")
    app.session_state["programme followed"] = "target"
    app = app.run()
    app.selectbox(key="target 0 figure").select_index(0)
    app.text_input(key="target 0 value").set_value("1 200")
    app = press(app, "Inscrire la cible")
    assert "Une cible sans date ne se suit pas" in plain(app)
    assert app.selectbox(key="target 0 figure").value is not None
    assert app.text_input(key="target 0 value").value == "1 200"


def test_a_rule_of_nobody_and_a_rule_twice_are_refused_by_row_and_stay(copy: Path) -> None:
    app = fill(tab("partners"), "rule", term_id="company-majority", name_fr="Une majorité")
    assert not sentences(app)
    app = fill(app, "rule", term_id="company-majority", name_fr="La même")
    assert "Les lignes 1 et 2 disent la même chose" in plain(app)
    assert [one.value for one in app.text_input if str(one.key).startswith("part rule  name_fr")] == [
        "La même"
    ]
    with Database(copy) as database:
        assert database.query("programme_territories", {"programme_id": P}).shape[0]


def test_a_place_of_another_country_is_said_by_the_names_of_both(copy: Path) -> None:
    app = tab("territories")
    app.text_input(key="programme territory").set_value("Val-d'Or")
    app = press(app.run(), "Ajouter au programme")
    assert "« Val-d'Or » est dans un autre pays (Québec) que le programme (France)" in plain(app)
    assert app.text_input(key="programme territory").value == "Val-d'Or"


def test_the_words_of_another_programme_are_a_start(copy: Path) -> None:
    app = tab("words")
    app.selectbox(key="word preset of").set_value("quebec")
    app = press(app, "Reprendre ces mots")
    assert not app.exception and not sentences(app), sentences(app)
    assert len(rows(copy, "category")) == 11 and len(rows(copy, "step")) == 6
    assert [row["term_id"] for row in rows(copy, "synergy_type")][:3] == [
        "pooling",
        "substitution",
        "new-activity",
    ], "its own words stay first"
    assert "Le programme a déjà tous ces mots" in plain(press(app, "Reprendre ces mots"))


def test_the_home_page_says_what_is_due_and_where_the_programme_stands() -> None:
    app = open_page(ROOT / "pages" / "accueil.py", programme="quebec")
    assert not app.exception
    said = html.unescape("\n".join(element.proto.body for element in app.get("html")))
    assert any("Visites des trois parcs (fictif)" in one.value for one in app.text)
    assert said.count('aria-current="step"') == 1, "the six steps, with where it stands"
    assert "Accompagnement de la mise en œuvre" in said
    assert 'class="eit-picture"' in said, "the page opens on the map"
    assert any("lignes dessinées" in one.value for one in app.caption), "what it draws, under it"


def test_the_items_are_a_board_with_what_is_late_first() -> None:
    app = open_page(PAGE, programme="abitibi")
    app.session_state["programme part"] = texts("fr")("programme.items")
    said = html.unescape("\n".join(element.proto.body for element in app.run().get("html")))
    columns = said.split('<section aria-label="')[1:]
    assert [column.split('"')[0] for column in columns] == ["en cours", "fait"]
    assert any('class="late"' in column for column in columns)
