"""The parts of the page Indicateurs."""

from __future__ import annotations

import streamlit as st

from eit.actions import indicators as actions
from eit.domain.errors import Refusal
from eit.domain.figures.indicator import BOUNDS, FIRST_YEAR, LAST_YEAR, Indicator, read_value
from eit.ui import edit_form
from eit.ui.consortium import consortium_answers as answers
from eit.ui.exchanges.what_if import refusal_text
from eit.ui.markup import show_html
from eit.ui.notices import WARNING, notice
from eit.ui.page_context import PageContext
from eit.views import format as fmt
from eit.views.indicators.sheet import impacts_html, sheet_html, workbook
from eit.views.static_files import style_html

DECLARE, ADD = "declare indicator", "add indicator"
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def sheet(frame: PageContext) -> list[Indicator]:
    """The rows of the sheet, and the impacts that the programme aims at; returns the indicators."""
    programme_id = frame.selection.programme_id
    found = answers.sheet(frame.version, programme_id, frame.as_of)
    if not found:
        notice(frame.say("indicators.empty"))
        return found
    st.caption(frame.say("indicators.caption"))
    show_html(style_html("sheet.css") + sheet_html(found, frame.lang))
    if aims := answers.impacts(frame.version, programme_id):
        show_html(impacts_html(aims, frame.lang))
    return found


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
        workbook(indicators, frame.lang, about),
        file_name=f"indicateurs-{frame.selection.programme_id}.xlsx",
        mime=EXCEL,
        icon=":material/download:",
    )


def declare_form(frame: PageContext, indicators: list[Indicator]) -> None:
    """Declare one value: a number, a word of the unit, or n.c."""
    if not edit_form.can_edit():
        return
    if not indicators:
        return
    known = {one.indicator_id: one for one in indicators}
    with st.expander(frame.say("indicators.declare"), icon=":material/edit:"):
        st.caption(frame.say("indicators.computed_only"))
        edit_form.author_field(frame)
        with st.form(DECLARE):
            edit_form.show_form_start(DECLARE, frame)
            declared_first = sorted(known, key=lambda key: known[key].kind == "computed")
            chosen = st.selectbox(
                frame.say("indicators.which"),
                declared_first,
                format_func=lambda key: known[key].text("label", frame.lang),
                key="declared indicator",
            )
            left, middle, right = st.columns(3)
            bound = left.selectbox(
                frame.say("indicators.bound"),
                BOUNDS,
                format_func=lambda name: frame.say(f"indicator_bound.{name}"),
                key="declared bound",
            )
            year = middle.number_input(
                frame.say("indicators.year"), FIRST_YEAR, LAST_YEAR, frame.as_of.year, key="declared year"
            )
            value = right.text_input(
                frame.say("indicators.value"), help=frame.say("indicators.value_help"), key="declared value"
            )
            by = st.text_input(frame.say("indicators.declared_by"), max_chars=120, key="declared by")
            sent = st.form_submit_button(frame.say("indicators.save"), icon=":material/save:")
    if sent and chosen:
        _declare(frame, known[chosen], bound, int(year), value, by)


def _declare(frame: PageContext, one: Indicator, bound: str, year: int, typed: str, by: str) -> None:
    try:
        value = read_value(typed, one.text("unit", frame.lang), one.text("label", frame.lang))
    except Refusal as refusal:
        notice(refusal_text(frame, refusal), WARNING)
        return
    declared = actions.Declared(bound, year, value, by or None)
    said = fmt.number(value, frame.lang)
    done = frame.say("indicators.saved", label=one.text("label", frame.lang), value=said)
    programme_id = frame.selection.programme_id
    if edit_form.act(
        frame, DECLARE, lambda door: actions.declare(door, programme_id, one.indicator_id, declared), done
    ):
        st.rerun()


def add_form(frame: PageContext) -> None:
    """Add an indicator that the programme declares."""
    if not edit_form.can_edit():
        return
    with st.expander(frame.say("indicators.add"), icon=":material/add:"):
        edit_form.show_form_start(ADD, frame)
        with st.form(ADD):
            label = st.text_input(frame.say("indicators.label"), max_chars=120, key="new indicator")
            left, middle, right = st.columns(3)
            unit = left.text_input(
                frame.say("indicators.new_unit"), help=frame.say("indicators.new_unit_help"), key="new unit"
            )
            target = middle.number_input(frame.say("indicators.new_target"), value=None, key="new target")
            year = right.number_input(
                frame.say("indicators.new_target_year"),
                FIRST_YEAR,
                LAST_YEAR,
                frame.as_of.year,
                key="new target year",
            )
            by = st.text_input(frame.say("indicators.author"), max_chars=120, key="new author")
            sent = st.form_submit_button(frame.say("indicators.add_save"), icon=":material/add:")
    if not sent:
        return
    programme_id, aimed = frame.selection.programme_id, int(year) if target is not None else None
    done = frame.say("indicators.added", label=label.strip())
    if edit_form.act(
        frame,
        ADD,
        lambda door: actions.add_indicator(door, programme_id, label, unit, by, target, aimed),
        done,
    ):
        st.rerun()
