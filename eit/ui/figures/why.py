"""Why a figure is what it is: opened from the headline, down to rows, factors and sources."""

from __future__ import annotations

import streamlit as st

from eit.analysis.impact import explain, kpis
from eit.analysis.impact.explain import EXPLAINED
from eit.ui.answers import ask
from eit.ui.markup import show_html
from eit.ui.notices import notice
from eit.ui.page_context import PageContext
from eit.ui.tables import show_table
from eit.views.cards import figure_line_html
from eit.views.indicators.explanations import explanation_table, sensitivities_html
from eit.views.indicators.method_tables import factor_table

KEY, PANEL = "explained figure", "why figure"


@st.fragment
def why_this_figure(frame: PageContext) -> None:
    """A choice of figure, the rows that it adds up, and the factors that it rests on; worked out when it is opened."""
    say = frame.say
    if frame.banded:  # its rows would add up to another figure than the programme's own
        return
    panel = st.expander(say("why_figure.title"), icon=":material/functions:", key=PANEL, on_change="rerun")
    if not panel.open:
        return
    with panel:
        key = st.segmented_control(
            say("why_figure.choose"),
            EXPLAINED,
            format_func=lambda name: say(f"kpi.{name}.label"),
            default=EXPLAINED[0],
            required=True,
            key=KEY,
        )
        _explain(frame, key or EXPLAINED[0])


def _explain(frame: PageContext, key: str) -> None:
    say = frame.say
    found = ask(explain.explain, frame.version, frame.selection, key, frame.as_of)
    figures = ask(kpis.headline, frame.version, frame.selection, frame.as_of)
    show_html(figure_line_html(next(item for item in figures if item.key == found.key), frame.lang))
    if found.rows.empty:
        notice(say("why_figure.nothing"))
        return
    st.markdown(f"**{say('why_figure.rows')}**")
    show_table(explanation_table(found.rows, found.key, frame.lang), f"why rows {found.key}")
    if len(found.factors):
        st.markdown(f"**{say('why_figure.factors')}**")
        show_table(factor_table(found.factors, frame.lang), f"why factors {found.key}")
    if any(found.sensitivities.values()):
        st.markdown(f"**{say('why_figure.switches')}**", help=say("why_figure.switches_help"))
        show_html(sensitivities_html(found.sensitivities, frame.lang))
    st.page_link(frame.page("method"), label=say("home.go_method"), icon=":material/menu_book:")
