"""Programmes beside one another: three at least, bands only, and nobody who knows all but one learns its figure."""

from __future__ import annotations

import random

from eit.domain.bands import Band
from eit.domain.figures.benchmark import ABOVE, BELOW, FEWEST_PEERS, WITHIN, Standing, compare


def one(number: int, value: float, groups: int = 3) -> Standing:
    return Standing(f"p{number}", f"Programme {number}", groups, {"offer_mass": value})


def test_three_peers_at_least_and_never_oneself() -> None:
    own = one(0, 700.0)
    assert compare(own, [own, one(1, 600.0), one(2, 800.0)]) == []
    assert compare(own, [one(1, 600.0), one(1, 650.0), one(2, 800.0)]) == [], "one programme twice is one"
    [told] = compare(own, [own, one(1, 600.0), one(2, 800.0), one(3, 900.0)])
    assert (told.peers, told.middle.low, told.middle.high, told.position) == (
        FEWEST_PEERS,
        500.0,
        1000.0,
        WITHIN,
    )
    assert compare(one(0, 20.0), [one(n, 700.0) for n in (1, 2, 3)])[0].position == BELOW
    assert compare(one(0, 1000.0), [one(n, 700.0) for n in (1, 2, 3)])[0].position == ABOVE


def test_a_programme_is_beside_those_of_its_size_where_they_are_three() -> None:
    small = [one(n, 10.0, 3) for n in (1, 2, 3)]
    large = [one(n, 9000.0, 51) for n in (4, 5, 6)]
    assert compare(one(0, 10.0, 3), [*small, *large])[0].middle.high == 50.0
    assert compare(one(0, 10.0, 3), [*small[:2], *large])[0].peers == 5


def test_who_knows_all_but_one_is_left_with_a_band_at_least() -> None:
    """Whatever the known ones are, figures at twice one another fit what is told of the one that is not known."""
    drawn, grid = random.Random(20), [10 ** (step / 25) for step in range(-25, 175)]

    def told(first: float, known: list[float]) -> Band:
        return compare(one(0, 1.0), [one(n, value) for n, value in enumerate([first, *known], 1)])[0].middle

    for _ in range(60):
        first, *known = [10 ** drawn.uniform(0, 5) for _ in range(drawn.randint(3, 6))]
        possible = [guess for guess in grid if told(guess, known) == told(first, known)]
        assert max(possible) >= 1.6 * min(possible), (
            first,
            known,
        )  # a band is twice its lower end, on this grid
