"""Writes what a plan says as one new version of the data file: all of it, or nothing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

import pandas as pd

from eit.domain.identity import Identity
from eit.domain.jurisdiction import today
from eit.domain.question import Answer
from eit.ingest.answers import Given
from eit.ingest.cells import FileRefused
from eit.ingest.columns import KEYS
from eit.ingest.forgotten import without_forgotten
from eit.ingest.kinds.synergies import SYNERGY_COLUMNS
from eit.ingest.known import COUNT_KEY
from eit.ingest.names import Record
from eit.ingest.places import places_to_take_in
from eit.ingest.plan import digest_of
from eit.ingest.preview import Plan
from eit.locations import GEO
from eit.store.jurisdictions import connected_jurisdiction
from eit.store.places.gazetteer import Place, gazetteer
from eit.store.places.units import draw, take_in, with_parents
from eit.store.records import mark_partly_fictitious, replace_rows
from eit.store.tables import insert_rows
from eit.store.version.build import company_rows
from eit.store.version.edit import Connection, edited_version
from eit.store.version.journal import Act

COORDINATES = ("x_km", "y_km", "z_km")


def commit(
    plan: Plan,
    database: Path,
    author: str,
    file: Path | None = None,
    valid_only: bool = False,
    identity: Identity | None = None,
) -> bool:
    """Write the accepted rows, and remember what was said of the columns; True when a new version is in place.

    Nothing is written when a cell was not understood (unless `valid_only`) or when nothing is new or changed. Raises
    FileRefused when `file` is no longer what was previewed, DataError when the data file is not either.
    """
    if (plan.refusals and not valid_only) or not plan.records:
        return False
    if file is not None and digest_of(file) != plan.digest:
        raise FileRefused("import-file-changed", value=str(file))
    plan = without_forgotten(plan, database)
    if not plan.records:
        return False
    subject = file.name if file else None
    act = Act(author, f"import-{plan.kind}", plan.programme_id, subject, plan.digest, identity=identity)
    places = places_to_take_in(database, [*plan.records, *plan.organisations])
    layers = partial(_draw, places) if places else None
    with edited_version(database, plan.stamp, act, layers=layers) as connection:
        take_in(connection, places, gazetteer())
        if plan.organisations:
            _write_companies(connection, plan.organisations, author)
        WRITERS[plan.kind](connection, plan.records, author)
        _remember(connection, plan, author)
        _identify(connection, plan)
    return True


def _draw(places: Sequence[Place], folder: Path) -> None:
    """The places that came with the rows, and what holds them, on the map."""
    draw(folder, with_parents(gazetteer(), places), gazetteer(), GEO)


def _frame(rows: Sequence[Record], without: Sequence[str] = ()) -> pd.DataFrame:
    plain = [{name: value for name, value in row.items() if name not in without} for row in rows]
    return pd.DataFrame(plain, dtype=object)


def _write_companies(connection: Connection, rows: Sequence[Record], _: str) -> None:
    frame = company_rows(_frame(rows, COORDINATES))
    mark_partly_fictitious(connection, list(frame["name"]))
    replace_rows(connection, "company", frame, KEYS["companies"])


def _write_flows(connection: Connection, rows: Sequence[Record], _: str) -> None:
    replace_rows(connection, "flow", _frame(rows), KEYS["flows"])


def _write_synergies(connection: Connection, rows: Sequence[Record], author: str) -> None:
    """Synergies and their parties take the place of the old ones; events are only ever added."""
    plain = [{name: row[name] for name in SYNERGY_COLUMNS} for row in rows]
    replace_rows(connection, "synergy", pd.DataFrame(plain, dtype=object), KEYS["synergies"])
    parties = [
        {"synergy_id": row["synergy_id"], "company_id": company, "role": role, "left_on": left}
        for row in rows
        for role, company, left in row["parties"]
    ]
    replace_rows(connection, "synergy_party", pd.DataFrame(parties, dtype=object), "synergy_id")
    events = [{**row["event"], "author": author} for row in rows if row["event"]]
    insert_rows(connection, "synergy_event", pd.DataFrame(events, dtype=object))


def _write_counts(connection: Connection, rows: Sequence[Record], _: str) -> None:
    replace_rows(connection, "business_count", _frame(rows, ("count_id",)), ("programme_id", *COUNT_KEY))


WRITERS: dict[str, Callable[[Connection, Sequence[Record], str], None]] = {
    "companies": _write_companies,
    "flows": _write_flows,
    "synergies": _write_synergies,
    "business_counts": _write_counts,
}


def _identify(connection: Connection, plan: Plan) -> None:
    """The ids of others that the rows written are known by from now on."""
    written = {row[KEYS[plan.kind]] for row in plan.records} | {
        row["company_id"] for row in plan.organisations
    }
    rows = {tuple(row.values())[:5]: row for row in plan.identifiers if row["row_id"] in written}
    if rows:
        key = ("programme_id", "table_name", "scheme", "source_key", "value")
        replace_rows(connection, "identifier", pd.DataFrame(list(rows.values()), dtype=object), key)


def _remember(connection: Connection, plan: Plan, author: str) -> None:
    """What a person answered, for the next file with the same headings, or for every file of the programme."""
    headings = [Answer("heading", "", title, name or "") for title, name in plan.header.chosen.items()]
    answers = Given([*headings, *plan.given]).kept()
    if not answers:
        return
    source = plan.header.source_key
    now = today(connected_jurisdiction(connection, plan.programme_id))
    rows = [
        {
            **{"programme_id": plan.programme_id, "kind": plan.kind},
            **{"source_key": "" if one.for_programme else source, "topic": one.topic, "subject": one.subject},
            **{"asked": one.asked, "value": one.value, "author": author, "answered_on": now},
        }
        for one in answers
    ]
    if headings:
        forget = "DELETE FROM answer WHERE (programme_id, kind, source_key, topic) = (?, ?, ?, 'heading')"
        connection.execute(forget, [plan.programme_id, plan.kind, source])
    key = ("programme_id", "kind", "source_key", "topic", "subject", "asked")
    replace_rows(connection, "answer", pd.DataFrame(rows, dtype=object), key)
