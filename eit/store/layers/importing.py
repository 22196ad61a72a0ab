"""Imports one official boundary file: read, repair, dissolve, clean, match, and swap the layer in, or nothing."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import pandas as pd
from geopandas import GeoDataFrame, GeoSeries

from eit.domain.text_key import plain_words
from eit.store.attached_files import digest_of
from eit.store.boundaries import read_boundaries
from eit.store.database import Database
from eit.store.layers import coverage, reading
from eit.store.layers.composing import compose
from eit.store.layers.creating import boxes_around
from eit.store.layers.folder import Layers, find_layers, workspace_folder
from eit.store.layers.guessing import guess_fields
from eit.store.layers.matching import parent_faults
from eit.store.layers.meeting import Meeting, meet
from eit.store.layers.refusal import InvalidBoundaries
from eit.store.layers.schemas import KINDS, Schema, find_schema, official_id, read_codes
from eit.store.layers.writing import replace_layer
from eit.store.places.gazetteer import JURISDICTIONS
from eit.store.version.journal import Act
from eit.store.version.workspace import refuse_demonstration


@dataclass(frozen=True)
class Asked:
    """What the person asked: the kind of unit (empty: as its fields say), and what the file does not say itself."""

    kind: str
    code_field: str | None = None
    name_field: str | None = None
    parent_field: str | None = None
    crs: str | None = None
    tolerance_m: float | None = None
    source: str | None = None
    licence: str | None = None
    layer: str | None = None
    jurisdiction: str | None = None
    accepted: tuple[str, ...] = ()
    """Reasons of doubt (far, exchanged, wide, twins, renamed, new) that a person has looked at and accepts."""

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
    shapes: GeoSeries
    """As the file has them, in degrees."""
    cleaned: coverage.Cleaned

    @property
    def units(self) -> pd.DataFrame:
        """name and parent of each unit that has a shape, by code."""
        return (
            self.drawn.drop_duplicates("code")
            .set_index("code")
            .loc[self.cleaned.shapes.index, ["name", "parent"]]
        )


@dataclass(frozen=True)
class ImportPlan:
    """What an import would do: the layer that would be written, where it meets what is known, and its report."""

    path: Path
    database_path: Path
    seen: Layers
    met: Meeting
    shapes: GeoSeries
    """By code, in degrees, as they would be drawn."""
    layer: GeoDataFrame
    target: Path
    report: dict[str, object]

    def write(self, author: str) -> None:
        """Write the layer and its journal entry. Raises InvalidBoundaries("boundary-doubts"), DataError."""
        if self.met.open_doubts:
            raise InvalidBoundaries("boundary-doubts", value=self.met.told(), row_id=self.path.name)
        act = Act(author, "import-boundaries", None, self.path.name, digest_of(self.path), always=True)
        replace_layer(self.database_path, self.seen, self.target.stem, self.layer, act, self.met.write)


def import_boundaries(
    path: Path, asked: Asked, database_path: Path, geo: Path, dry_run: bool = False, author: str = "—"
) -> dict[str, object]:
    """Put the units of `path` into the layer of their kind beside the database; the report of what was done.

    Units of an earlier import that this file does not hold stay. The journal of the database says who did it; the
    layer and the entry come together or not at all. What the gazetteer knows is taken in, what nobody knows is made,
    and both are said. Raises InvalidBoundaries (nothing is written), boundary-doubts until they are accepted, and
    DataError when the database, the boundaries of `geo` or the earlier layer cannot be read.
    """
    if not dry_run:
        refuse_demonstration(database_path)
    plan = plan_boundaries(path, asked, database_path, geo)
    if not dry_run:
        plan.write(author)
    return {**plan.report, "written": not dry_run}


def plan_boundaries(path: Path, asked: Asked, database_path: Path, geo: Path) -> ImportPlan:
    """Read and compare a file, and write nothing. Raises as `import_boundaries`, apart from the doubts."""
    asked = asked if asked.kind else replace(asked, kind=reading.kind_of_file(path))
    _check(asked)
    seen = find_layers(database_path)
    known = known_territories(database_path, geo)
    read = _read(path, asked)
    credit = _credit(path, asked, read.schema)
    met = meet(asked, read.units, read.cleaned.shapes, read.shapes, known, database_path, geo, credit)
    found = met.found
    if not found.codes:
        raise InvalidBoundaries("boundary-nothing-matches", value=path.name, row_id=asked.kind)
    target = workspace_folder(database_path) / f"{asked.kind}.parquet"
    layer, kept, derived = compose(asked.kind, read.cleaned.shapes, found, met.known, credit, target)
    report = {
        "file": path.name,
        "kind": asked.kind,
        **_reading_record(read),
        "matched": sum(len(codes) for codes in found.codes.values()),
        "parts_of_groupings": found.parts,
        "unmatched": found.unmatched,
        "taken_in": found.taken,
        "created": list(met.created["territory_id"]) if len(met.created) else [],
        "doubts": [doubt.record() for doubt in met.doubts],
        "parents_that_disagree": parent_faults(read.units, asked.kind, found, met.known),
        "derived": derived,
        "kept_from_before": kept,
        **_cleaning_record(read.cleaned, asked),
        "source": credit,
        "licence": asked.licence or read.schema.licence,
        "layer": str(target),
    }
    return ImportPlan(path, database_path, seen, met, read.cleaned.shapes, layer, target, report)


def _read(path: Path, asked: Asked) -> _Read:
    choose = partial(
        find_schema, kind=asked.kind, code=asked.code_field, name=asked.name_field, parent=asked.parent_field
    )
    guess = partial(_guessed_schema, asked)
    frame, schema = reading.read_layer(path, choose, asked.crs, asked.layer, _score, guess)
    rows, padded = _named(frame, schema, _loses_zeros(asked, frame))
    drawn, repaired, undrawn = coverage.repair(rows)
    shapes = coverage.dissolve(coverage.to_degrees(drawn))
    cleaned = coverage.clean(shapes, asked.tolerance)
    return _Read(frame, schema, rows, padded, drawn, repaired, undrawn, shapes, cleaned)


def _guessed_schema(asked: Asked, frame: GeoDataFrame) -> Schema | None:
    """The fields that what they hold points to, where the publisher is unknown; those that were asked for stay."""
    found = guess_fields(pd.DataFrame(frame.drop(columns=frame.geometry.name)))
    code = asked.code_field or (found[0] if found else None)
    name = asked.name_field or (found[1] if found else None)
    held = {column.casefold() for column in frame.columns}
    if any(one and one.casefold() not in held for one in (code, name, asked.parent_field)):
        return None  # a field that was asked for and is not there is told, never guessed
    return Schema(asked.kind, code, name, asked.parent_field, "guessed") if code and name else None


def _score(frame: GeoDataFrame, schema: Schema) -> float:
    """Share of the rows whose code is one of the kind, less what several rows share: a district repeats its city's."""
    codes = [code for code in read_codes(frame[schema.code], schema.kind)[0] if code]
    official = [code for code in codes if official_id(schema.kind, code)]
    return len(set(official)) / max(len(frame), 1)


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


def _loses_zeros(asked: Asked, frame: GeoDataFrame) -> bool:
    """Whether codes are those of Québec or France, whose length is known: elsewhere a number is whole as it is."""
    if asked.jurisdiction:
        return asked.jurisdiction in JURISDICTIONS.values()
    west, south, east, north = (float(edge) for edge in frame.geometry.to_crs(4326).total_bounds)
    around = boxes_around((west, south, east, north))
    return not around or bool(set(around) & set(JURISDICTIONS.values()))


def _named(frame: GeoDataFrame, schema: Schema, pad: bool) -> tuple[GeoDataFrame, int]:
    """code, name, parent, geometry of the rows that have a code. Raises InvalidBoundaries("boundary-code-twice")."""
    codes, padded = read_codes(frame[schema.code], schema.kind if pad else "")
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
