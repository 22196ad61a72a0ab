"""How the lines of the map are drawn: one by one, or added up by territory; the choice lives in the address."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from eit.analysis.exchanges import corridors, potential
from eit.analysis.territories import figures
from eit.ui.answers import ask
from eit.ui.notices import WARNING, notice
from eit.ui.page_context import PageContext
from eit.ui.sidebar import controls

CARRIED, CONTROL = "lines", "map lines"
AUTOMATIC, BEST, BY_TERRITORY = "automatic", "best", "territory"
MODES = (AUTOMATIC, BEST, BY_TERRITORY)
MOST_SINGLE = 300
"""The demonstrations are read line by line.

Beyond, the lines that can be drawn one by one are too small a part of the whole to stand for it."""


def line_totals(frame: PageContext) -> pd.DataFrame:
    """See `analysis.corridors.between_territories`, for the frame's selection."""
    everyone = frame.selection.without_company()
    pairs = ask(potential.potential_exchanges, frame.version, everyone, frame.as_of)
    places = ask(figures.company_places, frame.version, everyone.programme_id, everyone.level)
    return corridors.between_territories(pairs, places)


def choose_lines(frame: PageContext) -> None:
    """The choice of how lines are drawn; a word of the address that is none of them is said and dropped."""
    asked = lines_mode()
    if asked not in MODES:
        notice(frame.say("map.lines_unknown", value=asked), WARNING)
        asked = AUTOMATIC
    st.session_state[CONTROL] = asked
    st.segmented_control(
        frame.say("map.lines_label"),
        MODES,
        format_func=lambda mode: frame.say(f"map_lines.{mode}"),
        key=CONTROL,
        required=True,
        help=frame.say("map.lines_help", n=MOST_SINGLE),
        on_change=_remember,
    )


def _remember() -> None:
    chosen = st.session_state[CONTROL] or AUTOMATIC
    st.session_state[CARRIED] = "" if chosen == AUTOMATIC else chosen


def lines_mode() -> str:
    """How the reader asked for lines."""
    return str(st.session_state.get(CARRIED) or AUTOMATIC)


def totals_to_draw(frame: PageContext) -> pd.DataFrame | None:
    """The sums between territories when lines are to be added up, else None; a chosen company has its own lines."""
    asked = lines_mode()
    if asked == BEST or frame.selection.company_id:
        return None
    everyone = frame.selection.without_company()
    if (
        asked != BY_TERRITORY
        and len(ask(potential.potential_exchanges, frame.version, everyone, frame.as_of)) <= MOST_SINGLE
    ):
        return None
    totals = line_totals(frame)
    return None if totals.empty else totals


def open_territory(territory_id: str) -> None:
    """Look at one territory alone, its exchanges one by one."""
    st.session_state[controls.TERRITORY] = territory_id
    st.session_state[CARRIED] = ""


def close_territory() -> None:
    """Look at every territory again."""
    st.session_state[controls.TERRITORY] = None


def say_lines(frame: PageContext, summed: bool) -> None:
    """What the lines are, and the way back from one territory."""
    if summed:
        st.caption(frame.say("map.lines_summed"))
    if frame.selection.territory_id:
        st.button(frame.say("map.all_territories"), on_click=close_territory, icon=":material/zoom_out_map:")
