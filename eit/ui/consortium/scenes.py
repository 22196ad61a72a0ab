"""The scenes of the next meeting, prepared: what is shown, what is said, in which order, and how it will look."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlencode

import streamlit as st

from eit.actions import scenes as actions
from eit.actions.edit import EditContext
from eit.analysis import programmes as programmes_analysis
from eit.analysis import scenes as scenes_analysis
from eit.domain.address import ROOM, Choices
from eit.domain.scene import PAGES, Scene, joined, parted
from eit.ui import edit_form
from eit.ui.answers import ask
from eit.ui.choice_key import choice_key
from eit.ui.edit_form import Filled
from eit.ui.markup import show_html, show_script
from eit.ui.notices import notice
from eit.ui.page_context import PageContext
from eit.ui.sidebar import controls
from eit.views.meeting.consortium import saved_scene_html
from eit.views.meeting.order import ROW, TYPED, order_script
from eit.views.texts import texts

ADD, REMOVE, MOVE, EDIT, BEGIN = "add scene", "remove scene", "move scene", "rewrite scene", "begin scenes"
CHOSEN = "scene to rewrite"
PREVIEW_PX = (1280, 720)


def scenes(frame: PageContext) -> None:
    """The scenes in order, moved by drag or by buttons; one of them at a time as it will look, to be rewritten."""
    say, known = frame.say, ask(scenes_analysis.saved_scenes, frame.version, frame.selection.programme_id)
    if not known:
        notice(say("consortium.no_scene"))
        edit_form.run_button(
            frame,
            BEGIN,
            _ordinary(frame),
            say("consortium.scene_begin"),
            icon=":material/auto_awesome_motion:",
        )
    left, right = st.columns([1, 1], gap="large")
    with left:
        for place, scene in enumerate(known):
            _row(frame, known, place, scene)
        if known and edit_form.can_edit():
            _dragged(frame, known)
    with right:
        shown = next((one for one in known if one.scene_id == st.session_state.get(CHOSEN)), None)
        _preview(frame, known.index(shown) if shown else 0)
        if shown:
            edit_form.run_form(
                frame, EDIT, lambda: _fields(frame, shown), say("consortium.scene_rewrite"), ":material/save:"
            )
        else:
            edit_form.run_form(
                frame, ADD, lambda: _fields(frame), say("consortium.scene_save"), ":material/bookmark_add:"
            )


def _row(frame: PageContext, known: Sequence[Scene], place: int, scene: Scene) -> None:
    """One scene: what it says, and how it is moved, rewritten or taken away without a mouse too."""
    say, key = frame.say, scene.scene_id
    with st.container(key=f"{ROW} {place}", horizontal=True, vertical_alignment="center"):
        show_html(saved_scene_html(place + 1, scene, frame.lang))
        for name, to, icon in (("up", place - 1, "arrow_upward"), ("down", place + 1, "arrow_downward")):
            edit_form.run_button(
                frame, MOVE, _order(frame, known, place, to), say(f"consortium.scene_{name}"),
                icon=f":material/{icon}:", key=f"{name} {key}", type="tertiary",
                disabled=not 0 <= to < len(known),
            )  # fmt: skip
        chosen = st.session_state.get(CHOSEN) == key
        st.button(
            say("consortium.scene_close" if chosen else "consortium.scene_open"), key=f"rewrite {key}",
            icon=":material/edit:", type="tertiary", on_click=_choose, args=("" if chosen else key,),
        )  # fmt: skip
        edit_form.run_button(
            frame, REMOVE, _removal(frame, key), say("consortium.scene_remove"),
            icon=":material/delete:", key=f"remove {key}", type="tertiary",
        )  # fmt: skip


def _choose(scene_id: str) -> None:
    st.session_state[CHOSEN] = scene_id


def _order(frame: PageContext, known: Sequence[Scene], place: int, to: int) -> Filled:
    """The scene at `place` stands at `to`, the others follow."""
    ids = [one.scene_id for one in known]
    if 0 <= to < len(ids):
        ids.insert(to, ids.pop(place))
    return Filled(
        lambda door: actions.order_scenes(door, frame.selection.programme_id, ids),
        frame.say("consortium.scenes_ordered"),
    )


def _dragged(frame: PageContext, known: Sequence[Scene]) -> None:
    """What was dropped where arrives in an unseen field, as `from>to`, both from 0."""
    turn = edit_form.round_of(MOVE)
    with st.container(key="scenes order"):
        typed = st.text_input(frame.say("consortium.scene_drag"), key=f"{TYPED} {turn}")
    show_script(order_script())
    places = {str(place): place for place in range(len(known))}
    start, _, end = typed.partition(">")
    if start in places and end in places:
        edit_form.send(frame, MOVE, _order(frame, known, places[start], places[end]))


def _preview(frame: PageContext, place: int) -> None:
    """The scene as the room will see it, in a window of its own."""
    scene, _, view = ROOM
    words = {"programme": frame.selection.programme_id, "lang": frame.lang}
    with st.container(key="scene preview"):
        st.iframe(
            f"/rencontre?{urlencode({**words, scene: place + 1, view: 'preview'})}",
            width=PREVIEW_PX[0], height=PREVIEW_PX[1], alt=frame.say("consortium.scene_preview"),
        )  # fmt: skip


def _removal(frame: PageContext, scene_id: str) -> Filled:
    programme_id = frame.selection.programme_id
    return Filled(
        lambda door: actions.remove_scene(door, programme_id, scene_id),
        frame.say("consortium.scene_removed"),
    )


def _ordinary(frame: PageContext) -> Filled:
    """The scenes that every programme can show, in both languages, to begin with."""
    programme_id = frame.selection.programme_id
    wanted = []
    for page, address in zip(PAGES, scenes_analysis.default_addresses(programme_id), strict=True):
        said = [
            texts(lang)(f"meeting.scene.{page}.{what}")
            for lang in ("fr", "en")
            for what in ("title", "sentence")
        ]
        wanted.append((actions.Written(*said), address))
    return Filled(
        lambda door: actions.add_scenes(door, programme_id, wanted, _choices(frame)),
        frame.say("consortium.scenes_begun"),
    )


def _choices(frame: PageContext) -> Choices:
    programmes = tuple(ask(programmes_analysis.all_programmes, frame.version)["programme_id"])
    return controls.choices_for(frame.version, frame.programme, programmes)


def _fields(frame: PageContext, scene: Scene | None = None) -> Filled:
    """Title, sentence and notes in both languages, and what is shown; those of `scene`, else empty."""
    say, programme_id = frame.say, frame.selection.programme_id
    of, old = (f" {scene.scene_id}", scene) if scene else ("", Scene("", "", ""))
    st.markdown(f"**{say('consortium.scene_rewrite' if scene else 'consortium.add_scene')}**")
    french = _texts(frame, "", of, old.title, old.sentence)
    with st.expander(say("consortium.in_english"), key=f"scene in english{of}"):
        english = _texts(frame, "_en", of, old.title_en, old.sentence_en)
    page = st.selectbox(
        say("consortium.scene_page"),
        PAGES,
        format_func=lambda name: say(f"meeting.scene.{name}.name"),
        key=choice_key(f"scene page{of}", frame.lang),
    )
    typed = st.text_input(
        say("consortium.scene_address"), value=old.address, help=say("consortium.scene_address_help"),
        key=f"scene address{of}",
    )  # fmt: skip
    address = typed.strip() or f"/{page}?{urlencode(st.query_params.to_dict())}"
    written = actions.Written(*french, *english)

    def save(door: EditContext) -> None:
        if scene:
            actions.rewrite_scene(door, programme_id, scene.scene_id, written, address, _choices(frame))
        else:
            actions.add_scenes(door, programme_id, [(written, address)], _choices(frame))

    done = "consortium.scene_rewritten" if scene else "consortium.scene_added"
    return Filled(save, say(done, title=french[0].strip()))


def _texts(frame: PageContext, lang: str, of: str, title: str, text: str) -> tuple[str, str]:
    """Title and sentence, with what only the person who speaks reads."""
    say, (sentence, notes) = frame.say, parted(text)
    key = " in english" if lang else ""
    said = st.text_input(
        say(f"consortium.scene_title{lang}"), title, max_chars=actions.LONGEST_TITLE,
        key=f"scene title{key}{of}",
    )  # fmt: skip
    told = st.text_input(
        say(f"consortium.scene_sentence{lang}"), sentence, max_chars=actions.LONGEST_SENTENCE,
        key=f"scene sentence{key}{of}",
    )  # fmt: skip
    noted = st.text_area(
        say(f"consortium.scene_notes{lang}"), notes, max_chars=actions.LONGEST_NOTES, height=90,
        key=f"scene notes{key}{of}",
    )  # fmt: skip
    return said, joined(told, noted)
