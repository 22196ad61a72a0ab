"""Where the firms' form is seen from the network, and the form that the public page leads to."""

from __future__ import annotations

import os
import re
from pathlib import Path

from eit.domain.door.sheet import JOIN
from eit.domain.errors import DataError
from eit.store.mailbox.box import Mailbox

VARIABLE = "EIT_DOOR"
ADDRESS = re.compile(r"https?://[A-Za-z0-9.\-\[\]:]+(/[A-Za-z0-9._~/-]*)?")


def door_address() -> str:
    """Where the door is seen from the network: `EIT_DOOR`, without a last slash; empty: nobody said.

    Raises DataError("door_address_unusable").
    """
    named = os.environ.get(VARIABLE, "").strip().rstrip("/")
    if named and not ADDRESS.fullmatch(named):
        raise DataError("door_address_unusable", value=named)
    return named


def join_url(path: Path, programme_id: str) -> str | None:
    """The form of whoever wants to take part in a programme; None where it is closed, or seen from nowhere."""
    address, box = door_address(), Mailbox(path)
    links = box.links_of(programme_id, kind=JOIN)
    return f"{address}/l/{box.token(links[-1])}" if address and links else None
