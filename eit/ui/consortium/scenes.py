"""The scenes of the next meeting: what is shown, in which order; each is an address with a title and a sentence."""

from __future__ import annotations

from urllib.parse import urlencode

import streamlit as st

from eit.actions import scenes as actions
from eit.actions.edit import EditContext
from eit.analysis import programmes as programmes_analysis
from eit.analysis import scenes as scenes_analysis
from eit.domain.scene import PAGES
from eit.ui import edit_form
from eit.ui.answers import ask
from eit.ui.edit_form import Filled
from eit.ui.markup import show_html
from eit.ui.notices import notice
from eit.ui.page_context import PageContext
from eit.ui.sidebar import controls
from eit.views.meeting.consortium import saved_scene_html

ADD, REMOVE = "add scene", "remove scene"


def scenes(frame: PageContext) -> None:
    """The scenes in order, each with a way to take it away; a form for one more."""
    say, known = frame.say, ask(scenes_analysis.saved_scenes, frame.version, frame.selection.programme_id)
    if not known:
        notice(say("consortium.no_scene"))
    for number, scene in enumerate(known, start=1):
        text, button = st.columns([6, 1], vertical_alignment="center")
        show_html(saved_scene_html(number, scene, frame.lang), text)
        edit_form.run_button(
            frame, REMOVE, _removal(frame, scene.scene_id), say("consortium.scene_remove"), button,
            icon=":material/delete:", key=f"remove {scene.scene_id}",
        )  # fmt: skip
    edit_form.run_form(
        frame, ADD, lambda: _fields(frame), say("consortium.scene_save"), ":material/bookmark_add:"
    )


def _removal(frame: PageContext, scene_id: str) -> Filled:
    programme_id = frame.selection.programme_id
    return Filled(
        lambda door: actions.remove_scene(door, programme_id, scene_id),
        frame.say("consortium.scene_removed"),
    )


def _fields(frame: PageContext) -> Filled:
    say, programme_id = frame.say, frame.selection.programme_id
    st.markdown(f"**{say('consortium.add_scene')}**")
    title = st.text_input(say("consortium.scene_title"), max_chars=actions.LONGEST_TITLE, key="scene title")
    sentence = st.text_input(
        say("consortium.scene_sentence"), max_chars=actions.LONGEST_SENTENCE, key="scene sentence"
    )
    with st.expander(say("consortium.in_english"), key="scene in english"):
        title_en = st.text_input(
            say("consortium.scene_title_en"), max_chars=actions.LONGEST_TITLE, key="scene title in english"
        )
        sentence_en = st.text_input(
            say("consortium.scene_sentence_en"),
            max_chars=actions.LONGEST_SENTENCE,
            key="scene sentence in english",
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
    address = typed.strip() or f"/{page}?{urlencode(st.query_params.to_dict())}"

    def add(door: EditContext) -> None:
        programmes = tuple(ask(programmes_analysis.all_programmes, frame.version)["programme_id"])
        choices = controls.choices_for(frame.version, frame.programme, programmes)
        actions.add_scene(door, programme_id, title, sentence, address, choices, title_en, sentence_en)

    return Filled(add, say("consortium.scene_added", title=title.strip()))
