"""What no cell may say alone is said with others: as finely as can be, and still nobody is found."""

from __future__ import annotations

import pytest

from eit.domain.disclosure import is_sensitive
from eit.publish import climbing, table
from eit.publish.past_editions import Vintage, contributions
from eit.publish.solving import NoChoice, SolverFailed
from eit.publish.table import CARRIED, make_table
from eit.publish.unions import covers, is_union, union
from tests.publish.adversary import Adversary
from tests.publish.programmes import Quantities, random_programme

WHOLE = ("total", "total")
SMALL = {"smallest": 10, "largest": 30}
SEEDS = range(12)


@pytest.fixture(scope="module")
def tables() -> list[tuple[Quantities, frozenset[tuple[str, str]]]]:
    """Programmes at random, each with what its first edition tells."""
    programmes = [random_programme(seed, **SMALL) for seed in SEEDS]
    return [(programme, make_table("e", [], programme).told) for programme in programmes]


def found(programme: Quantities, told: frozenset[tuple[str, str]]) -> int:
    """How many figures somebody comes near, or gets by adding and subtracting."""
    numbers = [(0, cell, sum(contributions(programme, cell).values())) for cell in sorted(told)]
    adversary = Adversary([programme], numbers)
    return adversary.exact_by_algebra() or len(adversary.attack(stop_at_first=True))


def one_gives_nearly_all_metals() -> Quantities:
    """A steelworks beside six workshops: neither the whole nor a family alone may be told."""
    held = {("t0", "metals", "works"): 30_000.0, ("t0", "metals", "g0"): 20.0}
    fibres = {("t0", "fibres", f"g{number}"): 20.0 - 3 * number for number in range(1, 4)}
    polymers = {("t0", "polymers", f"g{number}"): 26.0 - 3 * number for number in range(4, 6)}
    return held | fibres | polymers


def test_a_union_holds_its_members_whatever_their_order() -> None:
    assert union(["b", "a"]) == union(["a", "b"]) == "a|b"
    assert covers(("total", "a|b"), ("t0", "b", "g")) and not covers(("total", "a|b"), ("t0", "ab", "g"))
    assert covers(("t0|t1", "total"), ("t1", "c", "g")) and not covers(("t0|t1", "a"), ("t1", "c", "g"))


def test_what_one_organisation_keeps_silent_is_left_out_not_all_the_rest() -> None:
    programme = one_gives_nearly_all_metals()
    told = make_table("e", [], programme).told
    assert is_sensitive(contributions(programme, WHOLE).values()) and WHOLE not in told
    assert told == {("total", "fibres|polymers")}


def test_nothing_is_taken_back_and_nobody_is_found(tables: list, monkeypatch: pytest.MonkeyPatch) -> None:
    unions = 0
    for seed, (programme, told) in enumerate(tables):
        with monkeypatch.context() as context:
            context.setattr(table, "climb", lambda *_: frozenset())
            alone = make_table("e", [], programme).told
        assert alone <= told and all(map(is_union, told - alone)), seed
        assert found(programme, told) == 0, seed
        unions += len(told - alone)
    assert unions >= 12


def test_the_attack_bites_when_unions_are_not_judged_together(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(climbing.Climber, "may_add", lambda *_: True)
    monkeypatch.setattr(climbing._Sums, "_left", lambda *_: iter(()))
    monkeypatch.setattr(table, "_judge", lambda *_: None)
    caught = [
        found(programme, make_table("e", [], programme).told) > 0
        for programme in (random_programme(seed, **SMALL) for seed in (3, 12, 20))
    ]
    assert all(caught)


def test_the_audit_refuses_unions_that_tell_on_somebody(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever chose them: the audit judges every row that is told; what it finds in unions costs only the unions."""
    programme, judged = random_programme(12, **SMALL), table._judge
    found: list[bool] = []

    def watched(systems: list, told: frozenset) -> object:
        found.append(any(map(is_union, told)))
        return judged(systems, told)

    monkeypatch.setattr(table, "_judge", watched)
    monkeypatch.setattr(climbing.Climber, "may_add", lambda *_: True)
    monkeypatch.setattr(climbing._Sums, "_left", lambda *_: iter(()))
    assert not any(map(is_union, make_table("e", [], programme).told))
    assert found == [True, False]


@pytest.mark.parametrize("doubt", [NoChoice, SolverFailed])
def test_a_doubt_about_a_union_leaves_the_rest(
    doubt: type[Exception], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> bool:
        raise doubt

    monkeypatch.setattr(climbing.Suppressor, "keeps", fail)
    told = make_table("e", [], random_programme(12, **SMALL)).told
    assert told and not any(map(is_union, told))


def test_every_tonne_is_told_below_the_whole_in_most_programmes(tables: list) -> None:
    shares = []
    for programme, all_told in tables:
        finer = [cell for cell in all_told if cell != WHOLE]
        told = sum(v for key, v in programme.items() if any(covers(cell, key) for cell in finer))
        shares.append(told / sum(programme.values()))
    assert sorted(shares)[len(shares) // 2] > 0.95 and min(shares) > 0.4


def test_a_union_that_was_told_stays_in_the_next_edition() -> None:
    programme = one_gives_nearly_all_metals()
    first = make_table("1", [], programme)
    [kept] = [cell for cell in first.told if is_union(cell)]
    later = programme | {("t0", "fibres", "g1"): 40.0}
    second = make_table("2", [Vintage("1", programme, first.told)], later)
    [cell] = [cell for cell in second.cells if cell.place == kept]
    assert (cell.state, cell.edition) == (CARRIED, "1")
    before = [(0, one, sum(contributions(programme, one).values())) for one in first.told]
    after = [(1, one, sum(contributions(later, one).values())) for one in second.told]
    assert Adversary([programme, later], [*before, *after]).attack() == []


def test_of_many_territories_the_whole_is_told_without_a_few() -> None:
    labels = climbing.unions({f"t{number:02d}": 1.0 + number for number in range(20)})
    assert len(labels) == 7 + 21 and {len(label.split("|")) for label in labels} == {18, 19}
    assert len(climbing.unions(dict.fromkeys("abcd", 1.0))) == 6 + 4
