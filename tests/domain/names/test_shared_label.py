"""No label that fewer than three organisations share."""

from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from eit.domain.names.divisions import division_of
from eit.domain.names.shared_label import NEUTRAL, Organisation, SharedLabel, shared_labels

LEAST_SHARING = 3  # the promise, whatever the product says of it
WOOD, PAPER = ("Scieries", "Sawmills"), ("Usines de pâte", "Pulp mills")
MADE = ("Fabrication", "Manufacturing")


def one(
    number: int, sector: tuple[str, str] = WOOD, places: str = "amos abitibi r8", group: str = ""
) -> Organisation:
    return Organisation(f"c{number}", group or f"g{number}", sector, MADE, tuple(places.split()))


def test_three_alike_keep_their_sector_and_their_town() -> None:
    assert set(shared_labels([one(1), one(2), one(3)]).values()) == {SharedLabel(WOOD, "amos")}


def test_two_sites_of_one_organisation_are_one() -> None:
    labels = shared_labels([one(1), one(2, group="g1"), one(3), one(4, places="barraute abitibi r8")])
    assert set(labels.values()) == {SharedLabel(WOOD, "abitibi")}


def test_the_place_is_widened_then_the_sector() -> None:
    towns = [one(number, places=f"town{number} abitibi r8") for number in range(3)]
    assert set(shared_labels(towns).values()) == {SharedLabel(WOOD, "abitibi")}
    mixed = [one(1), one(2), one(3, PAPER)]
    assert set(shared_labels(mixed).values()) == {SharedLabel(MADE, "amos")}


def test_the_last_ones_are_never_alone() -> None:
    far = one(4, PAPER, "ville elsewhere r9")
    labels = shared_labels([one(1), one(2), one(3), far])
    assert set(labels.values()) == {SharedLabel(NEUTRAL, None)}


def test_too_few_are_joined_by_neighbours_who_could_be_named() -> None:
    near, far = one(8), one(7, places="ville elsewhere r9")
    labels = shared_labels([one(1), one(2)], [far, near])
    assert set(labels) == {"c1", "c2", "c8"} and set(labels.values()) == {SharedLabel(WOOD, "amos")}
    assert shared_labels([one(1)], []) == {"c1": SharedLabel(NEUTRAL, "amos")}
    assert shared_labels([], [near]) == {}


WORLDS = st.lists(
    st.builds(
        lambda group, sector, town, mrc, region: (
            f"g{group}", sector, (f"{region}{mrc}{town}", f"{region}{mrc}", region)
        ),
        st.integers(0, 20), st.sampled_from([WOOD, PAPER, ("Or", "Gold")]), st.sampled_from("abcd"),
        st.sampled_from("ABC"), st.sampled_from("XY"),
    ),
    min_size=1, max_size=40,
)  # fmt: skip


@given(WORLDS, st.integers(0, 40))
def test_in_every_world_three_organisations_share_each_label(world: list, cut: int) -> None:
    all_of_them = [
        Organisation(f"c{number}", group, sector, None if sector[0] == "Or" else MADE, places)
        for number, (group, sector, places) in enumerate(world)
    ]
    silent, named = all_of_them[:cut], all_of_them[cut:]
    labels = shared_labels(silent, named)
    assert {company.company_id for company in silent} <= set(labels)
    groups = {company.company_id: company.group_id for company in all_of_them}
    carriers = Counter(label for _, label in {(groups[company], label) for company, label in labels.items()})
    if len(set(groups.values())) >= LEAST_SHARING:
        assert all(count >= LEAST_SHARING for count in carriers.values())
    by_id = {company.company_id: company for company in all_of_them}
    assert all(
        label.place is None or label.place in by_id[company].places for company, label in labels.items()
    )


def test_a_division_is_read_from_a_code_of_either_scheme() -> None:
    assert division_of("SCIAN", "321111") == division_of("NAF", "16.10A") == MADE
    assert division_of("SCIAN", "") is None and division_of("NAF", "99.00Z") is None
