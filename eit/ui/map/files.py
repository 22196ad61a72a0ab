"""The map as files: a picture of what is asked, a film of the years; each made when it is asked for."""

from __future__ import annotations

import streamlit as st

from eit.analysis.synergies.years import event_days, stages_on
from eit.ui.answers import ask
from eit.ui.map.attribution import credits
from eit.ui.map.picture import asked_words
from eit.ui.map.scene import bounds_of, scene_of, whole_story
from eit.ui.page_context import PageContext
from eit.views.map.film import Step, chosen_days, film
from eit.views.map.svg import static_map_svg


def map_files(frame: PageContext) -> None:
    """Offer the map with its title, legend, sources and date; and, where synergies have a history, its film."""
    name = f"maillage-{frame.selection.programme_id}-{frame.as_of.isoformat()}"
    with st.container(horizontal=True):
        st.download_button(
            frame.say("map.picture"),
            lambda: _picture(frame),
            file_name=f"{name}.svg",
            mime="image/svg+xml",
            icon=":material/image:",
            on_click="ignore",
            key="map picture",
        )
        if len(ask(event_days, frame.version, frame.selection.programme_id, frame.as_of)) > 1:
            st.download_button(
                frame.say("map.film"),
                lambda: _film(frame),
                file_name=f"{name}.gif",
                mime="image/gif",
                icon=":material/movie:",
                on_click="ignore",
                help=frame.say("map.film_help"),
                key="map film",
            )


def _picture(frame: PageContext) -> bytes:
    return static_map_svg(
        scene_of(frame),
        bounds_of(frame),
        f"{frame.say('nav.map')} – {frame.programme[frame.local('name')]}",
        [credit.text for credit in credits(frame)],
        frame.as_of,
        asked=asked_words(frame),
    ).encode("utf-8")


def _film(frame: PageContext) -> bytes:
    programme_id = frame.selection.programme_id
    days = chosen_days(ask(event_days, frame.version, programme_id, frame.as_of))
    steps = [Step(day, ask(stages_on, frame.version, programme_id, day)) for day in days]
    source = " · ".join(credit.text for credit in credits(frame))
    title = f"{frame.say('map.film_title')} – {frame.programme[frame.local('name')]}"
    return film(whole_story(frame), bounds_of(frame), steps, title, source)
