"""What a coordinator has to do this week: next steps, confirmations, reminders, visits, items, decisions, consents."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

import pandas as pd

from eit.analysis.anonymise import anonymous, redact_text
from eit.analysis.impact.avoided import factor_book
from eit.analysis.programme_parts import agenda
from eit.analysis.programmes import programme
from eit.analysis.synergies.table import synergy_table
from eit.domain.errors import InvalidSelection
from eit.domain.stage import SET_ASIDE
from eit.store.database import Database

AHEAD_DAYS, CONSENT_DAYS = 7, 30
"""How far ahead: a week; a consent is asked again a month before its term."""
KINDS = ("visit", "reminder", "next-step", "item", "decision", "consent", "reconfirm")
"""In the order in which tasks of one day are told."""


class Task(NamedTuple):
    """One thing to do: its kind, the id of its row, what it is about, what is to do, who does it, by when.

    `phone`: of the organisation's people, for whoever calls; it never leaves in a file.
    """

    kind: str
    row_id: str
    title: str
    what: str
    who: str
    due: date | None
    late: bool
    company_id: str = ""
    phone: str = ""


def week(database: Database, programme_id: str, as_of: date, lang: str) -> list[Task]:
    """Everything that is late, or due within seven days, the oldest first; what has no day comes last.

    Raises InvalidSelection("programme-unknown").
    """
    row = programme(database, programme_id)
    if row is None:
        raise InvalidSelection("programme-unknown", value=programme_id)
    book = factor_book(database, str(row["jurisdiction"]))
    found = [
        *_of_synergies(synergy_table(database, programme_id, book, as_of), as_of, lang),
        *_of_organisations(database, programme_id, as_of),
        *_of_items(database, programme_id, as_of, lang),
        *_decisions(database, programme_id, as_of, lang),
    ]
    return sorted(found, key=lambda task: (task.due or date.max, KINDS.index(task.kind), task.title))


def without_names(database: Database, programme_id: str, as_of: date, lang: str) -> list[Task]:
    """The week for a calendar that somebody else keeps: no person, no telephone, no note, and of the organisations
    only those that may be named; a label stands for the others. Raises as `week`."""
    finder = anonymous(database, lang).finder
    people = sorted({str(name) for name in database.rows("contact")["name"].dropna()}, key=len, reverse=True)
    person = re.compile("|".join(map(re.escape, people)) or r"(?!)", re.IGNORECASE)
    return [
        task._replace(
            title=person.sub("…", str(redact_text(task.title, finder, bool(task.company_id)))),
            what=task.what if task.kind == "item" else "",
            who="", phone="", company_id="",
        )
        for task in week(database, programme_id, as_of, lang)
    ]  # fmt: skip


def _of_synergies(rows: pd.DataFrame, as_of: date, lang: str) -> Iterator[Task]:
    due = pd.to_datetime(rows["next_step_due"], errors="coerce")
    for row, on in zip(rows.to_dict("records"), due, strict=True):
        named = (str(row["synergy_id"]), _said(row[f"title_{lang}"]))
        if row["stage"] != SET_ASIDE and not pd.isna(on) and on.date() <= as_of + timedelta(AHEAD_DAYS):
            step, day = _said(row[f"next_step_{lang}"]) or _said(row["next_step_fr"]), on.date()
            yield Task("next-step", *named, step, _said(row["lead"]), day, day < as_of)
        if row["stale"]:
            yield Task("reconfirm", *named, "", _said(row["lead"]), None, True)


def _of_organisations(database: Database, programme_id: str, as_of: date) -> Iterator[Task]:
    """Visits to come, reminders, consents whose term comes."""
    companies, people = database.rows("company"), database.rows("contact")
    names = dict(zip(companies["company_id"], companies["name"], strict=True))
    called = people[people["phone"].notna()]
    phones = (called["name"] + " " + called["phone"]).groupby(called["company_id"]).agg(" · ".join)
    until = pd.Timestamp(as_of) + timedelta(AHEAD_DAYS)

    def task(kind: str, key: str, row: dict[str, object], what: object, day: object, who: object) -> Task:
        on, firm = pd.Timestamp(str(day)).date(), str(row["company_id"])
        phone = str(phones.get(firm, ""))
        title = names.get(firm, firm)
        return Task(kind, str(row[key]), title, _said(what), _said(who), on, on < as_of, firm, phone)

    rows = database.rows("follow_up")
    rows = rows[rows["programme_id"] == programme_id]
    planned = pd.to_datetime(rows["happened_on"])
    for row in rows[(planned >= pd.Timestamp(as_of)) & (planned <= until)].to_dict("records"):
        today = pd.Timestamp(str(row["happened_on"])) == pd.Timestamp(as_of)
        done = today and (row["kind"] == "message" or isinstance(row["outcome"], str))
        if row["kind"] != "note" and not done:
            yield task("visit", "follow_up_id", row, row["wording"], row["happened_on"], row["author"])
    due = rows[(pd.to_datetime(rows["due_on"]) <= until) & rows["done_on"].isna()]
    for row in due.to_dict("records"):
        yield task(
            "reminder", "follow_up_id", row, row["next_step"] or row["wording"], row["due_on"], row["author"]
        )
    agreed = database.rows("consent")
    agreed = agreed[(agreed["programme_id"] == programme_id) & agreed["withdrawn_on"].isna()]
    ending = pd.to_datetime(agreed["renew_by"]) <= pd.Timestamp(as_of) + timedelta(CONSENT_DAYS)
    for row in agreed[ending].to_dict("records"):
        yield task("consent", "consent_id", row, row["scope"], row["renew_by"], row["given_by"])


def _of_items(database: Database, programme_id: str, as_of: date, lang: str) -> Iterator[Task]:
    rows = agenda(database, programme_id, as_of)
    soon = pd.to_datetime(rows["due_on"]) <= pd.Timestamp(as_of) + timedelta(AHEAD_DAYS)
    yield from _item_tasks(rows[soon], lang)


def coming(database: Database, programme_id: str, as_of: date, lang: str) -> Task | None:
    """The first item that is due after this week."""
    rows = agenda(database, programme_id, as_of)
    later = pd.to_datetime(rows["due_on"]) > pd.Timestamp(as_of) + timedelta(AHEAD_DAYS)
    return next(_item_tasks(rows[later].head(1), lang), None)


def _item_tasks(rows: pd.DataFrame, lang: str) -> Iterator[Task]:
    for row in rows.to_dict("records"):
        title = _said(row[f"title_{lang}"]) or str(row["title_fr"])
        day = pd.Timestamp(row["due_on"]).date()
        yield Task(
            "item", str(row["item_id"]), title, str(row["kind"]), _said(row["owner"]), day, bool(row["late"])
        )


def _decisions(database: Database, programme_id: str, as_of: date, lang: str) -> Iterator[Task]:
    rows = database.rows("decision")
    rows = rows[(rows["programme_id"] == programme_id) & (rows["state"] == "open")]
    rows = rows[pd.to_datetime(rows["due_on"]) <= pd.Timestamp(as_of) + timedelta(AHEAD_DAYS)]
    for row in rows.to_dict("records"):
        title = (_said(row["wording_en"]) if lang == "en" else "") or str(row["wording"])
        day = pd.Timestamp(row["due_on"]).date()
        yield Task("decision", str(row["decision_id"]), title, "", _said(row["owner"]), day, day < as_of)


def _said(value: object) -> str:
    return "" if value is None or pd.isna(value) else str(value).strip()
