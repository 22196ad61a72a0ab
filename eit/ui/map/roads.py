"""Distances by road on the screens: measured where a network is in use; elsewhere the estimate, which says so."""

from __future__ import annotations

import pandas as pd

from eit.analysis.exchanges.roads import roads_of, with_roads
from eit.domain.errors import DataError
from eit.ui.data_file import database_path
from eit.ui.notices import WARNING, notice
from eit.ui.page_context import PageContext


def by_road(frame: PageContext, pairs: pd.DataFrame) -> pd.DataFrame:
    """The pairs as `analysis.roads.with_roads` measures them; as they were, without a network.

    A network that cannot be used is said in a sentence, and the estimates stand.
    """
    try:
        roads = roads_of(database_path())
        return pairs if roads is None else with_roads(pairs, roads)
    except DataError as error:
        notice(frame.say(f"problem.{error.code}", **error.values), WARNING)
        return pairs
