"""Building: the committed file is what the sources give, and a build that fails changes nothing and says
why.
"""

from __future__ import annotations

import csv
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from eit.domain.exchange.geodesy import to_geocentric
from eit.store.database import Database
from eit.store.tables import SourceError, read_rows
from eit.store.version import build
from eit.store.version.build import build_database
from eit.store.version.write import CheckFailed
from tests.spec.world import completed, write_sources

SMALL = {
    "companies": "company | km\na | 0\nb | 10\nlost | ?",
    "materials": "material | kind\nbark | matter\nheat | energy",
    "flows": """
        flow | material | quantity | unit
        a-o1 | bark     | 12       | t/year
        b-d1 | bark     | 30       | t/year
        b-o1 | heat     | 5        | MWh/year
        a-d1 | heat     | n.c.     | MWh/year
    """,
    "synergies": "synergy | material | quantity | giver | taker | stages\ns1 | bark | 3 | a | b | realised",
    "ghg": "factor | route | low | central | high\nR-X-bas | R-X | 1 | 2 | 3",
}


@pytest.fixture(scope="module")
def rebuilt(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("rebuilt") / "flows.duckdb"
    build_database(root / "data", target)
    return target


@pytest.fixture(scope="module")
def both(root: Path, rebuilt: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """`committed` and `rebuilt`, attached side by side."""
    with duckdb.connect() as connection:
        connection.execute(f"ATTACH '{root / 'data' / 'flows.duckdb'}' AS committed (READ_ONLY)")
        connection.execute(f"ATTACH '{rebuilt}' AS rebuilt (READ_ONLY)")
        yield connection


def tables(connection: duckdb.DuckDBPyConnection, database: str) -> list[str]:
    sql = "SELECT table_name FROM duckdb_tables() WHERE database_name = ? ORDER BY table_name"
    return [name for (name,) in connection.execute(sql, [database]).fetchall()]


# ---- the committed file


def test_the_committed_file_has_the_schema_of_the_sources(both):
    described = (
        "SELECT table_name, column_name, data_type, is_nullable FROM duckdb_columns() "
        "WHERE database_name = ? ORDER BY ALL",
        "SELECT table_name, constraint_text FROM duckdb_constraints() WHERE database_name = ? ORDER BY ALL",
        "SELECT view_name, sql FROM duckdb_views() WHERE database_name = ? AND NOT internal ORDER BY ALL",
    )
    for sql in described:
        found = [both.execute(sql, [name]).fetchall() for name in ("committed", "rebuilt")]
        assert found[0] == found[1] and found[0], "run `python -m eit build` and commit data/flows.duckdb"


def test_the_committed_file_holds_the_rows_of_the_sources(both):
    """Every table, both ways, and in the same order."""
    names = tables(both, "rebuilt")
    assert len(names) > 20
    for name in names:
        more, less = (
            both.execute(f"FROM {one}.{name} EXCEPT ALL FROM {other}.{name}").fetchall()
            for one, other in (("committed", "rebuilt"), ("rebuilt", "committed"))
        )
        hint = "run `python -m eit build` and commit data/flows.duckdb"
        assert (more, less) == ([], []), (
            f"{name}: {hint}; only committed {more[:3]}, only in the sources {less[:3]}"
        )
        orders = [both.execute(f"FROM {which}.{name}").fetchall() for which in ("committed", "rebuilt")]
        assert orders[0] == orders[1], f"{name} in another order: {hint}"


def test_building_twice_gives_the_same_rows_in_the_same_order(rebuilt, root, tmp_path):
    again = tmp_path / "again.duckdb"
    build_database(root / "data", again)
    with (
        duckdb.connect(str(rebuilt), read_only=True) as one,
        duckdb.connect(str(again), read_only=True) as other,
    ):
        for name in tables(one, "flows"):
            assert one.execute(f"FROM {name}").fetchall() == other.execute(f"FROM {name}").fetchall(), name


def test_what_was_typed_is_kept_beside_what_was_understood(root, rebuilt):
    with duckdb.connect(str(rebuilt), read_only=True) as connection:
        sql = "SELECT flow_id, coalesce(quantity_typed, ''), unit_typed FROM flow ORDER BY flow_id"
        kept = connection.execute(sql).fetchall()
    with (root / "data/demo/flows.csv").open(encoding="utf-8", newline="") as file:
        typed = sorted((row["flow_id"], row["quantity"], row["unit"]) for row in csv.DictReader(file))
    assert kept == typed


def test_positions_become_geocentric_once(rebuilt):
    with duckdb.connect(str(rebuilt), read_only=True) as connection:
        rows = connection.execute(
            "SELECT latitude, longitude, x_km, y_km, z_km FROM company WHERE latitude IS NOT NULL"
        ).fetchall()
    for latitude, longitude, *xyz in rows:
        assert xyz == pytest.approx([float(value) for value in to_geocentric(latitude, longitude)], abs=1e-9)


# ---- builds that fail


WHOLE = ["demo", "flows.duckdb", "flows.duckdb.lock", "geo", "reference"]


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


class Sources:
    """A folder of sources with a good build beside it; `spoil` changes one file."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.target = folder, folder / "flows.duckdb"
        self.good = self.target.read_bytes()

    def spoil(self, file: str, old: str, new: str) -> None:
        path = self.folder / file
        text = path.read_text(encoding="utf-8")
        assert old in text, text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")

    def build_fails(self, error: type[Exception]) -> str:
        with pytest.raises(error) as failed:
            build_database(self.folder, self.target)
        assert self.target.read_bytes() == self.good, "the old file stays"
        assert names(self.folder) == WHOLE
        return str(failed.value)


@pytest.fixture(scope="module")
def good_build(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("good")
    write_sources(folder, completed(SMALL))
    build_database(folder, folder / "flows.duckdb")
    return folder


@pytest.fixture
def sources(good_build: Path, tmp_path: Path) -> Sources:
    return Sources(Path(shutil.copytree(good_build, tmp_path / "data")))


BAD_ROWS = [
    ("demo/flows.csv", "12,t/year", "12,kWh/year", ("flows.csv", "a-o1", "12 kWh/year",
    "unit does not fit kind")),
    ("demo/flows.csv", "12,t/year", "-12,t/year", ("flows.csv", "a-o1", "-12 t/year", "negative")),
    ("demo/flows.csv", "12,t/year", "nan,t/year", ("flows.csv", "a-o1", "nan t/year", "not finite")),
    ("demo/flows.csv", "12,t/year", "1e400,t/year", ("flows.csv", "a-o1", "1e400 t/year", "not finite")),
    ("demo/flows.csv", "12,t/year", "beaucoup,t/year", ("flows.csv", "a-o1", "beaucoup t/year")),
    ("demo/flows.csv", "12,t/year", "12,", ("flows.csv", "a-o1", "unit does not fit kind")),
    ("demo/flows.csv", "12,t/year", "12,t/an", ("flows.csv", "a-o1", "12 t/an", "period unknown")),
    ("demo/flows.csv", "12,t/year", "12,m3/year", ("flows.csv", "a-o1", "12 m3/year", "density missing")),
    ("demo/flows.csv", "12,t/year,1-12", "12,t/year,1-13", ("flows.csv", "a-o1", "1-13")),
    ("demo/flows.csv", ",MWh/year,1-12", ",t/year,1-12", ("flows.csv", "b-o1", "5 t/year")),
    ("demo/flows.csv", ",,MWh/year", ",,furlong/year", ("flows.csv", "a-d1", "furlong/year")),
    ("demo/flows.csv", "a-o1,a,offer,bark", "a-o1,a,offer,gold", ("flows.csv", "a-o1",
    "unknown material gold")),
    ("demo/flows.csv", "a-o1,a,", "a-o1,nobody,", ("flows.csv", "a-o1", "unknown company nobody")),
    ("demo/flows.csv", "a-o1,a,offer", "a-o1,a,gift", ("flows.csv", "line 2", "a-o1", "direction = gift")),
    ("demo/flows.csv", "b-d1,b,", "a-o1,b,", ("flows.csv", "line 3", "a-o1")),
    ("demo/flows.csv", "2025-01-01", "2025-13-01", ("flows.csv", "line 2", "a-o1", "2025-13-01")),
    ("demo/flows.csv", "12,t/year", "12,5,t/year", ("flows.csv", "line 2", "cells", "12")),
    ("demo/flows.csv", "quantity,unit", "quantity,units", ("flows.csv", "line 1", "unit")),
    ("demo/companies.csv", "SCIAN", "NAICS", ("companies.csv", "line 2", "a", "sector_scheme = NAICS")),
    ("demo/companies.csv", ",20,", ",vingt,", ("companies.csv", "line 2", "vingt")),
    ("demo/companies.csv", "47.0", "x47.0", ("companies.csv", "a", "latitude x47.0")),
    ("demo/companies.csv", "47.0", "97.0", ("companies.csv", "line 2", "a", "latitude = 97.0")),
    ("demo/companies.csv", ",-71.000000000000,", ",,", ("companies.csv", "line 2", "a")),
    ("demo/companies.csv", ",none,", ",site,", ("companies.csv", "line 4", "lost",
    "position_quality = site")),
    ("demo/synergies.csv", "3,t/year", "3,kWh/year", ("synergies.csv", "s1", "3 kWh/year")),
    ("demo/synergies.csv", "bark", "gold", ("synergies.csv", "s1", "unknown material gold")),
    ("demo/synergy_events.csv", "realised", "dreamt", ("synergy_events.csv", "line 2", "stage = dreamt")),
    ("demo/programmes.csv", "1.3", "0.9", ("programmes.csv", "line 2", "demo", "circuity = 0.9")),
    ("reference/ghg_factors.csv", ",1,2,3,", ",1,deux,3,", ("ghg_factors.csv", "line 2", "R-X-bas", "deux")),
    ("reference/materials.csv", "matter", "stuff", ("materials.csv", "line 2", "bark", "kind = stuff")),
]  # fmt: skip


@pytest.mark.parametrize(
    ("file", "old", "new", "told"), BAD_ROWS, ids=lambda value: value if isinstance(value, str) else ""
)
def test_a_bad_row_is_named_with_its_file_its_value_and_its_unit(sources, file, old, new, told):
    sources.spoil(file, old, new)
    message = sources.build_fails(SourceError)
    assert [word for word in told if word not in message] == [], message


@pytest.mark.parametrize("column", ["source", "year", "unit"])
def test_a_factor_without_source_year_or_unit_is_refused(tmp_path, column):
    row = {
        "factor_id": "R-X-bas",
        "route_id": "R-X",
        "central": "2",
        "source": "s",
        "year": "2024",
        "unit": "kg CO2e/t",
    }
    write_sources(tmp_path, completed({**SMALL, "ghg": [{**row, column: ""}]}))
    with pytest.raises(SourceError, match=rf"ghg_factors.csv: line 2 \(R-X-bas\).*{column}"):
        build_database(tmp_path, tmp_path / "flows.duckdb")
    write_sources(tmp_path, completed({**SMALL, "ghg": [{**row, column: "  "}]}))
    with pytest.raises(CheckFailed, match=r"unsourced.*R-X-bas"):
        build_database(tmp_path, tmp_path / "flows.duckdb")


def test_a_failing_check_keeps_the_old_file_and_names_the_check_and_the_row(sources):
    sources.spoil("demo/companies.csv", "a (fictif)", "Acier du Nord")
    assert "fictitious_names (1, first ('a', 'Acier du Nord'))" in sources.build_fails(CheckFailed)


def test_a_missing_source_is_named(sources):
    (sources.folder / "demo" / "flows.csv").unlink()
    assert "flows.csv" in sources.build_fails(SourceError)


@pytest.mark.parametrize("content", [b"", b"\xff\xfe\x00", b'flow_id,company_id\n"a', b"a,a\n1,2\n"])
def test_a_source_that_is_no_csv_is_named(sources, content):
    (sources.folder / "demo" / "flows.csv").write_bytes(content)
    assert "flows.csv" in sources.build_fails(SourceError)


def test_a_company_called_na_keeps_its_name_and_a_mark_of_encoding_is_no_column(tmp_path):
    (tmp_path / "x.csv").write_bytes("\ufeffname,city\nNA,\nnull,Amos\n".encode())
    assert read_rows(tmp_path / "x.csv").to_dict("records") == [
        {"name": "NA", "city": None},
        {"name": "null", "city": "Amos"},
    ]


def test_a_target_in_a_new_folder_is_made(sources, tmp_path):
    build_database(sources.folder, tmp_path / "new" / "deep" / "flows.duckdb")
    assert names(tmp_path / "new" / "deep") == ["flows.duckdb", "flows.duckdb.lock"]


def test_an_error_in_the_middle_of_a_write_leaves_the_old_version(sources, monkeypatch):
    def derive(connection: duckdb.DuckDBPyConnection) -> None:
        connection.execute("INSERT INTO meta VALUES ('half', 'done')")
        raise ZeroDivisionError

    monkeypatch.setattr(build, "derive_territories", derive)
    sources.build_fails(ZeroDivisionError)


def test_two_builds_at_once_leave_one_whole_file(sources):
    failures: list[Exception] = []

    def run() -> None:
        try:
            build_database(sources.folder, sources.target)
        except Exception as error:
            failures.append(error)

    threads = [threading.Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    with Database(sources.target) as database:
        assert database.query("table_counts")["flows"].tolist() == [4]
    assert names(sources.folder) == [*WHOLE[:2], "flows.duckdb.generations", *WHOLE[2:]]


def test_a_reader_is_not_disturbed_by_a_build(sources):
    with Database(sources.target) as reader:
        sources.spoil("demo/flows.csv", "12,t/year", "13,t/year")
        build_database(sources.folder, sources.target)
        asked = {"company_id": "a"}
        with Database(sources.target) as newer:
            assert reader.query("company_flows", asked)["quantity_per_year"].tolist()[0] == 12
            assert newer.query("company_flows", asked)["quantity_per_year"].tolist()[0] == 13
