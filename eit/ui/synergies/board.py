"""The parts of the page Synergies that show: board, list, funnel, barriers, what to reconfirm, years."""

from __future__ import annotations

from datetime import date
from functools import partial

import pandas as pd
import streamlit as st

from eit.actions import pairs as pair_actions
from eit.analysis import programmes
from eit.analysis.own_bands import years_in_bands
from eit.analysis.synergies import barriers, board, funnel, years
from eit.domain.errors import Refusal
from eit.domain.figures.figure import Figure
from eit.domain.forms.grid import SYNERGY
from eit.ui import edit_form
from eit.ui.answers import ask
from eit.ui.chart import show_chart
from eit.ui.choice_key import choice_key
from eit.ui.edit_form import Filled
from eit.ui.fix import asked_fix
from eit.ui.grid import table_grid
from eit.ui.markup import show_html
from eit.ui.notices import WARNING, notice
from eit.ui.page_context import PageContext, left_out
from eit.ui.synergies.evidence import show_evidence
from eit.ui.synergies.forms import change
from eit.ui.synergies.moving_board import show_moving_board
from eit.ui.tables import show_table
from eit.ui.typed_field import day_field, needed
from eit.views import charts
from eit.views import format as fmt
from eit.views.cards import PLAIN, cards_html
from eit.views.export.tables import as_csv
from eit.views.refusals import refusal_sentence
from eit.views.synergies.board import board_html, goals_html, history_html, synergy_html
from eit.views.synergies.tables import (
    barrier_table,
    pipeline_table,
    rejection_table,
    territory_funnel_table,
    year_table,
)

BY = ("reason", "material", "type")
CARDS = {"flows": "flows", "companies": "companies", "potential": "potential_exchanges"}
CHOSEN = "synergy"


def as_of_field(frame: PageContext) -> date:
    """The day whose state is shown: today unless another is chosen; never in the future."""
    label, help_text = frame.say("pipeline.as_of"), frame.say("pipeline.as_of_help")
    place = st.columns([1, 3])[0]
    day = day_field(frame, label, "pipeline day", frame.as_of, last=frame.as_of, place=place, help=help_text)
    try:
        return needed(day, label)
    except Refusal as refusal:
        notice(refusal_sentence(refusal, frame.say), WARNING)
        st.stop()


def board_rows(frame: PageContext, day: date) -> pd.DataFrame:
    """The synergies of the programme as they were on a day."""
    return ask(board.board, frame.version, frame.selection.programme_id, day).assign(in_bands=frame.banded)


def show_board(frame: PageContext, rows: pd.DataFrame, day: date) -> None:
    """One column per stage; of today's board each card moves on with two clicks."""
    st.caption(frame.say("pipeline.how_to"))
    left_out(frame)
    if edit_form.can_edit() and day == frame.as_of:
        show_moving_board(frame, rows)
    else:
        show_html(board_html(rows, frame.lang))


def show_list(frame: PageContext, rows: pd.DataFrame, day: date) -> None:
    """The same content as a table."""
    shown = pipeline_table(rows, frame.lang)
    left_out(frame)
    if edit_form.can_edit() and st.toggle(frame.say("grid.open"), key="pipeline grid"):
        table_grid(frame, SYNERGY, {})
        return
    show_table(shown, "pipeline list")
    st.download_button(
        frame.say("control.download"),
        lambda: as_csv(shown.frame, frame.lang),
        file_name=f"synergies-{frame.selection.programme_id}.csv",
        mime="text/csv",
        icon=":material/download:",
    )


def show_funnel(frame: PageContext, rows: pd.DataFrame, day: date) -> None:
    """Counts against targets, the time left, and every territory of a level, those without activity too."""
    levels = list(frame.programme["levels"])
    level = st.segmented_control(
        frame.say("pipeline.level"), levels, default=levels[0], required=True, key="pipeline level",
        format_func=lambda kind: frame.say(f"level.{kind}"),
    )  # fmt: skip
    found = ask(
        funnel.funnel, frame.version, frame.selection.programme_id, day, level, frame.selection.radius_km
    )
    figures = [
        Figure(key, float(found.counts[step]), "count", target=found.targets.get(step))
        for step, key in CARDS.items()
    ]
    show_html(cards_html(figures, frame.lang, PLAIN, banded=frame.banded))
    st.caption(_time_left(frame, found.ends_on, found.days_left))
    goals = ask(board.goals, frame.version, frame.selection.programme_id, day)
    if len(goals):
        show_html(goals_html(goals, frame.lang))
    chart = partial(charts.funnel_chart, found.counts, frame.lang, found.targets)
    show_chart(frame, chart, "pipeline funnel", frame.say("home.funnel"))
    table = found.by_territory
    if table is None or table.empty or frame.banded:
        return
    st.caption(frame.say("pipeline.by_territory_help"))
    idle = table.loc[~table["active"], "territory"].tolist()
    names = (
        frame.say("pipeline.inactive", names=", ".join(idle)) if idle else frame.say("pipeline.all_active")
    )
    notice(names)
    show_table(territory_funnel_table(table, frame.lang), "territory funnel")


def _time_left(frame: PageContext, end: date | None, days: int | None) -> str:
    if end is None or days is None:
        return frame.say("pipeline.no_end")
    said = frame.say("pipeline.ends", date=fmt.date(end, frame.lang))
    return f"{said} {frame.say('pipeline.days_left', n=days) if days >= 0 else frame.say('pipeline.ended', n=-days)}"


def show_barriers(frame: PageContext, rows: pd.DataFrame, day: date) -> None:
    """Why synergies and pairs were set aside, and the memory of the pairs."""
    found = ask(barriers.barrier_rows, frame.version, frame.selection.programme_id, day)
    if found.empty:
        notice(frame.say("pipeline.no_barrier"))
        return
    st.caption(frame.say("pipeline.barriers_help", n=len(found)))
    by = st.segmented_control(
        frame.say("pipeline.count_by"), BY, default=BY[0], required=True, key="barriers by",
        format_func=lambda name: frame.say(f"pipeline.by_{name}"),
    )  # fmt: skip
    show_table(barrier_table(barriers.barrier_counts(found, by), by, frame.lang), f"barriers {by}")
    refused = ask(barriers.rejections, frame.version, frame.selection.programme_id)
    if refused.empty:
        return
    st.subheader(frame.say("pipeline.refusals"), anchor=False)
    chosen = show_table(rejection_table(refused, frame.lang), "rejections")
    if not chosen:
        return
    offer, demand = chosen.split("|")
    again = Filled(lambda door: pair_actions.unreject(door, offer, demand), frame.say("pipeline.unrejected"))
    label = frame.say("pipeline.propose_again")
    edit_form.run_button(frame, f"unreject {chosen}", again, label, icon=":material/undo:")


def show_to_confirm(frame: PageContext, rows: pd.DataFrame, day: date) -> None:
    """The results that nobody confirmed for twelve months: they left the headline."""
    stale = rows[rows["stale"]]
    if stale.empty:
        notice(frame.say("pipeline.all_confirmed"))
        return
    for row in stale.to_dict("records"):
        on = fmt.date(row["confirmed_on"], frame.lang)
        notice(f"{row[frame.local('title')]}\u00a0: {frame.say('pipeline.stale_note', date=on)}", WARNING)


def show_years(frame: PageContext, rows: pd.DataFrame, day: date) -> None:
    """Annual results and their sum."""
    asked = (frame.selection.programme_id, day)
    st.caption(frame.say("pipeline.years_help"))
    if frame.banded:
        st.caption(frame.say("pipeline.years_in_bands"))
        found = ask(years_in_bands, frame.own, *asked)
    else:
        found = ask(years.yearly, frame.version, *asked)
    if found.empty:
        notice(frame.say("pipeline.no_year"))
        return
    show_table(year_table(found, frame.lang), "pipeline years")


def one_synergy(frame: PageContext, rows: pd.DataFrame, day: date) -> None:
    """The chosen synergy: everything about it, its history, and what one can do."""
    titles = {
        row["synergy_id"]: f"{row[frame.local('title')]} ({frame.say('stage.' + row['stage'])})"
        for row in rows.to_dict("records")
    }
    fix, new = asked_fix()
    if fix is not None and new and fix.row_id in titles:
        st.session_state[CHOSEN + " chosen"] = fix.row_id
    chosen = st.selectbox(
        frame.say("pipeline.choose"), list(titles), index=None, format_func=titles.__getitem__,
        key=choice_key(CHOSEN + " chosen", titles),
        placeholder=frame.say("pipeline.choose_placeholder"),
    )  # fmt: skip
    if chosen is None:
        return
    row = rows[rows["synergy_id"] == chosen].iloc[0]
    left, right = st.columns(2, gap="large")
    with left:
        show_html(synergy_html(row, str(frame.programme["currency"]), frame.lang))
        st.subheader(frame.say("pipeline.history"), anchor=False)
        events = ask(board.history, frame.version, frame.selection.programme_id, chosen)
        show_html(history_html(events, str(row["unit"]), frame.lang))
    with right:
        sides = ask(board.sides, frame.version, frame.selection.programme_id, chosen)
        companies = ask(programmes.company_names, frame.version, frame.selection.programme_id)
        change(frame, row, sides, companies)
    show_evidence(frame, row)
