"""Takes somebody who is forgotten out of a mailbox: links, answers, and every text that says their name."""

from __future__ import annotations

import json

from eit.domain.names.traces import Traces
from eit.store.mailbox.box import Mailbox


def clear_mailbox(box: Mailbox, traces: Traces) -> int:
    """Take out the links and answers of who is forgotten, and clear the texts of the others; how many changed.

    What was deleted leaves the pages of the file too.
    """
    if not box.exists():
        return 0
    changed = 0
    with box.writing() as connection:
        asked = f"SELECT link_id FROM link WHERE about IN ({', '.join('?' * len(traces.ids))})"
        for (link_id,) in connection.execute(asked, sorted(traces.ids)).fetchall():
            for table in ("answer", "sending", "link"):
                changed += connection.execute(f"DELETE FROM {table} WHERE link_id = ?", [link_id]).rowcount
        for table, column in (("link", "sheet"), ("answer", "said")):
            for rowid, text in connection.execute(f"SELECT rowid, {column} FROM {table}").fetchall():
                cleared = json.dumps(_cleared(json.loads(text), traces), ensure_ascii=False)
                if cleared != text:
                    changed += 1
                    connection.execute(f"UPDATE {table} SET {column} = ? WHERE rowid = ?", [cleared, rowid])
    with box.opened() as connection:
        connection.execute("VACUUM")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return changed


def _cleared(value: object, traces: Traces) -> object:
    if isinstance(value, dict):
        return {key: _cleared(one, traces) for key, one in value.items()}
    if isinstance(value, list):
        return [_cleared(one, traces) for one in value]
    return traces.without(value) if isinstance(value, str) else value
