"""The parts of the page Programme: what it is, what it does, whom it holds, its words."""

from __future__ import annotations

import streamlit as st

from eit.analysis import programme_parts
from eit.domain.programme.parts import PARTS
from eit.ui import edit_form
from eit.ui.answers import ask
from eit.ui.markup import show_html
from eit.ui.page_context import PageContext
from eit.ui.programme.identity import identity
from eit.ui.programme.materials import new_material
from eit.ui.programme.new_programme import new_programme
from eit.ui.programme.part_editor import part_editor
from eit.ui.programme.path import say_due, show_path
from eit.ui.programme.targets import show_targets
from eit.ui.programme.territories import show_territories
from eit.ui.programme.word_presets import word_presets
from eit.views.calendar_file import calendar_file
from eit.views.programme import board_html

WORDS = ("category", "synergy_type", "step", "impact", "kpi", "material_word", "priority_material")
FOLLOWED = ("indicator", "target", "index_slot", "carbon_switch", "public_figure")


def show_parts(frame: PageContext) -> None:
    """One tab for each part, and one where another programme begins."""
    parts = {
        "identity": show_identity,
        "items": show_items,
        "partners": show_partners,
        "territories": show_territories,
        "words": show_words,
        "indicators": show_indicators,
    }
    if edit_form.can_edit():
        parts["new"] = new_programme
    labels = [frame.say(f"programme.{key}") for key in parts]
    tabs = st.tabs(labels, key="programme part", on_change="rerun")
    for tab, show in zip(tabs, parts.values(), strict=True):
        if tab.open:
            with tab:
                show(frame)


def show_identity(frame: PageContext) -> None:
    """What the programme is."""
    identity(frame)


def show_items(frame: PageContext) -> None:
    """What is to do, late things first; every item; a calendar to take away."""
    programme_id = frame.selection.programme_id
    say_due(frame)
    show_path(frame)
    rows = ask(programme_parts.items, frame.version, programme_id, frame.as_of)
    if len(rows):
        st.subheader(frame.say("programme.board"), anchor=False)
        show_html(board_html(rows, frame.lang))
    part_editor(frame, PARTS["item"])
    if rows[["starts_on", "due_on"]].notna().any(axis=None):
        name = str(frame.programme[frame.local("short")])
        st.download_button(
            frame.say("programme.calendar"),
            lambda: calendar_file(rows, name, frame.lang),
            f"{programme_id}.ics",
            "text/calendar",
            icon=":material/event:",
        )


def show_partners(frame: PageContext) -> None:
    """Who carries it, and its rules."""
    part_editor(frame, PARTS["partner"])
    st.subheader(frame.say("programme_part.rule"), anchor=False)
    part_editor(frame, PARTS["rule"])


def show_indicators(frame: PageContext) -> None:
    """What it follows and aims at; the values are on the page Indicateurs."""
    name = _one_of(frame, FOLLOWED, "programme followed")
    st.caption(frame.say(f"programme.about_{name}"))
    if name == "target":
        show_targets(frame)
    else:
        part_editor(frame, PARTS[name])


def show_words(frame: PageContext) -> None:
    """Its own words: one list at a time."""
    name = _one_of(frame, WORDS, "programme list")
    part_editor(frame, PARTS[name])
    if name == "material_word":
        new_material(frame)
    word_presets(frame)


def _one_of(frame: PageContext, names: tuple[str, ...], key: str) -> str:
    chosen = st.segmented_control(
        frame.say("programme.list"),
        names,
        default=names[0],
        format_func=lambda word: frame.say(f"programme_part.{word}"),
        key=key,
    )
    return chosen or names[0]
