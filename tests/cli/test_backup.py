"""`init`, `journal`, `undo`, `backup` and `restore`: what they print, what they write, and how they refuse."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import duckdb
import pytest

from eit.cli import main
from eit.locations import DEMONSTRATION
from eit.store.database import Database, file_version
from eit.store.version.check import failed_checks
from eit.store.version.edit import edited_version
from eit.store.version.journal import Act
from eit.views.texts import LANGUAGES, texts

CODES = (
    *("demonstration_read_only", "workspace_exists", "workspace_by_environment", "build_over_work"),
    *(
        "entry_unknown",
        "already_undone",
        "nothing_to_undo",
        "undo_conflict",
        "undo_breaks",
        "no_import_to_undo",
    ),
    *("programme_missing", "used_by_another_tool", "backup_missing", "backup_foreign", "backup_damaged"),
    *(
        "backup_newer",
        "used_by_program",
        "newer_format",
        "cannot_read",
        "other_schema",
        "check_failed",
        "layers_changed",
    ),
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return Path(shutil.copyfile(DEMONSTRATION, tmp_path / "flows.duckdb"))


def answer(capsys: pytest.CaptureFixture[str], *words: object):
    code = main([*(str(word) for word in words), "--format", "json"])
    said = capsys.readouterr()
    assert code == 0, said.err
    return json.loads(said.out)


def refusal(capsys: pytest.CaptureFixture[str], *words: object) -> str:
    assert main([str(word) for word in words]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    return said.err.replace("’", "'").replace("\u00a0", " ").replace("\u202f", " ")


def edit(path: Path, sql: str, action: str = "edit-synergy") -> None:
    with edited_version(path, file_version(path), Act("Camille", action, "abitibi", "x")) as connection:
        connection.execute(sql)


JOBS = "UPDATE synergy SET jobs = 3 WHERE synergy_id = 'abi-s01'"


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("code", CODES)
def test_every_problem_has_a_sentence(lang: str, code: str) -> None:
    assert texts(lang).has(f"problem.{code}")


def test_the_journal_lists_entries_and_their_rows(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert answer(capsys, "journal", "--db", path) == []
    edit(path, JOBS)
    (entry,) = answer(capsys, "journal", "--db", path, "--programme", "abitibi")
    assert (entry["entry"], entry["author"], entry["changed"], entry["undone_by"]) == (1, "Camille", 1, None)
    assert answer(capsys, "journal", "--db", path, "--programme", "quebec") == []
    (row,) = answer(capsys, "journal", "--db", path, "--entry", 1)
    assert (row["table_name"], row["row_key"]) == ("synergy", "abi-s01")
    assert row["before"] | {"jobs": 3.0} == row["after"]
    for form in ("csv", "table"):
        assert main(["journal", "--db", str(path), "--format", form]) == 0
        assert "Camille" in capsys.readouterr().out
    assert "python -m eit journal" in refusal(capsys, "journal", "--db", path, "--entry", 9)


def test_undo_by_number_and_by_import(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    edit(path, JOBS, "import-flows")
    done = answer(capsys, "undo", "--db", path, "--last-import", "--programme", "abitibi", "--author", "Dom")
    assert (done["entry"], done["undoes"], done["author"], done["action"]) == (2, 1, "Dom", "undo")
    assert "l'entrée 2" in refusal(capsys, "undo", "--db", path, "--entry", 1, "--author", "Dom")
    assert "--programme" in refusal(capsys, "undo", "--db", path, "--last-import")
    assert "aucune importation" in refusal(
        capsys, "undo", "--db", path, "--last-import", "--programme", "abitibi"
    )
    assert "entrée 9" in refusal(capsys, "undo", "--db", path, "--entry", 9)


def test_a_check_that_fails_names_its_rows(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    edit(
        path, "INSERT INTO flow SELECT * REPLACE ('zz-o1' AS flow_id) FROM flow WHERE flow_id = 'abi-002-o3'"
    )
    edit(path, "UPDATE synergy SET offer_flow_id = 'zz-o1' WHERE synergy_id = 'abi-s01'")
    assert "synergy.offer_flow_id abi-s01" in refusal(capsys, "undo", "--db", path, "--entry", 1)


def test_backup_then_restore(path: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    edit(path, JOBS)
    saved = answer(capsys, "backup", "--db", path, "--out", tmp_path / "kept", "--keep", 2)
    assert Path(saved["backup"]).is_file() and saved["last_entry"] == 1
    edit(path, JOBS.replace("3", "4"))
    restored = answer(capsys, "restore", saved["backup"], "--db", path, "--author", "Dominique")
    assert restored["files"] == saved["files"]
    entries = answer(capsys, "journal", "--db", path)
    assert [(row["entry"], row["action"]) for row in entries] == [(3, "restore"), (1, "edit-synergy")]
    Path(saved["backup"]).write_bytes(b"PK damaged")
    for lang, said in (("fr", "Rien n'a été changé"), ("en", "Nothing was changed")):
        assert said in refusal(capsys, "--lang", lang, "restore", saved["backup"], "--db", path)
    assert "« 0 »" in refusal(capsys, "backup", "--db", path, "--out", tmp_path, "--keep", 0)
    assert not list(tmp_path.glob("*.zip")), "nothing was written"


def test_init_copies_the_demonstration_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    made = tmp_path / "new" / "maillage.duckdb"
    found = answer(capsys, "init", "--db", made)
    assert {row["programme"] for row in found["programmes"]} >= {"abitibi", "quebec"}
    seen = file_version(made)
    assert "existe déjà" in refusal(capsys, "init", "--db", made, "--empty")
    assert "existe déjà" in refusal(capsys, "init", "--db", DEMONSTRATION)
    assert file_version(made) == seen


def test_init_empty_with_a_first_programme(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    made = tmp_path / "maillage.duckdb"
    words = ["--programme", "mon-programme", "--name", "Le mien", "--jurisdiction", "FR"]
    found = answer(capsys, "init", "--db", made, "--empty", *words, "--territory", "epci-249100595")
    assert found["programmes"] == [
        {"programme": "mon-programme", "companies": 0, "flows": 0, "candidate_pairs": 0, "synergies": 0}
    ]
    assert failed_checks(made) == []
    with duckdb.connect(str(made), read_only=True) as connection:
        assert connection.execute("SELECT name_en, currency, levels FROM programme").fetchall() == [
            ("Le mien", "EUR", "commune|epci")
        ]
        assert connection.execute("FROM programme_territory").fetchall() == [
            ("mon-programme", "epci-249100595", "scope")
        ]
    assert {
        row["key"]: row["value"]
        for row in answer(capsys, "kpis", "--db", made, "--programme", "mon-programme")
    }
    with Database(made) as database:
        assert len(database.query("materials")) > 0


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--programme", "Mon programme"], "lettres minuscules"),
        (["--programme", "p", "--territory", "mrc-0"], "mrc-0"),
    ],
)
def test_a_programme_that_cannot_be_leaves_no_file(
    words: list[str], said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert said in refusal(
        capsys, "init", "--db", tmp_path / "a.duckdb", "--empty", "--jurisdiction", "FR", *words
    )
    assert not (tmp_path / "a.duckdb").exists()


def test_a_file_that_people_changed_is_not_rebuilt(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    edit(path, JOBS)
    seen = file_version(path)
    assert "journal" in refusal(capsys, "build", "--db", path)
    assert file_version(path) == seen
