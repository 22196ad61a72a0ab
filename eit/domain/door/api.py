"""What programs may read: the roles of a token, what each opens, and how long one holds."""

from __future__ import annotations

COORDINATION, CONSORTIUM, PUBLIC, CALENDAR = "coordination", "consortium", "public", "calendar"
ROLES = (COORDINATION, CONSORTIUM, PUBLIC, CALENDAR)
RESOURCES = {
    "organisations": "companies",
    "flows": "flows",
    "exchanges": "exchanges",
    "synergies": "synergies",
    "indicators": "indicators",
}
"""What is read of the data file, in the words of the interface, and the kind of export that it is."""
EDITION = ("figures", "cases", "presence", "statements", "counts")
"""What is read of the sealed public edition."""
SHORTEST_DAYS, LONGEST_DAYS, USUAL_DAYS = 1, 366, 90
LONGEST_LABEL = 80
MOST_ROWS, USUAL_ROWS = 1000, 100


def opens_data(role: str) -> bool:
    """Whether a role reads the data file (the consortium: what a room may see of it)."""
    return role in (COORDINATION, CONSORTIUM)


def opens_edition(role: str) -> bool:
    """Whether a role reads the public edition: whoever reads more may read it too."""
    return role in (COORDINATION, CONSORTIUM, PUBLIC)
