"""Charts on a page: in our own look, without plotly's toolbar, and without holding the finger that scrolls."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import streamlit as st

from eit.ui.page_context import PageContext
from eit.views.drawing.chart_file import MIMES, chart_file

QUIET = {"displayModeBar": False, "scrollZoom": False, "doubleClick": False}
"""Where nothing hovers (tablets, screens of a room) the toolbar would lie over the first bar for good."""


Drawn = Callable[..., Any]
"""A figure of `eit.views` that is still to be drawn: it is called with `dark`."""


def show_chart(frame: PageContext, drawn: Drawn, key: str, title: str) -> None:
    """Show a figure across its column, and offer it as files, light as paper, that say `title`, source and date."""
    draw_chart(drawn(dark=frame.dark), key)
    with st.popover(frame.say("chart_file.offer"), icon=":material/download:", type="tertiary"):
        _files(frame, drawn, key, title)


def draw_chart(figure: Any, key: str) -> None:
    """Show a figure alone, for a room."""
    st.plotly_chart(figure, width="stretch", theme=None, key=key, config=QUIET)


def _files(frame: PageContext, drawn: Drawn, key: str, title: str) -> None:
    name = str(frame.programme[frame.local("name")])
    source = frame.say("chart_file.fictitious", programme=name) if frame.fictitious else name
    for kind, mime in MIMES.items():
        st.download_button(
            frame.say(f"chart_file.as_{kind}"),
            partial(_file, kind, drawn, title, source, frame),
            file_name=f"maillage-{frame.selection.programme_id}-{key.replace(' ', '-')}.{kind}",
            mime=mime,
            on_click="ignore",
            key=f"{key} {kind}",
        )


def _file(kind: str, drawn: Drawn, title: str, source: str, frame: PageContext) -> bytes:
    return chart_file(kind, drawn(dark=False), title, source, frame.as_of, frame.lang)
