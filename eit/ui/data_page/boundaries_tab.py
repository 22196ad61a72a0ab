"""The part of the page Données for territories: a place joins the programme, a layer is seen, then taken in."""

from __future__ import annotations

from typing import Any

import streamlit as st

from eit.actions.boundaries import (
    Asked,
    LayerPreview,
    is_extract,
    is_ground,
    preview_boundaries,
    take_in_boundaries,
)
from eit.ui import data_file
from eit.ui.data_page.boundary_choices import ask_reading, delivered
from eit.ui.data_page.ground_part import lying_ground, show_ground
from eit.ui.data_page.uploaded_file import Upload
from eit.ui.data_page.workspace import read_only
from eit.ui.edit_form import Filled, refusal_of, run_button
from eit.ui.markup import show_html
from eit.ui.notices import WARNING, notice
from eit.ui.page_context import PageContext
from eit.ui.place_search import add_territory
from eit.views.cards import picture_html
from eit.views.territories.layer import doubts_html, layer_lines, layer_svg

ADD, LAYER, FILE, SHOWN = "add a territory", "take a layer in", "boundary file", "boundary layer shown"
TYPES = ["geojson", "json", "gpkg", "zip", "gml", "parquet", "geoparquet", "pbf", "osm"]


def territories_and_boundaries(frame: PageContext) -> None:
    """A place is added to the programme; a layer is read, shown and accepted."""
    say = frame.say
    if read_only():
        notice(say("records.demonstration"))
    else:
        st.subheader(say("boundaries.title_add"), anchor=False)
        st.caption(say("boundaries.about_add"))
        add_territory(frame, ADD)
    st.subheader(say("boundaries.title_layer"), anchor=False)
    st.caption(say("boundaries.about_layer"))
    lying_ground(frame)
    sent = st.file_uploader(say("boundaries.file"), type=TYPES, key=FILE, help=say("boundaries.file_help"))
    if sent is None:
        notice(say("boundaries.choose_file"))
        return
    _layer(frame, Upload(sent.name, sent.getvalue()))


def _layer(frame: PageContext, upload: Upload) -> None:
    """The choices of reading, then the preview or the sentence that says which choice is missing."""
    layers = [] if is_extract(upload.name) else delivered(upload)
    if isinstance(layers, Exception):
        notice(_sentence(frame, layers), WARNING)
        return
    if is_ground(upload.name, layers):
        show_ground(frame, upload)
        return
    asked = ask_reading(frame, upload, layers)
    shown: list[LayerPreview] = []
    if refused := refusal_of(frame, lambda: shown.append(_preview(frame, upload, asked))):
        notice(refused, WARNING)
        return
    _show(frame, upload, asked, shown[0])


def _sentence(frame: PageContext, refused: Exception) -> str:
    def again() -> None:
        raise refused

    return refusal_of(frame, again) or ""


def _preview(frame: PageContext, upload: Upload, asked: Asked) -> LayerPreview:
    """The preview, kept until the file, the choices or the data change."""
    question = (upload.digest, upload.name, asked, frame.version)
    kept = st.session_state.get(SHOWN)
    if kept is None or kept[0] != question:
        with upload.as_file() as path:
            kept = (question, preview_boundaries(path, asked, data_file.database_path()))
        st.session_state[SHOWN] = kept
    return kept[1]


def _show(frame: PageContext, upload: Upload, asked: Asked, preview: LayerPreview) -> None:
    say, report = frame.say, preview.report
    doubts: Any = report["doubts"]
    marked = {one["code"] for one in doubts if one["reason"] in preview.open_reasons}
    drawing = layer_svg(preview.shapes, preview.outlines, preview.places, marked, frame.lang)
    show_html(picture_html(drawing, say("layer.picture"), "eit-layer"))
    st.caption(say("layer.picture"))
    show_html(layer_lines(report, preview.names, frame.lang))
    if doubts:
        st.subheader(say("boundaries.doubts"), anchor=False)
        show_html(doubts_html(doubts, frame.lang))
    if preview.open_reasons:
        notice(say("boundaries.accept_first"), WARNING)
    if read_only():
        return
    matched: Any = report["matched"]

    def do(door: Any) -> None:
        with upload.as_file() as path:
            take_in_boundaries(door, path, asked, preview.version)
        st.session_state.pop(SHOWN, None)

    filled = Filled(do, say("boundaries.saved", n=int(matched) + len(preview.names)))
    run_button(
        frame, LAYER, filled, say("boundaries.save"), type="primary", icon=":material/save:", key=f"{LAYER} now",
        disabled=bool(preview.open_reasons),
    )  # fmt: skip
