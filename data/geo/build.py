"""Make the two boundary layers, so that every line on the map can be traced to a file and a rule.

    pip install rdata==1.1.0
    python data/geo/build.py --census-divisions canadamaps/data/census_divisions.rda

The file asked for is that of the R package canadamaps 0.3.0. Reads territories.csv beside this one; writes
census_divisions.parquet and approximate.parquet beside it.
The same inputs give the same files. Origins, licences, precision and limits: SOURCES.md.
"""

from __future__ import annotations

import argparse
import warnings
from pathlib import Path

import geopandas
import numpy as np
import pandas as pd
import shapely
from pyproj import Geod, Transformer
from shapely.geometry import Point
from shapely.geometry.base import BaseGeometry

HERE = Path(__file__).resolve().parent
COLUMNS = ["territory_id", "kind", "code", "name", "approximate", "source", "geometry"]
KINDS = {"MRC": "mrc", "TÉ": "mrc", "CDR": "census-division"}
DIVISIONS = 98
QUEBEC = 24
GRID_DECIMALS = 5
SIMPLIFIED_DEGREES = 0.008
"""Corners of less than the square of it go: 15,337 vertices of 25,101, 95 % of them within 200 m of the line."""
METRES_PER_DEGREE = 111_195.0
INLAND_M = 300.0
SAME_PLACE_M = 250.0
APART_M = 1_000.0
# Best overlap (0.81) with the eleven official communes of Le Dourdannais en Hurepoix among 2.0 to 3.5 km.
COMMUNE_RADIUS_M = 2_000.0
COMMUNE_SMOOTHING_M = 1_000.0
PARK_RADIUS_M = 700.0
# Recalled figure, to verify: borough of Saint-Laurent, 42.8 km2.
BOROUGH_AREA_M2 = {"borough-saint-laurent": 42.8e6}
CREDIT_DIVISIONS = "Statistique Canada 2016 · canadamaps 0.3.0"
CREDITS = {
    "municipality": f"MRNF · {CREDIT_DIVISIONS}",
    "commune": "INSEE · france-geojson",
    "epci": "INSEE · france-geojson",
    "borough": f"estimation · {CREDIT_DIVISIONS}",
    "park": "estimation",
}
GEOD = Geod(ellps="WGS84")


def read_territories(path: Path) -> pd.DataFrame:
    """Territories indexed by id; codes stay text, latitude and longitude are degrees or NaN."""
    table = pd.read_csv(path, dtype=str, keep_default_na=False).set_index("territory_id", drop=False)
    for column in ("latitude", "longitude"):
        table[column] = pd.to_numeric(table[column].replace("", None))
    table["people"] = pd.to_numeric(table["population"].replace("", "0"))
    return table


def refuse(sentence: str) -> None:
    """Stop with one sentence, before anything is written."""
    raise SystemExit(f"build.py: {sentence}")


def read_divisions(path: Path) -> geopandas.GeoDataFrame:
    """The census divisions of Québec, checked, as a valid coverage on a grid of 1e-5 degree."""
    try:
        import rdata  # only whoever builds needs it

        with warnings.catch_warnings():  # classes of R that are read as what they hold
            warnings.simplefilter("ignore", UserWarning)
            table = rdata.read_rda(path)["census_divisions"]
        return make_divisions(table[table["pruid"] == QUEBEC])
    except (ImportError, OSError, ValueError, KeyError, TypeError, NotImplementedError) as error:
        refuse(f"{path} is not read as census_divisions.rda of canadamaps ({error!r}).")


def make_divisions(table: pd.DataFrame) -> geopandas.GeoDataFrame:
    """Divisions from the columns cduid, cdname, cdtype and geometry of canadamaps: simplified together, on the grid."""
    codes, types = table["cduid"].astype(str).tolist(), table["cdtype"].astype(str).tolist()
    if len(codes) != DIVISIONS or len(set(codes)) != DIVISIONS:
        refuse(f"{len(codes)} rows and {len(set(codes))} codes were read; {DIVISIONS} are expected.")
    if not all(code.startswith("24") and len(code) == 4 for code in codes) or set(types) - set(KINDS):
        refuse(f"codes outside Québec, or unknown types: {sorted(set(types))}.")
    shapes = shapely.make_valid(np.array([multipolygon(parts) for parts in table["geometry"]]))
    simple = shapely.coverage_simplify(shapely.coverage_clean(shapes), SIMPLIFIED_DEGREES)
    frame = geopandas.GeoDataFrame(geometry=on_grid(simple), crs="EPSG:4326")
    frame["territory_id"] = ["mrc-" + code[2:] for code in codes]
    frame["kind"] = [KINDS[name] for name in types]
    frame["code"] = codes
    frame["name"] = table["cdname"].astype(str).to_numpy()
    return finish(frame, approximate=False, source=CREDIT_DIVISIONS)


def multipolygon(parts: list) -> BaseGeometry:
    """A shape of R's package sf: polygons of rings (the first one outside) of positions [degrees]."""
    return shapely.MultiPolygon([(rings[0], rings[1:]) for rings in parts])


def on_grid(shapes: np.ndarray) -> np.ndarray:
    """Round vertices to 1e-5 degree (about 1 m); equal vertices stay equal, so shared edges stay shared."""
    return shapely.transform(shapes, lambda xy: np.round(xy, GRID_DECIMALS))


def finish(frame: pd.DataFrame, approximate: bool, source: str | list[str]) -> geopandas.GeoDataFrame:
    """Put the columns of the contract in their order, sorted by id."""
    frame = frame.assign(approximate=approximate, source=source)[COLUMNS]
    return geopandas.GeoDataFrame(frame.sort_values("territory_id", ignore_index=True), crs="EPSG:4326")


def make_regions(divisions: geopandas.GeoDataFrame, territories: pd.DataFrame) -> geopandas.GeoDataFrame:
    """Dissolve the divisions of each administrative region of territories.csv."""
    shapes = divisions.set_index("territory_id").geometry
    regions = territories[territories["kind"] == "region"].copy()
    members = territories[territories["kind"] == "mrc"].groupby("parent_id")["territory_id"]
    regions["geometry"] = [
        shapely.coverage_union_all(shapes[members.get_group(region)].values) for region in regions.index
    ]
    return finish(regions.reset_index(drop=True), approximate=False, source=CREDIT_DIVISIONS)


class Plane:
    """A local plane in metres around a frame: degrees scaled by the cosine of the middle latitude.

    Being affine, it keeps straight edges straight, so a cell cut in it fits the frame exactly.
    """

    def __init__(self, frame: BaseGeometry) -> None:
        self.origin = np.array([frame.centroid.x, frame.centroid.y])
        cosine = np.cos(np.radians(self.origin[1]))
        self.scale = np.array([METRES_PER_DEGREE * cosine, METRES_PER_DEGREE])

    def metres(self, shape: BaseGeometry) -> BaseGeometry:
        """Degrees to metres."""
        return shapely.transform(shape, lambda xy: (xy - self.origin) * self.scale)

    def points(self, places: pd.DataFrame) -> list[Point]:
        """The positions of a table, in metres."""
        return [self.metres(Point(xy)) for xy in zip(places["longitude"], places["latitude"], strict=True)]

    def degrees(self, shape: BaseGeometry) -> BaseGeometry:
        """Metres to degrees."""
        return shapely.transform(shape, lambda xy: xy / self.scale + self.origin)


def place_seeds(places: pd.DataFrame, frame: BaseGeometry) -> dict[str, Point]:
    """One seed in metres per place.

    A point outside its frame goes to the nearest place 300 m inside it. Of two municipalities at the same
    point, the more populous keeps it and the other goes 1 km towards the middle of the frame.
    """
    inside = frame.buffer(-INLAND_M)
    seeds: dict[str, Point] = {}
    for row in places.sort_values(["people", "territory_id"], ascending=[False, True]).itertuples():
        seed = row.point
        if not frame.covers(seed):
            seed = shapely.shortest_line(inside, seed).interpolate(0)
            print(f"  {row.territory_id} {row.name}: outside its frame by {frame.distance(row.point):.0f} m")
        if any(seed.distance(other) < SAME_PLACE_M for other in seeds.values()):
            seed = shapely.LineString([seed, inside.representative_point()]).interpolate(APART_M)
            print(f"  {row.territory_id} {row.name}: at the place of a neighbour, seed moved {APART_M:.0f} m")
        seeds[row.territory_id] = seed
    return seeds


def add_parks(seeds: dict[str, Point], parks: pd.DataFrame, frame: BaseGeometry) -> list[tuple[str, Point]]:
    """The seeds with their owners, and one more for each park or borough known to belong to a place.

    Without them the parks of the city of Québec would lie in the cell of Wendake, an enclave.
    """
    owned = list(seeds.items())
    for row in parks[parks["parent_id"].isin(seeds)].itertuples():
        if frame.covers(row.point) and min(row.point.distance(other) for _, other in owned) > SAME_PLACE_M:
            owned.append((row.parent_id, row.point))
        else:
            off = frame.distance(row.point)
            print(f"  {row.territory_id} {row.name}: gives no seed ({off:.0f} m outside its frame)")
    return owned


def cut_cells(places: pd.DataFrame, parks: pd.DataFrame, frame: BaseGeometry) -> list[BaseGeometry]:
    """One cell per place, in the order of the rows: the ground nearest to one of its seeds (EPSG:4326)."""
    plane = Plane(frame)
    flat = plane.metres(frame)
    seeds = place_seeds(places.assign(point=plane.points(places)), flat)
    if len(seeds) == 1:
        return [frame]
    owned = add_parks(seeds, parks.assign(point=plane.points(parks)), flat)
    points = shapely.MultiPoint([point for _, point in owned])
    cells = shapely.voronoi_polygons(points, extend_to=flat.buffer(50_000), ordered=True)
    owners = [owner for owner, _ in owned]
    whole = pd.Series(list(cells.geoms)).groupby(owners).agg(shapely.coverage_union_all)
    return [polygons_of(plane.degrees(whole[key]).intersection(frame)) for key in places["territory_id"]]


def polygons_of(shape: BaseGeometry) -> BaseGeometry:
    """Drop the points and lines that an intersection leaves where two edges only touch."""
    parts = [part for part in shapely.get_parts(shape) if part.geom_type in ("Polygon", "MultiPolygon")]
    return shapely.union_all(parts)


def metric(longitude: float, latitude: float) -> tuple[Transformer, Transformer]:
    """To and from an azimuthal equidistant projection centred on a point [m]."""
    local = f"+proj=aeqd +lat_0={latitude} +lon_0={longitude} +datum=WGS84 +units=m"
    return (
        Transformer.from_crs("EPSG:4326", local, always_xy=True),
        Transformer.from_crs(local, "EPSG:4326", always_xy=True),
    )


def project(shape: BaseGeometry, transformer: Transformer) -> BaseGeometry:
    """The shape in the other system, vertex by vertex."""
    return shapely.transform(shape, transformer.transform, interleaved=False)


def make_disc(longitude: float, latitude: float, radius_m: float) -> BaseGeometry:
    """A disc of a radius in metres, as a polygon of 32 sides in EPSG:4326."""
    _, back = metric(longitude, latitude)
    return project(Point(0, 0).buffer(radius_m, quad_segs=8), back)


def make_hull(places: pd.DataFrame) -> BaseGeometry:
    """Union of the discs around places, its notches closed (EPSG:4326)."""
    forward, back = metric(places["longitude"].mean(), places["latitude"].mean())
    x, y = forward.transform(places["longitude"].to_numpy(), places["latitude"].to_numpy())
    union = shapely.union_all(shapely.buffer(shapely.points(x, y), COMMUNE_RADIUS_M, quad_segs=8))
    return project(union.buffer(COMMUNE_SMOOTHING_M).buffer(-COMMUNE_SMOOTHING_M).simplify(20), back)


def make_coverage(territories: pd.DataFrame, kind: str, frames: dict[str, BaseGeometry]) -> pd.DataFrame:
    """Cells of one kind, parent by parent, with identical vertices along the shared edges."""
    places = territories[(territories["kind"] == kind) & territories["latitude"].notna()]
    parks = territories[territories["kind"].isin(["park", "borough"])]
    parts = []
    for parent, group in places.reset_index(drop=True).groupby("parent_id"):
        parts.append(group.assign(geometry=cut_cells(group, parks, frames[parent])))
    cells = pd.concat(parts, ignore_index=True)
    cells["geometry"] = on_grid(shapely.coverage_clean(cells["geometry"].values))
    return cells


def make_approximate(territories: pd.DataFrame, divisions: geopandas.GeoDataFrame) -> geopandas.GeoDataFrame:
    """Municipality and commune cells, EPCI, the borough and the parks."""
    frames = dict(zip(divisions["territory_id"], divisions.geometry, strict=True))
    communes = territories[territories["kind"] == "commune"]
    hulls = {epci: make_hull(group) for epci, group in communes.groupby("parent_id")}
    municipalities = make_coverage(territories, "municipality", frames)
    communes = make_coverage(territories, "commune", hulls)
    epci = territories[territories["kind"] == "epci"].copy()
    epci["geometry"] = [
        shapely.coverage_union_all(communes.loc[communes["parent_id"] == key, "geometry"].values)
        for key in epci.index
    ]
    frame = pd.concat([municipalities, communes, epci, make_discs(territories, frames)], ignore_index=True)
    return finish(frame, approximate=True, source=[CREDITS[kind] for kind in frame["kind"]])


def make_discs(territories: pd.DataFrame, frames: dict[str, BaseGeometry]) -> pd.DataFrame:
    """Parks as discs of 0.7 km; the borough as a disc of its area, clipped to its division."""
    places = territories[territories["kind"].isin(["park", "borough"])].copy()
    shapes = []
    for row in places.itertuples():
        area = BOROUGH_AREA_M2.get(row.territory_id)
        radius = PARK_RADIUS_M if area is None else float(np.sqrt(area / np.pi))
        disc = make_disc(row.longitude, row.latitude, radius)
        if area is not None:
            disc = disc.intersection(frames[territories.loc[row.parent_id, "parent_id"]])
        shapes.append(disc)
    places["geometry"] = on_grid(np.array(shapes))
    return places


def check(frame: geopandas.GeoDataFrame, coverages: list[str]) -> None:
    """Refuse to write a layer with a broken shape, a doubled id or edges that do not meet."""
    if not frame["territory_id"].is_unique or not frame.is_valid.all() or frame.is_empty.any():
        refuse("a territory is doubled, empty or invalid; nothing was written.")
    for kind in coverages:
        if not shapely.coverage_is_valid(frame.loc[frame["kind"] == kind, "geometry"].values):
            refuse(f"the cells of kind {kind} do not share their edges; nothing was written.")


def write(frame: geopandas.GeoDataFrame, path: Path) -> None:
    """Write one GeoParquet file and say what is in it."""
    frame.to_parquet(path, index=False, compression="zstd", schema_version="1.1.0", write_page_checksum=True)
    print(f"{path.name}: {path.stat().st_size / 1000:.0f} kB")
    for kind, group in frame.groupby("kind"):
        area = sum(abs(GEOD.geometry_area_perimeter(shape)[0]) for shape in group.geometry) / 1e6
        vertices = shapely.get_num_coordinates(group.geometry.values).sum()
        print(f"  {kind}: {len(group)} shapes, {vertices} vertices, {area:,.0f} km2")


def main() -> None:
    """Build both layers or refuse."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--census-divisions", type=Path, required=True, metavar="PATH/census_divisions.rda")
    arguments = parser.parse_args()
    territories = read_territories(HERE / "territories.csv")
    divisions = read_divisions(arguments.census_divisions)
    regions = make_regions(divisions, territories)
    exact = geopandas.GeoDataFrame(pd.concat([divisions, regions], ignore_index=True), crs="EPSG:4326")
    approximate = make_approximate(territories, divisions)
    check(divisions, ["mrc", "census-division"])
    check(exact, [])
    check(approximate, ["municipality", "commune"])
    write(exact, HERE / "census_divisions.parquet")
    write(approximate, HERE / "approximate.parquet")
    mapped = set(exact["territory_id"]) | set(approximate["territory_id"])
    print("without a position, so without a shape:", *sorted(set(territories.index) - mapped))


if __name__ == "__main__":
    main()
