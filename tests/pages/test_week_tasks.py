"""Twenty tasks of a coordinator's week, done on the pages: each with its count of clicks, which docs/taches.md tells.

A click is one press on the screen: a link or a page, a tab, a panel, a list that is opened, a box, a button. What is
typed (a name, a number, the letters that find a line of a list, Enter) is none.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from eit.actions.edit import EditContext
from eit.actions.organisation.organisations import add_organisation
from eit.store.database import Database
from eit.views.texts import texts
from tests.opening import ROOT, open_page
from tests.pages.test_pages import sentences

P, FIRM = "abitibi", "abi-001"
SAY = texts("fr")
MOST_CLICKS = 4
DOCUMENT = ROOT / "docs" / "taches.md"


class Desk:
    """A person at the pages, who counts their clicks."""

    def __init__(self, path: Path) -> None:
        self.path, self.clicks = path, 0
        self.app: AppTest

    def open(self, page: str, **words: str) -> None:
        """A page by the navigation, or what was found by `/` and chosen: one click."""
        self.clicks += 1
        self.app = open_page(page, **{"programme": P, **words})
        self.seen(self.app)

    def tab(self, key: str, label: str) -> None:
        self.clicks += 1
        self.app.session_state[key] = SAY(label)
        self.seen(self.app.run())

    def panel(self) -> None:
        """A panel that is opened: what it holds is drawn already."""
        self.clicks += 1

    def pick(self, part: str, value: Any) -> None:
        """A list, opened by one click; the line is found by its letters and Enter. In a form nothing is sent yet."""
        self.clicks += 1
        field = self.one(("selectbox", "multiselect", "button_group"), part).set_value(value)
        if not field.form_id:
            self.seen(field.run())

    def type(self, part: str, text: str) -> None:
        self.one(("text_input", "text_area"), part).set_value(text)

    def tick(self, part: str) -> None:
        self.clicks += 1
        self.one(("checkbox", "toggle"), part).set_value(True)

    def press(self, label: str, key: str = "") -> None:
        self.clicks += 1
        found = [
            one
            for one in self.app.button
            if one.label.startswith(label) and key in str(one.key or one.form_id)
        ]
        assert found, (label, [one.label for one in self.app.button])
        self.seen(found[0].click().run())

    def take(self, label: str) -> None:
        """A file that is saved."""
        self.clicks += 1
        assert [one for one in self.app.get("download_button") if one.proto.label == label], label

    def one(self, kinds: tuple[str, ...], part: str) -> Any:
        found = [one for kind in kinds for one in self.app.get(kind) if re.search(part, str(one.key))]
        assert found, (part, [str(one.key) for kind in kinds for one in self.app.get(kind)])
        return found[0]

    def seen(self, app: AppTest | None = None) -> None:
        assert not self.app.exception, self.app.exception
        assert not sentences(self.app), sentences(self.app)

    def rows(self, table: str) -> Any:
        with Database(self.path) as database:
            return database.rows(table)


def add_a_firm(desk: Desk) -> None:
    desk.open("organisation")
    desk.panel()
    desk.type("^new organisation .* name ", "Atelier du Rang Neuf (fictif)")
    desk.pick("^new organisation .* municipality_id ", desk.rows("company")["municipality_id"].iloc[0])
    desk.press("Ajouter", "new organisation")
    assert "Atelier du Rang Neuf (fictif)" in set(desk.rows("company")["name"])


def add_a_flow(desk: Desk) -> None:
    desk.open("organisation", company=FIRM)
    desk.tab("organisation part", "organisation.flows")
    desk.pick("^new flow .* material_id ", desk.rows("flow").query("unit == 't'")["material_id"].iloc[0])
    desk.type("^new flow .* quantity ", "12,5")
    desk.press("Ajouter", "new flow")
    assert 12.5 in set(desk.rows("flow").query("company_id == @FIRM")["quantity_per_year"])


def correct_a_tonnage(desk: Desk) -> None:
    flow = desk.rows("flow").query("company_id == @FIRM")["flow_id"].iloc[0]
    desk.open("organisation", company=FIRM)
    desk.tab("organisation part", "organisation.flows")
    desk.pick(f"^flow of {FIRM}", flow)
    desk.type(f"^flow {flow} .* quantity ", "4321")
    desk.press("Enregistrer", f"flow {flow}")
    assert desk.rows("flow").set_index("flow_id").at[flow, "quantity_typed"] == "4321"


def merge_two_twins(desk: Desk) -> None:
    municipality = desk.rows("company")["municipality_id"].iloc[0]
    twin = {"name": "Scierie des Trembles bis (fictive)", "municipality_id": municipality}
    other = add_organisation(EditContext(desk.path, "Camille"), P, twin)
    desk.open("organisation", company=FIRM)
    desk.panel()
    desk.pick(f"^merge {FIRM}", other)
    desk.press("Fusionner", f"merge {FIRM} {other}")
    assert other not in set(desk.rows("company")["company_id"])


def record_a_visit_and_a_refusal(desk: Desk) -> None:
    desk.open("organisation", company=FIRM)
    desk.tab("organisation part", "organisation.follow_up")
    desk.type("^new follow_up .* wording ", "Trop loin pour eux")
    desk.pick("^new follow_up .* outcome ", "refused")
    desk.press("Ajouter", "new follow_up")
    assert list(desk.rows("follow_up")["outcome"]) == ["refused"]


def withdraw_a_firm(desk: Desk) -> None:
    held = set(desk.rows("synergy_party")["company_id"])
    firms = desk.rows("company").query("programme_id == @P")["company_id"]
    firm = next(one for one in firms if one not in held)
    desk.open("organisation", company=firm)
    desk.panel()
    desk.press("Retirer cette organisation", f"withdraw {firm}")
    assert firm not in set(desk.rows("company")["company_id"])


def bring_a_firm_back(desk: Desk) -> None:
    before = len(desk.rows("company"))
    withdraw_a_firm(desk)
    desk.clicks = 0
    desk.open("organisation")
    desk.panel()
    desk.press("Ramener")
    assert len(desk.rows("company")) == before


def take_the_last_change_back(desk: Desk) -> None:
    record_a_visit_and_a_refusal(desk)
    desk.clicks = 0
    desk.press("Annuler ma dernière saisie")
    assert desk.rows("follow_up").empty


def who_takes_it_within_20_km(desk: Desk) -> None:
    desk.open("organisation", company=FIRM)
    desk.tab("organisation part", "organisation.partners")
    desk.clicks += 1
    desk.seen(desk.app.slider(key="radius").set_value(20.0).run())
    assert all(
        km <= 20
        for table in desk.app.dataframe
        for km in table.value.get(f"{SAY('column.distance')} (km)", [])
    )


def prepare_mondays_list(desk: Desk) -> None:
    desk.open("accueil")
    desk.take(SAY("week.digest"))


def say_a_thing_is_done(desk: Desk) -> None:
    late = desk.rows("item").query("programme_id == @P and state == 'planned'")
    desk.open("accueil")
    desk.press("Fait", "done item")
    assert len(desk.rows("item").query("programme_id == @P and state == 'planned'")) <= len(late)
    assert "done" in set(desk.rows("item").query("programme_id == @P")["state"])


def move_a_synergy_on(desk: Desk) -> None:
    stages = desk.rows("synergy_event").query("kind == 'stage'").groupby("synergy_id")["stage"].last()
    one = next(key for key, stage in stages.items() if key.startswith("abi") and stage == "identified")
    desk.open("synergies")
    desk.pick("^synergy chosen", one)
    desk.press("Enregistrer", f"advance {one}")
    after = desk.rows("synergy_event").query("kind == 'stage'").groupby("synergy_id")["stage"].last()
    assert after[one] != "identified"


def set_a_synergy_aside(desk: Desk) -> None:
    desk.open("synergies")
    desk.pick("^synergy chosen", "abi-s15")
    desk.pick("^action ", "set_aside")
    desk.pick("^reason ", "quality")
    desk.press("Enregistrer", "set_aside abi-s15")
    assert "set-aside" in set(desk.rows("synergy_event").query("synergy_id == 'abi-s15'")["stage"])


def confirm_a_result(desk: Desk) -> None:
    stages = desk.rows("synergy_event").query("kind == 'stage'").groupby("synergy_id")["stage"].last()
    one = next(key for key, stage in stages.items() if key.startswith("abi") and stage == "realised")
    before = len(desk.rows("synergy_event"))
    desk.open("synergies")
    desk.pick("^synergy chosen", one)
    desk.pick("^action ", "reconfirm")
    desk.press("Enregistrer", f"reconfirm {one}")
    assert len(desk.rows("synergy_event")) == before + 1


def write_a_contact(desk: Desk) -> None:
    desk.open("organisation", company=FIRM)
    desk.tab("organisation part", "organisation.contacts")
    desk.type("^new contact .* name ", "Alix Demo")
    desk.press("Ajouter", "new contact")
    assert list(desk.rows("contact")["name"]) == ["Alix Demo"]


def write_a_consent(desk: Desk) -> None:
    desk.open("organisation", company=FIRM)
    desk.tab("organisation part", "organisation.consents")
    desk.type("^new consent .* given_by ", "Alix Demo")
    desk.type("^new consent .* how ", "courriel")
    desk.press("Ajouter", "new consent")
    assert list(desk.rows("consent").query("company_id == @FIRM")["given_by"]) == ["Alix Demo"]


def send_one_letter(desk: Desk) -> None:
    desk.open("organisation", company=FIRM)
    desk.tab("organisation part", "organisation.partners")
    desk.panel()
    desk.take(SAY("letter.download"))


def send_all_letters(desk: Desk) -> None:
    desk.open("organisation")
    desk.take(SAY("letter.every"))


def hand_a_funder_the_sheet(desk: Desk) -> None:
    desk.open("indicateurs")
    desk.take(SAY("indicators.download"))


def answer_a_remark_of_quality(desk: Desk) -> None:
    flow = desk.rows("flow").query("company_id == @FIRM")["flow_id"].iloc[0]
    desk.clicks += 2  # the page Données, its tab of quality; the link of the remark is the next
    desk.open("organisation", company=FIRM, fix=f"flow|{flow}|observed_on")
    desk.type(f"^flow {flow} .* observed_on ", "2026-02-03")
    desk.press("Enregistrer", f"flow {flow}")
    assert str(desk.rows("flow").set_index("flow_id").at[flow, "observed_on"])[:10] == "2026-02-03"


FREQUENT: dict[str, Callable[[Desk], None]] = {
    "Ajouter une entreprise après un appel": add_a_firm,
    "Ajouter une offre": add_a_flow,
    "Corriger un tonnage": correct_a_tonnage,
    "Noter une visite et un refus": record_a_visit_and_a_refusal,
    "Noter un contact": write_a_contact,
    "Annuler sa dernière saisie": take_the_last_change_back,
    "Trouver qui prend une matière à moins de 20 km": who_takes_it_within_20_km,
    "Faire avancer une synergie": move_a_synergy_on,
    "Dire qu'une chose de la semaine est faite": say_a_thing_is_done,
    "Préparer la liste du lundi": prepare_mondays_list,
}
OTHERS: dict[str, Callable[[Desk], None]] = {
    "Répondre à une remarque de qualité": answer_a_remark_of_quality,
    "Fusionner deux fiches jumelles": merge_two_twins,
    "Retirer une entreprise": withdraw_a_firm,
    "Ramener une entreprise retirée": bring_a_firm_back,
    "Écarter une synergie, avec la raison": set_a_synergy_aside,
    "Confirmer un résultat pour l'année": confirm_a_result,
    "Noter un consentement": write_a_consent,
    "Prendre la lettre d'une entreprise": send_one_letter,
    "Prendre les lettres de toutes": send_all_letters,
    "Remettre sa fiche à un bailleur": hand_a_funder_the_sheet,
}


def told() -> Iterator[tuple[str, int]]:
    """The table of the document."""
    for name, clicks in re.findall(r"^\| (.+?) \| (\d+) \|$", DOCUMENT.read_text(encoding="utf-8"), re.M):
        yield name.replace("’", "'").replace("\u00a0", " "), int(clicks)


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    copy = tmp_path / "desk.duckdb"
    monkeypatch.setenv("EIT_DATABASE", str(copy))
    monkeypatch.setenv("EIT_AUTHOR", "Camille")
    return copy


def test_twenty_tasks_are_done_with_the_clicks_that_the_document_tells(path: Path) -> None:
    counted, faults = {}, []
    for name, do in (FREQUENT | OTHERS).items():
        shutil.copyfile(ROOT / "data" / "flows.duckdb", path)
        desk = Desk(path)
        try:
            do(desk)
        except AssertionError as fault:
            faults.append(f"{name}: {fault}")
        counted[name] = desk.clicks
    assert not faults, "\n".join(faults)
    assert max(counted[name] for name in FREQUENT) <= MOST_CLICKS
    assert dict(told()) == counted
