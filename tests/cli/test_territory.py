"""`territory` and `init --empty --territory`: any place of Québec and France, from the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from eit.cli import main
from eit.store.database import Database


def answer(capsys: pytest.CaptureFixture[str], *words: str, code: int = 0) -> dict:
    assert main([*words, "--format", "json"]) == code
    return json.loads(capsys.readouterr().out)


def test_a_place_is_found_with_what_holds_it(capsys: pytest.CaptureFixture[str]) -> None:
    found = answer(capsys, "territory", "search", "MRC des Laurentides")
    assert (found["status"], found["places"][0]["territory_id"]) == ("exact", "mrc-78")
    assert found["places"][0]["within"] == "Laurentides"
    several = answer(capsys, "territory", "search", "Senneterre", "--country", "CA")
    assert [place["designation"] for place in several["places"]] == ["Ville", "Paroisse"]
    assert answer(capsys, "territory", "search", "Zzyzx", code=1)["places"] == []


@pytest.mark.parametrize(
    ("territory", "kinds", "level"),
    [
        ("mrc-78", {"mrc": 1, "municipality": 21}, "municipality"),
        ("epci-245900428", {"epci": 1, "commune": 17}, "commune"),
        ("mun-81017", {"municipality": 1}, "municipality"),
        ("commune-59183", {"commune": 1}, "commune"),
    ],
)
def test_a_file_begins_anywhere(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], territory: str, kinds: dict[str, int], level: str
) -> None:
    made = tmp_path / "new.duckdb"
    answer(capsys, "init", "--db", str(made), "--empty", "--programme", "p", "--territory", territory)
    assert main(["territory", "list", "--programme", "p", "--db", str(made), "--format", "json"]) == 0
    rows = json.loads(capsys.readouterr().out)
    assert {kind: sum(row["kind"] == kind for row in rows) for kind in {row["kind"] for row in rows}} == kinds
    with Database(made) as database:
        (programme,) = database.query("programmes").to_dict("records")
    assert programme["levels"].split("|")[0] == level
    assert programme["jurisdiction"] == ("CA-QC" if territory.startswith("m") else "FR")


def test_a_territory_that_does_not_exist_leaves_no_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    made = tmp_path / "new.duckdb"
    assert main(["init", "--db", str(made), "--empty", "--programme", "p", "--territory", "mrc-0"]) == 2
    assert "mrc-0" in capsys.readouterr().err
    assert not made.exists()


def test_a_territory_is_added_to_a_programme(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    made = str(tmp_path / "new.duckdb")
    answer(capsys, "init", "--db", made, "--empty")
    assert answer(capsys, "programme", "list", "--db", made) == []
    answer(
        capsys, "programme", "new", "--db", made, "--id", "p", "--name", "Essai", "--jurisdiction", "quebec"
    )
    added = answer(capsys, "territory", "add", "--programme", "p", "--db", made, "mrc-371", "--alone")
    assert added["territories"] == ["mrc-371"]
    assert {"mrc-371", "mun-37067", "region-04"} == set(added["new"])
    by_name = ("territory", "add", "--programme", "p", "--db", made, "--alone")
    assert answer(capsys, *by_name, "MRC des Laurentides")["territories"] == ["mrc-78"]
    assert main([*by_name, "Senneterre"]) == 2
    assert "mun-89040, mun-89045" in capsys.readouterr().err
