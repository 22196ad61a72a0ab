"""Live entry: an offer or a need said in the room shows its partners at once; nothing is written until it is kept."""

from __future__ import annotations

import streamlit as st

from eit.actions import live_entry as actions
from eit.domain.errors import Refusal
from eit.domain.live_entry import SpokenFlow
from eit.ui import answers as data
from eit.ui import edit_form
from eit.ui.consortium import consortium_answers as answers
from eit.ui.exchanges.what_if import refusal_text
from eit.ui.markup import show_html
from eit.ui.notices import WARNING, notice
from eit.ui.page_context import PageContext
from eit.views import format as fmt
from eit.views.grouping import unit_label
from eit.views.meeting.scene import note_html, pairs_html

FORM, ROUND, NEW = "live entry", "round of live entry", "new"
UNITS = {
    "matter": ("t/year", "kg/month", "t/month", "m3/year"),
    "energy": ("MWh/year", "kWh/year", "GJ/year"),
    "water": ("m3/year", "m3/month"),
    "service": ("h/year", "day/year", "m2/year", "place/year"),
}
PARTNERS_SHOWN = 4


@st.fragment
def live_panel(frame: PageContext) -> None:
    """What is said, on the left; who could meet it, on the right. A fragment: the rest of the page stays."""
    edit_form.show_form_start(FORM, frame)
    left, right = st.columns([1, 1.25], gap="large")
    with left:
        said = _said(frame)
    with right:
        _outcome(frame, said)


def _key(name: str) -> str:
    """Fields are emptied by giving them other keys once something was kept."""
    return f"live {name} {st.session_state.get(ROUND, 0)}"


def _said(frame: PageContext) -> SpokenFlow | None:
    say = frame.say
    names = dict(answers.shown(frame.version, frame.selection.programme_id, frame.lang).labels)
    labels = {NEW: say("meeting.new_organisation"), **dict(sorted(names.items(), key=lambda item: item[1]))}
    who = st.selectbox(
        say("meeting.who"),
        list(labels),
        index=None,
        format_func=labels.__getitem__,
        placeholder=say("control.search"),
        key=_key("who"),
    )
    new = _newcomer(frame) if who == NEW else {}
    left, right = st.columns([1, 1.4])
    direction = left.segmented_control(
        say("meeting.direction"),
        ("offer", "demand"),
        default="offer",
        required=True,
        format_func=lambda side: say(f"meeting.has.{side}"),
        key=_key("direction"),
    )
    rows = data.reference(frame.version, "materials").set_index("material_id")
    materials = rows[frame.local("name")].to_dict()
    material = right.selectbox(
        say("meeting.material"),
        sorted(materials, key=lambda one: materials[one].casefold()),
        index=None,
        format_func=materials.__getitem__,
        placeholder=say("control.search"),
        key=_key("material"),
    )
    kind = str(rows.loc[material, "kind"]) if material else "matter"
    quantity = left.number_input(
        say("meeting.quantity"), min_value=0.0, value=None, step=1.0, key=_key("quantity")
    )
    unit = right.selectbox(
        say("meeting.unit"),
        UNITS[kind],
        format_func=lambda word: unit_label(word, frame.lang),
        key=_key(f"unit {kind}"),
    )
    if (
        who is None
        or material is None
        or (who == NEW and not (new["name"].strip() and new["municipality_id"]))
    ):
        return None
    company = None if who == NEW else who
    return SpokenFlow(str(direction), material, unit, quantity, company, **new)


def _newcomer(frame: PageContext) -> dict:
    """Name and place of an organisation that is not on record, its sector, and whether it may be named."""
    left, right = st.columns([1, 1.4])
    name = left.text_input(frame.say("meeting.new_name"), max_chars=120, key=_key("name"))
    places = data.place_choices(frame.version, frame.selection.programme_id).set_index("territory_id")["name"]
    place = right.selectbox(
        frame.say("meeting.place"),
        list(places.index),
        index=None,
        format_func=places.to_dict().__getitem__,
        placeholder=frame.say("control.search"),
        key=_key("place"),
    )
    consents = st.checkbox(frame.say("meeting.consents"), key=_key("consents"))
    return {"name": name, "municipality_id": place, "consent_name": consents}


def _outcome(frame: PageContext, said: SpokenFlow | None) -> None:
    if said is None:
        show_html(note_html(frame.say("meeting.waiting")))
        return
    radius = fmt.distance(frame.selection.radius_km, frame.lang)
    try:
        pairs = answers.room_partners(
            frame.version,
            frame.selection.programme_id,
            frame.selection.radius_km,
            said,
            frame.as_of,
            frame.lang,
        )
    except Refusal as refusal:
        notice(refusal_text(frame, refusal), WARNING)
        return
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
        edit_form.author_field(frame)
    sent = right.button(frame.say("meeting.keep"), icon=":material/save:", type="primary", key="keep live")
    programme_id = frame.selection.programme_id
    if sent and edit_form.act(
        frame, FORM, lambda door: actions.keep(door, programme_id, said), frame.say("meeting.kept")
    ):
        st.session_state[ROUND] = st.session_state.get(ROUND, 0) + 1
        st.rerun()
