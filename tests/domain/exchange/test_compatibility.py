"""Links between materials: from the hierarchy, from the library, and the best of them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eit.domain.exchange.compatibility import (
    BASES,
    STATUS_SCORES,
    Compatibility,
    best_links,
    hierarchy_links,
    library_links,
)

PARENTS = {"wood": None, "pallets": "wood", "crates": "wood", "ash": None, "lime": "soil", "soil": None}


def links(items):
    return {(link.offer_material_id, link.demand_material_id): (link.basis, link.score) for link in items}


def test_the_hierarchy_links_a_material_to_itself_its_family_and_its_siblings():
    found = links(best_links(hierarchy_links(PARENTS)))
    assert {pair: link for pair, link in found.items() if pair[0] == "pallets"} == {
        ("pallets", "pallets"): ("same", 1.0),
        ("pallets", "wood"): ("same", 0.95),
        ("pallets", "crates"): ("family", 0.5),
    }
    assert found["wood", "pallets"] == ("family", 0.5)
    assert ("pallets", "lime") not in found and ("wood", "soil") not in found


def test_a_rule_reaches_the_members_of_what_it_names_and_the_family_of_what_it_replaces():
    found = links(library_links(PARENTS, [(1, "wood", "lime", "pilot")]))
    assert set(found) == {
        (offer, need) for offer in ("wood", "pallets", "crates") for need in ("lime", "soil")
    }
    assert set(found.values()) == {("substitution", 0.65)}


def test_an_offer_named_by_its_family_serves_what_most_of_its_members_serve():
    one, both = (
        [(1, "pallets", "lime", "pilot")],
        [(2, "pallets", "lime", "pilot"), (3, "crates", "lime", "idea")],
    )
    assert ("wood", "lime") not in links(library_links(PARENTS, one))
    (found,) = [link for link in library_links(PARENTS, both) if link.offer_material_id == "wood"]
    assert (found.demand_material_id, found.basis, found.score, found.library_row) == (
        "lime",
        "substitution",
        0.4,
        2,
    )


def test_the_first_of_two_equal_rules_is_kept_and_a_better_one_wins():
    rules = [(1, "ash", "lime", "idea"), (2, "ash", "lime", "implemented"), (3, "ash", "lime", "implemented")]
    found = best_links(library_links(PARENTS, rules))
    assert [link.library_row for link in found if link.demand_material_id == "lime"] == [2]


def test_what_is_the_same_is_never_called_a_substitution():
    found = links(
        best_links([*hierarchy_links(PARENTS), *library_links(PARENTS, [(1, "wood", "wood", "implemented")])])
    )
    assert found["wood", "wood"] == ("same", 1.0)
    assert found["pallets", "wood"] == ("same", 0.95)
    assert found["pallets", "crates"] == ("substitution", 0.8), "more is known of it than that they are kin"


def test_an_unknown_material_or_status_is_an_error_and_not_a_guess():
    with pytest.raises(KeyError):
        list(library_links(PARENTS, [(1, "gold", "lime", "pilot")]))
    with pytest.raises(KeyError):
        list(library_links(PARENTS, [(1, "ash", "lime", "rumour")]))


def test_a_substitution_is_always_less_sure_than_the_same_material():
    assert min(STATUS_SCORES.values()) > 0 and max(STATUS_SCORES.values()) < 0.95


families = st.dictionaries(st.sampled_from("abcdef"), st.sampled_from([None, "F", "G"]), min_size=1)
rule = st.tuples(
    st.integers(1, 9), st.sampled_from("abFG"), st.sampled_from("abFG"), st.sampled_from(list(STATUS_SCORES))
)


@given(families, st.lists(rule, max_size=5))
def test_best_links_are_unique_sorted_and_scored(members, rules):
    parents = {"a": None, "b": None, **members, "F": None, "G": None}
    found = best_links([*hierarchy_links(parents), *library_links(parents, rules)])
    pairs = [(link.offer_material_id, link.demand_material_id) for link in found]
    assert pairs == sorted(set(pairs))
    assert {(material, material) for material in parents} <= set(pairs)
    assert all(0 < link.score <= 1 and link.basis in BASES for link in found)
    assert all((link.library_row is not None) == (link.basis == "substitution") for link in found)
    assert isinstance(found[0], Compatibility)
