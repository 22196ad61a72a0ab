"""What a person decides where a boundary file can be read in several ways: layer, kind, fields, country, doubts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import streamlit as st

from eit.actions.boundaries import KINDS, Asked, LayerFields, jurisdiction_names, layers_of
from eit.domain.errors import Refusal
from eit.ui.choice_key import choice_key
from eit.ui.data_page.uploaded_file import Upload
from eit.ui.page_context import PageContext
from eit.views.territories.layer import kind_label

LAYERS = "boundary layers of"
ACCEPTABLE = ("far", "exchanged", "wide", "twins", "new")
LONGEST = 120


def delivered(upload: Upload) -> list[LayerFields] | Refusal:
    """The layers of a file, read once; or why it does not open."""
    key = f"{LAYERS} {upload.digest[:16]} {upload.name}"
    if key not in st.session_state:
        try:
            with upload.as_file() as path:
                st.session_state[key] = layers_of(path)
        except Refusal as refused:
            st.session_state[key] = refused
    found: list[LayerFields] | Refusal = st.session_state[key]
    return found


def ask_reading(frame: PageContext, upload: Upload, layers: Sequence[LayerFields]) -> Asked:
    """Every choice, each left to the file until the person makes it; the layers with their geometry."""
    say, key = frame.say, f"boundary {upload.digest[:12]}"
    with st.expander(say("boundaries.reading"), icon=":material/tune:", key=f"{key} reading", expanded=True):
        layer = None
        if len(layers) > 1:
            named = {one.name: one for one in layers}
            labels = {
                name: say("boundaries.layer_of", name=name, geometry=one.geometry or say("boundaries.table"))
                for name, one in named.items()
            }
            layer = _list(frame, st, "layer", labels, key)
            layers = [named[layer]] if layer else layers
        fields = {field: field for one in layers for field in one.fields}
        left, right = st.columns(2)
        kinds = {kind: kind_label(kind, say) for kind in KINDS}
        kind = _list(frame, left, "kind", kinds, key)
        jurisdiction = _list(frame, right, "jurisdiction", jurisdiction_names(frame.lang), key)
        code, name, parent = (
            _list(frame, place, f"{which}_field", fields, key)
            for place, which in zip(st.columns(3), ("code", "name", "parent"), strict=True)
        )
        crs, source, licence = (
            place.text_input(say(f"boundaries.{which}"), max_chars=LONGEST, key=f"{key} {which}").strip()
            or None
            for place, which in zip(st.columns(3), ("crs", "source", "licence"), strict=True)
        )
        accepted = tuple(
            reason
            for reason in ACCEPTABLE
            if st.checkbox(say(f"layer.accept.{reason}"), key=f"{key} accept {reason}")
        )
    return Asked(kind or "", code, name, parent, crs, None, source, licence, layer, jurisdiction, accepted)


def _list(frame: PageContext, place: Any, which: str, labels: dict[str, str], key: str) -> str | None:
    """One list; nothing chosen is what the file says."""
    chosen: str | None = place.selectbox(
        frame.say(f"boundaries.{which}"),
        list(labels),
        index=None,
        placeholder=frame.say("boundaries.automatic"),
        format_func=labels.__getitem__,
        key=choice_key(f"{key} {which}", labels),
    )
    return chosen
