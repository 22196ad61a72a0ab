"""What stands beside and under the map: the chosen company or the best exchanges, and everything as tables."""

from __future__ import annotations

import streamlit as st

from eit.ui import data, sidebar
from eit.ui.frame import Frame
from eit.ui.notices import WARNING, notice
from eit.ui.tables import show_table
from eit.views import format as fmt
from eit.views.lists import company_head_html, exchange_list_html, flow_list_html
from eit.views.map import Drawing
from eit.views.tables import exchange_table, site_table, synergy_table, territory_table

BEST_SHOWN, PARTNERS_SHOWN = 8, 20
PANEL_PX = 700


def clear_company() -> None:
    """Go back to everybody."""
    st.session_state[sidebar.COMPANY] = None


def side_panel(frame: Frame) -> None:
    """The chosen company with its partners and the reasons, or the best exchanges of the selection."""
    with st.container(height=PANEL_PX, border=True):
        if frame.selection.company_id:
            _company(frame, frame.selection.company_id)
        else:
            _best(frame)


def _best(frame: Frame) -> None:
    pairs = data.exchange_table(frame.version, frame.selection, frame.as_of)
    st.markdown(f"**{fmt.count(len(pairs), 'exchange', frame.lang)}**")
    if pairs.empty:
        notice(no_exchange(frame))
        return
    st.caption(frame.say("empty.no_selection"))
    st.html(exchange_list_html(pairs, frame.lang, BEST_SHOWN))


def no_exchange(frame: Frame) -> str:
    """The sentence for a selection without any exchange."""
    return frame.say("empty.no_exchange", radius=fmt.distance(frame.selection.radius_km, frame.lang))


def _company(frame: Frame, company_id: str) -> None:
    everyone = frame.selection.without_company()
    sites = data.site_table(frame.version, everyone, frame.as_of)
    found = sites[sites["company_id"] == company_id]
    if found.empty:
        notice(frame.say("empty.company_elsewhere"))
        st.button(frame.say("control.company_none"), on_click=clear_company)
        return
    site = next(found.itertuples())
    st.html(company_head_html(site, frame.lang))
    st.button(frame.say("list.everybody"), on_click=clear_company, icon=":material/close:")
    if fmt.is_missing(site.latitude):
        notice(frame.say("empty.no_position", company=site.name), WARNING)
    pairs = data.exchange_table(frame.version, frame.selection, frame.as_of)
    st.markdown(f"**{fmt.count(len(pairs), 'exchange', frame.lang)}**")
    if pairs.empty:
        notice(no_exchange(frame))
    else:
        st.html(exchange_list_html(pairs, frame.lang, PARTNERS_SHOWN, company_id))
    st.html(flow_list_html(data.company_flows(frame.version, company_id), frame.lang))


def notices(frame: Frame, drawing: Drawing) -> None:
    """What the map does not show, in so many words."""
    if drawing.hidden_lines:
        st.caption(frame.say("map.hidden", n=drawing.hidden_lines))
    if drawing.unplaced_sites:
        st.caption(frame.say("empty.companies_unplaced", n=drawing.unplaced_sites))


def tables_panel(frame: Frame) -> None:
    """The content of the map as tables, with the same filters."""
    pairs = data.exchange_table(frame.version, frame.selection, frame.as_of)
    everyone = frame.selection.without_company()
    country = frame.programme["country"]
    sites = data.site_table(frame.version, everyone, frame.as_of)
    areas = data.territory_table(frame.version, everyone, country, frame.as_of)
    known = data.synergy_table(frame.version, everyone.programme_id, country)
    tabs = st.tabs(
        [
            fmt.count(len(pairs), "exchange", frame.lang),
            fmt.count(len(sites), "company", frame.lang),
            fmt.count(len(areas), "territory", frame.lang),
            fmt.count(len(known), "synergy", frame.lang),
        ]
    )
    with tabs[0]:
        _table_or(frame, exchange_table(pairs, frame.lang), "map pairs", no_exchange(frame))
    with tabs[1]:
        _table_or(frame, site_table(sites, frame.lang), "map sites", frame.say("empty.no_company"))
    with tabs[2]:
        _table_or(frame, territory_table(areas, frame.lang), "map areas", frame.say("empty.no_company"))
    with tabs[3]:
        _table_or(frame, synergy_table(known, frame.lang), "map synergies", frame.say("empty.no_synergy"))


def _table_or(frame: Frame, table: object, key: str, sentence: str) -> None:
    if len(table.frame):  # type: ignore[attr-defined]
        show_table(table, key)  # type: ignore[arg-type]
    else:
        notice(sentence)
