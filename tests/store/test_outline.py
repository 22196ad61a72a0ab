"""An outline that people click, type or paste becomes ground, or says what is wrong with it."""

from __future__ import annotations

import pytest

from eit.domain.errors import Refusal
from eit.store.layers.outline import read_outline

SQUARE = "48.50 2.00\n48,52 2.00\n48.52; 2.03\n48.50,2.03"
GEOJSON = '{"type":"Polygon","coordinates":[[[2,48.5],[2,48.52],[2.03,48.52],[2.03,48.5],[2,48.5]]]}'


def test_corners_geojson_and_wkt_are_one_outline() -> None:
    shapes = [
        read_outline(text)
        for text in (SQUARE, GEOJSON, f'{{"type":"Feature","properties":{{}},"geometry":{GEOJSON}}}',
                     "POLYGON ((2 48.5, 2 48.52, 2.03 48.52, 2.03 48.5, 2 48.5))")
    ]  # fmt: skip
    assert all(shape.equals(shapes[0]) for shape in shapes) and shapes[0].area == pytest.approx(0.0006)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        (" ", "outline-missing"), ("48.5 2\n48.6 2", "outline-corners"), ("ici\nlà", "outline-unreadable"),
        ("48.5 2\n48.6 2.1\n48.5 2.1\n48.6 2", "outline-crossed"), ("{", "outline-unreadable"),
        ("POINT (2 48)", "outline-unreadable"), ('{"features": []}', "outline-unreadable"),
    ],
)  # fmt: skip
def test_what_is_no_outline_is_said(text: str, key: str) -> None:
    with pytest.raises(Refusal) as told:
        read_outline(text)
    assert told.value.key == key
