"""Roads and waters of an extract on the page Données: seen over what is known, then put under the maps."""

from __future__ import annotations

from functools import partial
from typing import Any

import streamlit as st

from eit.actions.boundaries import GROUND_KINDS, GroundPlan, plan_ground, take_away_ground, take_in_ground
from eit.analysis.territories.official import ground_files, official_layers
from eit.ui import answers, data_file
from eit.ui.choice_key import choice_key
from eit.ui.data_page.boundary_choices import LONGEST
from eit.ui.data_page.uploaded_file import Upload
from eit.ui.data_page.workspace import read_only
from eit.ui.edit_form import Filled, refusal_of, run_button
from eit.ui.map.scene import towns
from eit.ui.markup import show_html
from eit.ui.notices import WARNING, notice
from eit.ui.page_context import PageContext
from eit.views.cards import picture_html
from eit.views.escape import markdown_text
from eit.views.territories.layer import ground_lines, layer_svg

PART, SHOWN = "take ground in", "ground shown"
MOST_NAMED = 30


def show_ground(frame: PageContext, upload: Upload) -> None:
    """The choices of reading, the picture and what would be drawn, then the button."""
    say, key = frame.say, f"ground {upload.digest[:12]}"
    notice(say("ground.about"))
    kind = st.selectbox(
        say("ground.kind"),
        list(GROUND_KINDS),
        index=None,
        placeholder=say("boundaries.automatic"),
        format_func=lambda one: say(f"ground_kind.{one}"),
        key=choice_key(f"{key} kind", frame.lang),
    )
    crs, source = (
        place.text_input(say(f"boundaries.{which}"), max_chars=LONGEST, key=f"{key} {which}").strip() or None
        for place, which in zip(st.columns(2), ("crs", "source"), strict=True)
    )
    shown: list[GroundPlan] = []
    if refused := refusal_of(frame, lambda: shown.append(_plan(frame, upload, kind, crs, source))):
        notice(refused, WARNING)
        return
    plan = shown[0]
    show_html(picture_html(_picture(frame, plan), say("ground.picture"), "eit-layer"))
    st.caption(say("ground.picture"))
    show_html(ground_lines(plan.report, frame.lang))
    if read_only():
        return

    def do(door: Any) -> None:
        with upload.as_file() as path:
            take_in_ground(door, path, kind, crs, source, plan.version)
        st.session_state.pop(SHOWN, None)

    run_button(
        frame, PART, Filled(do, say("ground.saved")), say("ground.save"), type="primary", icon=":material/save:",
        key=f"{PART} now",
    )  # fmt: skip


def lying_ground(frame: PageContext) -> None:
    """What lies under the maps, each delivery with the button that takes it away."""
    for file in ground_files(official_layers(data_file.database_path())):
        said, button = st.columns([5, 1], vertical_alignment="center")
        said.caption(frame.say("ground.lying", file=markdown_text(file)))
        if read_only():
            continue
        with button:
            act = partial(take_away_ground, file=file, seen=frame.version)
            run_button(
                frame, f"{PART} {file}", Filled(act, frame.say("ground.removed")), frame.say("ground.remove"),
                key=f"{PART} away {file}",
            )  # fmt: skip


def _plan(frame: PageContext, upload: Upload, *asked: str | None) -> GroundPlan:
    """What would be written, kept until the file, the choices or the data change."""
    question = (upload.digest, upload.name, asked, frame.version)
    kept = st.session_state.get(SHOWN)
    if kept is None or kept[0] != question:
        with upload.as_file() as path:
            kept = (question, plan_ground(path, data_file.database_path(), *asked))
        st.session_state[SHOWN] = kept
    plan: GroundPlan = kept[1]
    return plan


def _picture(frame: PageContext, plan: GroundPlan) -> str:
    """The lines over the territories of the programme and its towns."""
    everyone = frame.selection.without_company()
    known = answers.territory_map(frame.version, everyone, frame.programme["jurisdiction"], frame.as_of)
    named = [(one.name, one.longitude, one.latitude) for one in towns(frame, everyone) if one.kind == "town"]
    shapes = list(zip(plan.layer["kind"], plan.layer.geometry, strict=True))
    return layer_svg(
        shapes, list(known.geometry.dropna()), named[:MOST_NAMED], (), frame.lang, "ground.picture"
    )
