"""Real files of every schema that was ever written become files of this version: nothing lost, and work goes on."""

from __future__ import annotations

import lzma
import re
from pathlib import Path

import duckdb
import pytest

from eit.actions.edit import EditContext
from eit.actions.history import undo
from eit.cli import main
from eit.domain.errors import DataError
from eit.store import schema
from eit.store.database import Database, schema_version
from eit.store.derived.matching import DERIVED
from eit.store.schema import SCHEMA_VERSION, schema_digest
from eit.store.sql_files import read_sql, sql_names
from eit.store.tables import read_rows
from eit.store.version.build import build_database
from eit.store.version.check import failed_checks
from eit.store.version.restore import restore
from eit.store.version.swap import generations
from eit.store.version.upgrade import upgrade

FILES = sorted((Path(__file__).parents[2] / "data" / "schemas").glob("schema-*.duckdb.xz"))
NEWER = FILES[0].with_name("newer-format.duckdb.xz")
WITH_A_JOURNAL = [file for file in FILES if file.name.startswith(("schema-2", "schema-3"))]
MEANT = {"CA": "CA-QC"}
NAMED_BY_A_PLACE = {
    value
    for row in read_rows(Path(__file__).parents[3] / "data" / "reference" / "jurisdictions.csv").to_dict(
        "records"
    )
    for name, value in row.items()
    if name.endswith("_factor") and value
}
UNLIKE = ("journal", "journal_row", "meta", *DERIVED)


def unpacked(file: Path, folder: Path) -> Path:
    path = folder / "work.duckdb"
    path.write_bytes(lzma.decompress(file.read_bytes()))
    return path


def contents(path: Path) -> dict[str, tuple[list[str], list[tuple]]]:
    with duckdb.connect(str(path), read_only=True) as connection:
        names = connection.execute("SELECT table_name FROM duckdb_tables() ORDER BY 1").fetchall()
        found = {}
        for (name,) in names:
            if name not in UNLIKE:
                rows = connection.execute(f'SELECT * FROM "{name}" ORDER BY ALL')
                found[name] = ([column[0] for column in rows.description], rows.fetchall())
        return found


def test_there_is_a_file_of_every_schema_before_this_one() -> None:
    numbers = {int(re.match(r"schema-(\d+)", file.name)[1]) for file in FILES}  # type: ignore[index]
    assert numbers == set(range(1, int(SCHEMA_VERSION)))
    assert sum(file.stat().st_size for file in FILES) < 2_000_000


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name.split(".")[0])
def test_a_real_file_is_upgraded_with_every_row(
    file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = unpacked(file, tmp_path)
    old, before = path.read_bytes(), contents(path)
    assert len(before["company"][1]) >= 59
    with pytest.raises(DataError, match="older_schema"):
        Database(path)
    found = upgrade(path, "Camille")
    assert file.name.startswith(f"schema-{found}")
    after = contents(path)
    _, mapped = before.pop("column_mapping", ([], []))
    assert len(after["answer"][1]) == len(mapped), "what was said of a source is an answer now"
    for table, (columns, rows) in before.items():
        if table == "programme":  # what was a country is the jurisdiction that it meant
            place = columns.index("country") if "country" in columns else None
            columns = ["jurisdiction" if name == "country" else name for name in columns]
            rows = [
                tuple(MEANT.get(cell, cell) if at == place else cell for at, cell in enumerate(row))
                for row in rows
            ]
        kept = [
            tuple(dict(zip(after[table][0], row, strict=True))[name] for name in columns)
            for row in after[table][1]
        ]
        told = [tuple("" if cell is None and name == "year" else cell for name, cell in zip(columns, row, strict=True))
                for row in rows] if table == "indicator_value" else rows  # fmt: skip
        if (
            table == "factor"
        ):  # a file of before gets those that its place names, and nothing of its own changes
            kept = [row for row in kept if row in told or row[0] not in NAMED_BY_A_PLACE]
        assert sorted(map(repr, kept)) == sorted(map(repr, told)), table
    assert generations(path)[-1].read_bytes() == old
    assert failed_checks(path) == []
    for programme in ("abitibi", "hurepoix"):
        assert main(["kpis", "--db", str(path), "--programme", programme]) == 0
    assert main(["journal", "--db", str(path)]) == 0
    assert "upgrade" in capsys.readouterr().out


@pytest.mark.parametrize("file", WITH_A_JOURNAL[::3], ids=lambda file: file.name.split(".")[0])
def test_what_was_done_before_the_upgrade_can_be_undone_after_it(file: Path, tmp_path: Path) -> None:
    path = unpacked(file, tmp_path)
    upgrade(path, "Camille")
    for entry in (3, 2, 1):
        undo(EditContext(path, "Dominique"), entry)
    with Database(path) as database:
        actions = database.query("journal")["action"].tolist()
        assert "zz-1" not in set(database.query("company_names", {"programme_id": "abitibi"})["company_id"])
    assert actions.count("undo") == 3


def test_a_file_of_an_older_schema_is_restored_as_one_of_this(tmp_path: Path) -> None:
    path = unpacked(FILES[0], tmp_path)
    older = path.rename(tmp_path / "older.duckdb")
    done = restore(older, path, "Camille")
    assert (done.manifest.schema_version, done.kept) == ("1", None)
    assert schema_version(path) == SCHEMA_VERSION and failed_checks(path) == []


def test_a_newer_format_is_told_and_never_replaced(tmp_path: Path, root: Path) -> None:
    path = unpacked(NEWER, tmp_path)
    before = path.read_bytes()
    backup = unpacked(FILES[-1], tmp_path / "..").rename(tmp_path / "backup.duckdb")
    for attempt in (
        lambda: Database(path),
        lambda: upgrade(path, "Camille"),
        lambda: build_database(root / "data", path),
        lambda: restore(backup, path, "Camille"),
    ):
        with pytest.raises(DataError) as told:
            attempt()
        assert told.value.code == "newer_format"
        assert told.value.values["version"] == "v2.0.0"
        assert path.read_bytes() == before


def test_a_comment_changes_no_schema_and_a_column_does(monkeypatch: pytest.MonkeyPatch) -> None:
    def with_comment(folder: str, name: str) -> str:
        return "-- a word more\n" + read_sql(folder, name)

    def with_column(folder: str, name: str) -> str:
        return read_sql(folder, name).replace("PRIMARY KEY, value", "PRIMARY KEY, more VARCHAR, value")

    today = schema_digest()
    monkeypatch.setattr(schema, "read_sql", with_comment)
    assert schema_digest() == today
    monkeypatch.setattr(schema, "read_sql", with_column)
    assert schema_digest() != today


def test_every_number_has_its_step() -> None:
    steps = [int(name.split("_")[0]) for name in sql_names("migrations")]
    assert steps == list(range(2, int(SCHEMA_VERSION) + 1))
