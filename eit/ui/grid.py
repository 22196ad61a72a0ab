"""The cells of a table, corrected where they are seen: typed as in a form, sent together, one value for many rows."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from eit.actions.edit import EditContext
from eit.actions.grid import correct_cells
from eit.analysis.grid import grid_rows
from eit.domain.errors import Refusal
from eit.domain.forms.grid import MOST_ROWS
from eit.domain.forms.row_fields import Field, Part
from eit.domain.typed_date import read_date
from eit.domain.typed_number import NumberField, read_number
from eit.ui import edit_form
from eit.ui.answers import ask
from eit.ui.choice_key import choice_key
from eit.ui.edit_form import Filled
from eit.ui.notices import notice
from eit.ui.page_context import PageContext
from eit.ui.row_field import CHOSEN, Names, options_of, row_field
from eit.ui.tables import grid_height
from eit.views.programme import cell_text, clash_words, field_label, option_label, row_title

TICK = "ticked"
TITLE = "title"
TICK_PX, SHORT_WORD = 96, 14
"""Width of the ticks; a choice of longer words than so many signs has a column twice as wide."""
OVERRULED = "changed-by-other"
NOT_CELLS = ("choices",)
"""Kinds of field that one cell cannot hold: they are in the form."""


def table_grid(frame: PageContext, part: Part, names: Names) -> None:
    """A whole table of the programme; words narrow it, for it shows MOST_ROWS at once."""
    text = st.text_input(frame.say("grid.search"), key=f"grid search {part.name}", max_chars=80)
    found = ask(grid_rows, frame.version, frame.selection.programme_id, part.name, text)
    if found.total > MOST_ROWS:
        notice(frame.say("grid.first", n=MOST_ROWS, all=found.total))
    cell_grid(frame, part, found.frame, names, f"grid {part.name}")


def cell_grid(frame: PageContext, part: Part, rows: pd.DataFrame, names: Names, key: str) -> None:
    """Rows with their key and the fields of `part`; what is typed in a cell is read and checked as in its form."""
    say = frame.say
    if rows.empty:
        notice(say("grid.nothing"))
        return
    fields = [one for one in part.fields if one.kind not in NOT_CELLS and one.name in rows.columns]
    rows = _plain(fields, rows)
    st.caption(say("grid.how_to"))
    every = st.selectbox(
        say("grid.every"), [one.name for one in fields], index=None, key=choice_key(f"{key} every", frame.lang),
        format_func=lambda name: field_label(part, part.field(name), frame.lang).removesuffix(" *"),
        placeholder=say("grid.nothing_for_all"),
    )  # fmt: skip
    edits = sum(st.session_state.get(edit_form.ROUNDS, {}).values())
    form = f"{key} {edits} {hash((frame.lang, every, *rows[part.key]))}"
    seen: pd.DataFrame = st.session_state.setdefault(f"{form} rows", rows)
    shown = _shown(part, fields, seen, frame.lang)

    def filled() -> Filled:
        read = row_field(frame, part, part.field(every), None, f"{form} all", st, names) if every else None
        typed = st.data_editor(
            shown, hide_index=True, key=f"{form} cells", width="stretch", num_rows="fixed", placeholder="",
            height=grid_height(len(shown)),
            column_config=_columns(frame, part, fields, seen, names),
        )  # fmt: skip

        def do(context: EditContext) -> int:
            before = {str(row[part.key]): row for row in seen.to_dict("records")}
            cells = _changed(part, fields, shown, typed, frame.lang)
            if every and read is not None:
                value = read()
                for index in typed.index[typed[TICK]]:
                    cell = cells.setdefault(str(index), {})
                    cell[every] = value_for_all(part.field(every), value, before[str(index)], cell)
            known = {row: {**before[row], **_told(form).get(row, {})} for row in cells}
            try:
                return correct_cells(context, frame.selection.programme_id, part.name, cells, known)
            except Refusal as refusal:
                raise _worded(frame, part, rows, refusal, names, form) from None

        return Filled(do, lambda count: say("grid.saved", n=count) if count else say("grid.unchanged"))

    edit_form.run_form(frame, form, filled, say("grid.save"), ":material/save:")


def value_for_all(one: Field, value: object, row: Mapping[str, Any], cell: Mapping[str, object]) -> object:
    """What every ticked row gets: the value, or, of tags, those that it has with one more."""
    if one.kind != "tags" or not value:
        return value
    return f"{cell.get(one.name, row.get(one.name)) or ''}, {value}"


def _plain(fields: list[Field], rows: pd.DataFrame) -> pd.DataFrame:
    """What nobody said is None, a day is a day: as the actions have them."""
    plain = rows.astype(object).where(rows.notna(), None)
    for one in fields:
        if one.kind == "day":
            plain[one.name] = [None if day is None else pd.Timestamp(day).date() for day in plain[one.name]]
    return plain


def _shown(part: Part, fields: list[Field], rows: pd.DataFrame, lang: str) -> pd.DataFrame:
    """The cells as text, by field name; the index is the key of the row."""
    made = {one.name: [cell_text(one, value, lang) for value in rows[one.name]] for one in fields}
    title = {TITLE: rows[TITLE].tolist()} if TITLE in rows else {}
    return pd.DataFrame({TICK: [False] * len(rows), **title, **made}, index=rows[part.key].astype(str))


def _columns(
    frame: PageContext, part: Part, fields: list[Field], rows: pd.DataFrame, names: Names
) -> dict[str, Any]:
    config: dict[str, Any] = {
        TICK: st.column_config.CheckboxColumn(frame.say("grid.tick"), width=TICK_PX, pinned=True)
    }
    if TITLE in rows:
        config[TITLE] = st.column_config.TextColumn(frame.say("grid.title"), pinned=True, disabled=True)
    for place, one in enumerate(fields):
        label = field_label(part, one, frame.lang, str(frame.programme["currency"])).removesuffix(" *")
        if one.kind in CHOSEN:
            options = list(
                dict.fromkeys(
                    word for value in rows[one.name].unique() for word in options_of(one, value, names)
                )
            )
            said = partial(_option, part, one, names, frame.lang)
            long = max((len(said(word)) for word in options), default=0) > SHORT_WORD
            config[one.name] = st.column_config.SelectboxColumn(
                label, options=options, format_func=said, width="medium" if long else None,
            )  # fmt: skip
        else:
            config[one.name] = st.column_config.TextColumn(label, pinned=place == 0 and TITLE not in rows)
    return config


def _option(part: Part, one: Field, names: Names, lang: str, word: Any) -> str:
    return option_label(part, one, str(word), names, lang)


def _changed(
    part: Part, fields: list[Field], before: pd.DataFrame, after: pd.DataFrame, lang: str
) -> dict[str, dict[str, object]]:
    """What was typed, read: the key of a row → its fields. Raises the refusal of the first cell that says nothing."""
    found: dict[str, dict[str, object]] = {}
    for one in fields:
        old, new = before[one.name], after[one.name]
        same = (old == new) | (old.isna() & new.isna())
        for index, text in new[~same].items():
            try:
                found.setdefault(str(index), {})[one.name] = _read(one, text, lang)
            except Refusal as refusal:
                raise refusal.at(f"{index}|{one.name}") from None
    return found


def _read(one: Field, text: Any, lang: str) -> object:
    if text is None or pd.isna(text) or not str(text).strip():
        return None
    if one.kind in ("number", "integer"):
        return read_number(
            str(text), lang, NumberField(low=one.low, high=one.high, whole=one.kind == "integer")
        )
    return read_date(str(text), lang) if one.kind == "day" else str(text)


def _told(form: str) -> dict[str, dict[str, object]]:
    """The values of others that the person was told: sent again, it is meant."""
    told: dict[str, dict[str, object]] = st.session_state.setdefault(f"{form} told", {})
    return told


def _worded(
    frame: PageContext, part: Part, rows: pd.DataFrame, refusal: Refusal, names: Names, form: str
) -> Refusal:
    """The same refusal, its row and its field as the table calls them."""
    key, _, name = str(refusal.row_id).partition("|")
    named: Mapping[str, Field] = {one.name: one for one in part.fields}
    own = rows[rows[part.key].astype(str) == key]
    if own.empty or name not in named:
        return refusal
    row = own.iloc[0].to_dict()
    if refusal.key == OVERRULED:
        _told(form).setdefault(key, {})[name] = row.get(name)
        refusal = clash_words(part, named[name], refusal, names, frame.lang)
    label = field_label(part, named[name], frame.lang).removesuffix(" *")
    return refusal.at(f"{row.get(TITLE) or row_title(part, row, frame.lang)} · {label}")
