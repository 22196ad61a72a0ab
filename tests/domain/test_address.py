"""A link holds the whole question; nonsense in it is named and dropped, and never an error."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eit.domain.address import (
    LONGEST_ECHO,
    MOST_PROBLEMS,
    MOST_WORDS,
    Choices,
    Problem,
    bounded,
    comes_from_elsewhere,
    read_address,
    read_radius,
    telling_first,
    write_address,
)
from eit.domain.exchange.compatibility import BASES
from eit.domain.selection import Selection

CHOICES = Choices(
    programmes=("abitibi", "quebec"),
    levels=("mrc", "municipality"),
    figures=("offer_mass", "exchanges"),
    territories={"mrc-86", "mun-86042"},
    categories=("wood", "paper", "metals"),
    companies={"abi-001", "abi-002"},
    default_radius_km=100,
)


def test_the_default_question_has_the_shortest_address():
    selection = Selection("abitibi", radius_km=100, level="mrc")
    assert write_address(selection, "offer_mass", True, "fr", CHOICES) == {"programme": "abitibi"}


def test_every_choice_is_in_the_address():
    selection = Selection(
        "abitibi", 12.5, "municipality", "mrc-86", ("wood", "paper"), None, ("same",), "abi-001"
    )
    assert write_address(selection, "exchanges", False, "en", CHOICES) == {
        "programme": "abitibi", "radius": "12.5", "level": "municipality", "figure": "exchanges",
        "territory": "mrc-86", "categories": "wood,paper", "bases": "same", "company": "abi-001",
        "synergies": "0", "lang": "en",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("word", "text"),
    [
        ("level", "planet"),
        ("figure", "beauty"),
        ("territory", "mrc-99"),
        ("territory", "' OR 1=1 --"),
        ("company", "<script>alert(1)</script>"),
        ("lang", "de"),
        ("categories", "gold"),
        ("bases", "hearsay"),
        ("radius", "nan"),
        ("radius", "inf"),
        ("radius", "-4"),
        ("radius", "0"),
        ("radius", "1e9"),
        ("radius", "dix"),
        ("radius", ""),
        ("rayon", "10"),
    ],
)
def test_nonsense_is_named_and_dropped(word, text):
    values, problems = read_address(
        {"programme": "abitibi", word: text, "level": "mrc"} | {word: text}, CHOICES
    )
    assert problems == [Problem(word, text)]
    assert not values.get(word)


def test_the_good_part_of_a_list_is_kept():
    values, problems = read_address({"categories": "wood,gold,metals,"}, CHOICES)
    assert values == {"categories": ["wood", "metals"]} and problems == [Problem("categories", "gold")]


@pytest.mark.parametrize(
    ("text", "radius"), [("1", 1), ("200", 200), ("33.5", 33.5), (" 7 ", 7), ("201", None), (None, None)]
)
def test_the_radius_of_an_address(text, radius):
    assert read_radius(text) == radius


controls = st.fixed_dictionaries({
    "radius": st.integers(2, 400).map(lambda half: half / 2),
    "level": st.sampled_from(CHOICES.levels),
    "territory": st.sampled_from([None, *sorted(CHOICES.territories)]),
    "categories": st.lists(st.sampled_from(CHOICES.categories), unique=True),
    "bases": st.lists(st.sampled_from(BASES), unique=True, min_size=1),
    "company": st.sampled_from([None, *sorted(CHOICES.companies)]),
    "figure": st.sampled_from(CHOICES.figures),
    "synergies": st.booleans(),
    "lang": st.sampled_from(["fr", "en"]),
})  # fmt: skip


@given(controls)
def test_what_is_written_is_read_back(chosen):
    selection = Selection(
        "abitibi", chosen["radius"], chosen["level"], chosen["territory"], tuple(chosen["categories"]),
        None, tuple(chosen["bases"]), chosen["company"],
    )  # fmt: skip
    words = write_address(selection, chosen["figure"], chosen["synergies"], chosen["lang"], CHOICES)
    values, problems = read_address(words, CHOICES)
    defaults = {
        "radius": 100, "level": "mrc", "territory": None, "categories": [], "bases": list(BASES),
        "company": None,
        "figure": "offer_mass", "synergies": True, "lang": "fr",
    }  # fmt: skip
    read = {**defaults, **values}
    assert problems == []
    assert {**read, "bases": set(read["bases"])} == {**chosen, "bases": set(chosen["bases"])}


@given(st.dictionaries(st.text(max_size=12), st.text(max_size=20), max_size=6))
def test_no_address_is_an_error(words):
    values, problems = read_address(words, CHOICES)
    assert {problem.key for problem in problems} <= set(words)
    assert set(values) <= set(words)


HERE, BEFORE, LINK = {"radius": "20"}, {"radius": "10"}, {"radius": "55"}


@pytest.mark.parametrize(
    ("words", "written", "moved", "waited", "followed"),
    [
        (LINK, [HERE], False, 60, True),  # a link was opened
        (LINK, [HERE], False, 0.1, True),  # at once
        (HERE, [HERE], False, 60, False),  # our own words
        ({}, [HERE], False, 60, False),  # another page of the menu
        (BEFORE, [BEFORE, HERE], False, 0.2, False),  # an echo of a quick move
        (BEFORE, [BEFORE, HERE], False, 60, True),  # a step back
        (BEFORE, [BEFORE, HERE], True, 60, False),  # a control was moved meanwhile: it wins
    ],
)
def test_an_echo_of_our_own_address_never_undoes_a_move(words, written, moved, waited, followed):
    assert comes_from_elsewhere(words, written, moved, waited) is followed


@pytest.mark.parametrize(
    ("words", "moved", "followed"),
    [(BEFORE, False, True), (BEFORE, True, True), (HERE, False, False), ({}, False, False)],
)
def test_a_step_back_is_followed_at_once_when_the_browser_says_that_it_is_one(words, moved, followed):
    assert comes_from_elsewhere(words, [BEFORE, HERE], moved, 0.1, stepped=True) is followed


def test_what_an_address_says_in_vain_is_repeated_shortened_and_not_without_end() -> None:
    words = {f"mot{number}": "x" * 100_000 for number in range(5000)} | {"radius": "9" * 10_000}
    assert len(bounded(words)) == MOST_WORDS
    _, problems = read_address(words, CHOICES)
    assert len(problems) == MOST_PROBLEMS
    assert all(len(one.value) <= LONGEST_ECHO and one.value.endswith("…") for one in problems)


def test_a_level_of_one_territory_comes_after_those_that_tell_places_apart() -> None:
    levels = ("municipality", "park", "mrc")
    assert telling_first(levels, {"municipality": 1, "park": 3}) == ("park", "municipality", "mrc")
    assert telling_first(levels, {"municipality": 4, "park": 3, "mrc": 2}) == levels
