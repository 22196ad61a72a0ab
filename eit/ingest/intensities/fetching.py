"""Asks a statistical office for its tables, over a network or from a copy of its interface, and makes intensities."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

from eit.domain.errors import InvalidQuantity
from eit.domain.jurisdiction import Jurisdiction
from eit.ingest.intensities.eurostat import EMPLOYMENT, THOUSANDS, TONNES, WASTE, eurostat_intensities
from eit.ingest.intensities.json_stat import json_stat_rows
from eit.ingest.intensities.statcan import EMPLOYEES, statcan_intensities
from eit.ingest.intensities.statcan import WASTE as DIVERTED
from eit.store.layers.fetching import fetched
from eit.store.layers.refusal import InvalidBoundaries

EUROSTAT = "https://ec.europa.eu/eurostat/api/dissemination"
STATCAN = "https://www150.statcan.gc.ca/t1/wds/rest"
NORTH_AMERICAN = "SCIAN"
"""Sectors that are those of Statistics Canada; all others are told in NACE, by Eurostat."""
LARGEST_TABLE = 2_000_000_000
"""Bytes of a table once out of its archive."""


def fetch_intensities(place: Jurisdiction, address: str | None = None, year: int | None = None) -> list[dict]:
    """Rows of the table of intensities of a jurisdiction: Statistics Canada for a province, else Eurostat.

    `address`: where the interface is, when not at the office itself. `year`: of Eurostat, else the last.
    Raises InvalidQuantity: "intensity-download", "intensity-answer", "intensity-without-unit", "intensity-nothing".
    """
    if place.sector_scheme == NORTH_AMERICAN:
        root = (address or STATCAN).rstrip("/")
        return statcan_intensities(_table(root, DIVERTED), _table(root, EMPLOYEES), place.name_en)
    root = (address or EUROSTAT).rstrip("/")
    when = {"time": str(year)} if year else {"lastTimePeriod": "1"}
    asked = {"geo": place.country, "unit": TONNES, "hazard": "HAZ_NHAZ", **when}
    waste = list(json_stat_rows(_json(_data(root, WASTE, asked)), WASTE))
    if not waste:
        raise InvalidQuantity("intensity-nothing", value=place.country, row_id=WASTE)
    said = {
        "geo": place.country,
        "unit": THOUSANDS,
        "na_item": "EMP_DC",
        "time": str(waste[0].get("time", "")),
    }
    people = json_stat_rows(_json(_data(root, EMPLOYMENT, said)), EMPLOYMENT)
    return eurostat_intensities(waste, people)


def _data(root: str, table: str, asked: dict[str, str]) -> str:
    return f"{root}/statistics/1.0/data/{table}?{urlencode({'format': 'JSON', 'lang': 'EN', **asked})}"


def _json(url: str) -> object:
    with _file(url) as content:
        try:
            return json.loads(content.read_text(encoding="utf-8"))
        except ValueError as error:
            raise InvalidQuantity("intensity-answer", value=str(error)[:200], row_id=url) from error


def _table(root: str, number: str) -> Iterator[dict[str, str]]:
    """The rows of a whole table: its interface answers where the archive is."""
    answer = _json(f"{root}/getFullTableDownloadCSV/{number}/en")
    where = answer.get("object") if isinstance(answer, dict) and answer.get("status") == "SUCCESS" else None
    if not isinstance(where, str):
        raise InvalidQuantity("intensity-answer", value=str(answer)[:200], row_id=number)
    with _file(where) as path:
        try:
            with zipfile.ZipFile(path) as archive:
                if archive.getinfo(f"{number}.csv").file_size > LARGEST_TABLE:
                    raise InvalidQuantity("intensity-answer", value=where, row_id=number)
                with archive.open(f"{number}.csv") as raw:
                    yield from csv.DictReader(io.TextIOWrapper(raw, encoding="utf-8-sig", newline=""))
        except (zipfile.BadZipFile, KeyError, UnicodeDecodeError) as error:
            raise InvalidQuantity("intensity-answer", value=where, row_id=number) from error


class _file:
    """What is at an address, for as long as it is read; a refusal of the road is one of ours."""

    def __init__(self, url: str) -> None:
        self.url, self.road = url, fetched(url, None)

    def __enter__(self) -> Path:
        try:
            return self.road.__enter__()[0]
        except InvalidBoundaries as refusal:
            raise InvalidQuantity(
                "intensity-download", value=self.url, row_id=refusal.row_id or refusal.key
            ) from refusal

    def __exit__(self, *error: object) -> None:
        self.road.__exit__(*error)  # type: ignore[arg-type]
