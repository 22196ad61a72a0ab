"""The five demonstrations are whole: each has what a programme writes down, and says what is fictitious."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

DEMO = Path(__file__).resolve().parents[1] / "data" / "demo"
PROGRAMMES = {"abitibi", "quebec", "hurepoix", "fensch", "qnp"}
REAL = "EACAT|CTRI|CRE Capitale-Nationale|CC Le Dourdannais en Hurepoix|Florange e2i|Québec Net Positif"
"""Bodies that the programmes' own documents name."""
SAID = r"(?i)fictif|fictive|fictitious"


def ask(question: str) -> list[tuple]:
    return duckdb.sql(question).fetchall()


def file(name: str) -> str:
    return f"read_csv('{DEMO / name}', header=true, all_varchar=true)"


@pytest.mark.parametrize(
    "name",
    [
        *("consortium_members.csv", "meetings.csv", "decisions.csv", "items.csv", "actors.csv"),
        *("priority_materials.csv", "partners.csv"),
    ],
)
def test_every_programme_has_some(name: str) -> None:
    assert {one for (one,) in ask(f"SELECT DISTINCT programme_id FROM {file(name)}")} == PROGRAMMES


def test_what_was_not_published_says_that_it_is_fictitious() -> None:
    others = "programme_id <> 'abitibi'"
    hidden = [
        *ask(f"SELECT name FROM {file('consortium_members.csv')} WHERE NOT regexp_matches(name, '{SAID}')"),
        *ask(f"SELECT wording FROM {file('decisions.csv')} WHERE NOT regexp_matches(wording, '{SAID}')"),
        *ask(f"SELECT owner FROM {file('decisions.csv')} WHERE NOT regexp_matches(owner, '{SAID}')"),
        *ask(
            f"SELECT title_fr FROM {file('meetings.csv')} WHERE {others} AND NOT regexp_matches(title_fr, '{SAID}')"
        ),
        *ask(
            f"SELECT term_fr FROM {file('priority_materials.csv')} "
            f"WHERE {others} AND NOT regexp_matches(term_fr, '{SAID}')"
        ),
    ]
    assert hidden == []


def test_what_is_fictitious_is_of_no_real_body() -> None:
    assert (
        ask(
            f"SELECT owner FROM {file('items.csv')} WHERE regexp_matches(title_fr, '{SAID}') "
            f"AND NOT regexp_matches(owner, '{SAID}')"
        )
        == []
    )
    real = ask(f"SELECT name FROM {file('partners.csv')} WHERE NOT regexp_matches(name, '{SAID}')")
    assert {name for (name,) in real} == set(REAL.split("|"))


def test_a_programme_that_published_no_company_engaged_has_none_among_its_members() -> None:
    assert (
        ask(
            f"SELECT member_id FROM {file('consortium_members.csv')} "
            "WHERE programme_id = 'hurepoix' AND kind = 'company'"
        )
        == []
    )
