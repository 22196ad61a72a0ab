"""The parts of the page Indicateurs."""

from __future__ import annotations

from typing import Any

import streamlit as st

from eit.actions import indicators as actions
from eit.actions.edit import EditContext
from eit.analysis.impact import indicators as indicators_analysis
from eit.analysis.impact.indicators import presets
from eit.analysis.own_bands import formulas_in_bands, sheet_in_bands
from eit.domain.errors import DataError, Refusal
from eit.domain.figures.indicator import BOUNDS, FIRST_YEAR, LAST_YEAR, Indicator, read_value
from eit.domain.typed_number import NumberField, own_units
from eit.ui import edit_form
from eit.ui.answers import ask
from eit.ui.choice_key import choice_key
from eit.ui.edit_form import Filled
from eit.ui.markup import show_html
from eit.ui.notices import notice
from eit.ui.page_context import PageContext
from eit.ui.public.edition_answers import edition_now, told
from eit.ui.tables import show_table
from eit.ui.typed_field import Entered, needed, number_field, typed_field, whole_field
from eit.views import format as fmt
from eit.views.cards import paragraphs_html
from eit.views.escape import markdown_text
from eit.views.indicators.sheet import impacts_html, preset_table, sheet_html, workbook
from eit.views.public.sentences import peers
from eit.views.static_files import style_html

DECLARE, ADD = "declare indicator", "add indicator"
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def sheet(frame: PageContext) -> list[Indicator]:
    """The rows of the sheet, and the impacts that the programme aims at; returns the indicators."""
    programme_id = frame.selection.programme_id
    found = told_sheet(frame)
    if not found:
        notice(frame.say("indicators.empty"))
        return found
    st.caption(frame.say("indicators.caption"))
    show_html(style_html("sheet.css") + sheet_html(found, frame.lang))
    if aims := ask(indicators_analysis.impacts, frame.version, programme_id):
        show_html(impacts_html(aims, frame.lang))
    return found


def told_sheet(frame: PageContext) -> list[Indicator]:
    """The sheet of the programme; where a room reads, with the programme's own sums by their bands."""
    asked = (frame.selection.programme_id, frame.as_of)
    found = ask(indicators_analysis.sheet, frame.version, *asked)
    return sheet_in_bands(found, ask(formulas_in_bands, frame.own, *asked)) if frame.banded else found


def beside_others(frame: PageContext) -> None:
    """Where the programme stands among those like it, in bands, as its public edition tells; nothing without one."""
    programme_id = frame.selection.programme_id
    try:
        edition = edition_now()
        said = peers(told(edition, programme_id), frame.say) if programme_id in edition.comparable() else []
    except (DataError, Refusal):
        return
    if said:
        st.subheader(frame.say("public.peers"), anchor=False)
        st.caption(frame.say("indicators.of_edition", name=markdown_text(str(edition.edition()["name"]))))
        show_html(paragraphs_html(said))


def download(frame: PageContext, indicators: list[Indicator]) -> None:
    """The sheet in the funder's rows."""
    if not indicators:
        return
    about = {
        "programme": str(frame.programme[frame.local("name")]),
        "as_of": fmt.date(frame.as_of, frame.lang),
        "fictitious": "yes" if frame.fictitious else "",
    }
    st.download_button(
        frame.say("indicators.download"),
        lambda: workbook(indicators, frame.lang, about),
        file_name=f"indicateurs-{frame.selection.programme_id}.xlsx",
        mime=EXCEL,
        icon=":material/download:",
        on_click="ignore",
    )


def declare_form(frame: PageContext, indicators: list[Indicator]) -> None:
    """Declare one value: a number, a word of the unit, or n.c."""
    if not edit_form.can_edit() or not indicators:
        return
    known = {one.indicator_id: one for one in indicators}
    with st.expander(frame.say("indicators.declare"), icon=":material/edit:"):
        st.caption(frame.say("indicators.computed_only"))
        edit_form.run_form(
            frame, DECLARE, lambda: _declared(frame, known), frame.say("indicators.save"), ":material/save:"
        )


def _declared(frame: PageContext, known: dict[str, Indicator]) -> Filled:
    chosen = st.selectbox(
        frame.say("indicators.which"),
        sorted(known, key=lambda key: known[key].kind == "computed"),
        format_func=lambda key: known[key].text("label", frame.lang),
        key=choice_key("declared indicator", frame.lang),
    )
    left, middle, right = st.columns(3)
    bound = left.selectbox(
        frame.say("indicators.bound"),
        BOUNDS,
        format_func=lambda name: frame.say(f"indicator_bound.{name}"),
        key=choice_key("declared bound", frame.lang),
    )
    year = _year(frame, "indicators.year", "declared year", middle)
    one, label = known[str(chosen)], frame.say("indicators.value")
    unit = one.text("unit", frame.lang)
    value = typed_field(
        frame, label, "declared value", "", lambda text: read_value(text, unit, label, frame.lang), place=right,
        help=frame.say("indicators.value_help"),
    )  # fmt: skip
    by = st.text_input(frame.say("indicators.declared_by"), max_chars=120, key="declared by")
    programme_id = frame.selection.programme_id

    def declare(door: EditContext) -> float | None:
        declared = actions.Declared(bound, year(), value(), by or None)
        actions.declare(door, programme_id, one.indicator_id, declared)
        return declared.value

    def done(kept: float | None) -> str:
        said = fmt.number(kept, frame.lang)
        return frame.say("indicators.saved", label=one.text("label", frame.lang), value=said)

    return Filled(declare, done)


def _year(frame: PageContext, label: str, key: str, place: Any) -> Entered[int]:
    said = frame.say(label)
    year = whole_field(frame, said, key, FIRST_YEAR, LAST_YEAR, frame.as_of.year, place)
    return lambda: needed(year, said)


def add_form(frame: PageContext) -> None:
    """Add an indicator that the programme declares."""
    if not edit_form.can_edit():
        return
    with st.expander(frame.say("indicators.add"), icon=":material/add:"):
        edit_form.run_form(
            frame, ADD, lambda: _added(frame), frame.say("indicators.add_save"), ":material/add:"
        )


def _added(frame: PageContext) -> Filled:
    say, programme_id = frame.say, frame.selection.programme_id
    label = st.text_input(say("indicators.label"), max_chars=120, key="new indicator")
    left, middle, right = st.columns(3)
    unit = left.text_input(say("indicators.new_unit"), help=say("indicators.new_unit_help"), key="new unit")
    field = NumberField(units=own_units(unit))
    target = number_field(frame, say("indicators.new_target"), "new target", field, place=middle)
    year = _year(frame, "indicators.new_target_year", "new target year", right)
    by = st.text_input(say("indicators.author"), max_chars=120, key="new author")

    def add(door: EditContext) -> None:
        aim = target()
        aimed = None if aim is None else year()
        actions.add_indicator(door, programme_id, label, unit, by, aim, aimed)

    return Filled(add, say("indicators.added", label=label.strip()))


def preset_form(frame: PageContext) -> None:
    """Add what a funder or a framework asks: which indicators, from which source, before they are added."""
    if not edit_form.can_edit():
        return
    with st.expander(frame.say("indicators.preset"), icon=":material/library_add:"):
        rows = presets()
        preset = st.selectbox(
            frame.say("indicators.which_preset"), list(dict.fromkeys(row["preset"] for row in rows)),
            format_func=lambda name: frame.say(f"indicator_preset.{name}"),
            key=choice_key("indicator preset", frame.lang),
        )  # fmt: skip
        show_table(
            preset_table([row for row in rows if row["preset"] == preset], frame.lang), f"preset {preset}"
        )
        programme_id = frame.selection.programme_id
        filled = Filled(
            lambda context: actions.add_preset(context, programme_id, str(preset)),
            lambda count: frame.say("indicators.preset_added", n=count),
        )
        edit_form.run_button(
            frame, f"preset {preset}", filled, frame.say("indicators.preset_add"), icon=":material/add:"
        )
