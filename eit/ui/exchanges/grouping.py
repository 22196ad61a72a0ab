"""The parts of the page Regrouper that read the data: pooling, gaps, best allocation."""

from __future__ import annotations

from functools import partial

import streamlit as st

from eit.analysis.exchanges import allocation as allocation_analysis
from eit.analysis.exchanges import gaps as gaps_analysis
from eit.analysis.exchanges import pooling as pooling_analysis
from eit.analysis.exchanges.fair_split import hub_split
from eit.domain.errors import Refusal
from eit.ui.answers import ask
from eit.ui.chart import show_chart
from eit.ui.markup import show_html
from eit.ui.notices import notice
from eit.ui.page_context import PageContext, left_out
from eit.ui.synergies.promote import promote_group
from eit.ui.tables import show_table
from eit.views import format as fmt
from eit.views.cards import paragraphs_html
from eit.views.escape import markdown_text
from eit.views.grouping import (
    allocation_table,
    allocation_totals_html,
    gap_table,
    hub_html,
    hub_table,
    month_chart,
    participant_table,
)
from eit.views.refusals import refusal_sentence
from eit.views.synergies.split import split_html

GROUPINGS = ("material", "family")
OBJECTIVES = ("mass", "ghg", "money")
DIRECTIONS = ("surplus", "need")


def _choice(frame: PageContext, name: str, options: tuple[str, ...]) -> str:
    return st.segmented_control(
        frame.say(f"grouping.{name}"),
        options,
        default=options[0],
        required=True,
        format_func=lambda option: frame.say(f"grouping_{name}.{option}"),
        key=f"grouping {name}",
    )


def pooling(frame: PageContext) -> None:
    """Many small flows that together are worth a collection: where, who, how much, which months, what it saves."""
    st.caption(frame.say("grouping.pooling_help"))
    found = ask(pooling_analysis.find_hubs, frame.version, frame.selection, _choice(frame, "by", GROUPINGS))
    if len(found.unplaced):
        st.caption(frame.say("grouping.unplaced", n=len(found.unplaced)))
    if not found.hubs:
        notice(frame.say("grouping.no_hub", radius=fmt.distance(frame.selection.radius_km, frame.lang)))
        return
    chosen = show_table(hub_table(found.hubs, frame.lang, frame.banded), "hubs")
    hub = next((item for item in found.hubs if item.hub_id == chosen), found.hubs[0])
    show_html(hub_html(hub, frame.lang, frame.banded))
    if left_out(frame):
        show_table(participant_table(hub, frame.lang), "hub participants")
        return
    left, right = st.columns(2, gap="large")
    with left:
        show_table(participant_table(hub, frame.lang), "hub participants")
    with right:
        if hub.saved_money and hub.saved_money.central > 0:
            _split(frame, hub)
        chart = partial(month_chart, hub.by_month, hub.unit, frame.lang)
        show_chart(frame, chart, "hub months", frame.say("grouping.by_month"))
    promote_group(frame, "pool", hub.material_id, hub.participants["flow_id"].tolist())


def _split(frame: PageContext, hub: pooling_analysis.Hub) -> None:
    """Who would get what of the saving; a coalition that is too large says so."""
    try:
        show_html(split_html(hub_split(hub), hub.currency, frame.lang))
    except Refusal as refusal:
        st.caption(markdown_text(refusal_sentence(refusal, frame.say)))


def gaps(frame: PageContext) -> None:
    """What is left when everything that could be exchanged has been."""
    st.caption(frame.say("grouping.gaps_help"))
    if left_out(frame):
        return
    direction = _choice(frame, "direction", DIRECTIONS)
    rows = ask(gaps_analysis.gaps, frame.version, frame.selection, frame.as_of)
    rows = rows[rows["direction"] == direction]
    if rows.empty:
        notice(frame.say("grouping.no_gap"))
        return
    chosen = show_table(gap_table(rows, frame.lang), f"gaps {direction}")
    identifiers = (
        rows["direction"]
        + "|"
        + rows["material_id"]
        + "|"
        + rows["unit"]
        + "|"
        + rows["territory_id"].astype(str)
    )
    row = rows[identifiers == chosen].iloc[0] if chosen and (identifiers == chosen).any() else rows.iloc[0]
    st.markdown(f"**{frame.say('grouping.by_month')}**")
    show_html(paragraphs_html([frame.say("grouping.gap_months", material=row[frame.local("material")])]))
    chart = partial(month_chart, row["by_month"], row["unit"], frame.lang)
    show_chart(
        frame, chart, "gap months", frame.say("grouping.gap_months", material=row[frame.local("material")])
    )
    promote_group(frame, "gap", row["material_id"], list(row["flow_ids"]))


def allocation(frame: PageContext) -> None:
    """Who gets what so that no tonne is promised twice, for the tonnes, the GHG or the money."""
    st.caption(frame.say("grouping.allocation_help"))
    if left_out(frame):
        return
    objective = _choice(frame, "objective", OBJECTIVES)
    with st.spinner(frame.say("grouping.working")):
        found = ask(
            allocation_analysis.allocate_exchanges, frame.version, frame.selection, frame.as_of, objective
        )
    if found.totals:
        show_html(allocation_totals_html(found.totals, objective, found.value_unit, frame.lang))
    if found.pairs.empty:
        notice(frame.say("empty.no_exchange", radius=fmt.distance(frame.selection.radius_km, frame.lang)))
        return
    show_table(allocation_table(found.pairs, found.value_unit, frame.lang), f"allocation {objective}")
    if len(found.not_estimated):
        st.caption(frame.say("grouping.not_estimated", n=len(found.not_estimated)))
    if found.losing:
        st.caption(frame.say("grouping.losing", n=found.losing))
    for name in found.assumptions:
        if frame.say.has(f"assumption.{name}"):
            st.caption(frame.say(f"assumption.{name}"))
