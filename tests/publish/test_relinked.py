"""Editions read by somebody who follows figures, not names: what is followed, and that nobody is found by it."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from eit.domain.disclosure_risk import Holdings
from eit.publish import linking, past_editions, table
from eit.publish.lines import Key
from eit.publish.linking import follow
from eit.publish.past_editions import Vintage, may_be_computed
from tests.publish.linker import added
from tests.publish.relinked import WAYS, World, relinked

METALS, WOOD = ("t0", "metals"), ("t0", "wood")
FIRMS = {(*METALS, f"g{number}"): 10.0 + number * 1.37 for number in range(9)}
SMALL = {"smallest": 10, "largest": 12}


def ways(*tables: Mapping[Key, float]) -> dict[tuple[Key | None, ...], float]:
    """Where each line stands from edition to edition → how much it is at the end."""
    found: dict[tuple[Key | None, ...], float] = {}
    for line in follow(tables).lines:
        at = {edition: key for one in line.chain() for edition, key in one.at.items()}
        way = tuple(at.get(edition) for edition in range(len(tables)))
        found[way] = round(found.get(way, 0.0) + list(line.amounts.values())[-1], 6)
    return found


A, B, C, D = ((*METALS, name) for name in "abcd")
FAR = ("t1", "metals", "a")
FOLLOWED: dict[str, tuple[list[dict[Key, float]], dict[tuple[Key | None, ...], float]]] = {
    "renamed": ([{A: 12.3}, {B: 12.3}], {(A, B): 12.3}),
    "renamed and corrected": ([{A: 12.3}, {B: 12.6}], {(A, B): 12.6}),
    "moved": ([{A: 12.3}, {FAR: 12.3}], {(A, FAR): 12.3}),
    "classed otherwise": ([{A: 12.3}, {(*WOOD, "a"): 12.3}], {(A, (*WOOD, "a")): 12.3}),
    "moved and renamed": ([{A: 12.34}, {("t1", "wood", "z"): 12.34}], {(A, ("t1", "wood", "z")): 12.34}),
    "gone for a year": ([{A: 12.3}, {B: 5.0}, {A: 12.3, B: 5.0}], {(A, None, A): 12.3, (None, B, B): 5.0}),
    "gone, then renamed": ([{A: 12.3}, {}, {B: 12.3}], {(A, None, B): 12.3}),
    "a slip for a year": ([{A: 12.3}, {A: 77.0}, {A: 12.3}], {(A, None, A): 12.3, (None, A, None): 77.0}),
    "comma put right": ([{A: 123.0}, {A: 12.3}], {(A, A): 12.3}),
    "comma put right, renamed": ([{A: 123.0}, {B: 12.3}], {(A, B): 12.3}),
    "a few percent": ([{A: 100.0}, {A: 110.0}, {A: 125.0}], {(A, A, A): 125.0}),
    "two merged": ([{A: 3.1, B: 5.2}, {C: 8.3}], {(A, C): 3.1, (B, C): 5.2}),
    "three merged": ([{A: 3.1, B: 5.2, C: 7.4}, {D: 15.7}], {(A, D): 3.1, (B, D): 5.2, (C, D): 7.4}),
    "one took in another": ([{A: 3.1, B: 5.2}, {A: 8.3}], {(A, A): 3.1, (B, A): 5.2}),
    "a small one taken in": ([{A: 100.0, B: 10.0}, {A: 110.0}], {(A, A): 100.0, (B, A): 10.0}),
    "one parted": ([{A: 8.3}, {B: 3.1, C: 5.2}], {(A, B): 3.1, (A, C): 5.2}),
    "from group to group": ([{A: 15.0, B: 7.0}, {A: 5.0, B: 17.0}], {(A, A): 5.0, (A, B): 10.0, (B, B): 7.0}),
    "an organisation in another group": ([{(*A, "o"): 12.3}, {(*B, "o"): 12.3}], {((*A, "o"), (*B, "o")): 12.3}),
    "cut otherwise": (
        [{A: 4.0, FAR: 20.0}, {A: 14.0, (*WOOD, "a"): 10.0}],
        {(A, A): 4.0, (FAR, A): 10.0, (FAR, (*WOOD, "a")): 10.0},
    ),
    "merged, and another of the group stays": (
        [{(*A, "o"): 3.1, (*A, "p"): 9.0, (*B, "q"): 5.2}, {(*C, "r"): 8.3, (*A, "p"): 9.0}],
        {((*A, "o"), (*C, "r")): 3.1, ((*B, "q"), (*C, "r")): 5.2, ((*A, "p"), (*A, "p")): 9.0},
    ),
    "a sum is surer than a slip": ([{A: 18.63, B: 171.95}, {A: 190.58}], {(A, A): 18.63, (B, A): 171.95}),
    "a sum is surer than about as much": (
        [{A: 59.47, (*WOOD, "a"): 4.83, B: 28.57, (*WOOD, "b"): 61.32}, {A: 88.04, (*WOOD, "a"): 66.15}],
        {(A, A): 59.47, (B, A): 28.57, ((*WOOD, "a"),) * 2: 4.83, ((*WOOD, "b"), (*WOOD, "a")): 61.32},
    ),
    "equal in its place is surer than about as much": (
        [{A: 54.28, (*WOOD, "b"): 46.81}, {A: 81.0, (*WOOD, "a"): 46.81}],
        {(A, None): 54.28, (None, A): 81.0, ((*WOOD, "b"), (*WOOD, "a")): 46.81},
    ),
    "corrected a little, an equal figure elsewhere": (
        [{A: 12.34, ("t1", "wood", "z"): 12.62}, {A: 12.62, ("t1", "wood", "z"): 12.9}],
        {(A, A): 12.62, (("t1", "wood", "z"),) * 2: 12.9},
    ),
    "another firm": ([{A: 12.3}, {B: 45.6}], {(A, None): 12.3, (None, B): 45.6}),
}  # fmt: skip


def test_what_is_one_figure_is_followed() -> None:
    wrong = {name: ways(*tables) for name, (tables, lines) in FOLLOWED.items() if ways(*tables) != lines}
    assert wrong == {}


def test_renamed_contributors_did_not_change() -> None:
    history = [Vintage("1", FIRMS, frozenset({METALS}))]
    renamed = {(*METALS, f"r-{key[2]}"): quantity for key, quantity in FIRMS.items()}
    newcomers = {(*METALS, f"n{number}"): 77.0 + 13.1 * number for number in range(4)}
    for number in range(5):
        now = renamed | dict(list(newcomers.items())[:number])
        same = past_editions.build_system(history, now).same
        assert may_be_computed(history, now, METALS, same) is (number >= 3), number
        states = {cell.state for cell in table.make_table("2", history, now).cells if cell.place == METALS}
        # Of three newcomers, two would know the third by what the cell grew.
        assert states == {"computed" if number > 3 else "carried"}, number


def given_away(
    world: World,
    editions: int = 2,
    public: frozenset[str] = frozenset(),
    first: int = 1,
    heeded: frozenset[str] | None = None,
) -> int:
    """How many figures the editions from `first` on give away; `heeded`: what the publisher takes as public."""
    history: list[Vintage] = []
    told, found = [], 0
    for edition in range(editions):
        now, known = world.table(edition), public if heeded is None else heeded
        result = table.make_table(str(edition), history, now, known)
        history.append(Vintage(str(edition), now, result.told, known))
        for cell in sorted(result.told):
            told.append((edition, cell, sum(past_editions.contributions(now, cell).values())))
        found += len(added(world, told, edition, public)) if edition >= first else 0
    return found


def test_nobody_is_found_by_who_links_everything() -> None:
    found = {way: given_away(relinked(3, way, **SMALL), 3 if way == "gap" else 2) for way in WAYS}
    assert found == dict.fromkeys(WAYS, 0)


@pytest.mark.parametrize("way", ["renamed", "merged", "groups"])
def test_the_attack_bites_when_names_are_followed_only(way: str, monkeypatch: pytest.MonkeyPatch) -> None:
    by_name = (linking._same_organisation, linking._same_group)
    monkeypatch.setattr(linking, "EXACTLY", by_name)
    monkeypatch.setattr(linking, "ROUGHLY", ((linking.PRECISION, linking._same_organisation),))
    monkeypatch.setattr(linking._Follower, "_sums", lambda self: None)
    monkeypatch.setattr(linking._Follower, "_whole", lambda self, of: None)
    assert given_away(relinked(3, way, **SMALL)) > 0


def test_what_one_of_two_held_before_they_merged_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    world = relinked(60, "merged")
    assert given_away(world, 3) == 0
    monkeypatch.setattr(Holdings, "former_secrets", lambda *_: iter(()))
    assert given_away(world, 3) > 0


def test_what_a_register_tells_protects_nobody() -> None:
    """Of five, two are public: the three others would be known to two of them."""
    firms = {(*METALS, f"g{number}", f"c{number}"): 10.0 for number in range(5)}
    assert table.make_table("1", [], firms).told == {METALS, ("total", "metals")}
    assert not table.make_table("1", [], firms, {"c0", "c1"}).told
    history = [Vintage("1", firms, frozenset({METALS}), frozenset({"c0", "c1"}))]
    more = firms | {(*METALS, f"n{number}", f"n{number}"): 50.0 + number for number in range(3)}
    assert not may_be_computed([], more, METALS, public={"c0", "c1", "n0", "n1", "n2"})
    assert may_be_computed([], more, METALS)
    assert not may_be_computed(history, more, METALS, public={"n0"}), "once public, always known"


def test_nobody_is_found_beside_a_register() -> None:
    world = relinked(4, "moved", **SMALL)
    public = frozenset(one.name for one in world.organisations[:4])
    assert given_away(world, 2, public, first=0) == 0
    assert given_away(world, 1, public, first=0, heeded=frozenset()) > 0, (
        "an audit that does not know is fooled"
    )
