"""Where a programme works: its territories, found or clicked on a map, and its parks, drawn corner by corner."""

from __future__ import annotations

from typing import Any

import streamlit as st

from eit.actions.programme.parks import LONGEST_NAME, LONGEST_OUTLINE, draw_park
from eit.actions.territories import remove_territory
from eit.analysis.programme_parts import own_territories, parks
from eit.domain.programme.corners import corners_of
from eit.ui import answers, edit_form
from eit.ui.answers import ask
from eit.ui.click_map import click_map, outlines_of
from eit.ui.edit_form import Filled, run_button
from eit.ui.notices import notice
from eit.ui.page_context import PageContext
from eit.ui.place_search import add_territory
from eit.ui.tables import show_table
from eit.views.escape import markdown_text
from eit.views.map.places import places_group
from eit.views.programme import territory_table

ADD, REMOVE, PARK = "programme territory", "remove territory", "park"
OUTLINE = "park outline"
DECIMALS = 5


def show_territories(frame: PageContext) -> None:
    """The list, what is added or taken out, and the parks."""
    rows = ask(own_territories, frame.version, frame.selection.programme_id)
    table = territory_table(rows, frame.lang)
    chosen = show_table(table, "own territories") if len(rows) else None
    if not len(rows):
        notice(frame.say("programme.no_territory"))
    if not edit_form.can_edit():
        return
    if chosen:
        name = str(rows.set_index("territory_id").loc[chosen, "name"])
        gone = Filled(
            lambda door: remove_territory(door, frame.selection.programme_id, chosen),
            frame.say("programme.removed", title=name),
        )
        label = frame.say("programme.remove_named", title=name)
        run_button(frame, REMOVE, gone, label, icon=":material/delete:", key=REMOVE)
    with st.expander(frame.say("boundaries.title_add"), icon=":material/add_location_alt:"):
        add_territory(frame, ADD)
    with st.expander(frame.say("programme.draw_park"), icon=":material/draw:"):
        _park(frame)


def _park(frame: PageContext) -> None:
    """Clicks write the corners into the text, where they may also be typed or pasted; the form saves them."""
    say, key = frame.say, f"{OUTLINE} {edit_form.round_of(PARK)}"
    st.caption(say("programme.draw_park_about"))

    def corner(point: Any) -> None:
        said = f"{point['lat']:.{DECIMALS}f} {point['lng']:.{DECIMALS}f}"
        before = str(st.session_state.get(key) or "").rstrip()
        st.session_state[key] = f"{before}\n{said}".strip()

    known = ask(parks, frame.version, frame.selection.programme_id)
    outline = str(st.session_state.get(key) or "")
    group = places_group(outlines_of(frame, frame.programme["levels"][0]), None, corners_of(outline))
    bounds = answers.programme_bounds(frame.version, frame.selection.programme_id)
    jurisdiction_id = str(frame.programme["jurisdiction"])
    click_map(frame, f"{OUTLINE} map", jurisdiction_id, bounds, group, "last_clicked", corner)
    if known:
        st.caption(say("programme.parks_known", names=markdown_text(", ".join(known))))

    def fields() -> Filled:
        name = st.text_input(say("programme_field.name") + " *", max_chars=LONGEST_NAME, key=f"{key} name")
        text = st.text_area(say("programme.outline"), max_chars=LONGEST_OUTLINE, key=key, height=140)
        do = lambda door: draw_park(door, frame.selection.programme_id, name, text)  # noqa: E731
        return Filled(do, say("programme.park_drawn", name=name.strip()))

    edit_form.run_form(frame, PARK, fields, say("programme.save_park"), ":material/save:")
