"""Approximate boundaries: every place that has a point has ground around it, and neighbours never overlap."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import shapely

from eit.locations import GEO
from eit.store.boundaries import read_boundaries
from eit.store.layers.cells import _within, approximate_boundaries
from eit.store.layers.folder import find_layers, workspace_folder
from eit.store.places.gazetteer import gazetteer
from eit.store.places.units import draw, levels_of, neighbours, units_of, with_parents

SETTLED = ["municipality", "commune", "borough"]


def drawn(place_id: str) -> tuple[pd.DataFrame, list[str]]:
    """The boundaries of all that lies in a place, and the names of what has none."""
    book, published = gazetteer(), read_boundaries(GEO)
    units = book.below(place_id)
    frame = approximate_boundaries(units, book, published)
    known = {*frame["territory_id"], *published["territory_id"]}
    return frame, [place.name for place in units if place.place_id not in known]


@pytest.mark.parametrize(
    ("place_id", "cells", "without"),
    [
        ("mrc-78", 20, ["Doncaster"]),
        ("epci-245900428", 17, []),
        ("mun-81017", 1, []),
        ("mrc-371", 1, []),
        ("commune-69123", 10, []),
    ],
)
def test_a_territory_is_drawn_with_its_places(place_id: str, cells: int, without: list[str]) -> None:
    frame, missing = drawn(place_id)
    settled = frame[frame["kind"].isin(SETTLED)]
    assert (len(settled), missing) == (cells, without)
    assert frame["approximate"].all() and frame.is_valid.all()
    assert frame["source"].str.startswith("estimation").all()


def test_a_metropolis_is_drawn_with_its_neighbours() -> None:
    book = gazetteer()
    units = units_of(book, [book.place("epci-200054781")])  # type: ignore[list-item]
    wanted = with_parents(book, [*units, *neighbours(book, units)])
    frame = approximate_boundaries(wanted, book, read_boundaries(GEO))
    assert set(frame["territory_id"]) == {place.place_id for place in wanted if place.latitude is not None}
    assert frame.is_valid.all()


def test_cells_hold_their_points_and_share_their_edges() -> None:
    frame, _ = drawn("epci-245900428")
    communes = frame[frame["kind"] == "commune"]
    points = {
        place.place_id: shapely.Point(place.longitude, place.latitude)
        for place in gazetteer().below("epci-245900428")
    }
    assert all(points[row.territory_id].within(row.geometry) for row in communes.itertuples())
    whole = communes.geometry.union_all()
    assert shapely.area(communes.geometry.values).sum() == pytest.approx(whole.area)
    (epci,) = frame.loc[frame["kind"] == "epci", "geometry"]
    assert epci.symmetric_difference(whole).area < 1e-6 * whole.area


def test_cells_of_an_mrc_fill_its_published_outline() -> None:
    frame, _ = drawn("mrc-78")
    published = read_boundaries(GEO, None, ["mrc-78"]).geometry.iloc[0]
    assert frame.geometry.union_all().symmetric_difference(published).area < 1e-4 * published.area


def test_a_sum_of_published_outlines_is_not_approximate() -> None:
    frame, _ = drawn("region-07")
    assert not frame.loc[frame["territory_id"] == "region-07", "approximate"].any()
    assert frame.loc[frame["kind"] == "municipality", "approximate"].all()


def test_neighbours_are_near_and_outside() -> None:
    book = gazetteer()
    units = units_of(book, book.get(["epci-245900428"]))
    near = neighbours(book, units)
    assert near and not {place.place_id for place in near} & {place.place_id for place in units}
    assert "commune-59067" in {place.place_id for place in near}  # Bierne
    assert all(place.kind == "commune" and place.country == "FR" for place in near)


def test_what_is_drawn_once_stays_and_an_official_line_wins(tmp_path: Path) -> None:
    book, folder = gazetteer(), workspace_folder(tmp_path / "a.duckdb")
    units = with_parents(book, units_of(book, book.get(["mrc-78"])))
    assert draw(folder, units, book, GEO) == ["mun-78802"]
    first = (folder / "approximate.parquet").read_bytes()
    assert draw(folder, units, book, GEO) == ["mun-78802"]
    assert (folder / "approximate.parquet").read_bytes() == first
    official = read_boundaries(GEO, None, ["mun-78032"], find_layers(tmp_path / "a.duckdb"))
    assert list(official["approximate"]) == [True]
    exact = official.assign(approximate=False, source="MRNF", geometry=[shapely.box(-74.4, 46, -74.2, 46.1)])
    exact.to_parquet(folder / "municipality.parquet", write_page_checksum=True)
    found = read_boundaries(GEO, None, ["mun-78032"], find_layers(tmp_path / "a.duckdb"))
    assert list(found["source"]) == ["MRNF"]


@pytest.mark.parametrize(
    ("kinds", "levels"),
    [
        ({"mrc", "municipality"}, ["municipality", "mrc"]),
        ({"region", "mrc", "municipality"}, ["mrc", "municipality"]),
        ({"epci", "commune"}, ["commune", "epci"]),
        ({"department", "epci", "commune"}, ["epci", "commune"]),
        ({"commune"}, ["commune"]),
        ({"municipality", "borough"}, ["borough", "municipality"]),
    ],
)
def test_levels_follow_from_what_a_territory_holds(kinds: set[str], levels: list[str]) -> None:
    assert levels_of(kinds) == levels


def test_cells_cut_in_blocks_are_those_cut_by_the_whole_ground() -> None:
    """Over several blocks, with a hole and a cell that lies outside."""
    ground = shapely.box(0, 0, 200, 150).difference(shapely.Point(90, 70).buffer(25))
    cells = np.array(
        [shapely.box(x, y, x + 17, y + 13) for x in range(-30, 230, 17) for y in range(-26, 170, 13)]
    )
    cut = _within(cells, ground)
    assert shapely.area(cut) == pytest.approx(shapely.area(shapely.intersection(cells, ground)))
    assert not shapely.area(shapely.difference(cut, ground)).any()
    assert shapely.area(cut).sum() == pytest.approx(ground.area)
