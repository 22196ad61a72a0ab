"""The memory of refused pairs: why, by whom, and on which facts; when the facts change the pair is proposed again."""

from __future__ import annotations

from datetime import date

from eit.actions.edit import Change, EditContext, apply
from eit.actions.lookup import Row, look, rows, today_at
from eit.domain.errors import InvalidSelection
from eit.domain.pipeline import InvalidMove
from eit.domain.stage import SET_ASIDE_REASONS
from eit.store.sql_files import read_sql
from eit.store.version.edit import Connection


def reject(
    door: EditContext,
    offer_id: str,
    demand_id: str,
    reason: str,
    note: str | None = None,
    on: date | None = None,
) -> None:
    """Write that a pair was refused, with the facts of both flows as they are now.

    Raises Refusal: an unknown pair or reason, a date in the future, a pair that is a synergy (set it aside instead).
    """
    pair_row = _pair(door, offer_id, demand_id)
    now = today_at(door.path, str(pair_row["programme_id"]))
    day = on or now
    if reason not in SET_ASIDE_REASONS:
        raise InvalidMove("reason-unknown", value=reason or "", row_id=f"{offer_id} → {demand_id}")
    if day > now:
        raise InvalidMove("date-in-future", value=day.isoformat(), row_id=f"{offer_id} → {demand_id}")

    def change(connection: Connection) -> None:
        already = rows(connection, "pair_synergy", offer_id=offer_id, demand_id=demand_id)
        if already:
            raise InvalidMove("set-the-synergy-aside", value=already[0]["synergy_id"])
        said = {
            "reason": reason,
            "on": day,
            "note": (note or "").strip() or None,
            "author": door.author.strip(),
        }
        pair = {"offer_id": offer_id, "demand_id": demand_id}
        connection.execute(read_sql("actions", "reject_pair"), {**pair, **said})

    _write(door, "reject", pair_row, offer_id, demand_id, change)


def unreject(door: EditContext, offer_id: str, demand_id: str) -> None:
    """Take a refusal back. Raises Refusal when the pair was not refused."""
    pair = _pair(door, offer_id, demand_id)
    if not pair["rejections"]:
        raise InvalidSelection("not-rejected", value=f"{offer_id} → {demand_id}")
    values = {"offer_id": offer_id, "demand_id": demand_id}

    def change(connection: Connection) -> None:
        connection.execute(read_sql("actions", "unreject_pair"), values)

    _write(door, "unreject", pair, offer_id, demand_id, change)


def _pair(door: EditContext, offer_id: str, demand_id: str) -> Row:
    found = look(door.path, "pair", offer_id=offer_id, demand_id=demand_id)
    if not found or found[0]["programme_id"] != found[0]["other_programme_id"]:
        raise InvalidSelection("pair-unknown", value=f"{offer_id} → {demand_id}")
    return found[0]


def _write(door: EditContext, action: str, pair: Row, offer_id: str, demand_id: str, change: Change) -> None:
    about = {offer_id, demand_id}
    apply(door, action, str(pair["programme_id"]), f"{offer_id} → {demand_id}", about, change)
