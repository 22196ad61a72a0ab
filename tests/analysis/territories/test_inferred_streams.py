"""Coverage and estimated streams of small worlds, each by a second, naive road; and what they must never touch."""

from __future__ import annotations

import pandas as pd
import pytest

from eit.analysis.exchanges.potential import potential_exchanges
from eit.analysis.impact import kpis
from eit.analysis.territories.inferred_streams import (
    by_size,
    estimated_by_territory,
    estimated_streams,
    visit_next,
)
from eit.domain.selection import Selection
from eit.store.database import Database
from tests.spec.world import AS_OF, World, WorldMaker

COUNTS = """
programme_id | territory_id | sector_scheme | sector_code | sector_fr | sector_en | size_class | businesses | year | source | confidence
demo         | mrc-a        | SCIAN         | 321         | Bois      | Wood      | 10-19      | 8          | 2024 | x      | seen
demo         | mrc-a        | SCIAN         | 321         | Bois      | Wood      | 50-99      | 1          | 2024 | x      | seen
demo         | mrc-a        | SCIAN         | 321         | Bois      | Wood      | 0          | 30         | 2024 | x      | seen
demo         | mrc-a        | SCIAN         | 722         | Resto     | Food      | 1-4        | 20         | 2024 | x      | seen
"""  # noqa: E501
COMPANIES = """
company | sector_code | employees
saw-1   | 321111      | 12
saw-2   | 321111      | 15
big-1   | 321111      | 60
big-2   | 321111      | 70
old     | 321999      | 12
dark    | 321111      | n.c.
bank    | 522110      | 40
"""
FLOWS = """
flow     | material
saw-1-o1 | bark
saw-2-o1 | bark
big-1-o1 | bark
big-2-o1 | bark
dark-o1  | bark
bank-o1  | bark
"""
INTENSITY = """
factor_id | naics | low | central | high | unit          | geography
F-321     | 321   | 10  | 15.78   | 20   | t/employee/yr | Québec
"""


def made(world: WorldMaker, counts: str | None = COUNTS) -> World:
    tables = {"companies": COMPANIES, "flows": FLOWS, "intensity": INTENSITY}
    return world(**tables, **({"business_counts": counts} if counts else {}))


def test_coverage_counts_who_declared_a_flow_among_who_was_counted(world: WorldMaker) -> None:
    coverage = estimated_streams(made(world).database, "demo", "mrc-a").coverage
    assert coverage.businesses == 8 + 1 + 30 + 20
    assert (coverage.known, coverage.met) == (7, 6), "`old` is known and has declared nothing: not met"
    assert (coverage.outside, coverage.unknown_size) == (1, 1)
    assert coverage.share == pytest.approx((6 - 1) / 59)


def test_more_met_than_counted_is_flagged_where_it_is(world: WorldMaker) -> None:
    found = estimated_streams(made(world).database, "demo", "mrc-a")
    assert found.coverage.over
    assert found.cells.loc[found.cells["over"], "size_class"].tolist() == ["50-99"]


def test_without_a_count_the_coverage_is_not_available(world: WorldMaker) -> None:
    found = estimated_streams(made(world, None).database, "demo", "mrc-a")
    assert found.coverage.share is None and found.coverage.businesses is None
    assert found.total is None and found.cells.empty and visit_next(found).empty
    assert estimated_by_territory(made(world, None).database, "demo") == {}


def test_the_stream_is_the_sum_that_one_does_by_hand(world: WorldMaker) -> None:
    found = estimated_streams(made(world).database, "demo", "mrc-a")
    assert found.total is not None
    assert found.total.central == pytest.approx((8 - 2) * 14.5 * 15.78)  # 50-99 is over: nobody left to meet
    assert found.total.low < found.total.central < found.total.high
    assert found.not_estimated[["sector_code", "unmet"]].values.tolist() == [["722", 20]]
    assert found.without_employees == 30
    assert estimated_by_territory(made(world).database, "demo")["mrc-a"] == found.total


def test_sectors_count_everyone_met_whatever_the_size(world: WorldMaker) -> None:
    found = estimated_streams(made(world).database, "demo", "mrc-a")
    wood = found.sectors.set_index("sector_code").loc["321"]
    assert (wood["businesses"], wood["met"]) == (8 + 1 + 30, 5)
    assert by_size(found)[["size_class", "businesses", "met"]].values.tolist() == [
        ["0", 30, 0],
        ["1-4", 20, 0],
        ["10-19", 8, 2],
        ["50-99", 1, 2],
    ]


def test_who_to_visit_next_is_the_largest_stream_nobody_met(world: WorldMaker) -> None:
    rows = visit_next(estimated_streams(made(world).database, "demo", "mrc-a"))
    assert rows[["sector_code", "size_class", "unmet"]].values.tolist() == [["321", "10-19", 6]]
    assert rows.iloc[0]["per_business"] == pytest.approx(14.5 * 15.78)


def naive_totals(root) -> dict[str, float]:
    """Estrie and the others from the CSV files alone, row by row."""
    counts = pd.read_csv(root / "data" / "demo" / "business_counts.csv", dtype=str)
    intensity = {"311": 6.52, "321": 15.78, "322": 6.01, "326": 6.48, "332": 7.45, "334": 2.08, "41": 1.957}
    intensity |= {"44-45": 0.83, "54": 0.126, "722": 1.741}
    middle = {"1-4": 2.5, "5-9": 7, "10-19": 14.5, "20-49": 34.5, "50-99": 74.5, "100-199": 149.5}
    middle |= {"200-499": 349.5, "500+": 750}
    limits = {"1-4": 4, "5-9": 9, "10-19": 19, "20-49": 49, "50-99": 99, "100-199": 199, "200-499": 499}
    companies = pd.read_csv(root / "data" / "demo" / "companies.csv", dtype=str)
    flows = pd.read_csv(root / "data" / "demo" / "flows.csv", dtype=str)
    met = companies[companies["company_id"].isin(flows["company_id"]) & companies["programme_id"].eq("qnp")]
    places = pd.read_csv(root / "data" / "geo" / "territories.csv", dtype=str).set_index("territory_id")
    totals: dict[str, float] = {}
    for territory, rows in counts.groupby("territory_id"):
        left = {(row.sector_code, row.size_class): int(row.businesses) for row in rows.itertuples()}
        for company in met.itertuples():
            above, seen = company.municipality_id, {company.municipality_id, company.park_id}
            while isinstance(above, str):
                seen.add(above)
                above = places.loc[above, "parent_id"]
            size = next((name for name, top in limits.items() if int(company.employees) <= top), "500+")
            sector = next((c for c in intensity if company.sector_code.startswith(tuple(c.split("-")))), None)
            if territory in seen and sector and left.get((sector, size), 0) > 0:
                left[sector, size] -= 1
        totals[str(territory)] = sum(
            n * middle[size] * intensity[sector]
            for (sector, size), n in left.items()
            if sector in intensity and size in middle
        )
    return totals


def test_the_demonstration_by_a_second_road(root, database: Database) -> None:
    found = estimated_by_territory(database, "qnp")
    expected = naive_totals(root)
    for territory in ("region-05", "region-16"):
        assert found[territory].central == pytest.approx(expected[territory], rel=1e-9)


@pytest.fixture(scope="module")
def database(root):
    with Database(root / "data" / "flows.duckdb") as opened:
        yield opened


def test_an_estimate_is_never_in_the_headline_nor_in_an_exchange(world: WorldMaker) -> None:
    """The same world with and without its count: every figure and every exchange is the same."""
    counted, bare = made(world), made(world, None)
    figures = [kpis.headline(each.database, Selection("demo"), AS_OF) for each in (counted, bare)]
    assert figures[0] == figures[1]
    assert not any("estimated" in figure.key for figure in figures[0])
    pairs = [potential_exchanges(each.database, Selection("demo"), AS_OF) for each in (counted, bare)]
    pd.testing.assert_frame_equal(*pairs)


def test_no_candidate_comes_from_an_estimate(database: Database) -> None:
    flows = set(database.query("flows", {"programme_id": "qnp", "category_ids": [], "material_id": None,
                                         "company_id": None, "territory_id": None})["flow_id"])  # fmt: skip
    pairs = potential_exchanges(database, Selection("qnp", radius_km=300), AS_OF)
    assert set(pairs["offer_id"]) | set(pairs["demand_id"]) <= flows
