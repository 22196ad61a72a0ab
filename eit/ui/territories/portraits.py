"""The page Territoires: which territories, their portraits side by side, their balance."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import streamlit as st

from eit.analysis import programmes
from eit.analysis.territories import figures as figures_analysis
from eit.analysis.territories import portraits
from eit.analysis.territories.portraits import Portrait
from eit.domain.portraits import FEWEST, MOST
from eit.ui.answers import ask
from eit.ui.chart import show_chart
from eit.ui.choice_key import choice_key
from eit.ui.markup import show_html
from eit.ui.notices import notice
from eit.ui.page_context import PageContext, left_out
from eit.ui.tables import show_table
from eit.ui.territories import portrait_answers
from eit.views import charts
from eit.views.cards import PLAIN, POTENTIAL, RESULT, cards_html, facts_html
from eit.views.territories.charts import shortened
from eit.views.territories.portrait import (
    coverage_html,
    estimated_html,
    head_html,
    portrait_html,
    sectors_html,
    sizes_html,
    slots_html,
    utilities_html,
    visits_html,
)
from eit.views.territories.tables import balance_summary, balance_table, factor_table

CARRIED, CONTROL = "portraits", "portrait territories"
"""The word of the address, and the control that follows it."""
STOCK, DONE, POSSIBLE = ("offer_mass", "demand_mass"), "avoided_ghg", "potential_avoided_ghg"


def choose_territories(frame: PageContext) -> list[str]:
    """The territories to compare, from the address or the programme's own; fewer than two when there are none."""
    known = ask(
        figures_analysis.choices,
        frame.version,
        frame.selection.programme_id,
        tuple(frame.programme["levels"]),
    ).drop_duplicates("territory_id")
    if known.empty:
        notice(frame.say("portrait.none"))
        return []
    names = {
        row.territory_id: f"{row.name} ({frame.say(f'portrait_kind.{row.level}')})"
        for row in known[["territory_id", "name", "level"]].itertuples(index=False)
    }
    asked = [item for item in (st.session_state.get(CARRIED) or "").split(",") if item in names]
    usual = ask(portraits.default_territories, frame.version, frame.selection.programme_id)
    st.session_state[CONTROL] = asked[:MOST] or [item for item in usual if item in names]
    chosen = st.multiselect(
        frame.say("portrait.choose"),
        list(names),
        format_func=names.__getitem__,
        key=choice_key(CONTROL, names),
        max_selections=MOST,
        on_change=_remember,
        help=frame.say("portrait.choose_help"),
    )
    if len(chosen) < FEWEST:
        notice(frame.say("portrait.too_few"))
    return chosen


def _remember() -> None:
    st.session_state[CARRIED] = ",".join(st.session_state[CONTROL])


def read_portrait(frame: PageContext, territory_id: str) -> Portrait:
    """The portrait of one territory for this frame."""
    chosen = frame.selection
    return ask(
        portrait_answers.portrait,
        frame.version,
        chosen.programme_id,
        chosen.radius_km,
        frame.as_of,
        territory_id,
    )


def side_by_side(frame: PageContext, territory_ids: list[str]) -> None:
    """One column per territory; stacked on a narrow screen."""
    for column, territory_id in zip(st.columns(len(territory_ids), gap="large"), territory_ids, strict=True):
        with column:
            _portrait(frame, read_portrait(frame, territory_id))


def _portrait(frame: PageContext, portrait: Portrait) -> None:
    lang, found, programme_id = frame.lang, portrait.estimated, frame.selection.programme_id
    figures = portrait.figures
    banded = frame.banded
    stock = cards_html([figures[key] for key in STOCK], lang, PLAIN, banded=banded)
    pair = () if banded else ((DONE, RESULT), (POSSIBLE, POTENTIAL))
    beside = tuple(cards_html([figures[key]], lang, kind) for key, kind in pair)
    parts = [coverage_html(found, lang)]
    if found.coverage.businesses is not None:
        visits = ask(portrait_answers.visits, frame.version, programme_id, portrait.territory_id)
        sizes = ask(portrait_answers.sizes, frame.version, programme_id, portrait.territory_id)
        parts += [visits_html(visits, lang), sectors_html(found, lang), estimated_html(found, lang)]
        parts.append(sizes_html(sizes, lang))
    show_html(portrait_html(head_html(portrait, lang), stock, beside, parts))
    _factors(frame, portrait)
    if len(portrait.slots):
        with st.expander(f"{frame.say('portrait.indices')} ({len(portrait.slots)})"):
            st.caption(frame.say("portrait.indices_help"))
            show_html(slots_html(portrait.slots, lang))


def _factors(frame: PageContext, portrait: Portrait) -> None:
    if portrait.estimated.factors.empty:
        return
    key = f"factors {portrait.territory_id}"
    panel = st.expander(frame.say("estimated.factors"), key=key, on_change="rerun")
    if panel.open:
        with panel:
            show_table(factor_table(portrait.estimated.factors, frame.lang), f"{key} table")


def balances(frame: PageContext, territory_ids: list[str]) -> None:
    """Offers against demands by category, at one scale and in one order; energy, water and services apart."""
    if left_out(frame):
        return
    portraits = [read_portrait(frame, territory_id) for territory_id in territory_ids]
    known = [portrait.balance for portrait in portraits if len(portrait.balance)]
    shared = charts.beside(known) if known else None
    if shared and st.toggle(
        frame.say("portrait.own_scale"), key="own scale", help=frame.say("portrait.own_scale_help")
    ):
        shared = shared._replace(longest=0.0)
    # What is read stands in one row, what is compared in the next: no chart is lower than its neighbour.
    for show in (_balance_words, partial(_balance, shared=shared)):
        for column, portrait in zip(st.columns(len(portraits), gap="large"), portraits, strict=True):
            with column:
                show(frame, portrait)


def _balance_words(frame: PageContext, portrait: Portrait) -> None:
    show_html(head_html(portrait, frame.lang))
    rows = portrait.balance
    if rows.empty:
        notice(frame.say("portrait.no_flow"))
        return
    lines = [balance_summary(portrait, frame.lang)]
    if unknown := int(rows["not_communicated"].sum()):
        lines.append(frame.say("portrait.unknown_flows", n=unknown))
    show_html(facts_html(lines))


def _balance(frame: PageContext, portrait: Portrait, shared: charts.Beside | None) -> None:
    rows = portrait.balance
    if len(rows):
        key = f"balance {portrait.territory_id}"
        names = {key: shortened(name) for key, name in category_names(frame).items()}
        chart = partial(charts.balance_chart, rows, frame.lang, names, shared=shared)
        show_chart(frame, chart, key, f"{portrait.name} – {frame.say('home.balance')}")
        as_table(frame, key, lambda: show_table(balance_table(rows, frame.lang), f"{key} rows"))
    if len(portrait.utilities):
        show_html(utilities_html(portrait.utilities, frame.lang))


def category_names(frame: PageContext) -> dict[str, str]:
    """The categories in the programme's own words."""
    names = ask(programmes.categories, frame.version, frame.selection.programme_id).set_index("category_id")
    return names[frame.local("name")].to_dict()


def as_table(frame: PageContext, key: str, show: Callable[[], object]) -> None:
    """The content of a chart as a table, built when it is opened."""
    panel = st.expander(
        frame.say("portrait.table"), icon=":material/table:", key=f"{key} table", on_change="rerun"
    )
    if panel.open:
        with panel:
            show()
