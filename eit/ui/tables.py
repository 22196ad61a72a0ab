"""Tables that can be sorted, searched and downloaded, drawn from the localised tables of the views."""

from __future__ import annotations

from typing import Any

import streamlit as st

from eit.views.tables import Column, Table

ROWS_SHOWN = 12
ROW_PX = 36


PROGRESS_PX, NARROWEST_PX = 84, 70
LETTER_PX, AROUND_PX = 8, 26
"""The grid of Streamlit cuts a heading that is longer than its column, and shows no sign of it."""


def _config(heading: str, column: Column) -> Any:
    if column.kind == "progress":
        return st.column_config.ProgressColumn(
            min_value=0, max_value=column.largest, format="%.0f", width=column.px or PROGRESS_PX
        )
    if column.kind == "number":
        room = max(NARROWEST_PX, LETTER_PX * len(heading) + AROUND_PX)
        return st.column_config.NumberColumn(format="localized", width=column.px or room)
    return st.column_config.TextColumn(width=column.px or ("large" if column.wide else None))


def show_table(table: Table, key: str, height: int | None = None) -> str | None:
    """Draw a table whose rows can be chosen; returns the identifier of the chosen row."""
    rows = len(table.frame)
    decimals = {
        heading: column.decimals for heading, column in table.columns.items() if column.kind == "number"
    }
    state = st.dataframe(
        table.frame.round(decimals),
        hide_index=True,
        width="stretch",
        height=height or ROW_PX * (min(rows, ROWS_SHOWN) + 1) + 4,
        column_config={heading: _config(heading, column) for heading, column in table.columns.items()},
        on_select="rerun",
        selection_mode="single-row",
        placeholder="",
        key=key,
    )
    chosen = state["selection"]["rows"]
    return str(table.frame.index[chosen[0]]) if chosen and chosen[0] < rows else None
