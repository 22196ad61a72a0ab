"""The pin of an organisation: dragged on a small map, or put there by a click; saved, it is the exact place."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

import streamlit as st

from eit.actions.organisation import organisations as actions
from eit.analysis.territories.place_check import far_from_place
from eit.ui import answers, edit_form
from eit.ui.answers import ask
from eit.ui.click_map import click_map, outlines_of
from eit.ui.edit_form import Filled
from eit.ui.notices import WARNING, notice
from eit.ui.page_context import PageContext
from eit.views import format as fmt
from eit.views.map.places import add_pin, places_group

DECIMALS = 5
"""About a metre."""
AROUND_DEG = 0.1


def show_pin(frame: PageContext, company_id: str, row: Mapping[str, Any], name: str) -> None:
    """The map with the pin where the organisation is, or where it was let go; the button writes the latter."""
    with st.expander(frame.say("pin.title"), icon=":material/location_on:", key=f"pin of {company_id}",
                     on_change="rerun") as drawn:  # fmt: skip
        if not drawn.open:
            return
        key = f"pin {company_id} {edit_form.round_of(f'pin {company_id}')}"
        _map(frame, key, row, name)
        if key in st.session_state:
            _save(frame, company_id, row, *st.session_state[key])


def _map(frame: PageContext, key: str, row: Mapping[str, Any], name: str) -> None:
    say = frame.say
    st.caption(say("pin.told"))
    held = None if fmt.is_missing(row["latitude"]) else (float(row["latitude"]), float(row["longitude"]))
    bounds = answers.programme_bounds(frame.version, frame.selection.programme_id)
    if held is not None:
        south, west = held[0] - AROUND_DEG, held[1] - AROUND_DEG
        bounds = (west, south, west + 2 * AROUND_DEG, south + 2 * AROUND_DEG)
    group = places_group(outlines_of(frame, frame.programme["levels"][-1]))
    put = st.session_state.get(key, held)
    if put is not None:
        add_pin(group, put, name)

    def let_go(point: Any) -> None:
        st.session_state[key] = (round(point["lat"], DECIMALS), round(point["lng"], DECIMALS))

    click_map(
        frame, f"{key} map", str(frame.programme["jurisdiction"]), bounds, group, "last_clicked", let_go
    )


def _save(
    frame: PageContext, company_id: str, row: Mapping[str, Any], latitude: float, longitude: float
) -> None:
    given = {"latitude": latitude, "longitude": longitude, "position_quality": "site"}
    seen = {field: row[field] for field in given}
    do = partial(actions.correct_organisation, company_id=company_id, given=given, seen=seen)
    said = {
        name: fmt.number(degrees, frame.lang, DECIMALS)
        for name, degrees in (("latitude", latitude), ("longitude", longitude))
    }
    st.text(frame.say("pin.put", **said))
    km = ask(far_from_place, frame.version, str(row["municipality_id"]), latitude, longitude)
    if km is not None:
        notice(frame.say("pin.far", km=round(km)), WARNING)
    edit_form.run_button(
        frame, f"pin {company_id}", Filled(do, frame.say("pin.saved")), frame.say("pin.save"),
        icon=":material/save:", key=f"save pin {company_id}",
    )  # fmt: skip
