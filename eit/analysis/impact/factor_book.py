"""Every factor that an estimate of one programme may use, and those that its jurisdiction names."""

from __future__ import annotations

from dataclasses import dataclass

from eit.domain.figures.factors import Factor, FactorSet
from eit.domain.jurisdiction import Jurisdiction
from eit.store.database import Database
from eit.store.jurisdictions import jurisdiction


@dataclass(frozen=True)
class FactorBook:
    """Every factor that an estimate of one programme may use."""

    factors: FactorSet
    jurisdiction: Jurisdiction

    def of_place(self, name: str) -> Factor | None:
        """The factor that the jurisdiction names in a column (`circuity_factor`…); None: it has no sourced value."""
        return self.factors.get(getattr(self.jurisdiction, name))


def factor_book(database: Database, jurisdiction_id: str) -> FactorBook:
    """The factors for a programme of a jurisdiction. Raises InvalidSelection("jurisdiction-unknown")."""
    return database.memoise(("factors", jurisdiction_id), lambda: _factor_book(database, jurisdiction_id))


def _factor_book(database: Database, jurisdiction_id: str) -> FactorBook:
    place = jurisdiction(database, jurisdiction_id)
    rows = [
        row
        for table in ("ghg", "transport")
        for row in database.query("factors", {"factor_table": table}).to_dict("records")
    ]
    return FactorBook(FactorSet.from_rows(rows), place)
