"""Intensities fetched from a statistical office: its interface stands here, with answers in its own format."""

from __future__ import annotations

import io
import json
import shutil
import threading
import zipfile
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import ClassVar
from urllib.parse import parse_qs, urlsplit

import pytest

from eit.analysis.territories.intensities import intensities_of, material_intensities
from eit.cli import main
from eit.domain.figures.first_day import best_for
from eit.store.database import Database
from eit.store.intensities.table import table_path

ROOT = Path(__file__).resolve().parents[2]


def json_stat(table: str, dimensions: dict[str, list[str]], values: dict[int, float]) -> dict:
    """An answer as Eurostat writes it: values by place, the empty cells left out."""
    return {
        "version": "2.0", "class": "dataset", "label": table, "source": "ESTAT", "updated": "2025-02-14T11:00:00+0100",
        "value": {str(at): value for at, value in values.items()},
        "id": list(dimensions), "size": [len(codes) for codes in dimensions.values()],
        "dimension": {
            name: {"label": name, "category": {"index": {code: at for at, code in enumerate(codes)}}}
            for name, codes in dimensions.items()
        },
        "extension": {"datasetId": table.upper()},
    }  # fmt: skip


def waste(unit: str = "T") -> dict:
    dims = {"freq": ["A"], "unit": [unit], "hazard": ["HAZ_NHAZ"], "nace_r2": ["C16", "G-U_X_G4677", "EP_HH"]}
    dims |= {"waste": ["W061", "W072", "W077"], "geo": ["FR"], "time": ["2022"]}
    return json_stat("env_wasgen", dims, {0: 5000.0, 1: 6000.0, 3: 9e5, 4: 2.4e6, 7: 3e6})


def people() -> dict:
    dims = {
        "freq": ["A"],
        "unit": ["THS_PER"],
        "na_item": ["EMP_DC"],
        "nace_r2": ["C16", "G", "H", "E37-E39"],
    }
    return json_stat(
        "nama_10_a64_e", dims | {"geo": ["FR"], "time": ["2022"]}, {0: 50.0, 1: 3500.0, 2: 1500.0, 3: 90.0}
    )


HEAD = "REF_DATE,GEO,DGUID,{},UOM,UOM_ID,SCALAR_FACTOR,SCALAR_ID,VECTOR,COORDINATE,VALUE,STATUS,SYMBOL,"
HEAD += "TERMINATED,DECIMALS\n"
TAIL = "Tonnes,285,units,0,v1,1.1.1,{},,,,0\n"


def archive(number: str, text: str) -> bytes:
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w") as made:
        made.writestr(f"{number}.csv", "\ufeff" + text)
        made.writestr(f"{number}_MetaData.csv", "Cube Title\n")
    return sink.getvalue()


def statcan() -> dict[str, bytes]:
    columns = '"Sources of materials prepared for recycling","Type of materials diverted"'
    said = '{},Quebec,2021A000224,"{} sources of diverted materials","{}",' + TAIL
    rows = [
        said.format(2020, "Non-residential", "Cardboard and boxboard", 300000),
        said.format(2022, "Non-residential", "Cardboard and boxboard", 360000),
        said.format(2022, "Residential", "Cardboard and boxboard", 999999),
        said.format(2022, "Non-residential", "Ferrous metals", ""),
    ]
    naics = '"North American Industry Classification System (NAICS)"'
    job = '2022,Quebec,2021A000224,{},"Industrial aggregate {} unclassified businesses [00]",'
    job += "Persons,249,units,0,v2,1.1.1,{},,,,0\n"
    jobs = job.format("All employees", "including", 3600000) + job.format(
        "All employees", "excluding", 3500000
    )
    jobs += job.format("Employees paid by the hour", "including", 2000000)
    return {
        "38100179": archive("38100179", HEAD.format(columns) + "".join(rows)),
        "14100202": archive("14100202", HEAD.format(f"Type of employee,{naics}") + jobs),
    }


class Office(BaseHTTPRequestHandler):
    """Both interfaces; `env_wasgen` in kilograms a head where the year asked for is 2004."""

    asked: ClassVar[list[str]] = []

    def do_GET(self) -> None:
        self.asked.append(self.path)
        parts = urlsplit(self.path)
        name = parts.path.rsplit("/", 1)[-1]
        number = next((one for one in ("38100179", "14100202") if one in parts.path), None)
        if number and name == "en":
            host = f"http://127.0.0.1:{self.server.server_port}"  # type: ignore[attr-defined]
            body = json.dumps({"status": "SUCCESS", "object": f"{host}/n1/tbl/csv/{number}-eng.zip"}).encode()
        elif number:
            body = statcan()[number]
        else:
            old = parse_qs(parts.query).get("time") == ["2004"]
            body = json.dumps(
                people() if name.startswith("nama") else waste("KG_HAB" if old else "T")
            ).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def office() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Office)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return Path(shutil.copy(ROOT / "data" / "flows.duckdb", tmp_path / "work.duckdb"))


def fetch(file: Path, place: str, address: str, *more: str) -> int:
    return main(
        ["intensities", "fetch", "--jurisdiction", place, "--address", address, "--db", str(file), *more]
    )


def test_eurostat_becomes_tonnes_per_employee_of_the_place(office: str, file: Path) -> None:
    assert fetch(file, "FR", office) == 0
    assert any("env_wasgen?format=JSON" in one and "geo=FR" in one for one in Office.asked)
    with Database(file) as database:
        known = intensities_of(database, "FR")
    wood = {
        one.material_id: one for one in best_for("NAF", "1623", known) if one.source.startswith("Eurostat")
    }
    assert wood["steel-scrap"].value.central == pytest.approx(5000 / 50_000)
    assert (wood["steel-scrap"].value.low, wood["steel-scrap"].value.high) == pytest.approx((0.05, 0.2))
    shops = {one.material_id: one for one in best_for("NAF", "4711", known) if one.side == "offer"}
    paper = shops["corrugated-cardboard"]
    whole = 2.4e6 / 5_000_000
    assert (paper.value.low, paper.value.central, paper.value.high) == pytest.approx(
        (0, whole / 2, whole * 2)
    )
    assert (
        paper.source == "Eurostat env_wasgen / nama_10_a64_e (FR, 2022)" and paper.confidence == "assumption"
    )
    borrowed = {one.material_id for one in material_intensities()}
    assert borrowed - {one.material_id for one in known} == set(), (
        "what the office does not tell stays borrowed"
    )
    assert not any(
        "California" in one.source
        for one in known
        if one.material_id == "steel-scrap" and one.side == "offer"
    )


def test_statistics_canada_becomes_tonnes_per_employee_of_a_province(office: str, file: Path) -> None:
    assert fetch(file, "CA-QC", office) == 0
    with Database(file) as database:
        known = intensities_of(database, "CA-QC")
        assert intensities_of(database, "FR") == material_intensities()
    [paper] = [
        one
        for one in best_for("SCIAN", "445110", known)
        if (one.side, one.material_id) == ("offer", "corrugated-cardboard")
    ]
    assert paper.value.central == pytest.approx(360_000 / 3_600_000)
    assert paper.source == "Statistics Canada 38100179 / 14100202 (Québec, 2022)"


@pytest.mark.parametrize(
    ("place", "more", "said"),
    [
        ("FR", ("--year", "2004"), "KG_HAB"),
        ("CA-ON", (), "Ontario"),
        ("BE-WAL", ("--address", "http://127.0.0.1:9"), "127.0.0.1:9"),
    ],
)
def test_a_table_without_its_unit_or_without_the_place_is_refused_by_name(
    office: str, file: Path, capsys: pytest.CaptureFixture[str], place: str, more: tuple[str, ...], said: str
) -> None:
    assert fetch(file, place, office, *more) == 2
    assert said in capsys.readouterr().err
    assert not table_path(file, place).exists()
