"""Nine of the most frequent tasks of a week, done in Chromium by a person who counts their clicks (docs/taches.md).

One page, one after the other, as on a Monday; what each wrote is read in the file.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from eit.store.database import Database
from eit.views.texts import texts
from tests.pages.test_week_tasks import FREQUENT, told

P, FIRM, NAME = "abitibi", "abi-001", "Scierie des Trembles"
SAY = texts("fr")
WAITS, WAIT_MS = 100, 300


class Person:
    """Somebody at the screen. A click is counted; what is typed, the search by `/` and Enter are not."""

    def __init__(self, page: Any, settle: Callable[[Any], None], path: Path) -> None:
        self.page, self.settle, self.path, self.clicks = page, settle, path, 0

    def click(self, place: Any) -> None:
        self.clicks += 1
        place.scroll_into_view_if_needed()
        place.click()
        self.settle(self.page)

    def nav(self, key: str) -> None:
        link = self.page.locator("[data-testid=stSidebarNav] a", has_text=SAY(f"nav.{key}"))
        self.click(link.first)

    def find(self, text: str) -> None:
        box = self.page.get_by_role("textbox", name=SAY("find.label"), exact=True)
        box.fill(text)
        box.press("Enter")
        self.settle(self.page)
        self.click(self.page.locator("[class*='st-key-find-organisation']").get_by_role("button").first)

    def tab(self, label: str) -> None:
        self.click(self.page.get_by_role("tab", name=SAY(label), exact=True))

    def key(self, start: str, part: str = "") -> Any:
        """What stands under a key that begins so."""
        return self.page.locator(f"[class*='st-key-{start}']{f'[class*={part!r}]' if part else ''}").first

    def type(self, place: Any, text: str) -> None:
        place.locator("input, textarea").first.fill(text)

    def choose(self, place: Any, letters: str) -> None:
        box = place.locator("input").first
        box.scroll_into_view_if_needed()
        self.clicks += 1
        box.click()
        box.fill(letters)
        self.page.get_by_role("option").first.wait_for()
        box.press("Enter")
        self.settle(self.page)

    def press(self, label: str, place: Any = None) -> None:
        self.click(
            (place or self.page).get_by_role("button", name=re.compile(f"^(\\w+ )?{re.escape(label)}")).first
        )

    def send(self, field: Any, label: str) -> None:
        """The button of the form that holds a field."""
        form = self.page.locator("[data-testid=stForm]").filter(has=field)
        self.press(SAY(label), form.first)

    def until(self, written: Callable[[], bool]) -> None:
        """Wait until the file says so: a busy machine answers later than it shows."""
        for _ in range(WAITS):
            if written():
                return
            self.page.wait_for_timeout(WAIT_MS)
        assert written()

    def rows(self, table: str) -> Any:
        with Database(self.path) as database:
            return database.rows(table)


def flows(one: Person) -> Any:
    return one.rows("flow").query("company_id == @FIRM")


def add_a_firm(one: Person) -> None:
    one.nav("organisation")
    one.click(one.page.get_by_text(SAY("organisation.new"), exact=True).first)
    name = one.key("new-organisation", "-name-")
    one.type(name, "Atelier du Rang Neuf (fictif)")
    one.choose(one.key("new-organisation", "-municipality_id-"), "Amos")
    one.send(name, "organisation.add")
    one.until(lambda: "Atelier du Rang Neuf (fictif)" in set(one.rows("company")["name"]))


def add_a_flow(one: Person) -> None:
    one.find(NAME)
    one.tab("organisation.flows")
    one.choose(one.key("new-flow", "-material_id-"), "Sciures")
    quantity = one.key("new-flow", "-quantity-")
    one.type(quantity, "12,5")
    one.send(quantity, "organisation.add")
    one.until(lambda: 12.5 in set(flows(one)["quantity_per_year"]))


def correct_a_tonnage(one: Person) -> None:
    one.find(NAME)
    one.tab("organisation.flows")
    one.choose(one.key(f"flow-of-{FIRM}"), "Cendres")
    quantity = one.key(f"flow-{FIRM}", "-quantity-")
    one.type(quantity, "4321")
    one.send(quantity, "organisation.save")
    one.until(lambda: "4321" in set(flows(one)["quantity_typed"]))


def note_a_visit_and_a_refusal(one: Person) -> None:
    one.find(NAME)
    one.tab("organisation.follow_up")
    wording = one.key("new-follow_up", "-wording-")
    one.type(wording, "Trop loin pour eux")
    one.choose(one.key("new-follow_up", "-outcome-"), "refus")
    one.send(wording, "organisation.add")
    one.until(lambda: list(one.rows("follow_up")["wording"]) == ["Trop loin pour eux"])


def take_the_last_change_back(one: Person) -> None:
    one.press(SAY("acting.undo"))
    one.until(lambda: one.rows("follow_up").empty)


def note_a_contact(one: Person) -> None:
    one.find(NAME)
    one.tab("organisation.contacts")
    name = one.key("new-contact", "-name-")
    one.type(name, "Alix Demo")
    one.send(name, "organisation.add")
    one.until(lambda: list(one.rows("contact")["name"]) == ["Alix Demo"])


def move_a_synergy_on(one: Person) -> None:
    one.nav("synergies")
    one.click(one.key("move-abi-s13").locator("button"))
    one.click(one.page.get_by_role("menuitem", name=SAY("stage.proposed"), exact=True))
    asked = "synergy_id == 'abi-s13' and stage == 'proposed'"
    one.until(lambda: len(one.rows("synergy_event").query(asked)) == 1)


def say_a_thing_is_done(one: Person) -> None:
    one.nav("home")
    one.press(SAY("week.done"), one.key("done-item"))
    one.until(lambda: "done" in set(one.rows("item").query("programme_id == @P")["state"]))


def prepare_mondays_list(one: Person) -> None:
    one.nav("home")
    with one.page.expect_download() as taken:
        one.click(one.page.get_by_role("button", name=SAY("week.digest")))
    assert "<html" in Path(taken.value.path()).read_text(encoding="utf-8")


TASKS: dict[str, Callable[[Person], None]] = {
    "Ajouter une entreprise après un appel": add_a_firm,
    "Ajouter une offre": add_a_flow,
    "Corriger un tonnage": correct_a_tonnage,
    "Noter une visite et un refus": note_a_visit_and_a_refusal,
    "Annuler sa dernière saisie": take_the_last_change_back,
    "Noter un contact": note_a_contact,
    "Faire avancer une synergie": move_a_synergy_on,
    "Dire qu'une chose de la semaine est faite": say_a_thing_is_done,
    "Préparer la liste du lundi": prepare_mondays_list,
}


@pytest.mark.slow
def test_the_tasks_of_a_week_in_chromium(
    page: Any, wait_settled: Callable[[Any], None], start_server: Callable[..., Any], tmp_path: Path
) -> None:
    path = tmp_path / "work.duckdb"
    shutil.copyfile(Path(__file__).parents[2] / "data" / "flows.duckdb", path)
    at = start_server(EIT_DATABASE=str(path))
    page.goto(f"{at.url}/accueil?programme={P}&lang=fr")
    wait_settled(page)
    one = Person(page, wait_settled, path)
    author = page.get_by_role("textbox", name=SAY("acting.author"))
    author.fill("Camille")
    author.press("Enter")
    wait_settled(page)
    counted = {}
    for name, task in TASKS.items():
        one.clicks = 0
        task(one)
        counted[name] = one.clicks
    table = dict(told())
    assert set(TASKS) <= set(FREQUENT) and counted == {name: table[name] for name in TASKS}
