"""Estimated streams: which intensity fits which sector, employees by class, units once, what is not estimated."""

from __future__ import annotations

import math

import pytest

from eit.domain.errors import InvalidQuantity
from eit.domain.figures.inferred_streams import (
    SIZE_LIMITS,
    Cell,
    best_cover,
    best_intensity,
    covers,
    employees_of,
    estimate_cell,
    intensity_of,
    size_class_of,
    sum_estimates,
)
from eit.domain.figures.ranges import Draws, Range

ROW = {
    **{
        "factor_id": "F",
        "sector_codes": "321",
        "unit": "t/employee/yr",
        "geography": "Québec",
        "year": "2020",
    },
    **{"low": 1.0, "central": 2.0, "high": 4.0, "source": "s", "confidence": "seen"},
}


def intensity(words: tuple[str, ...] = ("Québec", "Canada"), **changes: object):
    return intensity_of({**ROW, **changes}, words)


@pytest.mark.parametrize(
    ("codes", "sector", "expected"),
    [
        ("321", "321111", True), ("321", "321", True), ("325-326", "326", True), ("44-45", "44-45", True),
        ("44", "44-45", False), ("112", "11", False), ("321", "32", False), ("31-33", "321", True),
        ("321", "", False), ("01.4", "01.41Z", True), ("01.4", "10.11Z", False),
    ],
)  # fmt: skip
def test_an_intensity_covers_what_is_inside_its_codes(codes: str, sector: str, expected: bool) -> None:
    assert covers(codes, sector) is expected


def test_the_most_precise_sector_that_was_counted_takes_the_company() -> None:
    assert best_cover("321111", ["31-33", "321", "41"]) == "321"
    assert best_cover("541330", ["31-33", "321"]) is None


@pytest.mark.parametrize(
    ("employees", "expected"),
    [(0, "0"), (1, "1-4"), (4, "1-4"), (5, "5-9"), (49, "20-49"), (499, "200-499"), (500, "500+"), (9000, "500+"),
     (None, None), (math.nan, None), (-1, None)],
)  # fmt: skip
def test_a_company_has_the_class_of_its_employees(employees: float | None, expected: str | None) -> None:
    assert size_class_of(employees) == expected


def test_the_employees_of_a_class_are_its_middle_between_its_limits() -> None:
    assert employees_of("1-4") == Range(1, 2.5, 4)
    assert employees_of("100-199") == Range(100, 149.5, 199)
    assert employees_of("500+") == Range(500, 750, 1000), "an assumption that has a name"
    assert [employees_of(name).low for name in SIZE_LIMITS][:9] == [0, 1, 5, 10, 20, 50, 100, 200, 500]
    assert employees_of("3-5") == Range(3, 4, 5), "the bands of SIRENE stay bands"
    assert employees_of("10000+").low == 10_000
    with pytest.raises(InvalidQuantity, match="size class unknown"):
        employees_of("many")


def test_kilograms_become_tonnes_once() -> None:
    found = intensity(unit="kg/employee/yr", low=None, central=1500.0, high=None)
    assert found is not None and found.factor.value == Range.point(1.5)


@pytest.mark.parametrize("unit", ["kg/person/yr", "Mt/yr", "t/yr", "fraction", "kg/hL beer"])
def test_another_unit_is_no_intensity(unit: str) -> None:
    assert intensity(unit=unit) is None


def test_without_a_value_or_a_sector_there_is_no_intensity() -> None:
    assert intensity(central=None, low=None, high=None) is None
    assert intensity(sector_codes=None) is None


def test_an_intensity_from_another_country_is_borrowed() -> None:
    borrowed, own = intensity(geography="United States"), intensity()
    assert borrowed is not None and own is not None
    assert (borrowed.factor.confidence, own.factor.confidence) == ("proxy", "seen")
    french = intensity(words=("France",))
    assert french is not None and french.factor.provisional


def test_per_employee_comes_before_per_site_then_the_precise_code() -> None:
    rows = [
        intensity(factor_id="site", unit="t/site/yr", sector_codes="3211"),
        intensity(factor_id="wide", sector_codes="31-33"),
        intensity(factor_id="fine", sector_codes="321"),
    ]
    found = best_intensity("3211", [row for row in rows if row])
    assert found is not None and found.factor.factor_id == "fine"
    assert best_intensity("541", [row for row in rows if row]) is None


def test_a_cell_is_unmet_businesses_times_employees_times_intensity() -> None:
    cell = Cell("321", "10-19", businesses=8, met=3)
    assert estimate_cell(cell, intensity(), "c").central == pytest.approx((8 - 3) * 14.5 * 2.0)
    assert estimate_cell(cell, intensity(unit="t/site/yr"), "c").central == pytest.approx((8 - 3) * 2.0)


def test_what_cannot_be_said_is_missing_and_never_zero() -> None:
    assert estimate_cell(Cell("541", "10-19", 8, 0), None, "c").missing == ("intensity",)
    assert estimate_cell(Cell("321", "0", 8, 0), intensity(), "c").missing == ("no-employee",)
    assert estimate_cell(Cell("321", "10-19", 8, 0), None, "c").central is None


def test_more_met_than_counted_leaves_nobody_unmet_and_never_a_negative_stream() -> None:
    cell = Cell("321", "10-19", businesses=2, met=5)
    assert cell.unmet == 0
    assert estimate_cell(cell, intensity(), "c").central == 0


def test_a_sum_draws_each_intensity_once() -> None:
    """Two cells of one class and intensity are one load of twice the size: its band is twice as wide, not √2 times."""
    one = estimate_cell(Cell("321", "10-19", 10, 0), intensity(), "a")
    other = estimate_cell(Cell("321", "10-19", 10, 0), intensity(), "b")
    alone, both = sum_estimates([one], Draws()).range, sum_estimates([one, other], Draws()).range
    assert alone is not None and both is not None
    assert both.low == pytest.approx(2 * alone.low) and both.high == pytest.approx(2 * alone.high)
    assert both.central == pytest.approx(2 * 10 * 14.5 * 2.0)


def test_an_assumed_count_makes_the_figure_provisional() -> None:
    sure = estimate_cell(Cell("321", "10-19", 10, 0), intensity(), "a")
    assumed = estimate_cell(Cell("321", "10-19", 10, 0, assumed=True), intensity(), "a")
    open_class = estimate_cell(Cell("321", "500+", 1, 0), intensity(), "a")
    assert [item.provisional for item in (sure, assumed, open_class)] == [False, True, True]
