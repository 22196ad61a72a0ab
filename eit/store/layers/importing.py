"""Imports one official boundary file: read, repair, dissolve, clean, match, and swap the layer in, or nothing."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import geopandas
import pandas as pd
from geopandas import GeoDataFrame, GeoSeries

from eit.domain.errors import DataError
from eit.domain.text_key import plain_words
from eit.store.boundaries import (
    COLUMNS,
    Layers,
    find_layers,
    read_boundaries,
    read_layer_file,
    workspace_folder,
)
from eit.store.database import Database, file_version
from eit.store.layers import coverage, reading
from eit.store.layers.matching import Matched, match, parent_faults
from eit.store.layers.refusal import InvalidBoundaries
from eit.store.layers.schemas import KINDS, Schema, find_schema, read_codes
from eit.store.layers.writing import write_layer
from eit.store.version.edit import edited_version
from eit.store.version.journal import Act
from eit.store.version.lock import in_turn
from eit.store.version.workspace import refuse_demonstration

SUM_OF = {"mrc": "region", "commune": "epci"}
"""Kind → what is exactly the sum of its units: its boundary follows when every unit is official."""


@dataclass(frozen=True)
class Asked:
    """What the person asked: the kind of unit, and what the file does not say itself."""

    kind: str
    code_field: str | None = None
    name_field: str | None = None
    parent_field: str | None = None
    crs: str | None = None
    tolerance_m: float | None = None
    source: str | None = None
    licence: str | None = None

    @property
    def tolerance(self) -> float:
        """The tolerance of the simplification [m], that of the kind when none was asked for."""
        return coverage.TOLERANCE_M[self.kind] if self.tolerance_m is None else self.tolerance_m


@dataclass(frozen=True)
class _Read:
    """What the file gave, step by step."""

    frame: GeoDataFrame
    schema: Schema
    rows: GeoDataFrame
    padded: int
    drawn: GeoDataFrame
    repaired: int
    undrawn: int
    cleaned: coverage.Cleaned

    @property
    def units(self) -> pd.DataFrame:
        """name and parent of each unit that has a shape, by code."""
        return (
            self.drawn.drop_duplicates("code")
            .set_index("code")
            .loc[self.cleaned.shapes.index, ["name", "parent"]]
        )


def import_boundaries(
    path: Path, asked: Asked, database_path: Path, geo: Path, dry_run: bool = False, author: str = "—"
) -> dict[str, object]:
    """Put the units of `path` into the layer of their kind beside the database; the report of what was done.

    Units of an earlier import that this file does not hold stay. The journal of the database says who did it; the
    layer and the entry come together or not at all. Raises InvalidBoundaries (nothing is written)
    and DataError when the database, the boundaries of `geo` or the earlier layer cannot be read.
    """
    _check(asked)
    if not dry_run:
        refuse_demonstration(database_path)
    seen = find_layers(database_path)
    known = known_territories(database_path, geo)
    read = _read(path, asked)
    found = match(read.units, asked.kind, known)
    if not found.codes:
        raise InvalidBoundaries("boundary-nothing-matches", value=path.name, row_id=asked.kind)
    credit = _credit(path, asked, read.schema)
    target = workspace_folder(database_path) / f"{asked.kind}.parquet"
    layer, kept, derived = _layer(asked.kind, read.cleaned.shapes, found, known, credit, target)
    if not dry_run:
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        act = Act(author, "import-boundaries", None, path.name, digest, always=True)
        in_turn(partial(_commit, database_path, act, seen, target.name, layer))
    return {
        "file": path.name,
        "kind": asked.kind,
        **_reading_record(read),
        "matched": sum(len(codes) for codes in found.codes.values()),
        "parts_of_groupings": found.parts,
        "unmatched": found.unmatched,
        "parents_that_disagree": parent_faults(read.units, asked.kind, found, known),
        "derived": derived,
        "kept_from_before": kept,
        **_cleaning_record(read.cleaned, asked),
        "source": credit,
        "licence": asked.licence or read.schema.licence,
        "layer": str(target),
        "written": not dry_run,
    }


def _commit(database_path: Path, act: Act, seen: Layers, name: str, layer: GeoDataFrame) -> None:
    """Write the layer and its journal entry as one version, on the layers that were `seen` only."""

    def change(folder: Path) -> None:
        if find_layers(database_path) != seen:
            raise DataError("layers_changed", path=str(database_path))
        write_layer(layer, folder / name)

    with edited_version(database_path, file_version(database_path), act, layers=change):
        pass


def _read(path: Path, asked: Asked) -> _Read:
    choose = partial(
        find_schema, kind=asked.kind, code=asked.code_field, name=asked.name_field, parent=asked.parent_field
    )
    frame, schema = reading.read_layer(path, choose, asked.crs)
    rows, padded = _named(frame, schema)
    drawn, repaired, undrawn = coverage.repair(rows)
    shapes = coverage.dissolve(coverage.to_degrees(drawn))
    cleaned = coverage.clean(shapes, asked.tolerance)
    return _Read(frame, schema, rows, padded, drawn, repaired, undrawn, cleaned)


def _reading_record(read: _Read) -> dict[str, object]:
    units = read.drawn["code"].nunique()
    return {
        "schema": read.schema.publisher,
        "fields": {"code": read.schema.code, "name": read.schema.name, "parent": read.schema.parent},
        "crs": reading.crs_name(read.frame),
        "read": len(read.frame),
        "without_code": len(read.frame) - len(read.rows),
        "without_geometry": read.undrawn,
        "repaired": read.repaired,
        "units": units,
        "dissolved": len(read.drawn) - units,
        "codes_padded": read.padded,
    }


def _cleaning_record(cleaned: coverage.Cleaned, asked: Asked) -> dict[str, object]:
    return {
        "emptied": list(cleaned.emptied),
        "tolerance_m": asked.tolerance,
        "vertices_before": cleaned.vertices_before,
        "vertices_after": cleaned.vertices_after,
        "largest_area_change": cleaned.largest_area_change,
        "valid_coverage": cleaned.valid_coverage,
    }


def _check(asked: Asked) -> None:
    if asked.kind not in KINDS:
        raise InvalidBoundaries("boundary-kind-unknown", value=asked.kind)
    if not 0 <= asked.tolerance <= coverage.LARGEST_TOLERANCE_M:
        raise InvalidBoundaries("boundary-tolerance", value=f"{asked.tolerance:g}", unit="m")


def known_territories(database_path: Path, geo: Path) -> pd.DataFrame:
    """territory_id, kind, code, name, parent_id of what the database and the committed boundaries name."""
    with Database(database_path) as database:
        territories = database.query("territory_codes")
    drawn = read_boundaries(geo)[["territory_id", "kind", "code", "name"]]
    others = pd.DataFrame(drawn[~drawn["territory_id"].isin(territories["territory_id"])])
    return pd.concat([territories, others.assign(parent_id=None)], ignore_index=True)


def _named(frame: GeoDataFrame, schema: Schema) -> tuple[GeoDataFrame, int]:
    """code, name, parent, geometry of the rows that have a code. Raises InvalidBoundaries("boundary-code-twice")."""
    codes, padded = read_codes(frame[schema.code], schema.kind)
    parents = read_codes(frame[schema.parent], "")[0] if schema.parent else [None] * len(frame)
    names, _ = read_codes(frame[schema.name], "")
    columns = {"code": codes, "name": [name or "" for name in names], "parent": parents}
    rows = GeoDataFrame(columns, geometry=list(frame.geometry), crs=frame.crs)
    rows = rows[rows["code"].notna()].reset_index(drop=True)
    if rows.empty:
        raise InvalidBoundaries("boundary-no-code", value=schema.code)
    for code, group in rows.groupby("code"):
        if group["name"].map(plain_words).nunique() > 1:
            both = " / ".join(dict.fromkeys(group["name"]))
            raise InvalidBoundaries("boundary-code-twice", value=both, row_id=str(code))
    return rows, padded


def _credit(path: Path, asked: Asked, schema: Schema) -> str:
    """Whom a map that shows these lines has to name."""
    licence = asked.licence or schema.licence
    source = asked.source or schema.source or path.name
    return f"{source} ({licence})" if licence else source


def _layer(
    kind: str, shapes: GeoSeries, found: Matched, known: pd.DataFrame, source: str, target: Path
) -> tuple[GeoDataFrame, int, list[str]]:
    """The whole new layer, how many units it keeps from before, and the territories drawn as sums of units."""
    facts = known.drop_duplicates("territory_id").set_index("territory_id")
    rows = {
        territory_id: _row(territory_id, facts, source, coverage.union(shapes.loc[codes]))
        for territory_id, codes in sorted(found.codes.items())
    }
    kept = 0
    if target.is_file():
        earlier = read_layer_file(target)
        earlier = earlier[(earlier["kind"] != SUM_OF.get(kind)) & ~earlier["territory_id"].isin(list(rows))]
        rows |= {row["territory_id"]: row for row in earlier.to_dict("records")}
        kept = len(earlier)
    sums = _sums(kind, rows, facts)
    layer = geopandas.GeoDataFrame([*rows.values(), *sums], geometry="geometry", crs=coverage.DEGREES)
    return layer[COLUMNS], kept, [str(row["territory_id"]) for row in sums]


def _row(territory_id: str, facts: pd.DataFrame, source: str, shape: object) -> dict[str, object]:
    fact = facts.loc[territory_id]
    code = fact["code"] if isinstance(fact["code"], str) else ""
    return {
        "territory_id": territory_id,
        "kind": fact["kind"],
        "code": code,
        "name": fact["name"],
        "approximate": False,
        "source": source,
        "geometry": shape,
    }


def _sums(kind: str, rows: dict[str, dict[str, object]], facts: pd.DataFrame) -> list[dict[str, object]]:
    whole = facts[facts["kind"] == SUM_OF.get(kind)].index
    made = []
    for parent in whole:
        children = list(facts.index[(facts["parent_id"] == parent) & (facts["kind"] == kind)])
        if children and set(children) <= set(rows):
            held = [rows[child] for child in children]
            sources = " · ".join(dict.fromkeys(str(row["source"]) for row in held))
            shape = coverage.union(pd.Series([row["geometry"] for row in held]))
            made.append(_row(str(parent), facts, sources, shape))
    return made
