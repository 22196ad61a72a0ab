"""What is typed on a page is read once: a doubt is asked and nothing stored, a refusal leaves the form as it was."""

from __future__ import annotations

import datetime
import html
from pathlib import Path

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from eit.analysis.synergies.board import board
from eit.domain.exchange.scenario import Scenario, to_link
from eit.store.database import Database
from tests.opening import ROOT, open_page
from tests.pages.test_pages import sentences
from tests.pages.test_what_if import MORE_ASH, open_scenario

SYNERGIES = ROOT / "pages" / "synergies.py"
INDICATORS = ROOT / "pages" / "indicateurs.py"
SYNERGY = "abi-s15"


def field(name: str, reading: str = "", sent: int = 0) -> str:
    """The key of a field of the form Détails, before it was sent with success, or after."""
    return f"details {SYNERGY} {name} {sent}{reading and f' {reading}'}"


def details(lang: str) -> AppTest:
    app = open_page(SYNERGIES, programme="abitibi", lang=lang)
    app = app.selectbox(key="synergy chosen").select(SYNERGY).run()
    [action] = [item for item in app.get("button_group") if str(item.key).startswith("action ")]
    return action.set_value("details").run()


def save(app: AppTest) -> AppTest:
    labels = ("Enregistrer", "Save")
    [button] = [item for item in app.button if item.label in labels]
    return button.click().run()


def row(path: Path) -> pd.Series:
    with Database(path) as database:
        return board(database, "abitibi", datetime.date.today()).set_index("synergy_id").loc[SYNERGY]


def told(app: AppTest) -> str:
    assert not app.exception
    return html.unescape(" ".join(sentences(app))).replace("’", "'").replace("\u00a0", " ")


@pytest.mark.parametrize(("lang", "chosen", "value"), [("en", 0, 1234.0), ("fr", 0, 1.234), ("en", 1, 1.234)])
def test_two_readings_are_a_choice_and_nothing_is_stored_before(
    lang: str, chosen: int, value: float, copy: Path
) -> None:
    before = row(copy)["investment"]
    app = details(lang)
    app.text_input(key=field("investment")).set_value("1,234")
    app = save(app)
    assert ("1,234" in told(app) and row(copy)["investment"] is before) or pd.isna(row(copy)["investment"])
    choice = app.radio(key=field("investment", "reading 1,234"))
    assert choice.value is None and len(choice.options) == 2 and len(set(choice.options)) == 2
    choice.set_value(choice.options[chosen])
    app = save(app)
    assert told(app) == "" and row(copy)["investment"] == value


def test_the_form_keeps_what_was_typed_after_a_refusal_and_can_be_sent_again(copy: Path) -> None:
    app = details("fr")
    app.text_input(key=field("lead")).set_value("Camille B.")
    app.text_input(key=field("jobs")).set_value("12,5 t")
    app.text_input(key=field("investment")).set_value("1 234,5")
    app = save(app)
    assert "« 12,5 t »" in told(app)
    assert app.text_input(key=field("jobs")).value == "12,5 t"
    assert app.text_input(key=field("lead")).value == "Camille B."
    assert pd.isna(row(copy)["jobs"]) and row(copy)["lead"] != "Camille B."
    app.text_input(key=field("jobs")).set_value("2,5")
    app = save(app)
    found = row(copy)
    assert told(app) == ""
    assert (found["lead"], found["jobs"], found["investment"]) == ("Camille B.", 2.5, 1234.5)


def test_what_the_form_shows_is_what_it_reads_back(copy: Path) -> None:
    app = details("en")
    for name, text in (("investment", "1234567.25"), ("jobs", "0.125"), ("cost_per_year", "2.5")):
        app.text_input(key=field(name)).set_value(text)
    app = save(app)
    kept = row(copy)
    for lang in ("fr", "en"):
        app = save(details(lang))
        assert told(app) == ""
    found = row(copy)
    for name, value in (("investment", 1234567.25), ("jobs", 0.125), ("cost_per_year", 2.5)):
        assert kept[name] == found[name] == value


def test_a_month_that_could_be_a_day_is_asked_in_english(copy: Path) -> None:
    app = details("en")
    app.text_input(key=field("next_step_due")).set_value("03/04/2027")
    app = save(app)
    assert "03/04/2027" in told(app)
    choice = app.radio(key=field("next_step_due", "reading 03/04/2027"))
    choice.set_value(choice.options[0])
    app = save(app)
    assert told(app) == "" and str(row(copy)["next_step_due"]).startswith("2027-04-03")


def test_a_day_to_come_is_refused_where_it_must_have_come(copy: Path) -> None:
    app = open_page(SYNERGIES, programme="abitibi")
    app = app.selectbox(key="synergy chosen").select(SYNERGY).run()
    app.text_input(key=f"day {SYNERGY}").set_value("2099-01-01")
    app = save(app)
    assert "2099-01-01" in told(app)
    app.text_input(key=f"day {SYNERGY}").set_value("")
    assert "ne dit rien" in told(save(app))


@pytest.mark.parametrize("typed", ["1e400", "nan", "\u0661\u0662", "douze"])
def test_an_indicator_refuses_as_it_was_typed(typed: str, copy: Path) -> None:
    app = open_page(INDICATORS, programme="abitibi")
    app.selectbox(key="declared indicator").set_value("abi-i05")
    app.text_input(key="declared value").set_value(typed)
    [button] = [item for item in app.button if item.label == "Enregistrer la valeur"]
    app = button.click().run()
    assert f"« {typed} »" in told(app) and app.text_input(key="declared value").value == typed


def test_the_what_if_keeps_its_fields_after_a_refusal() -> None:
    app, key = open_scenario(to_link(Scenario("Plus de cendres", (MORE_ASH,)))), "what if quantity 0"
    app.text_input(key=key).set_value("beaucoup")
    [button] = [item for item in app.button if item.label == "Ajouter au scénario"]
    app = button.click().run()
    assert "« beaucoup »" in told(app) and app.text_input(key=key).value == "beaucoup"
