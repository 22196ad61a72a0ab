"""A very large programme shows its most valuable pairs and counts them all: the same by both roads."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from eit.analysis.exchanges import large_programmes, pair_cube
from eit.analysis.exchanges.potential import candidate_pairs, exchange_count, potential_exchanges, question
from eit.analysis.impact.kpis import headline
from eit.domain.selection import Selection
from eit.store.database import Database
from eit.store.derived import matching
from eit.store.derived.matching import KEPT_PARTNERS

TODAY = date(2026, 11, 22)
SHOWN = 40
ASKED = {
    "a radius": Selection("abitibi", radius_km=80.0),
    "another radius": Selection("abitibi", radius_km=133.7),
    "all": Selection("abitibi", radius_km=300.0),
    "a few": Selection("abitibi", radius_km=3.0),
    "one ground": Selection("abitibi", radius_km=300.0, bases=("same",)),
    "a category": Selection("abitibi", radius_km=300.0, category_ids=("wood",)),
    "a territory": Selection("abitibi", radius_km=300.0, territory_id="mrc-86"),
    "with the rejected": Selection("abitibi", radius_km=300.0, with_rejected=True),
}


@pytest.fixture
def database(root) -> Iterator[Database]:
    with Database(root / "data" / "flows.duckdb") as opened:
        yield opened


@pytest.fixture
def full(root) -> Iterator[Database]:
    """The same file, as a programme that is not large answers."""
    with Database(root / "data" / "flows.duckdb") as opened:
        yield opened


@pytest.fixture
def copy(tmp_path: Path, root: Path) -> Path:
    return Path(shutil.copyfile(root / "data" / "flows.duckdb", tmp_path / "flows.duckdb"))


@pytest.fixture
def large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(large_programmes, "LARGE", 0)
    monkeypatch.setattr(large_programmes, "MOST_SHOWN", SHOWN)


def same(found: pd.DataFrame, expected: pd.DataFrame) -> None:
    found, expected = (rows.astype(object).where(rows.notna(), None) for rows in (found, expected))
    pd.testing.assert_frame_equal(found, expected, check_dtype=False)


def values(database: Database) -> pd.DataFrame:
    return database.query("exchanges", question(ASKED["all"]))[["offer_id", "demand_id", "value"]]


@pytest.mark.parametrize("asked", ASKED)
def test_the_most_valuable_are_shown_and_all_are_counted(database, full, asked, monkeypatch) -> None:
    every = candidate_pairs(full, ASKED[asked])
    ranked = every.merge(values(full)).sort_values(
        ["value", "distance_km", "offer_id", "demand_id"], ascending=[False, True, True, True]
    )
    best = every.loc[ranked.index[:SHOWN].sort_values()].reset_index(drop=True)
    monkeypatch.setattr(large_programmes, "LARGE", 0)
    monkeypatch.setattr(large_programmes, "MOST_SHOWN", SHOWN)
    shown = candidate_pairs(database, ASKED[asked])
    same(shown, best)
    assert exchange_count(database, ASKED[asked], len(shown)) == len(every)


@pytest.mark.parametrize("counted", [0, pair_cube.LARGEST_COUNTED])
@pytest.mark.parametrize("radius", [1.0, 25.0, 80.0, 149.0, 250.5])
def test_a_moved_radius_is_answered_as_the_query_would(database, large, radius, counted, monkeypatch) -> None:
    """From the pairs that were read once, counted by the cube or one by one."""
    monkeypatch.setattr(pair_cube, "LARGEST_COUNTED", counted)
    selection = Selection("abitibi", radius_km=radius)
    moved = large_programmes._moved(database, selection)
    asked = large_programmes._filtered(database, selection, question(selection))
    same(moved, asked)


def test_large_with_room_for_all_is_the_same_programme(database, full, monkeypatch) -> None:
    expected = potential_exchanges(full, ASKED["a radius"], TODAY)
    monkeypatch.setattr(large_programmes, "LARGE", 0)
    same(potential_exchanges(database, ASKED["a radius"], TODAY), expected)


def test_the_headline_counts_every_exchange(database, full, monkeypatch) -> None:
    def count(opened: Database) -> float | None:
        return next(f.value for f in headline(opened, ASKED["all"], TODAY) if f.key == "potential_exchanges")

    expected = count(full)
    monkeypatch.setattr(large_programmes, "LARGE", 0)
    monkeypatch.setattr(large_programmes, "MOST_SHOWN", SHOWN)
    assert expected is not None and count(database) == expected > SHOWN


def test_it_is_told_how_many_partners_are_held(database, copy, monkeypatch) -> None:
    assert large_programmes.partners_kept(database, "abitibi") is None
    monkeypatch.setattr(matching, "LARGEST_PAIRS", 300)
    with Database(copy) as changed:
        assert large_programmes.partners_kept(changed, "abitibi") == KEPT_PARTNERS
        assert large_programmes.partners_kept(changed, "fensch") is None
        large = [large_programmes.is_large(changed, name) for name in ("abitibi", "fensch")]
        assert large == [True, False]


def test_a_programme_without_pairs(database, large) -> None:
    nothing = Selection("nobody")
    assert candidate_pairs(database, nothing).empty and exchange_count(database, nothing, 0) == 0
