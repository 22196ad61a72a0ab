"""What was done is taken back exactly, or not at all."""

from __future__ import annotations

import shutil
from collections import Counter
from datetime import date
from pathlib import Path

import duckdb
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from eit.actions.edit import EditContext, apply
from eit.actions.history import start_workspace, undo, undo_last_import
from eit.analysis.history import entry_rows, history, latest_entry
from eit.domain.errors import DataError
from eit.locations import DEMONSTRATION, WORKSPACE
from eit.store.connections import open_to_write
from eit.store.database import Database, file_version
from eit.store.version.edit import edited_version
from eit.store.version.journal import BEFORE, Act, record_difference, recorded_tables
from eit.store.version.undo import take_back
from eit.store.version.workspace import default_database

FLOW = "INSERT INTO flow SELECT * REPLACE ('zz-o1' AS flow_id) FROM flow WHERE flow_id = 'abi-002-o3'"  # any offer
VALUES = {
    "DOUBLE": st.floats(allow_nan=False, allow_infinity=False),
    "INTEGER": st.integers(-(2**31), 2**31 - 1),
    "BIGINT": st.integers(-(2**63), 2**63 - 1),
    "BOOLEAN": st.booleans(),
    "DATE": st.dates(date(1, 1, 1)),
    "VARCHAR": st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=12),
}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return Path(shutil.copyfile(DEMONSTRATION, tmp_path / "flows.duckdb"))


def change(path: Path, sql: str, action: str = "essai", programme: str | None = "abitibi") -> int:
    with edited_version(path, file_version(path), Act("Camille", action, programme, "x")) as connection:
        connection.execute(sql)
    with Database(path) as database:
        return latest_entry(database)


def ask(path: Path, query: str) -> list[tuple]:
    with duckdb.connect(str(path), read_only=True) as connection:
        return connection.execute(query).fetchall()


def content(path: Path) -> dict[str, Counter]:
    """Every row of every table that is followed."""
    with duckdb.connect(str(path), read_only=True) as connection:
        names = recorded_tables(connection)
        return {name: Counter(connection.execute(f'FROM "{name}"').fetchall()) for name in names}


def derived(path: Path) -> list[Counter]:
    with Database(path) as database:
        found = [database.rows(table) for table in ("candidate", "company_territory")]
    return [Counter(rows.itertuples(index=False, name=None)) for rows in found]


def refused(path: Path, code: str, entry: int) -> DataError:
    seen = file_version(path)
    with pytest.raises(DataError) as told:
        undo(EditContext(path, "Dominique"), entry)
    assert told.value.code == code
    assert file_version(path) == seen
    return told.value


def test_an_undo_is_an_entry_that_brings_everything_back(path: Path) -> None:
    before, pairs = content(path), derived(path)
    entry = change(path, FLOW)
    assert derived(path) != pairs
    undo(EditContext(path, "Dominique"), entry)
    assert (content(path), derived(path)) == (before, pairs)
    with Database(path) as database:
        entries, rows = history(database, "abitibi"), entry_rows(database, entry + 1)
    assert list(entries["undone_by"].astype(object).where(entries["undone_by"].notna(), None)) == [
        None,
        entry + 1,
    ]
    assert tuple(entries.loc[0, ["author", "action", "subject", "undoes", "removed"]]) == (
        *("Dominique", "undo", "x", entry, 1),
    )
    assert tuple(rows.loc[0, ["table_name", "row_key"]]) == ("flow", "zz-o1")
    assert list(rows["after"].isna()) == [True]


def test_an_entry_is_taken_back_once_and_an_undo_can_be_undone(path: Path) -> None:
    entry = change(path, "UPDATE synergy SET jobs = 3 WHERE synergy_id = 'abi-s01'")
    after = content(path)
    undo(EditContext(path, "Camille"), entry)
    assert refused(path, "already_undone", entry).values["by"] == str(entry + 1)
    undo(EditContext(path, "Camille"), entry + 1)
    assert content(path) == after
    undo(EditContext(path, "Camille"), entry)
    with Database(path) as database:
        assert history(database).set_index("entry")["undone_by"][entry] == entry + 3


def test_rows_that_moved_on_are_counted_and_named(path: Path) -> None:
    entry = change(path, "UPDATE synergy SET jobs = 3 WHERE programme_id = 'abitibi'")
    change(path, "UPDATE synergy SET jobs = 4 WHERE synergy_id IN ('abi-s01', 'abi-s03')")
    told = refused(path, "undo_conflict", entry)
    titles = [
        title
        for (title,) in ask(
            path,
            "SELECT title_fr FROM synergy WHERE synergy_id IN ('abi-s01', 'abi-s03') ORDER BY synergy_id",
        )
    ]
    assert (told.values["count"], told.values["ids"]) == ("2", ", ".join(titles))


def test_what_others_wrote_since_into_other_fields_of_the_row_stays(path: Path) -> None:
    first = ask(path, "SELECT jobs FROM synergy WHERE synergy_id = 'abi-s01'")
    entry = change(path, "UPDATE synergy SET jobs = 3, lead = NULL WHERE synergy_id = 'abi-s01'")
    change(path, "UPDATE synergy SET title_fr = 'Autre titre' WHERE synergy_id = 'abi-s01'")
    undo(EditContext(path, "Dominique"), entry)
    assert ask(path, "SELECT jobs FROM synergy WHERE synergy_id = 'abi-s01'") == first
    assert ask(path, "SELECT title_fr FROM synergy WHERE synergy_id = 'abi-s01'") == [("Autre titre",)]
    undo(EditContext(path, "Dominique"), entry + 2)
    assert ask(path, "SELECT jobs, title_fr FROM synergy WHERE synergy_id = 'abi-s01'") == [
        (3, "Autre titre")
    ]


def test_a_row_whose_place_was_taken_is_a_conflict(path: Path) -> None:
    [(event, rank)] = ask(
        path,
        "SELECT event_id, rank FROM synergy_event WHERE synergy_id = 'abi-s01' ORDER BY rank DESC LIMIT 1",
    )
    entry = change(path, f"DELETE FROM synergy_event WHERE event_id = '{event}'")
    change(
        path,
        "INSERT INTO synergy_event (event_id, synergy_id, rank, stage, occurred_on) "
        f"VALUES ('other', 'abi-s01', {rank}, 'pilot', '2024-01-01')",
    )
    assert refused(path, "undo_conflict", entry).values["ids"] == event


def test_what_something_depends_on_does_not_vanish(path: Path) -> None:
    entry = change(path, FLOW, "import-flows")
    change(path, "UPDATE synergy SET offer_flow_id = 'zz-o1' WHERE synergy_id = 'abi-s01'")
    told = refused(path, "undo_breaks", entry)
    assert "synergy.offer_flow_id abi-s01" in told.values["checks"]


@pytest.mark.parametrize(("entry", "code"), [(99, "entry_unknown"), (1, "nothing_to_undo")])
def test_an_entry_without_rows_or_that_does_not_exist(path: Path, entry: int, code: str) -> None:
    act = Act("Camille", "import-boundaries", always=True)
    with edited_version(path, file_version(path), act):
        pass
    refused(path, code, entry)


def test_the_last_import_of_the_programme_that_still_stands(path: Path) -> None:
    first = change(path, FLOW, "import-flows")
    second = change(path, FLOW.replace("zz-o1", "zz-o2"), "import-flows")
    change(path, FLOW.replace("zz-o1", "zz-o3"), "import-flows", "quebec")
    change(path, "UPDATE synergy SET jobs = 4 WHERE synergy_id = 'abi-s01'")
    door = EditContext(path, "Camille")
    assert [undo_last_import(door, "abitibi"), undo_last_import(door, "abitibi")] == [second, first]
    assert ask(path, "SELECT flow_id FROM flow WHERE flow_id LIKE 'zz-%'") == [("zz-o3",)]
    with pytest.raises(DataError, match="no_import_to_undo"):
        undo_last_import(door, "abitibi")


def test_a_demonstration_that_loses_its_real_names_is_one_again(path: Path) -> None:
    def rename(connection: duckdb.DuckDBPyConnection) -> None:
        connection.execute("UPDATE meta SET value = 'partly' WHERE key = 'fictitious'")
        connection.execute("UPDATE company SET name = 'Vrai' WHERE company_id = 'abi-001'")

    apply(EditContext(path, "Camille"), "import-companies", "abitibi", "f.csv", (), rename)
    undo_last_import(EditContext(path, "Camille"), "abitibi")
    assert ask(path, "SELECT value FROM meta WHERE key = 'fictitious'") == [("true",)]


def test_no_row_is_counted_twice_and_a_table_that_is_emptied_comes_back_whole(path: Path) -> None:
    """Every table that is followed has a key, so that two equal rows cannot be."""
    before = content(path)
    with duckdb.connect(str(path), read_only=True) as connection:
        assert [name for name, key in recorded_tables(connection).items() if not key] == []
    with pytest.raises(duckdb.ConstraintException):
        change(path, "INSERT INTO business_count FROM business_count LIMIT 1")
    undo(EditContext(path, "Camille"), change(path, "DELETE FROM business_count"))
    assert content(path) == before


# ---- any edit --------------------------------------------------------------------------------------


def scramble(connection: duckdb.DuckDBPyConnection, draw: st.DataObject) -> None:
    """A few random edits; those that the schema refuses are not made."""
    tables = sorted(recorded_tables(connection))
    for _ in range(draw.draw(st.integers(1, 6))):
        table = draw.draw(st.sampled_from(tables))
        [(rows,)] = connection.execute(f'SELECT count(*) FROM "{table}"').fetchall()
        columns = connection.execute(
            "SELECT column_name, data_type FROM duckdb_columns() WHERE table_name = ?", [table]
        ).fetchall()
        column, kind = draw.draw(st.sampled_from(columns))
        value = draw.draw(st.none() | VALUES[kind])
        place = draw.draw(st.integers(0, max(rows - 1, 0)))
        several = draw.draw(st.integers(1, 4))
        picked = f'(SELECT rowid FROM "{table}" ORDER BY rowid LIMIT {several} OFFSET {place})'
        sql, values = draw.draw(
            st.sampled_from(
                [
                    (f'UPDATE "{table}" SET "{column}" = ? WHERE rowid IN {picked}', [value]),
                    (f'DELETE FROM "{table}" WHERE rowid IN {picked}', []),
                    (
                        f'INSERT INTO "{table}" SELECT * REPLACE (CAST(? AS {kind}) AS "{column}") '
                        f'FROM "{table}" WHERE rowid IN {picked}',
                        [value],
                    ),
                    (f'INSERT INTO "{table}" FROM "{table}" WHERE rowid IN {picked}', []),
                ]
            )
        )
        try:
            connection.execute(sql, values)
        except (duckdb.ConstraintException, duckdb.ConversionException):
            continue


@settings(max_examples=6, phases=[Phase.explicit, Phase.generate])
@given(draw=st.data())
def test_any_edits_then_their_undos_give_the_file_before(
    draw: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("any")
    files = [Path(shutil.copyfile(DEMONSTRATION, folder / "0.duckdb"))]

    def step(act: Act, take: int | None) -> int | None:
        new = Path(shutil.copyfile(files[-1], folder / f"{len(files)}.duckdb"))
        connection = open_to_write(new, {BEFORE: files[-1]})
        try:
            if take is None:
                scramble(connection, draw)
            else:
                take_back(connection, take)
            _, entry = record_difference(connection, act)
        finally:
            connection.close()
        files.append(new)
        return entry

    entries = [step(Act("essai", "edit"), None) for _ in range(2)]
    for entry in reversed([one for one in entries if one is not None]):
        step(Act("essai", "undo", undoes=entry), entry)
    assert content(files[-1]) == content(files[0])
    shutil.rmtree(folder)


# ---- the file that is worked on --------------------------------------------------------------------


def test_the_demonstration_is_never_edited(tmp_path: Path) -> None:
    seen = file_version(DEMONSTRATION)
    link = tmp_path / "link.duckdb"
    link.symlink_to(DEMONSTRATION)
    relative = Path("data/../data/flows.duckdb")
    for name in (DEMONSTRATION, link, DEMONSTRATION.parent / ".." / relative):
        with pytest.raises(DataError, match="demonstration_read_only"):
            apply(
                EditContext(name, "Camille"),
                "x",
                "abitibi",
                "x",
                (),
                lambda connection: pytest.fail("no body"),
            )
    assert file_version(DEMONSTRATION) == seen


def test_a_workspace_is_a_copy_that_can_be_edited(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(DataError, match="workspace_by_environment"):
        start_workspace(tmp_path)
    monkeypatch.delenv("EIT_DATABASE")
    assert default_database(tmp_path) == DEMONSTRATION
    made = start_workspace(tmp_path)
    assert made == tmp_path / WORKSPACE == default_database(tmp_path)
    assert content(made) == content(DEMONSTRATION)
    change(made, "UPDATE synergy SET jobs = 4 WHERE synergy_id = 'abi-s01'")
    with pytest.raises(DataError, match="workspace_exists"):
        start_workspace(tmp_path)
    monkeypatch.setenv("EIT_DATABASE", "elsewhere.duckdb")
    assert default_database(tmp_path) == Path("elsewhere.duckdb")
