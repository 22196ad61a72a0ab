"""A delivery of several layers: which are there, and which one holds the units that are asked for."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import geopandas
from geopandas import GeoDataFrame

from eit.store.layers.refusal import InvalidBoundaries
from eit.store.layers.schemas import Schema

Chooser = Callable[[list[str]], Schema]
Guesser = Callable[[GeoDataFrame], Schema | None]
Scorer = Callable[[GeoDataFrame, Schema], float]
"""How well the rows of a layer are units of the kind that is asked for, 0 to 1."""
UNTOLD, LOOKED_AT = "Unknown", 100
"""What a reader of layers says of one with shapes of several kinds; how many rows tell then."""
WHOLE_FILE = (".parquet", ".geoparquet")


@dataclass(frozen=True)
class Offered:
    """One layer of a delivery. `geometry`: Polygon, MultiPolygon, Point… or Unknown; None: a table."""

    file: Path
    name: str
    geometry: str | None

    def fields(self) -> list[str]:
        """Its fields, without the shape."""
        frame = self.read(1)
        shape = frame.geometry.name if isinstance(frame, GeoDataFrame) and len(frame.columns) else "geometry"
        return [str(column) for column in frame.columns if column != shape]

    def drawn_as(self) -> str | None:
        """Its geometry; of one that is not told, because it holds several, those of its first rows."""
        if self.geometry != UNTOLD:
            return self.geometry
        frame = self.read(LOOKED_AT)
        kinds = frame.geom_type.dropna().unique() if isinstance(frame, GeoDataFrame) else []
        return ", ".join(sorted(kinds)) or UNTOLD

    def read(self, rows: int | None = None) -> GeoDataFrame:
        """Its rows, or the first of them."""
        if self.file.suffix in WHOLE_FILE:
            return geopandas.read_parquet(self.file)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return geopandas.read_file(self.file, layer=self.name, rows=rows)


def offered_layers(files: Sequence[Path]) -> list[Offered]:
    """Every layer of some files."""
    found = []
    for file in files:
        if file.suffix in WHOLE_FILE:
            found.append(Offered(file, file.stem, UNTOLD))
            continue
        layers = geopandas.list_layers(file)
        found += [Offered(file, str(row.name), row.geometry_type) for row in layers.itertuples(index=False)]
    return found


def chosen_layer(
    files: Sequence[Path],
    name: str,
    choose: Chooser,
    asked: str | None,
    score: Scorer | None,
    guess: Guesser | None = None,
) -> tuple[GeoDataFrame, Schema]:
    """The rows and fields of the layer to import, known by their names, else by what they hold (`guess`).

    Raises InvalidBoundaries, with the layers when several may be.
    """
    layers = offered_layers(files)
    listed = "; ".join(f"{layer.name} ({layer.geometry or '—'})" for layer in layers)
    if asked:
        layers = [layer for layer in layers if layer.name == asked]
        if not layers:
            raise InvalidBoundaries("boundary-layers", value=name, row_id=listed)
    if layers and all("Point" in (layer.geometry or "") for layer in layers):
        raise InvalidBoundaries("boundary-points", value=name)
    drawn = [
        layer
        for layer in layers
        if layer.geometry and "Point" not in layer.geometry and "Line" not in layer.geometry
    ]
    fitting, refused = _fitting(drawn or layers, choose)
    if not fitting and guess is not None and (told := _guessed(drawn, guess)):
        return told
    if not fitting:
        if refused and any(len(layer.read(1)) for layer in layers):
            raise refused
        raise InvalidBoundaries("boundary-empty", value=name)
    read = [(layer, layer.read(), schema) for layer, schema in fitting]
    for _, frame, _ in read:
        if not isinstance(frame, GeoDataFrame):
            raise InvalidBoundaries("boundary-not-polygons", value="—")
    if len(read) == 1 or score is None:
        return read[0][1], read[0][2]
    marks = sorted(
        ((score(frame, schema), number) for number, (_, frame, schema) in enumerate(read)), reverse=True
    )
    if marks[0][0] == marks[1][0]:
        raise InvalidBoundaries("boundary-layers", value=name, row_id=listed)
    _, frame, schema = read[marks[0][1]]
    return frame, schema


def _guessed(layers: Sequence[Offered], guess: Guesser) -> tuple[GeoDataFrame, Schema] | None:
    """The one layer whose fields say by what they hold which is which; None where no layer, or several, do."""
    read = [frame for layer in layers if isinstance(frame := layer.read(), GeoDataFrame) and len(frame)]
    found = [(frame, schema) for frame in read if (schema := guess(frame))]
    return found[0] if len(found) == 1 else None


def _fitting(
    layers: Sequence[Offered], choose: Chooser
) -> tuple[list[tuple[Offered, Schema]], InvalidBoundaries | None]:
    """The layers whose fields are known, and why the first of the others is not."""
    found, refused = [], None
    for layer in layers:
        try:
            found.append((layer, choose(layer.fields())))
        except InvalidBoundaries as refusal:
            refused = refused or refusal
    return found, refused
