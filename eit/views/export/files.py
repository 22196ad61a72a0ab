"""Which file format holds what, and the bytes of each: the same for the command and for the page."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from eit.views.export.layers import as_geojson, as_geopackage
from eit.views.export.tables import About, as_csv
from eit.views.export.workbook import as_workbook
from eit.views.texts import texts

MIMES = {
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".csv": "text/csv",
    ".gpkg": "application/geopackage+sqlite3",
    ".geojson": "application/geo+json",
}
SUFFIXES = tuple(MIMES)
WITH_LAYERS = (".gpkg", ".geojson")
ONE_KIND = (".csv", ".geojson")


def suffixes_for(kinds: int, has_geometry: bool) -> tuple[str, ...]:
    """The formats that can hold so many kinds of rows, with or without a place."""
    fitting = [suffix for suffix in SUFFIXES if kinds == 1 or suffix not in ONE_KIND]
    return tuple(suffix for suffix in fitting if has_geometry or suffix != ".geojson")


def file_bytes(suffix: str, tables: Mapping[str, pd.DataFrame], about: About, lang: str) -> bytes:
    """One file of the format that `suffix` names; CSV and GeoJSON take the first table only."""
    t = texts(lang)
    kind, table = next(iter(tables.items()))
    if suffix == ".xlsx":
        named = {t(f"export.kind.{name}"): frame for name, frame in tables.items()}
        return as_workbook(named, about, t("export.about.title"))
    if suffix == ".gpkg":
        return as_geopackage(tables, about)
    return as_geojson(table, kind, about) if suffix == ".geojson" else as_csv(table, lang)
