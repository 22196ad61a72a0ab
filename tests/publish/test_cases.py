"""Cases: by name with a dated yes of everyone, else three of a kind, else nothing."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import duckdb
import pandas as pd
import pytest

from eit.cli import main
from eit.publish.collecting import collect
from eit.publish.edition import Order, publish
from eit.publish.public_cases.case_rows import NAMED, POOL, case_rows
from eit.publish.public_cases.withdrawing import withdraw_cases
from eit.publish.reading import PublicEdition
from eit.publish.sealing import generations
from eit.publish.statements import statement_rows
from eit.store.database import Database
from tests.one_programme import demonstration_of

DAY = date(2026, 6, 1)


@pytest.fixture
def work(tmp_path: Path) -> Path:
    path = tmp_path / "work.duckdb"
    shutil.copyfile(demonstration_of("quebec"), path)
    with duckdb.connect(str(path)) as connection:
        connection.execute("DELETE FROM consent")  # the demonstration's own agreements are tried apart
    return path


def cases(path: Path) -> pd.DataFrame:
    with Database(path) as database:
        programmes = database.query("programmes")
        [(_, row)] = programmes[programmes["programme_id"] == "quebec"].iterrows()
        return case_rows(database, [collect(database, row, DAY)], DAY)


def agree(path: Path, **more: str | None) -> list[str]:
    """Every party of the first realised synergy agrees in public; their names. `more`: columns of the last consent."""
    with duckdb.connect(str(path)) as connection:
        first = (
            "SELECT synergy_id FROM synergy_event JOIN synergy USING (synergy_id) WHERE programme_id = 'quebec'"
            " AND stage IN ('realised', 'verified') AND occurred_on <= '2026-06-01'"
            " ORDER BY occurred_on, synergy_id LIMIT 1"
        )
        parties = connection.execute(
            f"SELECT company_id, name FROM synergy_party JOIN company USING (company_id) WHERE synergy_id = ({first})"
        ).fetchall()
        for number, (company, _) in enumerate(parties):
            connection.execute("UPDATE company SET consent_name = true WHERE company_id = ?", [company])
            connection.execute(
                "INSERT INTO consent (consent_id, programme_id, company_id, scope, given_on, how)"
                " VALUES (?, 'quebec', ?, 'public', DATE '2026-01-05', 'letter')",
                [f"c{number}", company],
            )
        for column, value in more.items():
            connection.execute(f"UPDATE consent SET {column} = ? WHERE consent_id = 'c0'", [value])
    return sorted(name for _, name in parties)


@pytest.mark.parametrize(("programme_id", "parties"), [("quebec", 2), ("fensch", 3)])
def test_the_demonstration_tells_a_case_whom_to_write_to_and_years(programme_id: str, parties: int) -> None:
    """Fictitious, and said to be: the address leads nowhere, each firm says it, so does what is declared by year."""
    with Database(demonstration_of("quebec", "fensch")) as database:
        programmes = database.query("programmes")
        [(_, row)] = programmes[programmes["programme_id"] == programme_id].iterrows()
        item = collect(database, row, DAY)
        told = case_rows(database, [item], DAY)
        [named] = told[told["kind"] == NAMED].to_dict("records")
        assert len(named["parties"].split(", ")) == parties == named["parties"].count("(ficti")
        assert str(row["public_contact"]).endswith("-fictif@example.org")
        said = pd.DataFrame(statement_rows(database, item, DAY))
        by_year = said[said["label_fr"].str.contains("chiffres fictifs") & said["year"].notna()]
        assert by_year["year"].nunique() == 3


def test_a_case_is_named_when_every_party_agreed_in_public(work: Path) -> None:
    assert NAMED not in set(cases(work)["kind"])
    names = agree(work)
    told = cases(work)
    [named] = told[told["kind"] == NAMED].to_dict("records")
    assert named["parties"] == ", ".join(names) and len(names) >= 2 and named["year"].isdigit()


@pytest.mark.parametrize(
    "wrong",
    [
        {"scope": "consortium"},
        {"given_on": "2026-07-01"},
        {"withdrawn_on": "2026-03-01"},
        {"renew_by": "2026-05-01"},
    ],
    ids=["not in public", "not yet", "taken back", "run out"],
)
def test_one_party_that_does_not_agree_is_enough(work: Path, wrong: dict[str, str]) -> None:
    agree(work, **wrong)
    assert NAMED not in set(cases(work)["kind"])


def test_the_others_are_told_by_three_of_a_kind(work: Path) -> None:
    before = cases(work)
    assert set(before["kind"]) <= {POOL} and before["parties"].isna().all()
    with duckdb.connect(str(work)) as connection:
        connection.execute(
            "UPDATE synergy SET material_id = (SELECT min(material_id) FROM material WHERE category_id = 'wood')"
        )
    pooled = cases(work)
    assert list(pooled["count_band"]) == ["3-5"], "made synergies of the programme, all of one category"
    with duckdb.connect(str(work)) as connection:
        connection.execute("UPDATE company SET group_id = 'one' WHERE programme_id = 'quebec'")
    assert cases(work).empty, "one group is nobody's company"


def test_a_consent_taken_back_leaves_no_name_in_any_edition(work: Path, tmp_path: Path) -> None:
    names, out = agree(work), tmp_path / "public.duckdb"
    publish(Order(work, out, "1", DAY))
    publish(Order(work, out, "2", DAY))
    with PublicEdition(out) as edition:
        cells, before = edition.cells(), edition.cases("quebec")
    assert NAMED in set(before["kind"]) and names[0].encode() in out.read_bytes()
    assert withdraw_cases(work, out, DAY) == 0, "while every consent stands nothing is touched"
    with duckdb.connect(str(work)) as connection:
        connection.execute("UPDATE consent SET withdrawn_on = DATE '2026-05-30' WHERE consent_id = 'c0'")
    assert main(["withdraw-cases", "--db", str(work), "--out", str(out), "--format", "json"]) == 0
    for path in (out, *generations(out)):
        assert not any(name.encode() in path.read_bytes() for name in names), path.name
    with PublicEdition(out) as edition:
        pd.testing.assert_frame_equal(edition.cells(), cells)
        assert NAMED not in set(edition.cases("quebec")["kind"])
    publish(Order(work, out, "3", DAY))  # the memory of what was told knows the edition that stands there
