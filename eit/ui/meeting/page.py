"""The page Rencontre: one scene at a time, moved by buttons, keyboard or remote; entry and decisions on the spot."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from eit.analysis import scenes
from eit.analysis.scenes import default_addresses
from eit.domain.errors import Refusal
from eit.domain.scene import Scene, read_scene_address
from eit.ui import edit_form
from eit.ui.answers import ask
from eit.ui.markup import show_html
from eit.ui.meeting.decision import decision_panel
from eit.ui.meeting.live_entry import live_panel
from eit.ui.meeting.phones import phones_panel
from eit.ui.meeting.scene import show_scene
from eit.ui.page_context import PageContext
from eit.views.cards import tag_html
from eit.views.meeting.scene import note_html, room_style_html, scene_head_html

SCENE, MODE = "scene of the meeting", "mode of the meeting"
SCENES, LIVE, DECIDE, PHONES = "scenes", "live", "decide", "phones"
PANELS: dict[str, Callable[[PageContext], None]] = {
    LIVE: live_panel,
    DECIDE: decision_panel,
    PHONES: phones_panel,
}
ICONS = {
    LIVE: ":material/record_voice_over:",
    DECIDE: ":material/edit_note:",
    PHONES: ":material/phonelink:",
}


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
    place = min(st.session_state.get(SCENE, 0), len(known) - 1)
    mode = st.session_state.get(MODE, SCENES)
    with st.container(key="meeting stage"):
        edit_form.say_done(frame)
        if mode in PANELS:
            show_html(scene_head_html(frame.say(f"meeting.{mode}"), ""))
            PANELS[mode](frame)
        else:
            show_html(scene_head_html(*known[place].said(frame.lang)))
            _draw(frame, known[place])
    _controls(frame, place, len(known), mode)


def _draw(frame: PageContext, scene: Scene) -> None:
    try:
        show_scene(frame, scene)
    except Refusal as refusal:
        show_html(scene_head_html("", frame.say("meeting.scene_broken", value=refusal.value)))


def _go(place: int) -> None:
    st.session_state[SCENE] = place
    st.session_state[MODE] = SCENES


def _switch(mode: str) -> None:
    st.session_state[MODE] = mode


def _controls(frame: PageContext, place: int, total: int, mode: str) -> None:
    """Previous, where we are, next; then what is written down; then the way out."""
    before, after = max(0, place - 1), min(total - 1, place + 1)
    with st.container(key="meeting controls", horizontal=True, vertical_alignment="center"):
        _step(frame, "previous", before, place == 0, "Left", ":material/arrow_back:")
        show_html(
            note_html(frame.say("meeting.progress", n=place + 1, total=total)),
            width="content",
        )
        _step(frame, "next", after, place == total - 1, "Right", ":material/arrow_forward:")
        if mode == SCENES and edit_form.can_edit():
            for key, icon in ICONS.items():
                label = frame.say(f"meeting.{key}")
                st.button(label, icon=icon, key=f"go {key}", on_click=_switch, args=(key,))
        elif mode != SCENES:
            st.button(
                frame.say("meeting.back"),
                icon=":material/slideshow:",
                key="go scenes",
                on_click=_switch,
                args=(SCENES,),
            )
        st.page_link(frame.page("consortium"), label=frame.say("meeting.leave"), icon=":material/logout:")
        if frame.fictitious:
            show_html(tag_html(frame.say("app.demo_banner")), width="content")
    with st.container(key="remote"):
        _step(frame, "previous", before, False, "PageUp", None, "remote ")
        _step(frame, "next", after, False, "PageDown", None, "remote ")


def _step(
    frame: PageContext, name: str, place: int, at_end: bool, shortcut: str, icon: str | None, prefix: str = ""
) -> None:
    """One way to another scene; a remote sends PageUp and PageDown, hence a second, unseen pair."""
    st.button(
        frame.say(f"meeting.{name}"),
        icon=icon,
        key=f"{prefix}{name}",
        on_click=_go,
        args=(place,),
        disabled=at_end,
        shortcut=shortcut,
    )
