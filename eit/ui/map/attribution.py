"""Who is named under every map of a programme."""

from __future__ import annotations

from eit.analysis.territories.outlines import context_credits
from eit.views.map import attribution
from eit.views.map.attribution import Credit
from eit.views.texts import Texts


def credits(say: Texts, jurisdiction_id: str, official: list[str]) -> list[Credit]:
    """The sources of what a map shows: boundaries that were imported, and what is committed for the jurisdiction."""
    return attribution.credits(say, context_credits(jurisdiction_id), official)
