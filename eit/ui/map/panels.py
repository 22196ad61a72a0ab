"""What stands beside and under the map: the chosen company or the best exchanges, and everything as tables."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import streamlit as st

from eit.analysis.exchanges import corridors, potential
from eit.analysis.territories import figures
from eit.ui import answers
from eit.ui.answers import ask
from eit.ui.map.roads import by_road
from eit.ui.markup import show_html
from eit.ui.notices import WARNING, notice
from eit.ui.page_context import PageContext, left_out
from eit.ui.sidebar import controls
from eit.ui.tables import show_table
from eit.views import format as fmt
from eit.views.map.choropleth import NO_FIGURE
from eit.views.map.lists import company_head_html, exchange_list_html, flow_list_html
from eit.views.map.tables import total_table
from eit.views.tables import Table, exchange_table, site_table, synergy_table, territory_table

PARTNERS_SHOWN = 20


def clear_company() -> None:
    """Go back to everybody."""
    st.session_state[controls.COMPANY] = None


def company_panel(frame: PageContext) -> None:
    """The chosen company with its partners, the reasons and its flows; nothing when none is chosen."""
    if frame.selection.company_id:
        with st.container(border=True):
            _company(frame, frame.selection.company_id)


def say_empty(frame: PageContext) -> None:
    """What to do when the selection holds no exchange; on a copy for a room, that territories are not shaded."""
    if frame.figure != NO_FIGURE:
        left_out(frame)
    if ask(
        potential.potential_exchanges, frame.version, frame.selection.without_company(), frame.as_of
    ).empty:
        notice(no_exchange(frame))


def no_exchange(frame: PageContext) -> str:
    """The sentence for a selection without any exchange."""
    return frame.say("empty.no_exchange", radius=fmt.distance(frame.selection.radius_km, frame.lang))


def _company(frame: PageContext, company_id: str) -> None:
    everyone = frame.selection.without_company()
    sites = ask(answers.site_table, frame.version, everyone, frame.as_of)
    found = sites[sites["company_id"] == company_id]
    if found.empty:
        notice(frame.say("empty.company_elsewhere"))
        st.button(frame.say("control.company_none"), on_click=clear_company)
        return
    site = next(found.itertuples())
    show_html(company_head_html(site, frame.lang))
    st.button(frame.say("list.everybody"), on_click=clear_company, icon=":material/close:")
    if fmt.is_missing(site.latitude):
        notice(frame.say("empty.no_position", company=site.name), WARNING)
    pairs = ask(potential.potential_exchanges, frame.version, frame.selection, frame.as_of)
    st.markdown(f"**{fmt.count(len(pairs), 'exchange', frame.lang)}**")
    if pairs.empty:
        notice(no_exchange(frame))
    else:
        shown = by_road(frame, pairs.head(PARTNERS_SHOWN))
        show_html(exchange_list_html(shown, frame.lang, PARTNERS_SHOWN, company_id, frame.banded))
    show_html(flow_list_html(ask(figures.company_flows, frame.version, company_id), frame.lang))


@st.fragment
def tables_panel(frame: PageContext) -> None:
    """The content of the map as tables, with the same filters.

    Closed at first and built when it is opened, one table at a time: the grid that draws tables is a third of
    what a browser loads before it can paint the map.
    """
    panel = st.expander(frame.say("map.tables"), icon=":material/table:", key="map tables", on_change="rerun")
    if not panel.open:
        return
    with panel:
        tabs = st.tabs(
            [frame.say(f"map.table.{name}") for name in TABLES], key="map table", on_change="rerun"
        )
        for tab, (name, build) in zip(tabs, TABLES.items(), strict=True):
            if tab.open:
                with tab:
                    if name in SUMMED and left_out(frame):
                        continue
                    _show_rows(frame, name, build(frame))


def _pairs(frame: PageContext) -> Table:
    pairs = ask(potential.potential_exchanges, frame.version, frame.selection, frame.as_of)
    return exchange_table(by_road(frame, pairs), frame.lang, frame.banded)


def _sites(frame: PageContext) -> Table:
    everyone = frame.selection.without_company()
    return site_table(ask(answers.site_table, frame.version, everyone, frame.as_of), frame.lang, frame.banded)


def _areas(frame: PageContext) -> Table:
    everyone, jurisdiction_id = frame.selection.without_company(), frame.programme["jurisdiction"]
    return territory_table(
        ask(answers.territory_table, frame.version, everyone, jurisdiction_id, frame.as_of), frame.lang
    )


def _synergies(frame: PageContext) -> Table:
    known = ask(
        answers.synergy_table, frame.version, frame.selection.programme_id, frame.programme["jurisdiction"]
    )
    return synergy_table(known, frame.lang, frame.banded)


def line_totals(frame: PageContext) -> pd.DataFrame:
    """See `analysis.corridors.between_territories`, for the frame's selection."""
    everyone = frame.selection.without_company()
    pairs = ask(potential.potential_exchanges, frame.version, everyone, frame.as_of)
    places = ask(figures.company_places, frame.version, everyone.programme_id, everyone.level)
    return corridors.between_territories(pairs, places)


def _totals(frame: PageContext) -> Table:
    everyone, jurisdiction_id = frame.selection.without_company(), frame.programme["jurisdiction"]
    areas = ask(answers.territory_table, frame.version, everyone, jurisdiction_id, frame.as_of)
    return total_table(line_totals(frame), areas.set_index("territory_id")["name"].to_dict(), frame.lang)


TABLES: dict[str, Callable[[PageContext], Table]] = {
    "exchange": _pairs,
    "company": _sites,
    "territory": _areas,
    "synergy": _synergies,
    "total": _totals,
}


SUMMED = ("territory", "total")
"""Tables that hold sums by territory, which do not follow from shared places and bands."""


def _show_rows(frame: PageContext, name: str, table: Table) -> None:
    if table.frame.empty:
        sentences = {
            "exchange": no_exchange(frame),
            "total": no_exchange(frame),
            "synergy": frame.say("empty.no_synergy"),
        }
        notice(sentences.get(name, frame.say("empty.no_company")))
        return
    st.caption(fmt.count(len(table.frame), name, frame.lang))
    show_table(table, f"map {name}")
