"""The tab of the first day: what may be offered and needed here, from businesses by sector and size alone."""

from __future__ import annotations

from functools import partial

import streamlit as st

from eit.analysis.territories import first_day as analysis
from eit.ui.answers import ask
from eit.ui.notices import notice
from eit.ui.page_context import PageContext
from eit.ui.tables import show_table
from eit.ui.territories.portraits import read_portrait
from eit.views.escape import markdown_text
from eit.views.export.tables import as_csv
from eit.views.territories.first_day import sector_lead_table, stream_table, visit_table


def first_day(frame: PageContext, territory_ids: list[str]) -> None:
    """Estimated streams of each territory, leads between them and whom to visit, always said to be estimated."""
    st.caption(frame.say("first_day.how"))
    st.caption(frame.say("first_day.without"))
    for territory_id in territory_ids:
        st.subheader(markdown_text(read_portrait(frame, territory_id).name), anchor=False)
        found = ask(analysis.first_day, frame.version, frame.selection.programme_id, territory_id)
        if found.streams.empty:
            notice(frame.say("first_day.nothing"))
            continue
        table = stream_table(found.streams, frame.lang)
        show_table(table, f"first day {territory_id}")
        st.download_button(
            frame.say("control.download"),
            partial(as_csv, table.frame, frame.lang),
            file_name=f"premier-jour-{territory_id}.csv",
            mime="text/csv",
            icon=":material/download:",
            key=f"first day download {territory_id}",
        )
        left, right = st.columns(2, gap="large")
        with left:
            st.markdown(f"**{frame.say('first_day.visits')}**", help=frame.say("first_day.visits_help"))
            show_table(visit_table(found.visits, frame.lang), f"first day visits {territory_id}")
        with right:
            st.markdown(f"**{frame.say('first_day.leads')}**", help=frame.say("first_day.leads_help"))
            show_table(sector_lead_table(found.leads, frame.lang), f"first day leads {territory_id}")
