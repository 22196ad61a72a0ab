"""What is shown: programmes that never mix, filters, and pairs that people have rejected."""

from __future__ import annotations

import pytest

from eit.analysis.programmes import ensure_known
from eit.domain.errors import InvalidSelection
from eit.domain.selection import Selection
from tests.spec.tables import assert_same

TOWN = {
    "territories": """
        territory | kind         | parent
        region-a  | region       |
        mrc-a     | mrc          | region-a
        mrc-b     | mrc          | region-a
        mun-a     | municipality | mrc-a
        mun-b     | municipality | mrc-b
        park-a    | park         | mun-a
    """,
    "materials": """
        material | family    | category
        pallets  | used-wood | wood
        crates   | used-wood | wood
        used-wood |          | wood
        film     |           | plastics
    """,
    "companies": """
        company | in    | park
        a       | mun-a | park-a
        b       | mun-a |
        c       | mun-b |
        d       | mun-b |
    """,
    "flows": """
        flow | material
        a-o1 | pallets
        b-d1 | pallets
        c-d1 | crates
        c-o1 | film
        d-d1 | film
    """,
}
EVERYTHING = """
    offer | demand | basis
    a-o1  | b-d1   | same
    a-o1  | c-d1   | family
    c-o1  | d-d1   | same
"""


def test_without_a_filter_everything_is_shown(world):
    assert_same(world(**TOWN).exchanges(), EVERYTHING)


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({"territory_id": "region-a"}, "a-o1 | b-d1\na-o1 | c-d1\nc-o1 | d-d1"),
        ({"territory_id": "mrc-a"}, "a-o1 | b-d1\na-o1 | c-d1"),
        ({"territory_id": "mun-b"}, "a-o1 | c-d1\nc-o1 | d-d1"),
        ({"territory_id": "park-a"}, "a-o1 | b-d1\na-o1 | c-d1"),
        ({"category_ids": ("plastics",)}, "c-o1 | d-d1"),
        ({"category_ids": ("plastics", "wood")}, "a-o1 | b-d1\na-o1 | c-d1\nc-o1 | d-d1"),
        ({"category_ids": ("energy",)}, ""),
        ({"material_id": "pallets"}, "a-o1 | b-d1\na-o1 | c-d1"),
        ({"material_id": "crates"}, "a-o1 | c-d1"),
        ({"material_id": "used-wood"}, "a-o1 | b-d1\na-o1 | c-d1"),
        ({"material_id": "film"}, "c-o1 | d-d1"),
        ({"company_id": "c"}, "a-o1 | c-d1\nc-o1 | d-d1"),
        ({"company_id": "c", "category_ids": ("wood",)}, "a-o1 | c-d1"),
        ({"company_id": "c", "bases": ("same",)}, "c-o1 | d-d1"),
        ({"territory_id": "mrc-a", "material_id": "film"}, ""),
    ],
    ids=str,
)
def test_a_filter_keeps_the_pairs_with_a_side_in_it(world, filters, expected):
    """A territory, a company or a material is met on either side; a category is that of what is offered."""
    assert_same(world(**TOWN).exchanges(**filters), f"offer | demand\n{expected}")


def test_a_territory_or_a_material_that_does_not_exist_is_refused(world):
    database = world(**TOWN).database
    ensure_known(database, Selection("demo", territory_id="mrc-a", material_id="film"))
    with pytest.raises(InvalidSelection, match=r"territory unknown .*mrc-99"):
        ensure_known(database, Selection("demo", territory_id="mrc-99"))
    with pytest.raises(InvalidSelection, match=r"material unknown .*gold"):
        ensure_known(database, Selection("demo", material_id="gold"))


def test_a_basis_that_does_not_exist_is_refused():
    with pytest.raises(InvalidSelection, match=r"basis unknown .*magic"):
        Selection("demo", bases=("same", "magic"))


def test_a_rejected_pair_is_left_out_and_shown_when_asked(world):
    small = world(**TOWN, rejected="offer | demand | reason\na-o1 | c-d1 | quality")
    assert_same(small.exchanges(), "offer | demand\na-o1 | b-d1\nc-o1 | d-d1")
    assert_same(small.exchanges(with_rejected=True), EVERYTHING)


def test_a_rejected_pair_carries_no_tonne(world):
    """Its tonnes go to the next partner: 100 t on offer, 30 rejected, 50 left to the other need."""
    small = world(
        flows="""
            flow | material | quantity
            a-o1 | bark     | 100
            b-d1 | bark     | 30
            c-d1 | bark     | 50
        """,
        rejected="offer | demand\na-o1 | b-d1",
    )
    assert small.figures()["potential_mass"].value == 50
    assert small.exchanges(with_rejected=True)["allocated_t_per_year"].sum() == 30 + 50


def test_programmes_never_mix(world):
    """The same place and the same material, but two programmes: not a pair, not a figure in common."""
    small = world(
        programmes="""
            programme
            demo
            other
        """,
        companies="""
            company | programme
            a       | demo
            b       | other
            c       | other
        """,
        flows="""
            flow | material | quantity
            a-o1 | bark     | 10
            b-d1 | bark     | 10
            c-o1 | bark     | 4
        """,
        synergies="""
            synergy | programme | material | quantity | giver | taker | stages
            s1      | other     | bark     | 4        | c     | b     | realised
        """,
    )
    assert_same(small.exchanges(), "offer | demand")
    assert_same(small.exchanges(programme="other"), "offer | demand\nc-o1 | b-d1")
    assert small.database.query("table_counts")["candidate_pairs"].tolist() == [0, 1]
    keys = (
        "companies",
        "flows",
        "potential_exchanges",
        "potential_mass",
        "realised_synergies",
        "diverted_mass",
    )
    assert [small.figures()[key].value for key in keys] == [1, 1, 0, 0, 0, 0]
    assert [small.figures(programme="other")[key].value for key in keys] == [2, 2, 1, 4, 1, 4]


def test_a_programme_that_does_not_exist_has_no_figure(world):
    with pytest.raises(InvalidSelection, match=r"programme unknown .*nowhere"):
        world(**TOWN).figures(programme="nowhere")


def test_a_programme_without_a_company_is_empty_and_answers(world):
    small = world()
    assert small.exchanges().empty
    figures = small.figures()
    assert {
        figures[key].value for key in ("companies", "flows", "potential_exchanges", "potential_mass")
    } == {0}
    assert figures["avoided_ghg"].value == 0
