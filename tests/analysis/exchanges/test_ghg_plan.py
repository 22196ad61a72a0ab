"""The plan of greenhouse gases asks what a column holds by its few values, not by one text per pair."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import numpy as np
import pandas as pd
import pytest
from pandas.arrays import ArrowStringArray

from eit.analysis.exchanges.ghg_plan import _ghg_plan, ghg_plan, plan_total
from eit.analysis.exchanges.potential import allocated_pairs, allocated_quantities
from eit.analysis.impact.avoided import factor_book, of_exchanges
from eit.domain.figures.quality import QUALITY_BANDS
from eit.domain.selection import Selection
from eit.store.database import Database

DAY, PROGRAMME = date(2026, 11, 22), "abitibi"


@pytest.fixture
def plan(root) -> Iterator[tuple[Database, pd.DataFrame]]:
    with Database(root / "data" / "flows.duckdb") as database:
        yield database, ghg_plan(database, Selection(PROGRAMME), factor_book(database, "CA-QC"), DAY)


def test_a_plan_reads_no_column_of_its_pairs_text_by_text(plan, monkeypatch):
    """A column of texts hands out its values one Python object at a time, forty times slower than as an array."""
    database, _ = plan
    read: list[int] = []
    given = ArrowStringArray.__iter__

    def counted(array: ArrowStringArray) -> Iterator[object]:
        read.append(len(array))
        return given(array)

    selection, book = Selection(PROGRAMME, radius_km=300.0), factor_book(database, "CA-QC")
    allocated_pairs(database, selection, DAY)
    told = np.where(np.arange(len(allocated_pairs(database, selection, DAY))) % 2, np.nan, 1.0)
    monkeypatch.setattr("eit.analysis.exchanges.ghg_plan.gains", lambda rows, book: told)
    monkeypatch.setattr(ArrowStringArray, "__iter__", counted)
    made = _ghg_plan(database, selection, book, DAY)
    plan_total(made, book)
    assert len(made) > 300 and max(read, default=0) < len(made) / 3


def test_what_pairs_of_known_gain_carry_is_the_plan_of_them_alone(plan):
    _, made = plan
    known = made["gain"].notna() & made["unit"].isin(made.loc[made["gain"].isna(), "unit"].unique())
    alone = allocated_quantities(made[known].reset_index(drop=True))
    np.testing.assert_array_equal(made.loc[known, "known_quantity"].to_numpy(float), alone)
    assert made.loc[made["gain"].isna(), "known_quantity"].isna().all()


def test_a_pair_is_as_sure_as_its_less_sure_side(plan):
    database, _ = plan
    pairs = allocated_pairs(database, Selection(PROGRAMME), DAY)
    sides = zip(pairs["offer_quality"], pairs["demand_quality"], strict=True)
    told = of_exchanges(pairs)["quality"]
    assert told.tolist() == [max(both, key=QUALITY_BANDS.__getitem__) for both in sides]
