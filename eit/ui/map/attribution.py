"""Who is named under every map of a programme."""

from __future__ import annotations

from eit.analysis.territories.outlines import context_credits
from eit.ui import answers
from eit.ui.page_context import PageContext
from eit.views.map import attribution
from eit.views.map.attribution import Credit


def credits(frame: PageContext) -> list[Credit]:
    """The sources of what the map of a selection shows: the boundaries that were imported, those that are committed
    for the jurisdiction, and the points of approximate cells when some are drawn."""
    jurisdiction_id = frame.programme["jurisdiction"]
    return attribution.credits(
        frame.say,
        context_credits(jurisdiction_id),
        answers.official_credits(frame.version, frame.selection, jurisdiction_id),
        approximate=answers.draws_cells(frame.version, frame.selection),
    )
