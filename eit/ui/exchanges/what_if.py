"""What would change if: a scenario built step by step, kept in the address and never in the data."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

import streamlit as st

from eit.analysis import programmes
from eit.analysis.impact import method
from eit.analysis.territories import figures
from eit.domain.errors import Refusal
from eit.domain.exchange.scenario import Change, Scenario, from_link, to_link
from eit.domain.typed_number import NumberField, own_units
from eit.ui import answers
from eit.ui.answers import ask
from eit.ui.choice_key import choice_key
from eit.ui.edit_form import refusal_of
from eit.ui.markup import show_html
from eit.ui.notices import WARNING, notice
from eit.ui.page_context import PageContext, left_out
from eit.ui.sidebar.controls import SCENARIO
from eit.ui.tables import show_table
from eit.ui.typed_field import Entered, number_field
from eit.views.grouping import change_html, difference_table, unit_label
from eit.views.map.lists import exchange_list_html
from eit.views.refusals import refusal_sentence

UNITS = ("t/year", "kg/year", "t/month", "m3/year", "kWh/year", "MWh/year", "h/year", "m2/year", "place/year")
KINDS_OF_CHANGE = ("add-flow", "change-flow", "remove-flow", "add-company", "remove-company")
SHOWN = 10
TURN = "turn of what if"


def holds_scenario() -> bool:
    """Whether the address brought a scenario: its part of the page then opens first."""
    return bool(st.session_state.get(SCENARIO))


def what_if(frame: PageContext) -> None:
    """The changes so far, a form for the next one, and both sides of every figure that moves."""
    st.caption(frame.say("what_if.help"))
    if left_out(frame):
        return
    scenario = _current(frame)
    left, right = st.columns([1, 1.6], gap="large")
    with left:
        _name(frame, scenario)
        _changes(frame, scenario)
        _form(frame, scenario)
    with right:
        if scenario.changes:
            _outcome(frame)
        else:
            notice(frame.say("what_if.empty"))


def _current(frame: PageContext) -> Scenario:
    empty = Scenario(frame.say("what_if.unnamed"))
    link = st.session_state.get(SCENARIO)
    if not link:
        return empty
    try:
        return from_link(link)
    except Refusal as refusal:
        st.session_state[SCENARIO] = ""
        notice(refusal_sentence(refusal, frame.say), WARNING)
        return empty


def _keep(scenario: Scenario) -> None:
    st.session_state[SCENARIO] = to_link(scenario)


def _name(frame: PageContext, scenario: Scenario) -> None:
    name = st.text_input(frame.say("what_if.name"), value=scenario.name, max_chars=120, key="scenario name")
    if name.strip() and name != scenario.name and scenario.changes:
        _keep(replace(scenario, name=name.strip()))
        st.rerun()


def _changes(frame: PageContext, scenario: Scenario) -> None:
    """What the scenario does, each change with a way back."""
    for index, change in enumerate(scenario.changes):
        text, undo = st.columns([5, 1], vertical_alignment="center")
        names = ask(answers.scenario_names, frame.version, frame.selection.programme_id)
        show_html(change_html(change, names, frame.lang), text)
        kept = replace(scenario, changes=scenario.changes[:index] + scenario.changes[index + 1 :])
        undo.button(
            "",
            icon=":material/undo:",
            key=f"undo {index}",
            on_click=_keep,
            args=(kept,),
            help=frame.say("what_if.undo"),
        )


def _form(frame: PageContext, scenario: Scenario) -> None:
    do = st.selectbox(
        frame.say("what_if.next"),
        KINDS_OF_CHANGE,
        format_func=lambda kind: frame.say(f"change.{kind}"),
        key=choice_key("next change", frame.lang),
    )
    with st.form("what if"):
        fields = FORMS[do](frame, scenario)
        sent = st.form_submit_button(frame.say("what_if.add"), icon=":material/add:")
    if not sent:
        return
    wanted: list[Scenario] = []
    if refused := refusal_of(frame, lambda: wanted.append(_with_change(frame, scenario, do, fields()))):
        notice(refused, WARNING)
        return
    st.session_state[TURN] = st.session_state.get(TURN, 0) + 1
    _keep(wanted[0])
    st.rerun()


def _with_change(frame: PageContext, scenario: Scenario, do: str, fields: Mapping[str, object]) -> Scenario:
    """The scenario with one change more. Raises Refusal when the change cannot be."""
    change = Change.of(do, **fields)
    name = st.session_state.get("scenario name", "").strip() or scenario.name
    wanted = Scenario(name, (*scenario.changes, change))
    ask(answers.comparison, frame.version, frame.selection, to_link(wanted), frame.as_of)
    return wanted


def _key(name: str) -> str:
    """Fields are emptied by another key once their change was added, and only then."""
    return f"what if {name} {st.session_state.get(TURN, 0)}"


def _flow(frame: PageContext) -> str | None:
    rows = ask(answers.flow_choices, frame.version, frame.selection.programme_id).set_index("flow_id")
    names = (
        rows["company"] + " · " + rows["direction"].map(lambda side: frame.say(f"direction.{side}")) + " · "
    )
    labels = (names + rows[frame.local("material")]).to_dict()
    return st.selectbox(
        frame.say("what_if.flow"),
        list(labels),
        format_func=labels.__getitem__,
        index=None,
        placeholder=frame.say("control.search"),
        key=choice_key(_key("flow"), labels),
    )


def _company(frame: PageContext, scenario: Scenario) -> str | None:
    names = dict(ask(programmes.company_names, frame.version, frame.selection.programme_id))
    added = {str(c.get("company_id")): str(c.get("name")) for c in scenario.changes if c.do == "add-company"}
    names = {**added, **names}
    return st.selectbox(
        frame.say("control.company"),
        list(names),
        format_func=names.__getitem__,
        index=None,
        placeholder=frame.say("control.search"),
        key=choice_key(_key("company"), names),
    )


def _quantity(frame: PageContext) -> Entered[dict[str, object]]:
    unit = st.selectbox(
        frame.say("column.unit"),
        UNITS,
        format_func=lambda unit: unit_label(unit, frame.lang),
        key=choice_key(_key("unit"), frame.lang),
    )
    field = NumberField(own_units(unit, unit_label(unit, frame.lang)), low=0.0)
    value = number_field(frame, frame.say("column.quantity"), _key("quantity"), field)
    return lambda: {"quantity": value(), "unit": unit}


def _said(**fields: object) -> Entered[Mapping[str, object]]:
    return lambda: fields


def _add_flow(frame: PageContext, scenario: Scenario) -> Entered[Mapping[str, object]]:
    company = _company(frame, scenario)
    direction = st.segmented_control(
        frame.say("what_if.direction"),
        ("offer", "demand"),
        default="offer",
        required=True,
        format_func=lambda side: frame.say(f"direction.{side}"),
        key=_key("direction"),
    )
    materials = (
        ask(method.reference, frame.version, "materials")
        .set_index("material_id")[f"name_{frame.lang}"]
        .to_dict()
    )
    material = st.selectbox(
        frame.say("column.material"),
        list(materials),
        format_func=materials.__getitem__,
        index=None,
        placeholder=frame.say("control.search"),
        key=choice_key(_key("material"), materials),
    )
    number = len(scenario.changes) + 1
    names = {
        "flow_id": f"{company}-x{number}",
        "company_id": company,
        "direction": direction,
        "material_id": material,
    }
    quantity = _quantity(frame)
    return lambda: {**names, **quantity()}


def _change_flow(frame: PageContext, scenario: Scenario) -> Entered[Mapping[str, object]]:
    flow, quantity = _flow(frame), _quantity(frame)
    return lambda: {"flow_id": flow, **quantity()}


def _add_company(frame: PageContext, scenario: Scenario) -> Entered[Mapping[str, object]]:
    name = st.text_input(frame.say("column.name"), max_chars=120, key=_key("name"))
    places = ask(figures.places, frame.version, frame.selection.programme_id).set_index("territory_id")
    place = st.selectbox(
        frame.say("column.municipality"),
        list(places.index),
        format_func=places["name"].to_dict().__getitem__,
        index=None,
        placeholder=frame.say("control.search"),
        key=choice_key(_key("place"), places["name"].to_dict()),
    )
    fields: dict[str, object] = {
        "company_id": f"new-{len(scenario.changes) + 1}",
        "name": name,
        "municipality_id": place,
    }
    if place is not None:
        fields |= {
            "latitude": float(places.loc[place, "latitude"]),
            "longitude": float(places.loc[place, "longitude"]),
        }
    return _said(**fields)


FORMS: dict[str, Callable[[PageContext, Scenario], Entered[Mapping[str, object]]]] = {
    "add-flow": _add_flow,
    "change-flow": _change_flow,
    "remove-flow": lambda frame, _: _said(flow_id=_flow(frame)),
    "add-company": _add_company,
    "remove-company": lambda frame, scenario: _said(company_id=_company(frame, scenario)),
}


def _outcome(frame: PageContext) -> None:
    """Both sides and the difference, and the exchanges that appear or go."""
    try:
        found = ask(
            answers.comparison, frame.version, frame.selection, st.session_state[SCENARIO], frame.as_of
        )
    except Refusal as refusal:
        notice(refusal_sentence(refusal, frame.say), WARNING)
        return
    table = difference_table(found.figures, frame.lang)
    if table.frame.empty:
        notice(frame.say("what_if.no_change"))
    else:
        show_table(table, "what if figures")
    for side, rows in (("gained", found.gained), ("lost", found.lost)):
        if len(rows):
            st.markdown(f"**{frame.say(f'what_if.{side}', n=len(rows))}**")
            show_html(exchange_list_html(rows, frame.lang, SHOWN))
    st.caption(frame.say("what_if.link"))
