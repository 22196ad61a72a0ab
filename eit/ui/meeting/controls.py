"""The row of buttons under a scene, and the unseen ones that keys, a remote and the other window press."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlencode

import streamlit as st

from eit.ui import edit_form
from eit.ui.markup import show_html
from eit.ui.meeting import place
from eit.ui.page_context import PageContext
from eit.views.cards import tag_html
from eit.views.meeting.scene import note_html

OVERVIEW = "overview"
ICONS = {
    "live": ":material/record_voice_over:",
    "decide": ":material/edit_note:",
    "action": ":material/assignment_ind:",
    "vote": ":material/how_to_vote:",
    "phones": ":material/phonelink:",
    "minutes": ":material/summarize:",
}


def controls(frame: PageContext, here: int, total: int, panels: Sequence[str]) -> None:
    """Previous, where we are, next; what can be written down; then the way out."""
    before, after = max(0, here - 1), min(total - 1, here + 1)
    with st.container(key="meeting controls", horizontal=True, vertical_alignment="center"):
        _step(frame, "previous", before, here == 0, "Left", ":material/arrow_back:")
        show_html(note_html(frame.say("meeting.progress", n=here + 1, total=total)), width="content")
        _step(frame, "next", after, here == total - 1, "Right", ":material/arrow_forward:")
        _toggle(frame, OVERVIEW, ":material/grid_view:")
        if edit_form.can_edit():
            for name in panels:
                _toggle(frame, name, ICONS[name])
        if place.view() != place.SPEAKER:
            _window(frame, here)
        st.page_link(frame.page("consortium"), label=frame.say("meeting.leave"), icon=":material/logout:")
        if frame.fictitious:
            show_html(tag_html(frame.say("meeting.fictitious")), width="content")
    with st.container(key="remote"):
        _step(frame, "previous", before, False, "PageUp", None, "remote ")
        _step(frame, "next", after, False, "PageDown", None, "remote ")
        for number in range(total):
            st.button(str(number + 1), key=f"jump to {number + 1}", on_click=place.go, args=(number,))
        if place.panel():
            st.button(
                frame.say("meeting.back"), key="go scenes", on_click=place.open_panel, args=(place.panel(),)
            )


def _toggle(frame: PageContext, name: str, icon: str) -> None:
    """One thing to write down, beside the scene; pressed again, the scene has the screen back."""
    st.button(
        frame.say(f"meeting.button.{name}"), icon=icon, key=f"go {name}", help=frame.say(f"meeting.{name}"),
        type="primary" if place.panel() == name else "secondary",
        on_click=place.open_panel, args=(name,),
    )  # fmt: skip


def _window(frame: PageContext, here: int) -> None:
    """The link to the second window, for who speaks."""
    words = {"programme": frame.selection.programme_id, "lang": frame.lang}
    st.link_button(
        frame.say("meeting.button.speaker"),
        f"?{urlencode({**words, place.SCENE: here + 1, place.VIEW: place.SPEAKER})}",
        icon=":material/co_present:", help=frame.say("meeting.speaker"), key="go speaker",
    )  # fmt: skip


def _step(
    frame: PageContext,
    name: str,
    target: int,
    at_end: bool,
    shortcut: str,
    icon: str | None,
    prefix: str = "",
) -> None:
    """One way to another scene; a remote sends PageUp and PageDown, hence a second, unseen pair."""
    st.button(
        frame.say(f"meeting.{name}"),
        icon=icon,
        key=f"{prefix}{name}",
        on_click=place.go,
        args=(target,),
        disabled=at_end,
        shortcut=shortcut,
    )
