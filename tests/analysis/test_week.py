"""The week: everything that is late or due within seven days, from every table, and no telephone in a file."""

from __future__ import annotations

from datetime import date, timedelta

from eit.actions.consortium import close_decision
from eit.actions.edit import EditContext
from eit.actions.organisation.records import add_record, finish_record
from eit.actions.privacy import Consent, give_consent
from eit.actions.programme.parts import add_item, finish_item
from eit.actions.synergies import edit_details
from eit.analysis.programmes import today_in
from eit.analysis.week import Task, week, without_names
from eit.store.database import Database
from eit.views.synergies.week import digest_html, week_calendar

P, FIRM = "abitibi", "abi-001"


def tasks(door: EditContext) -> list[Task]:
    with Database(door.path) as database:
        return week(database, P, today_in(database, P), "fr")


def of(door: EditContext, row_id: str) -> list[Task]:
    return [task for task in tasks(door) if task.row_id == row_id]


def test_what_is_due_from_every_table_is_listed_until_it_is_done(door: EditContext) -> None:
    with Database(door.path) as database:
        today = today_in(database, P)
        synergies = database.rows("synergy")
    soon, later = today + timedelta(5), today + timedelta(8)
    contact = {"name": "Alix Demo", "purpose": "suivi", "responsible": "Camille", "phone": "555 0100"}
    add_record(door, FIRM, "contact", contact)
    visit = add_record(door, FIRM, "follow_up", {"happened_on": soon, "kind": "visit"})
    told = {"happened_on": today - timedelta(9), "kind": "call", "next_step": "Rappeler"}
    late = add_record(door, FIRM, "follow_up", told | {"due_on": today - timedelta(1)})
    far = add_record(door, FIRM, "follow_up", told | {"due_on": later})
    item = add_item(door, P, {"kind": "workshop", "title_fr": "Atelier", "due_on": soon})
    consent = Consent(FIRM, "public", today, "Alix Demo", "lettre", renew_by=today + timedelta(20))
    agreed = give_consent(door, P, consent, today)
    stepped = str(synergies[synergies["synergy_id"].str.startswith("abi")]["synergy_id"].iloc[0])
    edit_details(door, stepped, next_step_fr="Signer", next_step_due=soon)

    assert [(task.kind, task.late, task.phone) for task in of(door, late)] == [
        ("reminder", True, "Alix Demo 555 0100")
    ]
    assert [(task.kind, task.late) for task in of(door, visit)] == [("visit", False)]
    assert [task.kind for task in of(door, item)] == ["item"]
    assert [task.kind for task in of(door, agreed)] == ["consent"]
    assert [(task.what, task.due) for task in of(door, stepped) if task.kind == "next-step"] == [
        ("Signer", soon)
    ]
    assert not of(door, far)
    days = [task.due or date.max for task in tasks(door)]
    assert days == sorted(days)

    shown = tasks(door)
    page, calendar = (
        digest_html(shown, "Abitibi", today, "fr"),
        week_calendar(shown, "Abitibi", "fr").decode(),
    )
    assert "Rappeler" in page and f"reminder-{late}" in calendar.replace("\r\n ", "")
    assert "555" not in page + calendar

    finish_record(door, late)
    finish_item(door, P, item)
    for task in [one for one in tasks(door) if one.kind == "decision"]:
        close_decision(door, P, task.row_id, "done")
    assert not of(door, late) and not of(door, item)
    assert not [task for task in tasks(door) if task.kind == "decision"]


def test_the_week_that_others_keep_names_neither_people_nor_who_did_not_agree(door: EditContext) -> None:
    with Database(door.path) as database:
        today, companies = today_in(database, P), database.rows("company")
    silent = companies[(companies["programme_id"] == P) & ~companies["consent_name"].astype(bool)].iloc[0]
    contact = {"name": "Alix Demo", "purpose": "suivi", "responsible": "Camille", "phone": "555 0100"}
    add_record(door, silent["company_id"], "contact", contact)
    told = {"happened_on": today - timedelta(9), "kind": "call", "due_on": today}
    add_record(
        door, silent["company_id"], "follow_up", told | {"next_step": "Rappeler Alix Demo au 555 0100"}
    )
    title = f"Atelier chez {silent['name']} avec alix demo"
    add_item(door, P, {"kind": "workshop", "title_fr": title, "due_on": today, "owner": "Alix Demo"})
    with Database(door.path) as database:
        found, plain = without_names(database, P, today, "fr"), week(database, P, today, "fr")
    said = " ".join(map(str, found)) + week_calendar(found, "P", "fr").decode()
    assert len(found) == len(plain) and title in {task.title for task in plain}
    assert any(task.title.startswith("Atelier chez ") for task in found)
    for secret in (silent["name"], "Alix", "alix demo", "555 0100", silent["company_id"]):
        assert secret not in said.replace("\r\n ", "")
