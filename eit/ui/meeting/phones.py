"""The phones of the room on the shared screen: how to come in, the votes, offers with their partners once accepted.

What waits is read elsewhere (Accueil): nothing is on this screen before somebody has accepted it.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from datetime import date

import streamlit as st

from eit.actions.door import room as actions
from eit.actions.door.links import door_address
from eit.actions.edit import EditContext
from eit.analysis import scenes
from eit.analysis.door.firm_sheet import room_leads
from eit.analysis.door.room import RoomState, room_sheet, room_state
from eit.analysis.impact import method
from eit.analysis.live_entry import partners
from eit.domain.errors import Refusal
from eit.domain.live_entry import SpokenFlow
from eit.domain.selection import Selection
from eit.store.database import FileVersion
from eit.ui import edit_form
from eit.ui.answers import ask
from eit.ui.data_file import current_version, database
from eit.ui.edit_form import Filled
from eit.ui.markup import show_html
from eit.ui.meeting.scene import frame_of
from eit.ui.notices import notice
from eit.ui.page_context import PageContext
from eit.ui.typed_field import whole_field
from eit.views import format as fmt
from eit.views.meeting.phones import leads_html, offer_words, polls_html, room_code_html
from eit.views.meeting.scene import note_html, pairs_html

FORM, EVERY_S = "phones of the room", 1
PREPARED = "partners of what waits"
OFFERS_SHOWN, PARTNERS_SHOWN, LEADS_SHOWN = 2, 2, 3
LEADS_PAGE = "echanges"


def phones_panel(frame: PageContext) -> None:
    """The open form and what came of it, or how to open one."""
    state = room_state(database(current_version()), frame.selection.programme_id, door_address())
    if state is None:
        _open(frame)
        return
    _live(frame)
    close = Filled(
        lambda door: actions.close_room(door, frame.selection.programme_id), frame.say("room.closed")
    )
    edit_form.run_button(frame, f"close {FORM}", close, frame.say("room.close"), icon=":material/phonelink_off:",
                         key=f"close {FORM}")  # fmt: skip


@st.fragment(run_every=EVERY_S)
def _live(frame: PageContext) -> None:
    """Looked at again every second: what was accepted meanwhile is there, its partners worked out while it waited."""
    state = room_state(database(current_version()), frame.selection.programme_id, door_address())
    if state is None:
        notice(frame.say("room.closed"))
        return
    left, right = st.columns([1.2, 1], gap="medium")
    with left:
        show_html(room_code_html(state, frame.say))
    with right:
        if state.polls:
            show_html(polls_html(state.polls, frame.say))
        if state.leads:
            show_html(leads_html(state, frame.say, LEADS_SHOWN))
        _offers(frame, state)
    _prepare(frame, state)


def _prepare(frame: PageContext, state: RoomState) -> None:
    """Work out the partners of one offer that waits, and show nothing of it: a look stays short."""
    known = st.session_state.setdefault(PREPARED, set())
    said = next((one for one in state.coming if (frame.version, one) not in known), None)
    if said is None:
        return
    known.add((frame.version, said))
    with suppress(Refusal):
        ask(partners, *_asked(frame, said))


def _offers(frame: PageContext, state: RoomState) -> None:
    rows = ask(method.reference, frame.version, "materials").set_index("material_id")
    materials = {str(key): str(name) for key, name in rows[frame.local("name")].items()}
    for said in state.offers[:OFFERS_SHOWN]:
        show_html(note_html(offer_words(said, materials, frame.say)))
        _partners(frame, said)


def _partners(frame: PageContext, said: SpokenFlow) -> None:
    """Who could meet it, as the room may read it: names by consent, quantities in bands."""
    try:
        pairs = ask(partners, *_asked(frame, said))
    except Refusal:
        return
    if pairs.empty:
        radius = fmt.distance(frame.selection.radius_km, frame.lang)
        show_html(note_html(frame.say("meeting.nobody", radius=radius)))
    else:
        show_html(pairs_html(pairs, frame.lang, PARTNERS_SHOWN, said.direction))


def _asked(frame: PageContext, said: SpokenFlow) -> tuple[FileVersion, Selection, SpokenFlow, date]:
    """What is asked for the partners of an offer, in the same words before and after it is accepted."""
    named = replace(said, name=said.name or frame.say("room.somebody"))
    asked = Selection(frame.selection.programme_id, radius_km=frame.selection.radius_km)
    return frame.version, asked, named, frame.as_of


def _leads_shown(frame: PageContext) -> Selection:
    """What the scene of the leads asks, so that phones choose among those of the screen; else the whole programme."""
    for scene in ask(scenes.saved_scenes, frame.version, frame.selection.programme_id):
        with suppress(Refusal):
            page, own = frame_of(frame, scene)
            if page == LEADS_PAGE:
                return own.selection
    return Selection(frame.selection.programme_id, radius_km=frame.selection.radius_km)


def _open(frame: PageContext) -> None:
    """A question with its answers, for how long, and the button."""
    say, programme_id = frame.say, frame.selection.programme_id
    show_html(note_html(say("room.told")))

    def fields() -> Filled:
        title = st.text_input(say("room.question"), max_chars=actions.LONGEST_CHOICE, key=f"{FORM} title")
        choices = st.text_area(say("room.choices"), key=f"{FORM} choices", height=120)
        hours = whole_field(
            frame, say("room.hours"), f"{FORM} hours", 1, actions.LONGEST_HOURS, actions.USUAL_HOURS
        )

        def do(door: EditContext) -> None:
            poll = actions.poll_of(title, choices)
            now, polls = database(current_version()), () if poll is None else (poll,)
            leads = room_leads(now, database(frame.version), _leads_shown(frame), frame.as_of)
            sheet = room_sheet(now, programme_id, polls, leads=leads)
            actions.open_room(door, programme_id, sheet, hours() or actions.USUAL_HOURS)

        return Filled(do, say("room.opened"))

    edit_form.run_form(frame, FORM, fields, say("room.open"), ":material/phonelink:")
