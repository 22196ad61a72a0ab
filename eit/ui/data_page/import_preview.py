"""The grid of a preview on the page: one state at a time if wished, one page of rows at a time."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice

import streamlit as st

from eit.ingest.preview import Plan, PlannedCell, PlannedRow
from eit.ui.data_page.import_choices import key_of
from eit.ui.data_page.import_words import value_names
from eit.ui.data_page.uploaded_file import Upload
from eit.ui.markup import show_html
from eit.ui.page_context import PageContext
from eit.views.importing.grid import grid_html, state_words

PAGE_ROWS = 25


def show_grid(frame: PageContext, upload: Upload, kind: str, plan: Plan) -> None:
    """What was written beside what was understood, row by row."""
    say = frame.say
    words = state_words(plan.states, say)
    left, middle, right = st.columns([5, 2, 2], vertical_alignment="bottom")
    state = left.pills(
        say("records.grid.filter"),
        list(words),
        format_func=words.__getitem__,
        key=key_of(upload, kind, "state"),
    )
    chosen = (state,) if state else ()
    rows = sum(plan.states[one] for one in chosen or words)
    pages = max(1, -(-rows // PAGE_ROWS))
    page = middle.selectbox(
        say("records.grid.page", n=pages), range(1, pages + 1), key=key_of(upload, kind, f"page {state}")
    )
    every = right.checkbox(say("records.grid.every_column"), key=key_of(upload, kind, "every column"))
    start = (page - 1) * PAGE_ROWS
    found = [(row, plan.cells(row)) for row in islice(plan.rows_in(*chosen), start, start + PAGE_ROWS)]
    places = _told(found) if not every else range(len(found[0][1]) if found else 0)
    shown = [(row, [cells[place] for place in places]) for row, cells in found]
    names = value_names(frame, kind, [cell for _, cells in shown for cell in cells])
    titles = [cell.title for cell in shown[0][1]] if shown else []
    show_html(grid_html(shown, titles, names, frame.lang))


def _told(found: Sequence[tuple[PlannedRow, Sequence[PlannedCell]]]) -> list[int]:
    """The columns that say something: those with a role, and those that a question is about."""
    wide = len(found[0][1]) if found else 0
    return [place for place in range(wide) if any(cells[place].state != "ignored" for _, cells in found)]
