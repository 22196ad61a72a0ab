"""Tables that can be sorted, searched and downloaded, drawn from the localised tables of the views."""

from __future__ import annotations

from typing import Any

import streamlit as st

from eit.views.tables import Column, Table

ROWS_SHOWN = 12
TALL_PX = 540
ROW_PX = 36
TALL_ROW_PX, TALL_LINES, LINE_PX, MOST_LINES = 70, 3, 20, 4
"""Lines in a row: Streamlit wraps the text of rows that are higher than four times its letters (68 px)."""
LARGE_PX = 400

PROGRESS_PX, NARROWEST_PX = 84, 70
LETTER_PX, TEXT_PX, AROUND_PX = 8, 7, 20
"""The grid of Streamlit cuts a heading that is longer than its column, and shows no sign of it."""


def _config(heading: str, column: Column) -> Any:
    if column.kind == "progress":
        return st.column_config.ProgressColumn(
            min_value=0, max_value=column.largest, format="%.0f", width=column.px or PROGRESS_PX
        )
    if column.kind == "number":
        room = max(NARROWEST_PX, LETTER_PX * len(heading) + 26)
        return st.column_config.NumberColumn(format="localized", width=column.px or room)
    return st.column_config.TextColumn(width=column.px or ("large" if column.wide else None))


def row_px(table: Table) -> int:
    """Height of the rows: as many lines as the longest text needs, up to `MOST_LINES`: few names are longer."""
    rooms = {name: column.px or LARGE_PX for name, column in table.columns.items() if _wraps(column)}
    lines = table.longest_in_lines({name: (room - AROUND_PX) // TEXT_PX for name, room in rooms.items()})
    if lines == 1:
        return ROW_PX
    return TALL_ROW_PX + LINE_PX * max(0, min(lines, MOST_LINES) - TALL_LINES)


def _wraps(column: Column) -> bool:
    """Whether a column has a width of its own, which its texts may exceed."""
    return column.kind == "text" and bool(column.px or column.wide)


def grid_height(rows: int, row: int = ROW_PX) -> int:
    """Height of a table [px]: all its rows, or as many as a screen has room for."""
    return row * min(rows, ROWS_SHOWN if row == ROW_PX else TALL_PX // row) + ROW_PX + 4


def show_table(table: Table, key: str, height: int | None = None) -> str | None:
    """Draw a table whose rows can be chosen; returns the identifier of the chosen row."""
    rows = len(table.frame)
    tall = row_px(table)
    state = st.dataframe(
        table.rounded,
        hide_index=True,
        width="stretch",
        height=height or grid_height(rows, tall),
        row_height=tall,
        column_config={heading: _config(heading, column) for heading, column in table.columns.items()},
        on_select="rerun",
        selection_mode="single-row",
        placeholder="",
        key=key,
    )
    chosen = state["selection"]["rows"]
    return str(table.frame.index[chosen[0]]) if chosen and chosen[0] < rows else None
