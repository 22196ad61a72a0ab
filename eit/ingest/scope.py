"""Rows of a file that lie outside the territory of the programme: counted, and left aside when a person says so.

A register of a whole country is brought into the programme of one territory more often than not.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from eit.domain.question import Choice, Question
from eit.ingest.fields import Fields
from eit.ingest.known import Known
from eit.ingest.names import Record
from eit.store.places.gazetteer import gazetteer

PLACES = ("municipality_id", "territory_id")
INSIDE, ALL = "inside", "all"
MANY, SHARE = 20, 0.2
"""From so many rows, and from such a share of them outside, it is worth a question; where all are outside, nobody
means to bring none in."""


@dataclass
class Scope:
    """What lies outside, row after row; `only` when rows outside are left aside."""

    known: Known
    answered: str = ""
    rows: int = 0
    outside: int = 0
    members: frozenset[str] = field(init=False)
    """Organisations of the programme: wherever they are, they were taken in before."""

    _inside: dict[str, bool] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._own = frozenset(self.known.all_place_names.preferred)
        here = self.known.programme_id
        self.members = frozenset(
            one for one, row in self.known.companies.items() if row["programme_id"] == here
        )

    def leaves_out(self, fields: Fields, record: Record) -> bool:
        """Whether a row is outside and those are left aside; a place that nobody knows is not inside."""
        self.rows += 1
        if record.get("company_id") in self.members:
            return False
        named = next((str(record[name]) for name in PLACES if record.get(name)), "")
        if not named and record.get("company_id"):
            named = str(self.known.companies.get(record["company_id"], {}).get("municipality_id") or "")
        if not named and not any(fields.has(name) for name in (*PLACES, "latitude", "postal_code")):
            return False
        about = [
            one
            for one in fields.refusals
            if one.subject in (*PLACES, "postal_code") and one.rule != "column-missing"
        ]
        if named and not about:
            inside = self._is_inside(named)
        elif about:
            inside = any(self._is_inside(choice.value) for one in about for choice in one.choices)
        else:
            return False
        self.outside += not inside
        return not inside and self.answered == INSIDE

    def _is_inside(self, place_id: str) -> bool:
        if place_id not in self._inside:
            self._inside[place_id] = is_inside(place_id, self._own)
        return self._inside[place_id]

    def question(self) -> list[Question]:
        """Whether rows outside come in: asked when there are many, but no row waits for it."""
        if self.answered or self.rows < MANY or self.outside < self.rows * SHARE:
            return []
        return [
            Question(
                *("file", "scope", "", "scope"),
                choices=tuple(map(Choice, (ALL, INSIDE) if self.outside == self.rows else (INSIDE, ALL))),
                rows=self.rows,
                values={"outside": str(self.outside)},
                blocks=False,
            )
        ]


def is_inside(place_id: str, within: frozenset[str]) -> bool:
    """Whether a place is one of some territories or lies in one."""
    return place_id in within or bool(within.intersection(gazetteer().above(place_id)))
