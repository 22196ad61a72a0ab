"""What a programme aims at: any figure, for the whole programme or one territory, by a date."""

from __future__ import annotations

from typing import Any

import streamlit as st

from eit.actions import indicators as actions
from eit.analysis import programme_parts
from eit.analysis.impact import indicators
from eit.domain.figures.indicator import FORMULAS
from eit.domain.typed_number import NumberField
from eit.ui import edit_form
from eit.ui.answers import ask
from eit.ui.choice_key import choice_key
from eit.ui.edit_form import Filled
from eit.ui.notices import notice
from eit.ui.page_context import PageContext
from eit.ui.tables import show_table
from eit.ui.typed_field import needed, number_field
from eit.views.indicators.targets import figure_label, figure_words, target_table

FORM = "target"


def show_targets(frame: PageContext) -> None:
    """The targets as a table, each with where it stands; then the form that writes one."""
    found = ask(indicators.sheet, frame.version, frame.selection.programme_id, frame.as_of)
    table = target_table(found, frame.lang)
    if table is None:
        notice(frame.say("programme.no_target"))
    else:
        show_table(table, "targets")
    own = {one.indicator_id: one.text("label", frame.lang) for one in found if one.kind == "declared"}
    edit_form.run_form(
        frame, FORM, lambda: _fields(frame, own), frame.say("programme.aim"), ":material/flag:"
    )


def _fields(frame: PageContext, own: dict[str, str]) -> Filled:
    say, programme_id = frame.say, frame.selection.programme_id
    names = ask(programme_parts.choice_names, frame.version, programme_id, frame.lang)["territory"]
    key = f"{FORM} {edit_form.round_of(FORM)}"
    left, right = st.columns(2)

    def chosen(place: Any, field: str, options: list[str], said: Any, nothing: str) -> str | None:
        picked: str | None = place.selectbox(
            say(f"programme_field.target_{field}"), options, index=None, format_func=said, placeholder=say(nothing),
            key=choice_key(f"{key} {field}", frame.lang),
        )  # fmt: skip
        return picked

    label = lambda word: own.get(word) or figure_label(word, frame.lang)  # noqa: E731
    figure = chosen(left, "figure", [*FORMULAS, *own], label, "control.search")
    place = chosen(right, "territory", list(names), names.__getitem__, "programme.everywhere")
    value = number_field(
        frame, say("programme_field.target_value"), f"{key} value", NumberField(), place=left
    )
    due = right.text_input(
        say("programme_field.target_due"),
        max_chars=10,
        key=f"{key} due",
        placeholder=say("programme.date_parts"),
    )

    def do(door: Any) -> None:
        aim = needed(lambda: figure, say("programme_field.target_figure"))
        number = needed(value, say("programme_field.target_value"))
        words = {} if aim in own else figure_words(aim, str(frame.programme["currency"]))
        actions.set_target(door, programme_id, actions.Target(aim, number, due.strip() or None, place), words)

    return Filled(do, say("programme.aimed"))
