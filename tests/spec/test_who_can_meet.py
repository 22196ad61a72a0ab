"""Who can meet: the three bases of compatibility, the hierarchy of materials, and who never meets.

`a-o1` is the first offer of company a, `b-d1` the first demand of company b; everybody stands at the same
place
unless a table says otherwise.
"""

from __future__ import annotations

from tests.spec.tables import assert_same


def test_the_same_material_meets(world):
    found = world(
        flows="""
        flow | material
        a-o1 | wood-ash
        b-d1 | wood-ash
        c-d1 | glass
    """
    ).exchanges()
    assert_same(
        found,
        """
        offer | demand | basis | score_material | library
        a-o1  | b-d1   | same  | 1              | n.c.
    """,
    )


def test_a_member_answers_a_need_that_names_its_family(world):
    """Who asks for the family takes any member: the same material, a shade less sure than by its own name."""
    found = world(
        materials="""
            material | family
            pallets  | used-wood
        """,
        flows="""
            flow | material
            a-o1 | pallets
            b-d1 | used-wood
        """,
    ).exchanges()
    assert_same(
        found,
        """
        offer | demand | basis | score_material
        a-o1  | b-d1   | same  | 0.95
    """,
    )


def test_an_unspecific_offer_is_only_a_lead_for_a_precise_need(world):
    found = world(
        materials="""
            material | family
            pallets  | used-wood
        """,
        flows="""
            flow | material
            a-o1 | used-wood
            b-d1 | pallets
        """,
    ).exchanges()
    assert_same(
        found,
        """
        offer | demand | basis  | score_material
        a-o1  | b-d1   | family | 0.5
    """,
    )


def test_two_members_of_one_family_are_a_lead(world):
    found = world(
        materials="""
            material | family
            pallets  | used-wood
            crates   | used-wood
            bark     | clean-wood
        """,
        flows="""
            flow | material
            a-o1 | pallets
            b-d1 | crates
            c-d1 | bark
        """,
    ).exchanges()
    assert_same(
        found,
        """
        offer | demand | basis  | score_material
        a-o1  | b-d1   | family | 0.5
    """,
    )


def test_a_known_substitution_meets_with_its_use_its_condition_and_its_source(world):
    found = world(
        library="""
            offer    | demand | status      | use      | condition_fr | source | year | confidence
            wood-ash | lime   | implemented | Chaulage | pH suffisant | IRDA   | 2015 | secondary
        """,
        flows="""
            flow | material
            a-o1 | wood-ash
            b-d1 | lime
        """,
    ).exchanges()
    assert_same(
        found,
        """
        offer | demand | basis        | score_material | use      | condition    | source | source_year | confidence | library
        a-o1  | b-d1   | substitution | 0.8            | Chaulage | pH suffisant | IRDA   | 2015        | secondary  | L1
    """,  # noqa: E501
    )


def test_a_substitution_has_one_direction(world):
    found = world(
        library="""
            offer    | demand
            wood-ash | lime
        """,
        flows="""
            flow | material
            a-o1 | lime
            b-d1 | wood-ash
        """,
    ).exchanges()
    assert_same(found, "offer | demand")


def test_the_less_a_substitution_was_done_the_less_it_scores(world):
    found = world(
        library="""
            offer | demand | status
            m1    | n1     | implemented
            m2    | n2     | pilot
            m3    | n3     | planned
            m4    | n4     | feasibility
            m5    | n5     | research
            m6    | n6     | idea
        """,
        flows="\n".join(["flow | material", *(f"a-o{i} | m{i}\nb-d{i} | n{i}" for i in range(1, 7))]),
    ).exchanges()
    assert_same(
        found,
        """
        offer | demand | status      | score_material
        a-o1  | b-d1   | implemented | 0.8
        a-o2  | b-d2   | pilot       | 0.65
        a-o3  | b-d3   | planned     | 0.5
        a-o4  | b-d4   | feasibility | 0.5
        a-o5  | b-d5   | research    | 0.4
        a-o6  | b-d6   | idea        | 0.4
    """,
    )


def test_a_rule_for_a_family_holds_for_its_members_on_both_sides(world):
    """`ash` → `soil-input`: its member `wood-ash` can become `lime`, a member of what is replaced."""
    found = world(
        materials="""
            material | family
            wood-ash | ash
            lime     | soil-input
        """,
        library="""
            offer | demand
            ash   | soil-input
        """,
        flows="""
            flow | material
            a-o1 | wood-ash
            b-d1 | lime
            c-d1 | soil-input
        """,
    ).exchanges()
    assert_same(
        found,
        """
        offer | demand | basis
        a-o1  | b-d1   | substitution
        a-o1  | c-d1   | substitution
    """,
    )


def test_a_need_named_by_its_family_accepts_what_a_member_accepts_but_a_sibling_does_not(world):
    found = world(
        materials="""
            material | family
            lime     | soil-input
            peat     | soil-input
        """,
        library="""
            offer    | demand
            wood-ash | lime
        """,
        flows="""
            flow | material
            a-o1 | wood-ash
            b-d1 | soil-input
            c-d1 | peat
        """,
    ).exchanges()
    assert_same(
        found,
        """
        offer | demand | basis
        a-o1  | b-d1   | substitution
    """,
    )


def test_a_pair_linked_twice_keeps_its_best_reason_only(world):
    """The members of a family are a lead (0.5); a use already implemented between them says more (0.8)."""
    found = world(
        materials="""
            material | family
            pallets  | used-wood
            crates   | used-wood
        """,
        library="""
            offer   | demand | status
            pallets | crates | idea
            pallets | crates | implemented
            crates  | pallets | idea
        """,
        flows="""
            flow | material
            a-o1 | pallets
            b-d1 | crates
            b-o1 | crates
            a-d1 | pallets
        """,
    ).exchanges()
    assert_same(
        found,
        """
        offer | demand | basis        | score_material | library
        a-o1  | b-d1   | substitution | 0.8            | L2
        b-o1  | a-d1   | family       | 0.5            | n.c.
    """,
    )


def test_nobody_is_matched_with_oneself(world):
    found = world(
        flows="""
        flow | material
        a-o1 | wood-ash
        a-d1 | wood-ash
        b-d1 | wood-ash
    """
    ).exchanges()
    assert_same(
        found,
        """
        offer | demand
        a-o1  | b-d1
    """,
    )


def test_two_sites_of_one_group_may_meet(world):
    """A group may well move a residue between its own sites: it is shown, under two company names."""
    found = world(
        companies="""
            company | group_id
            a       | g
            b       | g
        """,
        flows="""
            flow | material
            a-o1 | wood-ash
            b-d1 | wood-ash
        """,
    ).exchanges()
    assert_same(
        found,
        """
        offer | demand
        a-o1  | b-d1
    """,
    )


def test_kilowatt_hours_never_meet_tonnes(world):
    """The library may link a matter to an energy; without a common unit there is no quantity, so no
    exchange.
    """
    found = world(
        materials="""
            material | kind   | category
            bark     | matter | wood
            heat     | energy | energy
        """,
        library="""
            offer | demand
            bark  | heat
        """,
        flows="""
            flow | material | unit
            a-o1 | bark     | t/year
            b-d1 | heat     | MWh/year
            c-o1 | heat     | GJ/year
        """,
    ).exchanges()
    assert_same(
        found,
        """
        offer | demand | unit
        c-o1  | b-d1   | kWh
    """,
    )


def test_hours_never_meet_square_metres(world):
    found = world(
        materials="""
            material | kind
            sharing  | service
        """,
        flows="""
            flow | material | unit
            a-o1 | sharing  | h/year
            b-d1 | sharing  | m2/year
            c-d1 | sharing  | h/month
        """,
    ).exchanges()
    assert_same(
        found,
        """
        offer | demand | unit | t
        a-o1  | c-d1   | h    | n.c.
    """,
    )


def test_one_choice_of_bases_hides_the_others(world):
    small = world(
        materials="""
            material | family
            pallets  | used-wood
            crates   | used-wood
        """,
        library="""
            offer   | demand
            pallets | chips
        """,
        flows="""
            flow | material
            a-o1 | pallets
            b-d1 | pallets
            b-d2 | crates
            b-d3 | chips
        """,
    )
    for basis, demand in (("same", "b-d1"), ("family", "b-d2"), ("substitution", "b-d3")):
        assert_same(small.exchanges(bases=(basis,)), f"offer | demand | basis\na-o1 | {demand} | {basis}")
