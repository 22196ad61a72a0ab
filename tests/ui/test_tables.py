"""Tables of a page: a text longer than its column has a second line, so that no name is cut."""

from __future__ import annotations

import pandas as pd

from eit.ui.tables import LINE_PX, ROW_PX, TALL_ROW_PX, grid_height, row_px
from eit.views.tables import Column, Table


def table(text: str) -> Table:
    frame = pd.DataFrame({"Offre de": [text], "Distance": [1.0]})
    return Table(frame, {"Offre de": Column(px=164), "Distance": Column("number")})


def test_rows_are_as_high_as_their_longest_text_needs() -> None:
    assert row_px(table("Scierie")) == ROW_PX
    assert row_px(table("Coopérative sylvicole des Épinettes (fictive)")) == TALL_ROW_PX
    assert (
        row_px(table("Résidus de transformation végétale (marc, pulpe, épluchures)")) == TALL_ROW_PX + LINE_PX
    )
    assert grid_height(100) >= grid_height(100, TALL_ROW_PX) - TALL_ROW_PX
    assert grid_height(2) == 3 * ROW_PX + 4
