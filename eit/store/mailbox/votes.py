"""The phones of a meeting and their votes, counted and settled all at once."""

from __future__ import annotations

from eit.store.mailbox.box import Mailbox


def phones_of(box: Mailbox, link_id: str) -> int:
    """How many phones answered by the link of a meeting."""
    with box.opened() as connection:
        asked = "SELECT count(DISTINCT phone) FROM answer WHERE link_id = ?"
        return int(connection.execute(asked, [link_id]).fetchone()[0])


def settle_votes(box: Mailbox, link_id: str, poll_id: str, state: str) -> int:
    """Accept or refuse the votes of a poll that wait, all at once; how many."""
    with box.writing() as connection:
        return connection.execute(
            "UPDATE answer SET state = ?, settled_at = ? "
            "WHERE link_id = ? AND kind = 'vote' AND about = ? AND state = 'waiting'",
            [state, int(box.clock()), link_id, poll_id],
        ).rowcount
