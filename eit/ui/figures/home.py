"""The parts of the page Accueil."""

from __future__ import annotations

from functools import partial

import pandas as pd
import streamlit as st

from eit.analysis import programmes
from eit.analysis.impact import declared_checks, inventory, kpis, plausibility
from eit.analysis.own_bands import balance_in_bands, headline_in_bands
from eit.analysis.synergies import funnel, targets
from eit.domain.figures.figure import Figure
from eit.ui import edit_form
from eit.ui.answers import ask
from eit.ui.chart import show_chart
from eit.ui.markup import show_html
from eit.ui.notices import notice
from eit.ui.page_context import NAVIGATION, PageContext, navigation
from eit.views import charts
from eit.views import format as fmt
from eit.views.cards import PLAIN, POTENTIAL, RESULT, cards_html
from eit.views.map.lists import doubts_html, stock_html

RESULTS = (
    "realised_synergies",
    "substituted_mass",
    "diverted_mass",
    "avoided_ghg",
    "attributed_ghg",
    "investment",
    "net_saving",
    "avoided_disposal",
    "jobs",
    "payback",
    "net_present_value",
)
POTENTIALS = (
    "potential_exchanges",
    "potential_mass",
    "potential_energy",
    "potential_water",
    "potential_avoided_ghg",
    "tonnes_plan_ghg",
)
PROGRESS = (
    "companies",
    "flows",
    "active_synergies",
    "partner_count",
    "prefeasibility_count",
    "pilot_count",
    "pilot_sme_count",
)

GROUPS = {"results": (RESULTS, RESULT), "potential": (POTENTIALS, POTENTIAL), "progress": (PROGRESS, PLAIN)}


def first_steps(frame: PageContext) -> None:
    """An empty programme leads to the import."""
    if ask(programmes.company_names, frame.version, frame.selection.programme_id):
        return
    notice(frame.say("first_steps.empty"))
    if edit_form.can_edit():
        st.page_link(
            frame.page("records"), label=frame.say("first_steps.import"), icon=NAVIGATION["records"][1]
        )


def headline(frame: PageContext, group: str) -> bool:
    """Results, potential or progress, each apart: a potential is never added to a result. False: nothing to show."""
    figures = {figure.key: figure for figure in headline_figures(frame)}
    keys, kind = GROUPS[group]
    shown = [figures[key] for key in keys if figures[key].value != 0 or figures[key].target]
    if shown:
        st.subheader(frame.say(f"home.{group}"), anchor=False, help=frame.say(f"home.{group}_help"))
        if frame.banded:
            radius = fmt.distance(float(frame.programme["default_radius_km"]), frame.lang)
            st.caption(frame.say("home.own_bands", radius=radius))
        show_html(cards_html(shown, frame.lang, kind, own=frame.banded))
    return bool(shown)


def headline_figures(frame: PageContext) -> list[Figure]:
    """The figures of the selection; where a room reads, the programme's own by their bands: see `own_bands`."""
    if frame.banded:
        return ask(headline_in_bands, frame.own, frame.selection.programme_id, frame.as_of)
    return ask(kpis.headline, frame.version, frame.selection, frame.as_of)


def funnel_chart(frame: PageContext) -> None:
    """How many synergies went through each stage."""
    st.subheader(frame.say("home.funnel"), anchor=False, help=frame.say("home.funnel_help"))
    counts = ask(funnel.stage_counts, frame.version, frame.selection.programme_id, frame.as_of)
    if not any(counts.values()):
        notice(frame.say("empty.no_synergy"))
        return
    show_chart(
        frame,
        partial(
            charts.funnel_chart,
            counts,
            frame.lang,
            ask(targets.step_targets, frame.version, frame.selection.programme_id, frame.as_of),
        ),
        key="funnel",
        title=frame.say("home.funnel"),
    )


def balance_chart(frame: PageContext) -> None:
    """Offers and demands by category."""
    st.subheader(frame.say("home.balance"), anchor=False, help=frame.say("home.balance_help"))
    programme_id = frame.selection.programme_id
    if frame.banded:
        st.caption(frame.say("home.own_balance"))
        rows = ask(balance_in_bands, frame.own, programme_id)
    else:
        rows = ask(programmes.balance, frame.version, programme_id)
    if rows.empty:
        notice(frame.say("empty.no_flow"))
        return
    chart = partial(charts.balance_chart, rows, frame.lang)
    show_chart(frame, chart, "balance", frame.say("home.balance"))


def freshness(frame: PageContext) -> None:
    """How fresh and how sure the records are."""
    st.subheader(frame.say("home.freshness"), anchor=False, help=frame.say("home.freshness_help"))
    programme_id = frame.selection.programme_id
    show_html(stock_html(ask(inventory.inventory, frame.version, programme_id, frame.as_of), frame.lang))
    if frame.banded:  # a middle of a band is no quantity that somebody could have mistyped
        return
    doubts = pd.concat(
        [
            ask(plausibility.doubts, frame.version, programme_id),
            ask(declared_checks.declared_doubts, frame.version, programme_id, frame.as_of),
        ]
    )
    if len(doubts):
        st.markdown(f"**{frame.say('doubt.title')}**")
        show_html(doubts_html(doubts, frame.lang))


def next_pages(frame: PageContext) -> None:
    """Where to go from here, on this server."""
    with st.container(horizontal=True):
        for key in navigation():
            if key != "home":
                label = frame.say(f"home.go_{key}")
                st.page_link(frame.page(key), label=label, icon=NAVIGATION[key][1], width="content")
