"""The parts of the page Échanges."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pandas as pd
import streamlit as st

from eit.analysis.exchanges import leads, potential
from eit.analysis.exchanges.pair_dossier import PairDossier, pair_dossier
from eit.ui import answers
from eit.ui.answers import ask
from eit.ui.chart import show_chart
from eit.ui.data_file import database
from eit.ui.map.bounded import say_bounded
from eit.ui.map.panels import no_exchange
from eit.ui.map.roads import by_road
from eit.ui.markup import show_html
from eit.ui.notices import notice
from eit.ui.page_context import PageContext, left_out
from eit.ui.synergies.promote import decide
from eit.ui.tables import show_table
from eit.views import charts
from eit.views.details import dossier_html, estimate_html, exchange_html
from eit.views.export.tables import as_csv
from eit.views.tables import Table, exchange_table, lead_table

MOST_ROWS = 1_000
"""Nobody reads further, and every row costs each reader; the download has them all."""
BEST_OF_EACH = 10
"""Organisations to ask that are shown of each offer; the download has them all."""


def ranked(frame: PageContext) -> pd.Series | None:
    """The table of exchanges, best first; returns the row to explain (the chosen one, else the best)."""
    pairs = by_road(frame, ask(potential.potential_exchanges, frame.version, frame.selection, frame.as_of))
    if pairs.empty:
        notice(no_exchange(frame))
        return None
    pairs, already = potential.open_leads(pairs)
    if already:
        notice(frame.say("exchanges.already", n=already))
    if pairs.empty:
        notice(frame.say("exchanges.only_already"))
        return None
    st.caption(frame.say("exchanges.how_to"))
    if len(pairs) > MOST_ROWS:
        say_bounded(frame)
        notice(frame.say("exchanges.best_only", shown=MOST_ROWS, n=len(pairs)))
    measured = "road_basis" in pairs  # by roads, which lie outside the file
    best = _exchange_table(pairs, frame) if measured else _shared(frame, "exchanges", _best_table)
    chosen = show_table(best, "ranked exchanges")
    st.download_button(
        frame.say("control.download"),
        lambda: as_csv(exchange_table(pairs, frame.lang, frame.banded).frame, frame.lang),
        file_name=f"echanges-{frame.selection.programme_id}.csv",
        mime="text/csv",
        icon=":material/download:",
    )
    if chosen is None:
        return pairs.iloc[0]
    offer, demand = chosen.split("|")
    return pairs[(pairs["offer_id"] == offer) & (pairs["demand_id"] == demand)].iloc[0]


def _exchange_table(pairs: pd.DataFrame, frame: PageContext) -> Table:
    return exchange_table(pairs.head(MOST_ROWS), frame.lang, frame.banded)


def _best_table(frame: PageContext) -> Table:
    pairs = ask(potential.potential_exchanges, frame.version, frame.selection, frame.as_of)
    return _exchange_table(potential.open_leads(pairs)[0], frame)


def _shared(frame: PageContext, name: str, make: Callable[[PageContext], Table]) -> Table:
    """A table of the frame's selection, made once for all who ask the same; `make` asks for all that it rests on."""
    key = ("table", name, frame.selection, frame.as_of, frame.lang)
    return database(frame.version).memoise(key, lambda: make(frame))


def to_ask(frame: PageContext) -> None:
    """Whom to ask, apart from the declared exchanges: a sector takes what is offered, nobody declared."""
    st.subheader(frame.say("lead.title"), anchor=False, help=frame.say("lead.help"))
    found = ask(leads.to_ask, frame.version, frame.selection)
    if found.empty:
        notice(frame.say("lead.none"))
        return
    offers = found["offer_id"].nunique()
    st.caption(frame.say("lead.count", n=len(found), offers=offers, each=BEST_OF_EACH))
    show_table(_shared(frame, "leads", _lead_table), "leads to ask")
    st.download_button(
        frame.say("control.download"),
        lambda: as_csv(lead_table(found, frame.lang).frame, frame.lang),
        file_name=f"a-demander-{frame.selection.programme_id}.csv",
        mime="text/csv",
        icon=":material/download:",
        key="download leads",
    )


def _lead_table(frame: PageContext) -> Table:
    found = ask(leads.to_ask, frame.version, frame.selection)
    best = found.groupby("offer_id").head(BEST_OF_EACH).sort_values("score", ascending=False, kind="stable")
    return lead_table(best.head(MOST_ROWS), frame.lang)


def _dossier(frame: PageContext, row: pd.Series) -> PairDossier:
    """The gates of the shown pair, what to ask and what the law asks."""
    asked = (frame.selection, frame.programme["jurisdiction"], frame.as_of, row["offer_id"], row["demand_id"])
    return ask(pair_dossier, frame.version, *asked)


def detail(frame: PageContext, row: pd.Series) -> None:
    """Why this pair: its reasons, its sub-scores, what it would avoid and up to which distance."""
    left, right = st.columns(2, gap="large")
    with left:
        show_html(exchange_html(row, frame.lang))
        show_html(dossier_html(_dossier(frame, row), frame.lang))
    with right:
        st.subheader(frame.say("exchanges.scores"), anchor=False)
        chart = partial(charts.score_chart, row, frame.lang)
        show_chart(frame, chart, "sub-scores", frame.say("exchanges.scores"))
        st.subheader(frame.say("exchanges.avoids"), anchor=False, help=frame.say("kpi.avoided_ghg.help"))
        if not left_out(frame):
            _gain(frame, row)
    decide(frame, row)


def _gain(frame: PageContext, row: pd.Series) -> None:
    asked = (frame.programme["jurisdiction"], frame.selection, frame.as_of, row["offer_id"], row["demand_id"])
    show_html(estimate_html(ask(answers.exchange_gain, frame.version, *asked), frame.lang))
