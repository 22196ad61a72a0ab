"""What a consortium writes down: who joins and leaves, when it met and who came, what it decided."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date

import pandas as pd

from eit.actions.edit import EditContext, apply
from eit.actions.lookup import today_at
from eit.actions.numbering import next_id, stem_of
from eit.domain import consortium as rules
from eit.domain.errors import InvalidSelection
from eit.domain.typed_date import read_partial_date
from eit.store.records import mark_partly_fictitious
from eit.store.sql_files import read_sql
from eit.store.tables import insert_rows
from eit.store.version.edit import Connection


def ask(connection: Connection, name: str, **parameters: object) -> pd.DataFrame:
    """The answer of a query on the version that is being written; NULL is None."""
    rows = connection.execute(read_sql("queries", name), parameters).df()
    return rows.astype(object).where(rows.notna(), None)


def ensure_programme(connection: Connection, programme_id: str) -> None:
    """Raise InvalidSelection("programme-unknown")."""
    if programme_id not in set(ask(connection, "programmes")["programme_id"]):
        raise InvalidSelection("programme-unknown", value=programme_id)


def one_of(value: str, known: Collection[str], key: str) -> str:
    """The value when it is known. Raises InvalidSelection(key)."""
    if value not in known:
        raise InvalidSelection(key, value=value)
    return value


def insert(connection: Connection, table: str, row: Mapping[str, object]) -> None:
    """Append one row."""
    insert_rows(connection, table, pd.DataFrame([dict(row)], dtype=object))


def add_member(
    door: EditContext,
    programme_id: str,
    name: str,
    kind: str,
    territory_id: str | None,
    company_id: str | None = None,
) -> None:
    """Take a member in. Raises InvalidSelection: an empty or repeated name, a kind, a territory or a company that is
    not known, a company that is already there.
    """
    said = rules.known_name(name, "member", rules.LONGEST_NAME)
    one_of(kind, rules.MEMBER_KINDS, "member-kind-unknown")

    def change(connection: Connection) -> None:
        ensure_programme(connection, programme_id)
        held = ask(connection, "members", programme_id=programme_id)
        present = held[held["left_on"].isna()]
        if said.casefold() in {str(other).casefold() for other in present["name"]}:
            raise InvalidSelection("member-twice", value=said)
        if company_id is not None:
            companies = set(ask(connection, "company_names", programme_id=programme_id)["company_id"])
            one_of(company_id, companies, "company-unknown")
            if company_id in set(present["company_id"]):
                raise InvalidSelection("member-twice", value=said)
        if territory_id is not None:
            places = ask(connection, "all_territories", programme_id=programme_id)
            one_of(
                territory_id,
                set(places[places["inside"].astype(bool)]["territory_id"]),
                "territory-elsewhere",
            )
        row = {
            "member_id": next_id(connection, "consortium_member", "member_id", f"{stem_of(programme_id)}-m"),
            "programme_id": programme_id,
            "name": said,
            "kind": kind,
            "territory_id": territory_id,
            "company_id": company_id,
        }
        insert(connection, "consortium_member", row)
        mark_partly_fictitious(connection, [said])

    apply(door, "add-member", programme_id, said, set(), change)


def _member(connection: Connection, programme_id: str, member_id: str) -> pd.Series:
    held = ask(connection, "members", programme_id=programme_id).set_index("member_id")
    one_of(member_id, set(held.index), "member-unknown")
    return held.loc[member_id]


def member_left(door: EditContext, programme_id: str, member_id: str, left_on: date) -> None:
    """A member leaves; what it did stays. Raises InvalidSelection: unknown, already left, a date in the future."""
    rules.past_day(left_on, today_at(door.path, programme_id), member_id)

    def change(connection: Connection) -> None:
        if _member(connection, programme_id, member_id)["left_on"] is not None:
            raise InvalidSelection("member-already-left", value=member_id)
        connection.execute(read_sql("actions", "member_left"), {"member_id": member_id, "left_on": left_on})

    apply(door, "member-left", programme_id, member_id, {member_id}, change)


def add_meeting(
    door: EditContext,
    programme_id: str,
    held_on: str | None,
    title_fr: str,
    title_en: str | None = None,
    participants: int | None = None,
    kind: str = rules.MEETING_KINDS[0],
    present: Collection[str] = (),
) -> None:
    """Write down a meeting that was held and who was `present`; the date may be partial or n.c.

    More participants than members is kept, because guests come: the page says so. Raises InvalidSelection, for those
    present as `set_attendance`.
    """
    one_of(kind, rules.MEETING_KINDS, "meeting-kind-unknown")
    day = read_partial_date(held_on, "fr", today_at(door.path, programme_id), "meeting")
    title = rules.known_text(title_fr, "meeting")
    if participants is not None and participants < 0:
        raise InvalidSelection("participants-negative", value=participants)

    def change(connection: Connection) -> None:
        ensure_programme(connection, programme_id)
        row = {
            "meeting_id": next_id(connection, "meeting", "meeting_id", f"{stem_of(programme_id)}-r", 1),
            "programme_id": programme_id,
            "held_on": day,
            "title_fr": title,
            "title_en": (title_en or "").strip() or title,
            "participants": participants,
            "kind": kind,
            "source": door.author.strip(),
        }
        insert(connection, "meeting", row)
        if present:
            _attend(connection, programme_id, str(row["meeting_id"]), present)

    apply(door, "add-meeting", programme_id, title, set(), change)


def set_attendance(
    door: EditContext, programme_id: str, meeting_id: str, member_ids: Collection[str]
) -> None:
    """Write who came, in place of what was written before.

    Raises InvalidSelection: unknown meeting or member, a member who had left before the meeting, more members present
    than the participants that the meeting declares.
    """

    def change(connection: Connection) -> None:
        _attend(connection, programme_id, meeting_id, member_ids)

    apply(door, "attendance", programme_id, meeting_id, {meeting_id}, change)


def _attend(connection: Connection, programme_id: str, meeting_id: str, member_ids: Collection[str]) -> None:
    known = ask(connection, "meetings", programme_id=programme_id).set_index("meeting_id")
    one_of(meeting_id, set(known.index), "meeting-unknown")
    ended = rules.last_day(known.loc[meeting_id, "held_on"])
    for member_id in member_ids:
        left = _member(connection, programme_id, member_id)["left_on"]
        if left is not None and ended is not None and pd.Timestamp(left).date() < ended:
            raise InvalidSelection("member-had-left", value=member_id)
    declared = known.loc[meeting_id, "participants"]
    if declared is not None and len(set(member_ids)) > declared:
        raise InvalidSelection("more-present-than-declared", value=len(set(member_ids)), unit=str(declared))
    connection.execute(read_sql("actions", "forget_attendance"), {"meeting_id": meeting_id})
    rows = [{"meeting_id": meeting_id, "member_id": member} for member in sorted(set(member_ids))]
    insert_rows(connection, "attendance", pd.DataFrame(rows, columns=["meeting_id", "member_id"]))


def add_decision(
    door: EditContext,
    programme_id: str,
    wording: str,
    decided_on: date,
    consensus: str,
    owner: str | None = None,
    due_on: date | None = None,
    meeting_id: str | None = None,
    synergy_id: str | None = None,
    wording_en: str = "",
) -> None:
    """Take a decision down. Raises InvalidSelection: no wording, a date in the future, a due date before the decision,
    an unknown consensus, meeting or synergy.
    """
    said = rules.known_text(wording, "decision", rules.LONGEST_WORDING)
    english = rules.known_text(wording_en, "decision", rules.LONGEST_WORDING) if wording_en.strip() else None
    rules.past_day(decided_on, today_at(door.path, programme_id), "decision")
    one_of(consensus, rules.CONSENSUS, "consensus-unknown")
    if due_on is not None and due_on < decided_on:
        raise InvalidSelection("due-before-decided", value=due_on.isoformat(), unit=decided_on.isoformat())
    who = rules.known_text(owner, "decision") if owner and owner.strip() else None

    def change(connection: Connection) -> None:
        ensure_programme(connection, programme_id)
        if meeting_id is not None:
            known = ask(connection, "meetings", programme_id=programme_id)
            one_of(meeting_id, set(known["meeting_id"]), "meeting-unknown")
        if synergy_id is not None:
            of_programme = ask(connection, "synergy_ids", programme_id=programme_id)
            one_of(synergy_id, set(of_programme["synergy_id"]), "synergy-unknown")
        row = {
            "decision_id": next_id(connection, "decision", "decision_id", f"{stem_of(programme_id)}-c"),
            "programme_id": programme_id,
            "meeting_id": meeting_id,
            "synergy_id": synergy_id,
            "wording": said,
            "wording_en": english,
            "owner": who,
            "decided_on": decided_on,
            "due_on": due_on,
            "consensus": consensus,
            "state": "open",
        }
        insert(connection, "decision", row)

    apply(door, "add-decision", programme_id, said, set(), change)


def close_decision(door: EditContext, programme_id: str, decision_id: str, state: str) -> None:
    """A decision is done, dropped, or open again. Raises InvalidSelection."""
    one_of(state, rules.STATES, "decision-state-unknown")

    def change(connection: Connection) -> None:
        known = set(ask(connection, "decisions", programme_id=programme_id)["decision_id"])
        one_of(decision_id, known, "decision-unknown")
        connection.execute(
            read_sql("actions", "decision_state"), {"decision_id": decision_id, "state": state}
        )

    apply(door, "close-decision", programme_id, decision_id, {decision_id}, change)
