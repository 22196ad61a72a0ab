"""The page Organisation: what is typed on the screen is in the file, and two people's corrections meet."""

from __future__ import annotations

import html
from datetime import date
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from eit.actions.edit import EditContext
from eit.actions.organisation.organisations import correct_organisation
from eit.analysis.grid import grid_rows
from eit.analysis.organisation import organisation
from eit.domain.errors import Refusal
from eit.domain.organisation.fields import FLOW
from eit.store.database import Database
from eit.ui.grid import _changed, _shown
from eit.views.texts import texts
from tests.opening import ROOT, open_page
from tests.pages.test_pages import sentences, shown

PAGE = ROOT / "pages" / "organisation.py"
ONE = "abi-001"


def tab(name: str, **words: str) -> AppTest:
    app = open_page(PAGE, programme="abitibi", company=ONE, **words)
    app.session_state["organisation part"] = texts("fr")(f"organisation.{name}")
    return app.run()


def fill(app: AppTest, form: str, button: str, **values: str) -> AppTest:
    for name, value in values.items():
        [field] = [
            item for kind in ("text_input", "text_area", "selectbox") for item in app.get(kind)
            if str(item.key).startswith(form) and f" {name} " in str(item.key)
        ]  # fmt: skip
        field.set_value(value)
    [sent] = [item for item in app.button if item.label == button and item.form_id.startswith(form)]
    return sent.click().run()


def on_record(path: Path) -> dict[str, object]:
    with Database(path) as database:
        return organisation(database, ONE)


def test_two_people_merge_on_two_fields_and_meet_on_one(copy: Path) -> None:
    app = tab("identity")
    correct_organisation(EditContext(copy, "Dominique"), ONE, {"employees": 50})
    app = fill(app, f"organisation {ONE}", "Enregistrer", sector_code="321112")
    assert not app.exception and not sentences(app), sentences(app)
    assert (on_record(copy)["employees"], on_record(copy)["sector_code"]) == (50, "321112")
    app = tab("identity")
    correct_organisation(EditContext(copy, "Dominique"), ONE, {"employees": 60})
    app = fill(app, f"organisation {ONE}", "Enregistrer", employees="70")
    said = html.unescape("".join(sentences(app)))
    assert "60" in said and "70" in said and on_record(copy)["employees"] == 60


def test_a_visit_is_written_and_one_button_takes_it_back(copy: Path) -> None:
    app = fill(
        tab("follow_up"), f"new follow_up {ONE}", "Ajouter", wording="Refus : trop loin", outcome="refused"
    )
    assert not app.exception and not sentences(app), sentences(app)
    with Database(copy) as database:
        assert list(database.rows("follow_up")["author"]) == ["Camille"]
    [undo] = [item for item in app.button if item.label.startswith("Annuler ma dernière saisie")]
    app = undo.click().run()
    assert not app.exception and not sentences(app), sentences(app)
    with Database(copy) as database:
        assert database.rows("follow_up").empty


@pytest.mark.parametrize("part", ["flows", "follow_up", "contacts", "consents", "partners", "missing"])
def test_a_part_opens_for_reading_without_a_form(part: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EIT_MODE", "consortium")
    app = tab(part)
    assert not app.exception and not sentences(app, ("error",)) and shown(app)
    assert not [item for item in app.button if item.label in ("Ajouter", "Enregistrer")]


def test_a_cell_is_read_as_its_form_reads_it_and_a_remark_opens_its_field(copy: Path) -> None:
    with Database(copy) as database:
        rows = grid_rows(database, "abitibi", "flow", "").frame.head(2)
    fields = [FLOW.field(name) for name in ("quantity", "observed_on", "note")]
    shown = _shown(FLOW, fields, rows, "fr")
    one, other = shown.index
    typed = shown.copy()
    typed.loc[one, ["quantity", "note"]] = ["1 234,5", None]
    typed.loc[other, "observed_on"] = "2026-02-03"
    found = _changed(FLOW, fields, shown, typed, "fr")
    assert found[one]["quantity"] == 1234.5 and found[other] == {"observed_on": date(2026, 2, 3)}
    typed.loc[one, "quantity"] = "beaucoup"
    with pytest.raises(Refusal) as told:
        _changed(FLOW, fields, shown, typed, "fr")
    assert told.value.row_id == f"{one}|quantity"

    flow_id = str(one)
    app = open_page(
        PAGE, programme="abitibi", company=flow_id.rsplit("-", 1)[0], fix=f"flow|{flow_id}|quantity"
    ).run()
    assert not app.exception and not sentences(app), sentences(app)
    assert any(str(item.key).startswith(f"flow {flow_id}") for item in app.text_input)


def test_a_renamed_organisation_stays_chosen_when_the_name_is_taken_back(copy: Path) -> None:
    """A browser sends back the words of a list: each list that shows other words is told what is chosen."""
    app = tab("identity")
    assert not told_again(app, named(app))
    before, [name] = named(app), [item.value for item in app.text_input if f"{ONE} 0 name" in str(item.key)]
    app = fill(app, f"organisation {ONE}", "Enregistrer", name="Autre nom (fictif)")
    assert told_again(app, before) == {
        "company": "Autre nom (fictif)",
        f"organisation {ONE}": "Autre nom (fictif)",
    }
    before, [undo] = named(app), [one for one in app.button if one.label.startswith("Annuler ma dernière")]
    app = undo.click().run()
    assert told_again(app, before) == {"company": name, f"organisation {ONE}": name}
    assert app.query_params["company"] in (ONE, [ONE]) and on_record(copy)["name"] == name
    before = named(app)
    app.session_state["lang"] = "en"
    assert told_again(app.run(), before).keys() >= {"figure"}


def named(app: AppTest) -> dict[str, str]:
    """The key of each list of choices -> the words of what is chosen in it."""
    return {str(one.key): one.format_func(one.value) for one in app.selectbox if one.value is not None}


def told_again(app: AppTest, before: dict[str, str]) -> dict[str, str]:
    """The lists that show other words than before for a choice, and what the browser is told; all of them are told."""
    other = {key: words for key, words in named(app).items() if before.get(key, words) != words}
    told = {str(one.key): one.proto.raw_value for one in app.selectbox if one.proto.set_value}
    assert {key: told.get(key) for key in other} == other
    return other
