"""The tab Matrice: who gives how much to whom, between all territories of the level or all sectors; small maps."""

from __future__ import annotations

from functools import partial

import pandas as pd
import streamlit as st

from eit.analysis.territories import figures
from eit.domain.portraits import POTENTIAL, REALISED, SECTOR, TERRITORY
from eit.ui.answers import ask
from eit.ui.chart import show_chart
from eit.ui.map.scene import MATERIAL, YEAR, map_multiples
from eit.ui.markup import show_html
from eit.ui.notices import notice
from eit.ui.page_context import PageContext, left_out
from eit.ui.territories import portrait_answers
from eit.ui.territories.choice import choose_one
from eit.views import format as fmt
from eit.views.territories.matrix import flow_matrix, matrix_chart


def matrix(frame: PageContext, _: list[str]) -> None:
    """A matrix of the whole programme, and the map once for each material or year at one scale."""
    if left_out(frame):
        return
    left, right = st.columns(2)
    with left:
        what = choose_one(frame, "portrait.flows_of", (POTENTIAL, REALISED), "portrait_flows", "matrix of")
    with right:
        by = choose_one(frame, "portrait.flows_by", (TERRITORY, SECTOR), "portrait_flows", "matrix by")
    _matrix(frame, what, by)
    _multiples(frame)


def _matrix(frame: PageContext, what: str, by: str) -> None:
    say, chosen = frame.say, frame.selection
    places = _places(frame)
    ids, names = tuple(places["territory_id"]), dict(zip(places["territory_id"], places["name"], strict=True))
    asked = (frame.version, chosen.programme_id, chosen.radius_km, frame.as_of, ids, what)
    if by == TERRITORY:
        links = ask(portrait_answers.territory_links, *asked)
    else:
        links, names = ask(portrait_answers.sector_links, *asked, frame.lang), {}
    links = links[links["t_per_year"] > 0]
    if links.empty:
        notice(say("portrait.flows_none"))
        return
    st.caption(say(f"portrait.flows_caption_{what}", radius=fmt.distance(chosen.radius_km, frame.lang)))
    st.caption(say("matrix.caption"))
    chart = partial(matrix_chart, flow_matrix(links), names, frame.lang)
    title = f"{say('portrait_tab.matrix')} – {say(f'portrait_flows.{what}')}, {say(f'portrait_flows.{by}')}"
    show_chart(frame, chart, f"matrix {what} {by}", title)


def _places(frame: PageContext) -> pd.DataFrame:
    """The territories of the level, or of the first that has several: of one alone there is no matrix."""
    found = pd.DataFrame()
    for level in (frame.selection.level, *frame.programme["levels"]):
        found = ask(figures.choices, frame.version, frame.selection.programme_id, (level,))
        if len(found) > 1:
            break
    return found


def _multiples(frame: PageContext) -> None:
    st.subheader(frame.say("multiples.title"), anchor=False, help=frame.say("multiples.help"))
    by = choose_one(frame, "multiples.by", (MATERIAL, YEAR), "multiples", "multiples by")
    show_html(map_multiples(frame, by))
