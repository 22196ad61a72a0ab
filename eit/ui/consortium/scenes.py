"""The scenes of the next meeting: what is shown, in which order; each is an address with a title and a sentence."""

from __future__ import annotations

from urllib.parse import urlencode

import streamlit as st

from eit.actions import scenes as actions
from eit.domain.scene import PAGES
from eit.ui import answers as data
from eit.ui import edit_form
from eit.ui.consortium import consortium_answers as answers
from eit.ui.markup import show_html
from eit.ui.notices import notice
from eit.ui.page_context import PageContext
from eit.ui.sidebar import controls
from eit.views.meeting.consortium import saved_scene_html

ADD, REMOVE = "add scene", "remove scene"


def scenes(frame: PageContext) -> None:
    """The scenes in order, each with a way to take it away; a form for one more."""
    known = answers.saved_scenes(frame.version, frame.selection.programme_id)
    if not known:
        notice(frame.say("consortium.no_scene"))
    edit_form.show_form_start(REMOVE, frame)
    for number, scene in enumerate(known, start=1):
        text, button = st.columns([6, 1], vertical_alignment="center")
        show_html(saved_scene_html(number, scene), text)
        if edit_form.can_edit() and button.button(
            frame.say("consortium.scene_remove"), icon=":material/delete:", key=f"remove {scene.scene_id}"
        ):
            _remove(frame, scene.scene_id)
    _add(frame)


def _remove(frame: PageContext, scene_id: str) -> None:
    programme_id = frame.selection.programme_id
    if edit_form.act(
        frame,
        REMOVE,
        lambda door: actions.remove_scene(door, programme_id, scene_id),
        frame.say("consortium.scene_removed"),
    ):
        st.rerun()


def _add(frame: PageContext) -> None:
    if not edit_form.can_edit():
        return
    say, programme_id = frame.say, frame.selection.programme_id
    edit_form.show_form_start(ADD, frame)
    with st.form(ADD):
        st.markdown(f"**{say('consortium.add_scene')}**")
        title = st.text_input(
            say("consortium.scene_title"), max_chars=actions.LONGEST_TITLE, key="scene title"
        )
        sentence = st.text_input(
            say("consortium.scene_sentence"), max_chars=actions.LONGEST_SENTENCE, key="scene sentence"
        )
        page = st.selectbox(
            say("consortium.scene_page"),
            PAGES,
            format_func=lambda name: say(f"meeting.scene.{name}.name"),
            key="scene page",
        )
        typed = st.text_input(
            say("consortium.scene_address"), help=say("consortium.scene_address_help"), key="scene address"
        )
        sent = st.form_submit_button(say("consortium.scene_save"), icon=":material/bookmark_add:")
    if not sent:
        return
    address = typed.strip() or f"/{page}?{urlencode(st.query_params.to_dict())}"
    programmes = tuple(data.programme_list(frame.version)["programme_id"])
    choices = controls.choices_for(frame.version, frame.programme, programmes)
    done = say("consortium.scene_added", title=title.strip())
    if edit_form.act(
        frame,
        ADD,
        lambda door: actions.add_scene(door, programme_id, title, sentence, address, choices),
        done,
    ):
        st.rerun()
