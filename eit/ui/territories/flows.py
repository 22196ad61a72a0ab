"""The page Territoires: flows between territories or sectors, seasons with their storage need, directory of actors."""

from __future__ import annotations

from functools import partial

import pandas as pd
import streamlit as st

from eit.actions.actors import CONFIDENCES, KINDS, Actor, add_actor
from eit.actions.edit import EditContext
from eit.analysis import actors as actors_analysis
from eit.analysis.actors import kinds_without_actor
from eit.analysis.territories import figures, movements
from eit.domain.portraits import POTENTIAL, REALISED, SECTOR, TERRITORY
from eit.domain.typed_date import FIRST_YEAR
from eit.ui import edit_form
from eit.ui.answers import ask
from eit.ui.chart import show_chart
from eit.ui.choice_key import choice_key
from eit.ui.edit_form import Filled
from eit.ui.markup import show_html
from eit.ui.notices import notice
from eit.ui.page_context import PageContext, left_out
from eit.ui.tables import show_table
from eit.ui.territories import portrait_answers
from eit.ui.territories.choice import choose_one
from eit.ui.territories.portraits import as_table, category_names, read_portrait
from eit.ui.typed_field import whole_field
from eit.views import format as fmt
from eit.views.cards import facts_html
from eit.views.territories.charts import (
    MOST_ROWS,
    category_key_html,
    gathered,
    links_summary,
    links_table,
    sankey_chart,
    season_chart,
)
from eit.views.territories.portrait import head_html
from eit.views.territories.tables import actor_table, movement_html, season_summary, season_table

GROUPINGS = ("material", "family")
FORM = "actor form"


def flows(frame: PageContext, territory_ids: list[str]) -> None:
    """Who gives what to whom: a Sankey, the same as a table, and what leaves, enters and stays in each territory."""
    if left_out(frame):
        return
    left, right = st.columns(2)
    with left:
        what = choose_one(frame, "portrait.flows_of", (POTENTIAL, REALISED), "portrait_flows", "flows of")
    with right:
        by = choose_one(frame, "portrait.flows_by", (TERRITORY, SECTOR), "portrait_flows", "flows by")
    radius = fmt.distance(frame.selection.radius_km, frame.lang)
    st.caption(frame.say(f"portrait.flows_caption_{what}", radius=radius))
    portraits = [read_portrait(frame, territory_id) for territory_id in territory_ids]
    rows = _links(frame, tuple(territory_ids), what, by)
    if rows.empty:
        notice(frame.say("portrait.flows_none"))
    else:
        names = {portrait.territory_id: portrait.name for portrait in portraits} if by == TERRITORY else {}
        _sankey(frame, rows, names)
    if by == TERRITORY and ask(
        portrait_answers.overlapping, frame.version, frame.selection.programme_id, tuple(territory_ids)
    ):
        st.caption(frame.say("portrait.flows_overlap"))
    for column, portrait in zip(st.columns(len(portraits), gap="large"), portraits, strict=True):
        moved = portrait.potential if what == POTENTIAL else portrait.realised
        show_html(movement_html(portrait.name, moved, frame.lang), column)


def _links(frame: PageContext, territory_ids: tuple[str, ...], what: str, by: str) -> pd.DataFrame:
    chosen = frame.selection
    asked = (frame.version, chosen.programme_id, chosen.radius_km, frame.as_of, territory_ids, what)
    if by == TERRITORY:
        return ask(portrait_answers.territory_links, *asked)
    return ask(portrait_answers.sector_links, *asked, frame.lang)


def _sankey(frame: PageContext, rows: pd.DataFrame, names: dict[str, str]) -> None:
    categories, drawn = category_names(frame), gathered(rows)
    show_html(facts_html([links_summary(rows, names, frame.lang)]))
    show_html(category_key_html(drawn, frame.lang, categories))
    chart = partial(sankey_chart, drawn, names, frame.lang, categories=categories)
    show_chart(frame, chart, "sankey", frame.say("portrait_tab.flows"))
    as_table(frame, "sankey", lambda: show_table(links_table(rows, names, frame.lang), "sankey rows"))


def seasons(frame: PageContext, territory_ids: list[str]) -> None:
    """Which months have too much or too little of each material, and what must wait somewhere."""
    if left_out(frame):
        return
    by = choose_one(frame, "portrait.seasons_by", GROUPINGS, "grouping_by", "seasons by")
    st.caption(frame.say("portrait.seasons_caption"))
    st.caption(frame.say("portrait.storage_help"))
    for territory_id in territory_ids:
        _season(frame, territory_id, by)


def _season(frame: PageContext, territory_id: str, by: str) -> None:
    portrait = read_portrait(frame, territory_id)
    show_html(head_html(portrait, frame.lang))
    rows = ask(movements.seasons, frame.version, frame.selection.programme_id, territory_id, by)
    if rows.empty:
        notice(frame.say("portrait.no_flow"))
        return
    show_html(facts_html(season_summary(rows, frame.lang)))
    key = f"seasons {territory_id}"
    if rows["net_by_month"].notna().any():
        chart = partial(season_chart, rows, frame.lang)
        show_chart(frame, chart, key, f"{portrait.name} – {frame.say('portrait_tab.seasons')}")
    if len(rows) > MOST_ROWS:
        st.caption(frame.say("portrait.shown_first", n=MOST_ROWS))
    as_table(frame, key, lambda: show_table(season_table(rows, frame.lang), f"{key} {by} rows"))


def actors(frame: PageContext) -> None:
    """Who helps the companies, with what, and the form that adds one."""
    edit_form.say_done(frame)
    rows = ask(actors_analysis.directory, frame.version, frame.selection.programme_id)
    if rows.empty:
        notice(frame.say("portrait.actors_none"))
    else:
        show_table(actor_table(rows, frame.lang), "actors")
        if missing := kinds_without_actor(rows):
            kinds = ", ".join(frame.say(f"actor_kind.{kind}") for kind in missing)
            notice(frame.say("portrait.actors_missing", kinds=kinds))
    if edit_form.can_edit():
        with st.expander(frame.say("portrait.actor_form"), icon=":material/person_add:"):
            _actor_form(frame)


def _actor_form(frame: PageContext) -> None:
    edit_form.run_form(frame, FORM, lambda: _actor(frame), frame.say("portrait.actor_save"))


def _actor(frame: PageContext) -> Filled:
    say, programme_id = frame.say, frame.selection.programme_id
    places = ask(figures.choices, frame.version, programme_id, tuple(frame.programme["levels"]))
    names = dict(zip(places["territory_id"], places["name"], strict=True))
    left, right = st.columns(2)
    name = left.text_input(say("portrait.actor_name"), max_chars=200)
    kind = right.selectbox(
        say("portrait.actor_kind"),
        KINDS,
        format_func=lambda item: say(f"actor_kind.{item}"),
        key=choice_key("actor kind", frame.lang),
    )
    offer_fr = left.text_input(say("portrait.actor_offer_fr"), max_chars=200)
    offer_en = right.text_input(say("portrait.actor_offer_en"), max_chars=200)
    source = left.text_input(say("portrait.actor_source"), max_chars=200)
    year = whole_field(
        frame, say("portrait.actor_year"), "actor year", FIRST_YEAR, frame.as_of.year, place=right
    )
    territory = left.selectbox(
        say("portrait.actor_territory"),
        list(names),
        index=None,
        format_func=names.__getitem__,
        key=choice_key("actor territory", names),
    )
    url = right.text_input(say("portrait.actor_url"), max_chars=200)
    confidence = left.selectbox(
        say("portrait.actor_confidence"),
        CONFIDENCES,
        format_func=lambda item: say(f"confidence.{item}"),
        key=choice_key("actor confidence", frame.lang),
    )

    def add(door: EditContext) -> str:
        known = year()
        said = "" if known is None else str(known)
        actor = Actor(name, kind, source, said, territory, offer_fr, offer_en, url, confidence)
        return add_actor(door, programme_id, actor)

    return Filled(add, say("portrait.actor_added", name=name))
