"""A material is found by its codes in any spelling and by the words of the trade; a doubt is a short list."""

from __future__ import annotations

import pytest

from eit.store.material_search import LISTED, MaterialSearch, waste_codes

NAMES = {
    "pallets": ("Palettes et emballages de bois", "Pallets, wooden packaging"),
    "rigid-hdpe-pp": ("HDPE, PP rigides", "Rigid HDPE, PP"),
    "bark": ("Écorces", "Bark"),
    "forest-biomass": ("Biomasse forestière", "Forest biomass"),
    "spent-grain": ("Drêches", "Spent grain"),
    "biogas": ("Biogaz", "Biogas"),
}


@pytest.fixture(scope="module")
def search() -> MaterialSearch:
    return MaterialSearch(NAMES, "CA")


@pytest.mark.parametrize(
    "text", ["15 01 03", "150103", "15.01.03", "15-01-03", "CED 15 01 03", "15 01 03 emballages en bois"]
)
def test_a_code_in_any_spelling(search: MaterialSearch, text: str) -> None:
    assert search.find(text).material_id == "pallets"


def test_a_lost_zero_and_a_wrong_star_are_asked(search: MaterialSearch) -> None:
    assert (search.find("30101").status, search.find("30101").reason) == ("candidates", "zero-lost")
    assert (search.find("15 01 03*").status, search.find("15 01 03*").reason) == ("candidates", "hazard")


def test_every_code_is_a_material_a_short_list_or_none(search: MaterialSearch) -> None:
    every = MaterialSearch(
        {one: (one,) for code in waste_codes().values() for one in code.material_ids}, "FR"
    )
    assert len(waste_codes()) == 842
    for digits, code in waste_codes().items():
        found = every.find(f"{digits[:2]} {digits[2:4]} {digits[4:]}{'*' if code.hazardous else ''}")
        if code.material_ids:
            assert code.material_ids[0] in found.ids and len(found.ids) <= LISTED, digits
        else:
            assert found.status == "none", digits
    assert search.find("99 99 99").status == "unknown"


def test_words_of_the_trade(search: MaterialSearch) -> None:
    assert search.find("drèche").material_id == "spent-grain"
    assert search.find("Écorce").material_id == "bark"
    assert "biogas" not in search.find("big bags").ids
    assert search.find("kryptonite").status == "unknown"
