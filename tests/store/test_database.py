"""The door to the data: bad files, replaced files, hostile statements and many readers at once."""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import duckdb
import pandas as pd
import pytest

from eit.domain.errors import DataError
from eit.domain.selection import Selection
from eit.store.database import Database, as_table, file_version
from eit.store.schema import SCHEMA_VERSION
from eit.store.version.check import failed_checks


@pytest.fixture(scope="module")
def committed(root: Path) -> Path:
    return root / "data" / "flows.duckdb"


@pytest.fixture
def copy(committed: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(committed, tmp_path / "copy.duckdb"))


@pytest.fixture(scope="module")
def database(committed: Path) -> Iterator[Database]:
    with Database(committed) as opened:
        yield opened


def refusal(path: Path) -> DataError:
    with pytest.raises(DataError) as refused, Database(path) as opened:
        opened.query("table_counts")
    return refused.value


def change(path: Path, statement: str) -> None:
    with duckdb.connect(str(path)) as connection:
        connection.execute(statement)


# ---- files that cannot be read


def test_no_file_says_which(tmp_path):
    error = refusal(tmp_path / "nothing.duckdb")
    assert (error.code, error.values) == ("no_data_file", {"path": str(tmp_path / "nothing.duckdb")})
    assert not (tmp_path / "nothing.duckdb").exists(), "looking does not make a file"


def test_an_empty_file_is_damaged(tmp_path):
    (tmp_path / "empty.duckdb").touch()
    assert refusal(tmp_path / "empty.duckdb").code == "damaged_file"


@pytest.mark.parametrize(
    "content", [b"company_id;name\n1;x\n" * 500, b"\x00" * 20_000, b"PK\x03\x04" + b"x" * 9000]
)
def test_something_else_under_its_name_is_damaged(tmp_path, content):
    path = tmp_path / "renamed.duckdb"
    path.write_bytes(content)
    assert refusal(path).code == "damaged_file"


def test_a_folder_is_no_file_of_data(tmp_path):
    assert refusal(tmp_path).code == "damaged_file"


@pytest.mark.parametrize("kept", [1, 100, 4096, 8191, 12288, 12289, 274_432, 0.1, 0.25, 0.5, 0.75])
def test_a_truncated_file_is_damaged(copy, kept):
    size = copy.stat().st_size
    os.truncate(copy, kept if isinstance(kept, int) else int(size * kept))
    assert refusal(copy).code == "damaged_file"


@pytest.mark.parametrize("place", [0, 8, 12, 4096, 4110, 8192, 8210, 12_288])
def test_a_wrong_byte_in_the_head_of_the_file_is_damaged(copy, place):
    content = bytearray(copy.read_bytes())
    content[place] ^= 0xFF
    copy.write_bytes(bytes(content))
    assert refusal(copy).code == "damaged_file"


def test_damage_anywhere_is_told_or_harmless_and_never_another_answer(committed, tmp_path):
    """Part of the file is free space: a wrong byte or a cut there must change nothing."""
    content = committed.read_bytes()
    with Database(committed) as opened:
        expected = opened.query("table_counts").to_dict("list")
    places = range(13_000, len(content), len(content) // 12)
    flipped = (content[:at] + bytes([content[at] ^ 0xFF]) + content[at + 1 :] for at in places)
    for number, damaged in enumerate([content[: int(len(content) * 0.9)], content[:-1], *flipped]):
        path = tmp_path / f"{number}.duckdb"
        path.write_bytes(damaged)
        try:
            with Database(path) as opened:
                assert opened.query("table_counts").to_dict("list") == expected
        except DataError as error:
            assert error.code == "damaged_file"


@pytest.mark.parametrize(
    ("statement", "code", "found"),
    [
        ("UPDATE meta SET value = '0' WHERE key = 'schema_version'", "older_schema", "0"),
        ("UPDATE meta SET value = 'draft' WHERE key = 'schema_version'", "older_schema", "draft"),
        ("DELETE FROM meta WHERE key = 'schema_version'", "older_schema", "0"),
        ("DROP TABLE meta", "older_schema", "0"),
        (
            f"UPDATE meta SET value = '{int(SCHEMA_VERSION) + 1}' WHERE key = 'schema_version'",
            "newer_schema",
            None,
        ),
    ],
)
def test_another_schema_is_named(copy, statement, code, found):
    change(copy, statement)
    error = refusal(copy)
    assert (error.code, error.values["expected"]) == (code, SCHEMA_VERSION)
    assert found is None or error.values["found"] == found


def test_a_database_of_something_else_is_an_older_schema(tmp_path):
    path = tmp_path / "other.duckdb"
    change(path, "CREATE TABLE cats (name VARCHAR)")
    assert refusal(path).code == "older_schema"


def test_a_path_with_a_quote_is_a_path(committed, tmp_path):
    path = Path(shutil.copy(committed, tmp_path / "l'atlas d'ici.duckdb"))
    with Database(path) as opened:
        assert len(opened.query("programmes")) == 5


# ---- a file replaced under its readers


def test_a_replaced_file_has_another_stamp_and_the_old_reader_stays_whole(copy, tmp_path):
    other = Path(shutil.copy(copy, tmp_path / "next.duckdb"))
    change(other, "DELETE FROM rejected_pair; DELETE FROM compatibility")
    asked = {"programme_id": "quebec"}
    with Database(copy) as old:
        before, names = old.query("table_counts"), old.query("company_names", asked)
        other.replace(copy)
        assert file_version(copy) != old.stamp
        with Database(copy) as new:
            assert new.stamp == file_version(copy)
            assert new.query("table_counts")["candidate_pairs"].sum() == 0
            assert old.query("table_counts").equals(before)
            assert old.query("company_names", asked).equals(names)
            assert new.query("company_names", asked).equals(names)


def test_a_file_that_stays_has_the_same_stamp(committed):
    assert file_version(committed) == file_version(committed) and hash(file_version(committed)) == hash(
        file_version(committed)
    )


def test_reading_leaves_nothing_beside_the_file(copy):
    with Database(copy) as opened:
        opened.query("table_counts")
    assert [path.name for path in copy.parent.iterdir()] == [copy.name]


# ---- the locked door

HOSTILE = """
    INSERT INTO eit.meta VALUES ('a', 'b')
    UPDATE eit.company SET name = 'x'
    DELETE FROM eit.flow
    DROP TABLE eit.flow
    ALTER TABLE eit.flow ADD COLUMN x INTEGER
    CREATE TABLE eit.main.x (a INTEGER)
    COPY (SELECT 1) TO '{folder}/out.csv'
    COPY eit.company TO '{folder}/out.parquet' (FORMAT parquet)
    EXPORT DATABASE eit TO '{folder}/export'
    IMPORT DATABASE '{folder}'
    ATTACH '{folder}/other.duckdb' AS other
    ATTACH '{file}' AS again
    DETACH eit
    SELECT * FROM read_csv('{folder}/secret.csv')
    SELECT * FROM read_text('/etc/hostname')
    SELECT * FROM '{folder}/secret.csv'
    SELECT * FROM glob('{folder}/*')
    SELECT * FROM secret_frame
    INSTALL httpfs
    LOAD httpfs
    LOAD '{folder}/x.duckdb_extension'
    CREATE SECRET s (TYPE s3)
    SET memory_limit = '64GB'
    SET threads = 64
    SET enable_external_access = true
    SET lock_configuration = false
    RESET lock_configuration
    SET temp_directory = '{folder}'
"""


@pytest.mark.parametrize("statement", [line.strip() for line in HOSTILE.strip().splitlines()])
def test_a_hostile_statement_is_refused(database, committed, tmp_path, statement):
    """Even with the private connection in hand: what is written here must not depend on who calls."""
    (tmp_path / "secret.csv").write_text("a,b\n1,2\n")
    secret_frame = database.query("programmes")
    before = committed.read_bytes()
    with database._connection.cursor() as cursor:
        cursor.execute("USE eit")
        with pytest.raises(duckdb.Error):
            cursor.execute(statement.format(folder=tmp_path, file=committed)).fetchall()
    assert [path.name for path in tmp_path.iterdir()] == ["secret.csv"]
    assert committed.read_bytes() == before and len(secret_frame) == len(database.query("programmes"))


def test_a_value_is_bound_and_never_becomes_sql(database):
    hostile = "x' OR 1=1; DROP TABLE flow --"
    assert database.query("company_flows", {"company_id": hostile}).empty
    assert len(database.query("company_flows", {"company_id": "que-001"}))


def test_a_cursor_that_fails_leaves_the_next_question_well(database):
    with pytest.raises(duckdb.Error):
        database.query("company_flows", {"nobody": "que-001"})
    assert len(database.query("programmes")) == 5


# ---- many readers

THREADS, QUERIES = 8, 200


def test_no_thread_gets_the_answer_of_another(database):
    programmes = ("abitibi", "quebec", "hurepoix", "fensch", "qnp", "abitibi", "quebec", "nowhere")
    expected = {name: database.query("programme_territories", {"programme_id": name}) for name in programmes}
    assert len({tuple(frame["territory_id"]) for frame in expected.values()}) == 6
    together = threading.Barrier(THREADS)

    def wrong_answers(name: str) -> int:
        together.wait()
        answers = (database.query("programme_territories", {"programme_id": name}) for _ in range(QUERIES))
        return sum(not answer.equals(expected[name]) for answer in answers)

    with ThreadPoolExecutor(THREADS) as pool:
        assert list(pool.map(wrong_answers, programmes)) == [0] * THREADS


def test_two_versions_can_be_read_at_once(committed, copy):
    change(copy, "UPDATE company SET closed_on = '2020-01-01' WHERE programme_id = 'quebec'")
    asked = {
        "programme_id": "quebec", "radius_km": Selection("quebec").radius_km, "bases": ["same"],
        "category_ids": [],
        "material_id": None, "company_id": None, "territory_id": None,
    }  # fmt: skip
    with Database(committed) as one, Database(copy) as other:
        assert len(one.query("exchanges", asked)) and other.query("exchanges", asked).empty


def test_the_committed_file_passes_its_own_checks(committed):
    assert failed_checks(committed) == []


def test_a_file_that_breaks_a_promise_is_told(copy):
    change(copy, "UPDATE company SET name = 'Acier du Nord' WHERE company_id = 'que-001'")
    assert failed_checks(copy) == [("fictitious_names", 1)]


def asked_once(database: Database, name: str, *, times: int = 1) -> pd.DataFrame:
    """An answer of the analysis, which counts how often it is computed."""
    COMPUTED.append((name, times))
    return pd.DataFrame({"n": [times]})


COMPUTED: list[tuple[str, int]] = []


def test_what_is_asked_is_computed_once_for_all_who_ask_the_same(committed: Path) -> None:
    COMPUTED.clear()
    with Database(committed) as database, Database(committed) as other:
        for name, times in (("a", 1), ("a", 1), ("b", 1), ("a", 2), ("a", 1)):
            found = database.ask(asked_once, name, times=times)
            assert found["n"].tolist() == [times]
            found["n"] = -1
        assert COMPUTED == [("a", 1), ("b", 1), ("a", 2)]
        other.ask(asked_once, "a", times=1)
        assert len(COMPUTED) == 4


EVERY_KIND = """
SELECT CAST(i AS INTEGER) AS i32, CAST(i AS BIGINT) AS i64, CAST(i AS UTINYINT) AS u8, i > 1 AS truth, 'é' || i AS text,
    DATE '2026-01-01' + CAST(i AS INTEGER) AS day, TIMESTAMP '2026-01-01 10:00:00' AS moment, i / 3 AS double,
    CAST(i AS DECIMAL(6, 2)) AS amount, CAST(i AS HUGEINT) AS huge, [i, i + 1] AS list
FROM range(4) AS numbers(i)
"""


@pytest.mark.parametrize("row", ["i >= 0", "i < 0"], ids=["rows", "none"])
@pytest.mark.parametrize("missing", [False, True])
def test_an_answer_has_the_types_that_duckdb_gives(row: str, missing: bool) -> None:
    """Whole numbers stay whole when some are missing; texts are texts even when there is none."""
    kept = "CASE WHEN i32 <> 2 THEN COLUMNS(*) END" if missing else "*"
    statement = f"SELECT {kept} FROM (SELECT * FROM ({EVERY_KIND}) WHERE {row.replace('i ', 'i32 ')})"
    with duckdb.connect() as connection:
        found = as_table(connection.execute(statement).to_arrow_table())
        expected = connection.execute(statement).df().astype({"text": "str"})
    known = found["list"].notna()  # a list that is missing is None or NA
    assert known.equals(expected["list"].notna())
    pd.testing.assert_frame_equal(found.drop(columns="list"), expected.drop(columns="list"))
    pd.testing.assert_frame_equal(found.loc[known, ["list"]], expected.loc[known, ["list"]])
