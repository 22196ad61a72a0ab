"""200 t typed as 200 000 t is seen, by the sector and by the material; believable quantities are left alone."""

from __future__ import annotations

from statistics import median

import pytest

from eit.domain.figures.plausibility import SectorUsual, implausible, usual_mass_t, usual_of_material_t

WOOD = SectorUsual("F-321", "321", 15.78)
METAL = SectorUsual("F-331-332", "331-332", 7.45)
TRADE = SectorUsual("I-44-45", "44-45", 0.83)
FOOD_TRADE = SectorUsual("I-445", "445", 1.88)


def test_a_sector_is_found_by_prefix_and_by_range() -> None:
    assert usual_mass_t("321111", 10, [WOOD, METAL]) == pytest.approx(10 * 15.78)
    assert usual_mass_t("332710", 10, [WOOD, METAL]) == pytest.approx(10 * 7.45)
    assert usual_mass_t("541330", 10, [WOOD, METAL]) is None


def test_the_most_precise_row_wins() -> None:
    assert usual_mass_t("445110", 10, [TRADE, FOOD_TRADE]) == pytest.approx(10 * 1.88)


def test_without_employees_nothing_is_said() -> None:
    assert usual_mass_t("321111", None, [WOOD]) is None


def test_two_hundred_thousand_tonnes_for_two_hundred() -> None:
    usual = usual_mass_t("321111", 12, [WOOD])
    assert not implausible(200, usual)
    assert implausible(200_000, usual)


def test_a_material_is_compared_with_the_other_flows_of_the_material() -> None:
    assert usual_of_material_t(200_000, [150, 200, 300, 200_000]) == 200
    assert implausible(200_000, 200)
    assert usual_of_material_t(200_000, [150, 200, 200_000]) is None
    assert not implausible(200_000, None)


@pytest.mark.parametrize("count", range(4, 9))
def test_the_usual_quantity_is_the_median_of_the_others(count: int) -> None:
    masses = sorted(float(7 * place % 5) for place in range(count))
    for mass in masses:
        others = masses.copy()
        others.remove(mass)
        assert usual_of_material_t(mass, masses) == median(others)
