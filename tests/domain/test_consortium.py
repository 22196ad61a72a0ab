"""Whom a consortium must hold: both rules on small tables, beside a second, naive road."""

from __future__ import annotations

from datetime import date

import pytest

from eit.domain.consortium import company_majority, every_territory, last_day, to_represent

PARENTS = {"region": None, "east": "region", "west": "region", "town": "east", "village": "west"}


def naive_majority(kinds: list[str]) -> int:
    """Add companies one by one until they are more than the others."""
    added = 0
    while not sum(kind == "company" for kind in kinds) + added > (len(kinds) + added) / 2:
        added += 1
    return added


@pytest.mark.parametrize(
    ("members", "companies", "needed"),
    [
        ("", 0, 1),
        ("company", 1, 0),
        ("company institution", 1, 1),
        ("company company institution", 2, 0),
        ("company institution sorting-centre association", 1, 4 - 2 * 1 + 1),
        ("institution institution institution", 0, 3 + 1),
    ],
)
def test_a_majority_of_companies_is_more_than_half(members: str, companies: int, needed: int) -> None:
    verdict = company_majority(members.split())
    assert (verdict.counted, verdict.out_of) == (companies, len(members.split()))
    assert verdict.companies_needed == needed == naive_majority(members.split())
    assert verdict.met == (needed == 0)


@pytest.mark.parametrize("companies", range(6))
@pytest.mark.parametrize("others", range(6))
def test_two_roads_to_the_companies_that_are_needed(companies: int, others: int) -> None:
    kinds = ["company"] * companies + ["institution"] * others
    assert company_majority(kinds).companies_needed == naive_majority(kinds)


def test_a_territory_that_holds_others_is_represented_through_them() -> None:
    assert to_represent(["region", "east", "west"], PARENTS) == ("east", "west")
    assert to_represent(["region"], PARENTS) == ("region",)


@pytest.mark.parametrize(
    ("members", "missing"),
    [
        ([], ("east", "west")),
        (["east"], ("west",)),
        (["east", "west"], ()),
        (["town", "village"], ()),
        (["region", None], ("east", "west")),
        (["elsewhere"], ("east", "west")),
    ],
)
def test_every_territory_names_who_is_missing(members: list, missing: tuple[str, ...]) -> None:
    verdict = every_territory(("east", "west"), members, PARENTS)
    assert (verdict.missing, verdict.met) == (missing, not missing)
    assert verdict.counted == 2 - len(missing)


def test_a_loop_of_parents_ends() -> None:
    assert every_territory(("a",), ["b"], {"a": "b", "b": "a"}).met


@pytest.mark.parametrize(
    ("typed", "last"),
    [
        ("2022-09", date(2022, 9, 30)),
        ("2022", date(2022, 12, 31)),
        ("2022-12", date(2022, 12, 31)),
        ("2024-02", date(2024, 2, 29)),
        ("2022-09-05", date(2022, 9, 5)),
        (None, None),
    ],
)
def test_the_last_day_that_a_partial_date_may_mean(typed: str | None, last: date | None) -> None:
    assert last_day(typed) == last
