"""Which links of the firm's own door stand, and how they are told."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from eit.domain.door.link import LinkTold
from eit.domain.door.sheet import FIRM
from eit.store.database import Database
from eit.store.mailbox.box import Link, Mailbox


def any_link(database: Database) -> bool:
    """Whether anybody ever made a link: without one no answer waits, and nothing has to be read to know it."""
    return Mailbox(Path(database.stamp.path)).exists()


def standing_links(
    database: Database, programme_id: str, address: str = "", kind: str = FIRM
) -> dict[str, LinkTold]:
    """Organisation (or meeting) → its link that opens a form now. `address`: of the door; empty: it has none.

    Never kept with the answers of a version: links come and go without one.
    """
    box = Mailbox(Path(database.stamp.path))
    return {one.about: told_link(box, one, address) for one in box.links_of(programme_id, kind=kind)}


def told_link(box: Mailbox, link: Link, address: str) -> LinkTold:
    """A link as the coordination tells it; `address`: of the door."""
    made, ends = (datetime.fromtimestamp(at, UTC).date() for at in (link.made_at, link.expires_at))
    url = f"{address}/l/{box.token(link)}" if address else ""
    return LinkTold(link.link_id, link.about, link.code, made, ends, address, url)
