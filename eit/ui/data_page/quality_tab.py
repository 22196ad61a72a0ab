"""The part of the page Données that says what is missing, old or doubtful, with a link to each row."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from eit.analysis import quality as quality_analysis
from eit.analysis.quality import SEVERITIES
from eit.locations import GEO
from eit.ui.answers import ask
from eit.ui.data_page.address_positions import place_addresses
from eit.ui.markup import show_html
from eit.ui.notices import notice
from eit.ui.page_context import PageContext
from eit.ui.tables import grid_height, row_px
from eit.views.findings import LINK, finding_table, summary_html
from eit.views.texts import Texts


def quality(frame: PageContext) -> None:
    """The shares of what is known, then the rows to check."""
    found = ask(
        quality_analysis.quality, frame.version, frame.selection.programme_id, frame.as_of, GEO, frame.lang
    )
    show_html(summary_html(found.summary, frame.lang))
    place_addresses(frame)
    if found.findings.empty:
        notice(frame.say("data_quality.nothing"))
        return
    st.caption(frame.say("data_quality.how_to"))
    rows = _filtered(found.findings, frame.say)
    st.markdown(f"**{frame.say('data_quality.count', n=len(rows))}**")
    if len(rows):
        _show(frame, rows)


def _filtered(findings: pd.DataFrame, say: Texts) -> pd.DataFrame:
    counts = findings["severity"].value_counts()
    chosen = st.pills(
        say("data_quality.filter"),
        [one for one in SEVERITIES if one in counts.index],
        format_func=lambda one: f"{say(f'data_quality.severity.{one}')} ({counts[one]})",
        selection_mode="multi",
        key="quality severities",
    )
    return findings[findings["severity"].isin(chosen)] if chosen else findings


def _show(frame: PageContext, rows: pd.DataFrame) -> None:
    table = finding_table(rows, frame.lang)
    say = frame.say
    config = {
        heading: st.column_config.TextColumn(width="large" if column.wide else None)
        for heading, column in table.columns.items()
    }
    config[say(f"column.{LINK}")] = st.column_config.LinkColumn(
        display_text=say("data_quality.link"), width="small"
    )
    st.dataframe(
        table.frame,
        hide_index=True,
        width="stretch",
        height=grid_height(len(rows), row_px(table)),
        row_height=row_px(table),
        column_config=config,
        placeholder="",
        key="quality findings",
    )
