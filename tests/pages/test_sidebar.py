"""The sidebar: what the search finds opens, help is said, a page is kept as it is set and opens so again."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from eit.actions.edit import EditContext
from eit.actions.organisation.organisations import correct_organisation
from eit.actions.organisation.records import add_record
from eit.actions.programme.saved_views import keep_view
from eit.analysis.saved_views import saved_views
from eit.domain.organisation.fields import ORGANISATION
from eit.store.database import Database
from eit.ui.grid import value_for_all
from eit.views.help import help_answer, help_entries
from tests.opening import landed, open_page
from tests.pages.test_pages import sentences

P = "abitibi"


def press(app: AppTest, key: str) -> AppTest:
    [button] = [one for one in app.button if one.key == key]
    return button.click().run()


def find(app: AppTest, text: str) -> AppTest:
    return app.text_input(key="find").set_value(text).run()


def test_help_is_found_and_said_with_the_way_to_where_it_is_done() -> None:
    app = press(find(open_page("accueil", programme=P), "doublon"), "find help task merge")
    assert not app.exception
    answer = help_answer("task merge", "fr")
    assert any(answer.body in one.proto.body for one in app.get("html"))
    assert app.text_input(key="find").value == ""


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_every_help_text_names_labels_that_are_on_a_screen(lang: str) -> None:
    for key, title, _ in help_entries(lang):
        answer = help_answer(key, lang)
        assert answer.title == title and "[[" not in answer.body and answer.body.strip()


def test_a_page_is_kept_as_it_is_set_and_opens_so_from_another(copy: Path) -> None:
    app = open_page("carte", {"saved views": True}, programme=P, radius="20")
    app.text_input(key="keep view name 0").set_value("Autour *20* km")
    [keep] = [one for one in app.button if one.label == "Garder cette page"]
    app = keep.click().run()
    assert not app.exception and any("Autour *20* km" in one for one in sentences(app, ("info",)))
    with Database(copy) as database:
        [view] = saved_views(database, P)
    assert (view.name, view.page, dict(view.words)) == ("Autour *20* km", "carte", {"radius": "20"})
    app = open_page("echanges", {"saved views": True}, programme=P)
    assert any(one.label == "Autour \\*20\\* km" for one in app.button), "typed text is text"
    app = press(app, f"view {view.view_id}")
    assert not app.exception and landed(app) == "carte" and app.query_params["radius"] in ("20", ["20"])


def test_a_tag_lists_what_carries_it_and_an_old_view_says_what_is_gone(copy: Path) -> None:
    door = EditContext(copy, "Camille")
    correct_organisation(door, "abi-001", {"tags": "prioritaire"})
    keep_view(door, P, "Une firme d’avant", "carte", {"company": "abi-999"})
    app = find(open_page("accueil", programme=P), "prioritaire")
    app = press(app, "find tag prioritaire")
    assert app.text_input(key="find").value == "#prioritaire"
    app = press(app, "find organisation abi-001")
    assert landed(app) == "organisation" and app.query_params["company"] in ("abi-001", ["abi-001"])
    with Database(copy) as database:
        [view] = saved_views(database, P)
    app = press(find(app, "firme d'avant"), f"find view {view.view_id}")
    assert landed(app) == "carte" and any("abi-999" in one.proto.body for one in app.get("html"))


def test_two_people_of_one_organisation_are_found_and_lead_to_it(copy: Path) -> None:
    door = EditContext(copy, "Camille")
    for name in ("Noémie Essai", "Noé Essai"):
        add_record(
            door,
            "abi-001",
            "contact",
            {"name": name, "purpose": "Suivre les synergies", "responsible": "EACAT"},
        )
    app = find(open_page("accueil", programme=P), "trembles essai")
    assert not app.exception
    people = [one for one in app.button if str(one.key).startswith("find contact ")]
    assert len(people) == 2 and all("Scierie des Trembles" in one.label for one in people)
    app = people[0].click().run()
    assert landed(app) == "organisation" and app.query_params["company"] in ("abi-001", ["abi-001"])


def test_a_tag_for_many_rows_is_added_to_those_they_have() -> None:
    row, one = {"tags": "bois"}, ORGANISATION.field("tags")
    assert value_for_all(one, "urgent", row, {}) == "bois, urgent"
    assert value_for_all(one, "urgent", row, {"tags": "acier"}) == "acier, urgent"
    assert value_for_all(one, "", row, {}) == ""
    assert value_for_all(ORGANISATION.field("employees"), 4, row, {}) == 4
