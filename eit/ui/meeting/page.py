"""The page Rencontre: one scene at a time, moved by buttons, keys or remote; what is said is taken down beside it."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from eit.analysis import scenes
from eit.analysis.scenes import default_addresses
from eit.domain.errors import Refusal
from eit.domain.scene import Scene, read_scene_address
from eit.ui import edit_form
from eit.ui.answers import ask
from eit.ui.markup import show_html, show_script
from eit.ui.meeting import place
from eit.ui.meeting.action import action_panel
from eit.ui.meeting.controls import OVERVIEW, controls
from eit.ui.meeting.decision import decision_panel
from eit.ui.meeting.live_entry import live_panel
from eit.ui.meeting.minutes import minutes_panel
from eit.ui.meeting.phones import phones_panel
from eit.ui.meeting.scene import show_next, show_scene
from eit.ui.meeting.vote import vote_panel
from eit.ui.page_context import PageContext
from eit.views.escape import markdown_text
from eit.views.meeting.scene import (
    clocks_html,
    note_html,
    notes_html,
    room_html,
    room_script,
    room_style_html,
    scene_head_html,
)

PANELS: dict[str, Callable[[PageContext], None]] = {
    "live": live_panel,
    "decide": decision_panel,
    "action": action_panel,
    "vote": vote_panel,
    "phones": phones_panel,
    "minutes": minutes_panel,
}
"""What can be taken down from any scene, in the order of its buttons."""


def scenes_of(frame: PageContext) -> list[Scene]:
    """The scenes that the programme keeps, else the ordinary ones in the language of the screen."""
    programme_id = frame.selection.programme_id
    return ask(scenes.saved_scenes, frame.version, programme_id) or [
        _ordinary(frame, address) for address in default_addresses(programme_id)
    ]


def _ordinary(frame: PageContext, address: str) -> Scene:
    page, _ = read_scene_address(address)
    said = f"meeting.scene.{page}"
    return Scene(frame.say(f"{said}.title"), frame.say(f"{said}.sentence"), address)


def meeting(frame: PageContext) -> None:
    """The whole screen: what is shown, and one row of buttons under it."""
    show_html(room_style_html())
    known = scenes_of(frame)
    here = place.place_among(len(known))
    panel = place.panel() if edit_form.can_edit() or place.panel() == OVERVIEW else ""
    with st.container(key="meeting stage"):
        edit_form.say_done(frame)
        if panel == OVERVIEW:
            _overview(frame, known, here)
        elif place.view() == place.SPEAKER:
            _speaker(frame, known, here, panel)
        elif panel in PANELS:
            left, right = st.columns([1, 1.25], gap="medium")
            with left, st.container(key="room beside"):
                _draw(frame, known[here])
            with right, st.container(key="room panel"):
                _panel(frame, panel)
        else:
            _draw(frame, known[here])
    if place.view() != place.PREVIEW:
        controls(frame, here, len(known), tuple(PANELS))
        corner, edits = place.view() != place.SPEAKER, edit_form.edits_done()
        show_html(room_html(frame.selection.programme_id, here + 1, len(known), edits, frame.say, corner))
        show_script(room_script())


def _draw(frame: PageContext, scene: Scene, show: Callable[[PageContext, Scene], None] = show_scene) -> None:
    show_html(scene_head_html(*scene.said(frame.lang)))
    try:
        show(frame, scene)
    except Refusal as refusal:
        show_html(scene_head_html("", frame.say("meeting.scene_broken", value=refusal.value)))


def _panel(frame: PageContext, name: str) -> None:
    show_html(scene_head_html(frame.say(f"meeting.{name}"), ""))
    PANELS[name](frame)


def _speaker(frame: PageContext, known: list[Scene], here: int, panel: str) -> None:
    """For the second window: the scene of the room and what comes next; the clock, the notes or what is taken down."""
    left, right = st.columns([1, 1], gap="medium")
    after = known[here + 1] if here + 1 < len(known) else None
    title = after.said(frame.lang)[0] if after else frame.say("meeting.last_scene")
    with left, st.container(key="room beside"):
        _draw(frame, known[here])
    with right, st.container(key="room panel"):
        show_html(clocks_html(frame.say))
        if panel in PANELS:
            _panel(frame, panel)
        else:
            show_html(notes_html(known[here].notes(frame.lang) or frame.say("meeting.no_notes")))
    with left:
        show_html(note_html(frame.say("meeting.comes", title=title)))
        if after is not None:
            with st.container(key="room next"):
                _draw(frame, after, show_next)


def _overview(frame: PageContext, known: list[Scene], here: int) -> None:
    """Every scene by its title: one press leads there."""
    show_html(scene_head_html(frame.say("meeting.overview"), frame.say("meeting.keys")))
    for number, scene in enumerate(known):
        st.button(
            markdown_text(f"{number + 1}. {scene.said(frame.lang)[0]}"),
            type="primary" if number == here else "secondary",
            key=f"overview {number + 1}",
            on_click=place.go,
            args=(number,),
            width="stretch",
        )
