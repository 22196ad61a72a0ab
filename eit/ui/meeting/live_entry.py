"""Live entry: an offer or a need said in the room shows its partners at once; nothing is written until it is kept."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from eit.actions import live_entry as actions
from eit.analysis import programmes
from eit.analysis.impact import method
from eit.analysis.live_entry import partners
from eit.analysis.territories import figures
from eit.domain.live_entry import SpokenFlow
from eit.domain.selection import Selection
from eit.domain.typed_number import NumberField, own_units
from eit.ui import data_file, edit_form
from eit.ui.answers import ask
from eit.ui.author import author_field
from eit.ui.choice_key import choice_key
from eit.ui.edit_form import Filled
from eit.ui.markup import show_html
from eit.ui.meeting import place
from eit.ui.notices import WARNING, notice
from eit.ui.page_context import PageContext
from eit.ui.typed_field import Entered, number_field
from eit.views import format as fmt
from eit.views.grouping import unit_label
from eit.views.meeting.scene import note_html, pairs_html

FORM, NEW = "live entry", "new"
SIDES = ("offer", "demand")
UNITS = {
    "matter": ("t/year", "kg/month", "t/month", "m3/year"),
    "energy": ("MWh/year", "kWh/year", "GJ/year"),
    "water": ("m3/year", "m3/month"),
    "service": ("h/year", "day/year", "m2/year", "place/year"),
}
PARTNERS_SHOWN = 3


@st.fragment
def live_panel(frame: PageContext) -> None:
    """What is said, and under it who could meet it. A fragment: the rest of the page stays."""
    said = _said(frame)
    if refused := edit_form.refusal_of(frame, lambda: _outcome(frame, said())):
        notice(refused, WARNING)


def _key(name: str) -> str:
    """Fields are emptied by giving them other keys once something was kept."""
    return f"live {name} {edit_form.round_of(FORM)}"


def _said(frame: PageContext) -> Entered[SpokenFlow | None]:
    """What is said, None while it is incomplete; raises the refusal of its quantity."""
    say, turn = frame.say, edit_form.round_of(FORM)
    names = ask(programmes.company_names, frame.version, frame.selection.programme_id)
    labels = {NEW: say("meeting.new_organisation"), **dict(sorted(names.items(), key=lambda item: item[1]))}
    place.restore("who", _key("who"), labels, turn)
    who = st.selectbox(
        say("meeting.who"),
        list(labels),
        index=None,
        format_func=labels.__getitem__,
        placeholder=say("control.search"),
        key=choice_key(_key("who"), labels),
    )
    new = _newcomer(frame) if who == NEW else {}
    left, right = st.columns([1, 1.4])
    place.restore("direction", _key("direction"), SIDES, turn)
    st.session_state.setdefault(_key("direction"), SIDES[0])
    direction = left.segmented_control(
        say("meeting.direction"),
        SIDES,
        required=True,
        format_func=lambda side: say(f"meeting.has.{side}"),
        key=_key("direction"),
    )
    rows = ask(method.reference, frame.version, "materials").set_index("material_id")
    materials = rows[frame.local("name")].to_dict()
    place.restore("material", _key("material"), materials, turn)
    material = right.selectbox(
        say("meeting.material"),
        sorted(materials, key=lambda one: materials[one].casefold()),
        index=None,
        format_func=materials.__getitem__,
        placeholder=say("control.search"),
        key=choice_key(_key("material"), materials),
    )
    kind = str(rows.loc[material, "kind"]) if material else "matter"
    place.restore("unit", _key(f"unit {kind}"), UNITS[kind], turn)
    unit = right.selectbox(
        say("meeting.unit"),
        UNITS[kind],
        format_func=lambda word: unit_label(word, frame.lang),
        key=choice_key(_key(f"unit {kind}"), frame.lang),
    )
    chosen = {"who": who, "direction": direction, "material": material, "unit": unit if material else None}
    place.hold({**chosen, "place": new.get("municipality_id")} if who or material else {}, turn)
    units = own_units(unit, unit_label(unit, frame.lang))
    field = NumberField(units, low=0.0)
    quantity = number_field(frame, say("meeting.quantity"), _key("quantity"), field, place=left)
    unnamed = who == NEW and not (new["name"].strip() and new["municipality_id"])
    if who is None or material is None or unnamed:
        return lambda: None
    company = None if who == NEW else who
    return lambda: SpokenFlow(str(direction), material, unit, quantity(), company, **new)


def _newcomer(frame: PageContext) -> dict:
    """Name and place of an organisation that is not on record, its sector, and whether it may be named."""
    turn = edit_form.round_of(FORM)
    left, right = st.columns([1, 1.4])
    name = left.text_input(frame.say("meeting.new_name"), max_chars=120, key=_key("name"))
    places = ask(figures.places, frame.version, frame.selection.programme_id).set_index("territory_id")[
        "name"
    ]
    place.restore("place", _key("place"), set(places.index), turn)
    where = right.selectbox(
        frame.say("meeting.place"),
        list(places.index),
        index=None,
        format_func=places.to_dict().__getitem__,
        placeholder=frame.say("control.search"),
        key=choice_key(_key("place"), places.to_dict()),
    )
    consents = st.checkbox(frame.say("meeting.consents"), key=_key("consents"))
    return {"name": name, "municipality_id": where, "consent_name": consents}


def _outcome(frame: PageContext, said: SpokenFlow | None) -> None:
    if said is None:
        show_html(note_html(frame.say("meeting.waiting")))
        return
    radius = fmt.distance(frame.selection.radius_km, frame.lang)
    asked = Selection(frame.selection.programme_id, radius_km=frame.selection.radius_km)
    pairs = ask(partners, frame.version, asked, said, frame.as_of)
    if pairs.empty:
        show_html(note_html(frame.say("meeting.nobody", radius=radius)))
    else:
        within = frame.say("meeting.within", radius=radius)
        show_html(note_html(f"{frame.say('meeting.partners', n=len(pairs))}. {within}"))
        show_html(pairs_html(pairs, frame.lang, PARTNERS_SHOWN, said.direction))
    _keep(frame, said)


def _keep(frame: PageContext, said: SpokenFlow) -> None:
    """Write what was said, signed."""
    left, right = st.columns([1.4, 1], vertical_alignment="bottom")
    with left:
        author_field(frame.say)
    programme_id = frame.selection.programme_id
    company = None if said.company_id is None else data_file.real_company(frame.version, said.company_id)
    meant = replace(said, company_id=company)
    filled = Filled(lambda door: actions.keep(door, programme_id, meant), frame.say("meeting.kept"))
    edit_form.run_button(
        frame, FORM, filled, frame.say("meeting.keep"), right,
        icon=":material/save:", type="primary", key="keep live",
    )  # fmt: skip
