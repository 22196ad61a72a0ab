"""The verdicts on a small world: who has left no longer speaks, a programme without rules is not judged."""

from __future__ import annotations

from datetime import date

import pytest

from eit.analysis import consortium

DAY = date(2025, 1, 1)
TOWN = {
    "territories": """
        territory | kind         | parent
        region-z  | region       |
        mrc-a     | mrc          | region-z
        mrc-b     | mrc          | region-z
        mun-a     | municipality | mrc-a
    """,
    "scope": "territory\nregion-z\nmrc-a\nmrc-b",
    "vocabulary": """
        programme | list | term_id          | rank
        demo      | rule | every-territory  | 1
        demo      | rule | company-majority | 2
    """,
    "members": """
        member_id | kind        | territory | left_on
        m1        | company     | mun-a     |
        m2        | company     | mrc-b     | 2024-06-30
        m3        | institution | mrc-a     |
    """,
}


def naive(members: list[tuple[str, str, str | None]], day: str) -> tuple[set[str], int, int]:
    """Territories without anybody, companies and members, by reading the table line by line."""
    above = {"mun-a": "mrc-a"}
    there = [row for row in members if row[2] is None or row[2] > day]
    spoken = {above.get(place, place) for _, place, _ in there}
    return {"mrc-a", "mrc-b"} - spoken, sum(kind == "company" for kind, _, _ in there), len(there)


@pytest.mark.parametrize("day", [date(2024, 6, 1), DAY])
def test_both_rules_by_two_roads(world, day: date) -> None:
    database = world(**TOWN).database
    rows = [("company", "mun-a", None), ("company", "mrc-b", "2024-06-30"), ("institution", "mrc-a", None)]
    missing, companies, members = naive(rows, day.isoformat())
    territory, majority = consortium.verdicts(database, "demo", day)
    assert set(territory.verdict.missing) == missing
    assert (majority.verdict.counted, majority.verdict.out_of) == (companies, members)
    assert majority.verdict.met == (companies > members / 2)


def test_a_programme_without_rules_is_not_judged(world) -> None:
    assert (
        consortium.verdicts(
            world(**{**TOWN, "vocabulary": "programme | list | term_id"}).database, "demo", DAY
        )
        == []
    )


def test_nobody_at_all(world) -> None:
    territory, majority = consortium.verdicts(world(**{**TOWN, "members": "member_id"}).database, "demo", DAY)
    assert territory.verdict.missing == ("mrc-a", "mrc-b")
    assert majority.verdict.companies_needed == 1
