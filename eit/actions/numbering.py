"""The next free identifier of a table, inside the version that is being written: two people never get the same one."""

from __future__ import annotations

import re

from eit.store.version.edit import Connection

DIGITS = 2


def next_id(connection: Connection, table: str, column: str, stem: str, digits: int = DIGITS) -> str:
    """`stem` and the number after the largest one in use: `abi-m` → `abi-m25`."""
    known = {str(value) for (value,) in connection.execute(f'SELECT "{column}" FROM "{table}"').fetchall()}
    numbers = [int(found[1]) for value in known if (found := re.fullmatch(rf"{re.escape(stem)}(\d+)", value))]
    return f"{stem}{max(numbers, default=0) + 1:0{digits}d}"


def stem_of(programme_id: str) -> str:
    """What the identifiers of a programme begin with: `abitibi` → `abi`."""
    return programme_id[:3]
