"""A correction of one row by several people: fields merge, and one field of two people shows both values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from eit.domain.errors import InvalidSelection
from eit.domain.forms.row_fields import Part, checked_row
from eit.domain.organisation.fields import changed_fields, clash
from eit.store.version.edit import Connection

Given = Mapping[str, object]
CHOICES = {
    "territory": "SELECT territory_id FROM territory",
    "material": "SELECT material_id FROM material",
    "synergy_id": "SELECT synergy_id FROM synergy WHERE programme_id = $programme_id",
    "group_id": "SELECT group_id FROM company WHERE programme_id = $programme_id "
    "UNION SELECT company_id FROM company WHERE programme_id = $programme_id",
}
"""What only the file knows that a field may choose."""


def known_choices(connection: Connection, programme_id: str) -> dict[str, set[str]]:
    """The choices of the file, by field name or by kind of field."""
    asked = {name: {"programme_id": programme_id} if "$" in sql else {} for name, sql in CHOICES.items()}
    return {
        name: {key for (key,) in connection.execute(sql, asked[name]).fetchall()}
        for name, sql in CHOICES.items()
    }


def corrected(
    connection: Connection, part: Part, programme_id: str, now: Given, given: Given, seen: Given | None
) -> dict[str, object]:
    """The fields to write, checked; empty when nothing differs.

    Raises InvalidSelection("choice-unknown") for a field that there is not, InvalidSelection("changed-by-other")
    when somebody else wrote another value since it was seen, and what `checked_row` raises.
    """
    names = {one.name for one in part.fields}
    if foreign := sorted(set(given) - names):
        raise InvalidSelection("choice-unknown", value=foreign[0], row_id=part.name)
    before = now if seen is None else seen
    asked = changed_fields(part, before, given)
    own = replace(part, fields=tuple(one for one in part.fields if one.name in asked))
    wanted = checked_row(own, asked, known_choices(connection, programme_id))
    twice = clash(part, before, now, wanted)
    if twice is not None:
        raise InvalidSelection(
            "changed-by-other", value=_shown(now[twice]), unit=_shown(wanted[twice]), row_id=twice
        )
    return wanted


def _shown(value: object) -> str:
    if isinstance(value, (list, tuple, set, frozenset)):
        return "|".join(map(str, value)) or "—"
    return "—" if value is None else str(value)
