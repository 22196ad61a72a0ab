"""The editor of one list of a programme: its rows as a table, one row in a form; the same for every list."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd
import streamlit as st

from eit.actions.programme import parts as actions
from eit.analysis import programme_parts
from eit.domain.forms.grid import ITEM
from eit.domain.forms.row_fields import Part
from eit.domain.programme.parts import PARTS
from eit.store.database import Database
from eit.ui import edit_form
from eit.ui.answers import ask
from eit.ui.choice_key import choice_key
from eit.ui.edit_form import Filled
from eit.ui.grid import table_grid
from eit.ui.notices import notice
from eit.ui.page_context import PageContext
from eit.ui.row_field import Names, row_field
from eit.ui.tables import show_table
from eit.views.escape import markdown_text
from eit.views.programme import part_table, row_title

Row = dict[str, object]


def rows_of(door: Database, programme_id: str, part_name: str) -> pd.DataFrame:
    """The rows of one list of a programme."""
    return programme_parts.part_rows(door, programme_id, PARTS[part_name])


def part_editor(frame: PageContext, part: Part) -> None:
    """The list, then the form that adds a row or corrects the one that is chosen; rows move, and leave."""
    rows = ask(rows_of, frame.version, frame.selection.programme_id, part.name)
    names = ask(programme_parts.choice_names, frame.version, frame.selection.programme_id, frame.lang)
    if rows.empty:
        notice(frame.say("programme.none"))
    elif (
        part.name == ITEM.name and edit_form.can_edit() and st.toggle(frame.say("grid.open"), key="item grid")
    ):
        table_grid(frame, part, names)
        return
    else:
        show_table(part_table(part, rows, names, frame.lang), f"rows of {part.name}")
    if not edit_form.can_edit():
        return
    records = [{str(key): value for key, value in row.items()} for row in rows.to_dict("records")]
    place = _which(frame, part, records)
    _form(frame, part, records, place, names)
    if place is not None:
        _moves(frame, part, records, place)


def _which(frame: PageContext, part: Part, rows: list[Row]) -> int | None:
    """The row to correct; None: a new one."""
    if not rows:
        return None
    titles = [row_title(part, row, frame.lang) for row in rows]
    return st.selectbox(
        frame.say("programme.which"),
        range(len(rows)),
        index=None,
        format_func=lambda place: f"{place + 1}. {titles[place]}",
        placeholder=frame.say("programme.new_row"),
        key=choice_key(
            f"row of {part.name} {edit_form.round_of(f'choice of {part.name}')} {len(rows)}", titles
        ),
    )


def _form(frame: PageContext, part: Part, rows: list[Row], place: int | None, names: Names) -> None:
    say = frame.say
    held = rows[place] if place is not None else {}
    key = f"part {part.name} {part.row_key(held)}"

    def fields() -> Filled:
        title = row_title(part, held, frame.lang) if held else say("programme.new_row")
        said = say("programme.correct", title=title) if held else title
        st.markdown(f"**{markdown_text(said)}**")
        left, right = st.columns(2)
        reads = {
            one.name: row_field(frame, part, one, held.get(one.name), key, (left, right)[number % 2], names)
            for number, one in enumerate(part.fields)
        }

        def do(door: Any) -> None:
            row = {**held, **{name: read() for name, read in reads.items()}}
            kept = [row if number == place else other for number, other in enumerate(rows)]
            actions.save_part(door, frame.selection.programme_id, part.name, kept if held else [*kept, row])

        return Filled(do, say("programme.saved", part=say(f"programme_part.{part.name}")))

    button = say("programme.save" if held else "programme.add")
    edit_form.run_form(frame, key, fields, button, ":material/save:" if held else ":material/add:")


def _moves(frame: PageContext, part: Part, rows: list[Row], place: int) -> None:
    """Up, down, or out of the list."""
    say, programme_id = frame.say, frame.selection.programme_id
    up, down, out = st.columns(3)
    ordered_by_hand = not part.identity

    def ordered(change: Callable[[list[Row]], None]) -> Callable[[Any], None]:
        def do(door: Any) -> None:
            moved = list(rows)
            change(moved)
            actions.save_part(door, programme_id, part.name, moved)

        return do

    def shift(by: int) -> Callable[[list[Row]], None]:
        return lambda moved: moved.insert(place + by, moved.pop(place))

    saved = say("programme.saved", part=say(f"programme_part.{part.name}"))
    if ordered_by_hand and place > 0:
        edit_form.run_button(
            frame, f"up {part.name}", Filled(ordered(shift(-1)), saved), say("programme.up"), up,
            icon=":material/arrow_upward:", key=f"up {part.name}",
        )  # fmt: skip
    if ordered_by_hand and place < len(rows) - 1:
        edit_form.run_button(
            frame, f"down {part.name}", Filled(ordered(shift(1)), saved), say("programme.down"), down,
            icon=":material/arrow_downward:", key=f"down {part.name}",
        )  # fmt: skip
    gone = say("programme.removed", title=row_title(part, rows[place], frame.lang))
    edit_form.run_button(
        frame, f"remove {part.name}", Filled(ordered(lambda moved: moved.__delitem__(place)), gone),
        say("programme.remove"), out, icon=":material/delete:", key=f"remove {part.name}",
    )  # fmt: skip
