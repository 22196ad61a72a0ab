"""Exchanges of every textbook are known: by the waste code of what is offered and the sector that takes it.

Each line: what it is | its code in the List of Waste | the NACE class that takes it.
Written from the trade, not from the library.
"""

from __future__ import annotations

import pytest

from eit.domain.exchange.compatibility import FAMILY, best_links, hierarchy_links, library_links
from tests.test_closure import LIBRARY, MATERIALS

TEXTBOOK = """
steel turnings to a steelworks | 12 01 01 | 24.10
demolition steel to a steelworks | 17 04 05 | 24.10
cast iron to an iron foundry | 12 01 01 | 24.51
scrap to a dealer | 20 01 40 | 38.32
aluminium swarf to a refiner | 12 01 03 | 24.42
copper to a smelter | 17 04 01 | 24.44
lead to a refiner | 17 04 03 | 24.43
car batteries to a lead refiner | 16 06 01* | 24.43
zinc dross to a zinc works | 11 05 01 | 24.43
cullet to a bottle maker | 15 01 07 | 23.13
flat glass to glass wool | 17 02 02 | 23.14
cardboard to a paper mill | 15 01 01 | 17.12
office paper to a paper mill | 20 01 01 | 17.12
bark to a heat network | 03 01 01 | 35.30
sawdust to a panel mill | 03 01 05 | 16.21
sawdust to a pellet mill | 03 01 05 | 16.29
pallets to a pallet maker | 15 01 03 | 16.24
demolition wood to a panel mill | 17 02 01 | 16.21
food waste to a digester | 20 01 08 | 38.21
canteen food to compost | 20 01 08 | 38.21
used cooking oil to biodiesel | 20 01 25 | 20.59
bread to feed | 02 06 01 | 10.91
whey to a pig farm | 02 05 01 | 01.46
vegetable peelings to feed | 02 03 04 | 10.91
slaughter by-products to pet food | 02 02 02 | 10.92
sewage sludge to a farm | 19 08 05 | 01.11
manure to a digester | 02 01 06 | 38.21
green waste to compost | 20 02 01 | 38.21
paper sludge to a farm | 03 03 11 | 01.11
blast furnace slag to a cement works | 10 02 02 | 23.51
fly ash to concrete | 10 01 02 | 23.63
wood ash to a farm | 10 01 01 | 01.11
concrete rubble to a road builder | 17 01 01 | 42.11
bricks to fill | 17 01 02 | 43.12
plasterboard to a gypsum board plant | 17 08 02 | 23.62
gypsum to a cement works | 17 08 02 | 23.51
foundry sand to a cement works | 10 09 08 | 23.51
reclaimed asphalt to an asphalt plant | 17 03 02 | 23.99
tyres to a cement works | 16 01 03 | 23.51
tyres to rubber crumb | 16 01 03 | 22.19
film to a film maker | 15 01 02 | 22.22
rigid plastic to a converter | 17 02 03 | 22.29
pipes of PVC to a pipe maker | 17 02 03 | 22.21
solvents to a cement works | 14 06 03* | 23.51
solvents to a regenerator | 14 06 03* | 38.22
used oil to a re-refinery | 13 02 05* | 19.20
pickling acid to a steelworks | 11 01 05* | 24.10
paint to a cement works | 08 01 11* | 23.51
spent catalysts to a refiner of precious metals | 16 08 01 | 24.41
activated carbon to a reactivator | 19 09 04 | 20.59
absorbents to a cement works | 15 02 02* | 23.51
textile offcuts to insulation | 04 02 22 | 13.95
used clothes to a second-hand shop | 20 01 10 | 47.79
leather offcuts to leather goods | 04 01 99 | 15.12
circuit boards to a copper smelter | 16 02 16 | 24.44
electronics to a refurbisher | 20 01 36 | 95.11
incinerator bottom ash to a road builder | 19 01 12 | 42.11
excavated soil to fill | 17 05 04 | 43.12
sugar factory lime to a farm | 02 04 02 | 01.11
antifreeze to a glycol maker | 16 01 14* | 20.59
metal sludge to a nickel works | 11 01 09* | 24.45
crude glycerine to a digester | 07 01 99 | 38.21
"""
CASES = [tuple(part.strip() for part in line.split("|")) for line in TEXTBOOK.strip().splitlines()]
ASKED_SHARE = 0.95


def takers(code: str, sector: str) -> list[tuple[str, str]]:
    """The pairs of materials that answer a code and a sector, on the bases that a person may rely on."""
    offered = {
        name
        for name, row in MATERIALS.items()
        if code in [each.strip() for each in row["list_of_waste"].split(";")]
    }
    parents = {name: row["parent_id"] or None for name, row in MATERIALS.items()}
    known = [
        (number, row["offer_material_id"], row["demand_material_id"], row["status"])
        for number, row in enumerate(LIBRARY)
        if any(sector.startswith(each) for each in row["receiver_nace"].split(";") if each)
    ]
    links = best_links([*hierarchy_links(parents), *library_links(parents, known)])
    return [
        (link.offer_material_id, link.demand_material_id)
        for link in links
        if link.offer_material_id in offered and link.basis != FAMILY and link.library_row is not None
    ]


def test_what_every_textbook_says_is_known():
    missed = [name for name, code, sector in CASES if not takers(code, sector)]
    assert len(CASES) >= 60 and len(missed) <= (1 - ASKED_SHARE) * len(CASES), missed


@pytest.mark.parametrize(
    ("material", "demand"),
    [
        ("steel-scrap", "steel-charge"),
        ("container-glass", "glass-batch"),
        ("corrugated-cardboard", "pulp-fibre"),
        ("kitchen-food-waste", "digester-feedstock"),
        ("used-cooking-oil", "biofuel-feedstock"),
    ],
)
def test_the_input_of_a_textbook_exchange_meets_its_residue_both_ways_of_asking(material, demand):
    """Asked as the input, by the library; asked as the residue by its own name, the same material."""
    parents = {name: row["parent_id"] or None for name, row in MATERIALS.items()}
    known = [
        (number, row["offer_material_id"], row["demand_material_id"], row["status"])
        for number, row in enumerate(LIBRARY)
    ]
    found = {
        (link.offer_material_id, link.demand_material_id): link.basis
        for link in best_links([*hierarchy_links(parents), *library_links(parents, known)])
    }
    assert found[material, demand] == "substitution" and found[material, material] == "same"


def test_what_nobody_takes_is_not_known():
    """Asbestos to a bakery, infectious waste to a farm: no pair, and the data says that no outlet is known."""
    assert takers("17 06 01*", "10.71") == [] and takers("18 01 03*", "01.11") == []
