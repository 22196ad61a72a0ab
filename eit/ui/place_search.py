"""The search of a place, one component for every form: a place is typed as people write it, or clicked on a map."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import streamlit as st

from eit.actions.territories import add_territories, units_abroad
from eit.analysis.places import PlaceMatch, clickable_places, holding, search_places
from eit.domain.errors import InvalidSelection
from eit.ui import data_file
from eit.ui.choice_key import choice_key
from eit.ui.click_map import click_map
from eit.ui.edit_form import Filled, run_button
from eit.ui.notices import notice
from eit.ui.page_context import PageContext
from eit.views.escape import markdown_text
from eit.views.map.places import bounds_around, places_group
from eit.views.programme import place_label

DIVISION_DIGITS = 2
"""Digits of most MRC; their official code has three, the last one 0."""


@dataclass(frozen=True)
class Searched:
    """What was typed, how many places it may be, and the one that was chosen."""

    text: str
    candidates: int
    place_id: str | None

    def chosen(self) -> str:
        """The place. Raises InvalidSelection: "place-empty", "place-not-known", "place-which"."""
        if self.place_id:
            return self.place_id
        if not self.text:
            raise InvalidSelection("place-empty")
        raise InvalidSelection("place-which" if self.candidates else "place-not-known", value=self.text)


def place_search(frame: PageContext, key: str) -> Searched:
    """The place that was searched, or clicked, and chosen; what is not known, or may be several, is said."""
    say = frame.say
    text = st.text_input(say("programme.place"), help=say("programme.place_help"), max_chars=80, key=key)
    found = search_places(text, data_file.database(frame.version)) if text.strip() else None
    place_id = None
    if found is not None:
        if found.places:
            place_id = _chosen(frame, found, key)
        else:
            notice(say("programme.place_unknown", text=text.strip()))
    near = place_id or (found.places[0][0].place_id if found and found.places else None)
    if st.toggle(say("programme.place_on_map"), key=f"{key} on the map"):
        _map(frame, key, near)
    return Searched(text.strip(), len(found.places) if found else 0, place_id)


def _chosen(frame: PageContext, found: PlaceMatch, key: str) -> str | None:
    """One place is taken as it is; several are a choice, and none is taken for the person."""
    labels = {place.place_id: place_label(place, within, frame.lang) for place, within in found.places}
    return st.radio(
        frame.say("programme.place_found" if found.certain else "programme.place_which"),
        list(labels),
        index=0 if found.certain else None,
        format_func=labels.__getitem__,
        key=choice_key(f"{key} of {found.text}", labels),
    )


def _map(frame: PageContext, key: str, near: str | None) -> None:
    """The MRC of Québec, or the EPCI around a French place; a click writes the code of one into the search."""
    own = None if near else _own_place(frame)
    outlines = clickable_places(str(frame.programme["jurisdiction"]), near or own)
    if not outlines:
        notice(frame.say("programme.place_no_map"))
        return

    def clicked(found: Any) -> None:
        place_id = (found.get("properties") or {}).get("id")
        if place_id:
            code = place_id.partition("-")[2]
            st.session_state[key] = f"{code}0" if len(code) == DIVISION_DIGITS else code

    st.caption(frame.say("programme.place_click"))
    lit = holding(near, outlines) if near else None
    group = places_group([(one.place_id, one.name, one.shape) for one in outlines], lit)
    shown = [one.shape for one in outlines if one.place_id == lit]
    bounds = bounds_around(shown, 1.5) if shown else bounds_around([one.shape for one in outlines])
    click_map(
        frame, f"{key} map", outlines[0].jurisdiction_id, bounds, group, "last_active_drawing", clicked,
        approximate=any(one.approximate for one in outlines),
    )  # fmt: skip


def _own_place(frame: PageContext) -> str | None:
    """A territory of the programme on the screen: where its people look first."""
    rows = data_file.database(frame.version).cached_query(
        "programme_territories", {"programme_id": frame.selection.programme_id}
    )
    return None if rows.empty else str(rows["territory_id"].iloc[0])


def add_territory(frame: PageContext, form: str) -> None:
    """Search a place, or click it, and let the programme have it."""
    place, programme_id = place_search(frame, form), frame.selection.programme_id
    across = _across(frame, form, place.place_id)
    filled = Filled(
        lambda door: add_territories(door, programme_id, [place.chosen()], across=across),
        frame.say("boundaries.added"),
    )
    run_button(
        frame,
        form,
        filled,
        frame.say("boundaries.add"),
        icon=":material/add_location_alt:",
        key=f"{form} now",
    )


def _across(frame: PageContext, form: str, place_id: str | None) -> bool:
    """Whether a person says that the programme reaches over the border, where the chosen unit lies."""
    wanted = [place_id] if place_id else []
    beyond = units_abroad(data_file.database(frame.version), frame.selection.programme_id, wanted)
    if not beyond:
        return False
    return st.checkbox(
        frame.say("boundaries.across", name=markdown_text(", ".join(beyond.values()))), key=f"{form} across"
    )
