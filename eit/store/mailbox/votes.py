"""The phones of a meeting and their votes, counted and settled all at once."""

from __future__ import annotations

from eit.domain.door.answers import AGAIN
from eit.store.mailbox.box import Mailbox


def phones_of(box: Mailbox, link_id: str) -> int:
    """How many phones answered by the link of a meeting."""
    with box.opened() as connection:
        asked = "SELECT count(DISTINCT phone) FROM answer WHERE link_id = ?"
        return int(connection.execute(asked, [link_id]).fetchone()[0])


def settle_votes(box: Mailbox, link_id: str, poll_id: str, state: str, again: bool = False) -> int:
    """Accept or refuse the votes of a poll that wait, all at once; how many.

    Those of devices that had voted already (`again`) are settled apart.
    """
    with box.writing() as connection:
        return connection.execute(
            "UPDATE answer SET state = ?, settled_at = ? "
            "WHERE link_id = ? AND kind = 'vote' AND about = ? AND state = 'waiting' "
            "AND (json_extract(said, '$.' || ?) IS NOT NULL) = ?",
            [state, int(box.clock()), link_id, poll_id, AGAIN, again],
        ).rowcount
