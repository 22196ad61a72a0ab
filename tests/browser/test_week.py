"""The twenty tasks of a week, done in Chromium by a person who counts their clicks (docs/taches.md).

One page, one after the other, as on a Monday; what each wrote is read in the file, what each saved is opened.
"""

from __future__ import annotations

import re
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from eit.store.database import Database
from eit.views.texts import texts
from tests.pages.test_week_tasks import FREQUENT, OTHERS, told

P, FIRM, NAME = "abitibi", "abi-001", "Scierie des Trembles"
NEW, LEAVES = "Atelier du Rang Neuf (fictif)", "Microbrasserie du Chenail"
ASIDE, HELD, REASON = "Cendres de La Sarre", "Cendres de scierie pour le chaulage", "quality"
AUTHOR, RADIUS_KM = "Camille", 20
HEAD_PX, ROW_PX, STEP_PX = 38, 70, 24
"""Of the table of remarks, a canvas: where a row stands, and how finely its link is looked for."""
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

    def panel(self, label: str) -> None:
        self.click(self.page.locator("[data-testid=stExpander] summary", has_text=SAY(label)).first)

    def take(self, label: str) -> Path:
        """A file that is saved."""
        with self.page.expect_download() as taken:
            self.click(self.page.get_by_role("button", name=SAY(label)).first)
        return Path(taken.value.path())

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
    one.type(name, NEW)
    one.choose(one.key("new-organisation", "-municipality_id-"), "Amos")
    one.send(name, "organisation.add")
    one.until(lambda: NEW in set(one.rows("company")["name"]))


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
    assert "<html" in one.take("week.digest").read_text(encoding="utf-8")


def set_a_synergy_aside(one: Person) -> None:
    one.nav("synergies")
    one.choose(one.key("synergy-chosen"), ASIDE)
    one.click(one.key("action-").get_by_role("radio", name=SAY("pipeline.set_aside")))
    one.choose(one.key("reason-"), SAY(f"reject.{REASON}"))
    one.press(SAY("pipeline.save"))
    asked = "synergy_id == 'abi-s15' and stage == 'set-aside' and reason == @REASON"
    one.until(lambda: len(one.rows("synergy_event").query(asked)) == 1)


def merge_two_twins(one: Person) -> None:
    one.find(NAME)
    one.panel("organisation.merge")
    one.choose(one.key(f"merge-{FIRM}"), NEW[:20])
    one.press(SAY("organisation.merge_do"))
    one.until(lambda: NEW not in set(one.rows("company")["name"]))


def confirm_a_result(one: Person) -> None:
    before = len(one.rows("synergy_event"))
    one.nav("synergies")
    one.choose(one.key("synergy-chosen"), HELD)
    one.click(one.key("action-").get_by_role("radio", name=SAY("pipeline.reconfirm")))
    one.press(SAY("pipeline.save"))
    one.until(lambda: len(one.rows("synergy_event")) == before + 1)


def withdraw_a_firm(one: Person) -> None:
    one.find(LEAVES)
    one.panel("organisation.withdraw")
    one.click(one.key("withdraw-").get_by_role("button"))
    one.until(lambda: not one.rows("company")["name"].str.startswith(LEAVES).any())


def bring_a_firm_back(one: Person) -> None:
    one.nav("organisation")
    one.panel("organisation.archive")
    one.click(one.key("bring-back-").get_by_role("button"))
    one.until(lambda: one.rows("company")["name"].str.startswith(LEAVES).any())


def take_all_letters(one: Person) -> None:
    one.nav("organisation")
    with zipfile.ZipFile(one.take("letter.every")) as letters:
        assert len(letters.namelist()) >= 10


def hand_a_funder_the_sheet(one: Person) -> None:
    one.nav("indicators")
    assert zipfile.is_zipfile(one.take("indicators.download"))


def answer_a_remark_of_quality(one: Person) -> None:
    one.nav("records")
    one.tab("records.tab.quality")
    table = one.page.get_by_test_id("stDataFrame").first
    table.scroll_into_view_if_needed()
    one.settle(one.page)
    row = one.page.locator("tbody tr", has_text=f"{FIRM}-o1").first
    place, box = int(row.get_attribute("aria-rowindex")) - 2, table.bounding_box()
    canvas, listed = table.locator("canvas").first, one.page
    x, y = box["x"] + box["width"], box["y"] + HEAD_PX + ROW_PX * (place + 0.5)
    while x > box["x"] and canvas.evaluate("one => getComputedStyle(one).cursor") != "pointer":
        x -= STEP_PX
        one.page.mouse.move(x, y)
    with listed.expect_popup() as opened:
        one.clicks += 1
        listed.mouse.click(x, y)
    one.page = opened.value
    one.settle(one.page)
    assert one.page.get_by_role("textbox", name=SAY("acting.author")).input_value() == AUTHOR
    day = one.key(f"flow-{FIRM}-o1", "-observed_on-")
    one.type(day, "2026-02-03")
    one.send(day, "organisation.save")
    one.until(lambda: "2026-02-03" in set(flows(one)["observed_on"].astype(str).str[:10]))
    one.page.close()
    one.page = listed


def write_a_consent(one: Person) -> None:
    one.find(NAME)
    one.tab("organisation.consents")
    given_by = one.key("new-consent", "-given_by-")
    one.type(given_by, "Alix Demo")
    one.type(one.key("new-consent", "-how-"), "courriel")
    one.send(given_by, "organisation.add")
    one.until(lambda: "Alix Demo" in set(one.rows("consent").query("company_id == @FIRM")["given_by"]))


def take_one_letter(one: Person) -> None:
    one.find(NAME)
    one.tab("organisation.partners")
    one.panel("letter.open")
    assert NAME in one.take("letter.download").read_text(encoding="utf-8")


def who_takes_it_within_20_km(one: Person) -> None:
    one.find(NAME)
    one.tab("organisation.partners")
    thumb = one.key("radius").get_by_role("slider")
    one.clicks += 1
    thumb.click(force=True)  # the input is under its thumb
    thumb.press("Home")
    for _ in range(RADIUS_KM - 1):
        thumb.press("ArrowRight")
    one.page.wait_for_url(f"**radius={RADIUS_KM}*")
    one.settle(one.page)
    table = one.page.get_by_test_id("stDataFrame").first
    table.locator("tbody td").first.wait_for(state="attached")
    heads = table.locator("thead th").all_text_contents()
    place = next(n for n, head in enumerate(heads) if head.startswith(SAY("column.distance"))) + 1
    told = table.locator(f"tbody td[aria-colindex='{place}']").all_text_contents()
    assert told and all(float(km.replace(",", ".")) <= RADIUS_KM for km in told), told


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
    "Écarter une synergie, avec la raison": set_a_synergy_aside,
    "Fusionner deux fiches jumelles": merge_two_twins,
    "Confirmer un résultat pour l'année": confirm_a_result,
    "Retirer une entreprise": withdraw_a_firm,
    "Ramener une entreprise retirée": bring_a_firm_back,
    "Prendre les lettres de toutes": take_all_letters,
    "Remettre sa fiche à un bailleur": hand_a_funder_the_sheet,
    "Noter un consentement": write_a_consent,
    "Répondre à une remarque de qualité": answer_a_remark_of_quality,
    "Prendre la lettre d'une entreprise": take_one_letter,
    "Trouver qui prend une matière à moins de 20 km": who_takes_it_within_20_km,
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
    author.fill(AUTHOR)
    author.press("Enter")
    wait_settled(page)
    counted = {}
    for name, task in TASKS.items():
        one.clicks = 0
        task(one)
        counted[name] = one.clicks
    table = dict(told())
    assert set(TASKS) == set(FREQUENT | OTHERS) and counted == table
