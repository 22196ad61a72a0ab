"""The public page: one screen on one sealed edition. It has the controls that an edition can answer, and no other."""

from __future__ import annotations

import logging

import streamlit as st

from eit.domain.errors import DataError
from eit.publish.reading import PublicEdition
from eit.ui.choice_key import choice_key
from eit.ui.markup import show_html
from eit.ui.notices import ERROR, INFO, notice
from eit.ui.page_style import dress_page
from eit.ui.public import edition_answers, edition_embed
from eit.ui.sidebar.language import language
from eit.views import format as fmt
from eit.views.cards import lead_html, page_head
from eit.views.escape import markdown_text
from eit.views.public.head import banner, page_title
from eit.views.public.page import REST, TOTAL, EditionView, family_name
from eit.views.static_files import style_html
from eit.views.texts import Texts
from eit.web.public_settings import embed_hosts

PROGRAMME, INDICATOR, FAMILY, TERRITORY = "programme", "indicator", "family", "territory"
Page = tuple[PublicEdition, str, str]
"""An edition, a programme and a language."""


def run() -> None:
    """Draw the page; a problem becomes a sentence, never a trace."""
    say = language()
    dress_page(say.lang)
    page = st.Page(
        lambda: _page(say), title=say("public.title"), icon=":material/public:", url_path="", default=True
    )
    shown = st.navigation([page], position="hidden")
    try:
        shown.run()
    except DataError as error:
        notice(say(f"problem.{error.code}", **error.values), ERROR)
    except Exception:
        logging.getLogger(__name__).exception("public page")
        notice(say("problem.unexpected"), ERROR)


def _page(say: Texts) -> None:
    edition = edition_answers.edition_now()
    show_html(style_html("sheet.css", "public.css"))
    with st.sidebar:
        names = edition_answers.programme_names(edition, say.lang)
        programme = _choose(say, PROGRAMME, names) or next(iter(names))
        told = edition_answers.told(edition, programme)
        indicator, family, territory = _controls(told, say, edition_answers.first_told(edition, programme))
        _edition_shown(told, say)
    page = edition, programme, say.lang
    st.set_page_config(page_title=page_title(told, say.lang))
    head = page_head(say("public.title"), names[programme], banner(told, say.lang) or None)
    show_html(head + lead_html(say("public.lead")))
    show_html(edition_answers.in_short(*page))
    story = edition_answers.years(*page)
    if story:
        st.subheader(say("public.years"), anchor=False)
        show_html(story)
    _figures(page, say, (indicator, family, territory))
    st.subheader(say("public.synergies"), anchor=False)
    show_html(edition_answers.synergies(*page))
    _downloads(page, say, f"maillage-{programme}-{told.edition['name']}-{say.lang}")
    st.subheader(say("public.method"), anchor=False)
    show_html(edition_answers.method(*page))


def _choose(
    say: Texts, key: str, names: dict[str, str], none: bool = False, first: str | None = None
) -> str | None:
    """One control; what an address asks for and nobody knows is left out, and `first` shown."""
    asked = st.query_params.get(key)
    if key not in st.session_state and asked in names:
        st.session_state[key] = asked
    if st.session_state.get(key) not in names:
        st.session_state[key] = None if none else first or next(iter(names), None)
    if len(names) == 1 and not none:
        return next(iter(names))
    chosen = st.selectbox(
        say(f"public.{key}"), list(names), format_func=names.__getitem__, index=None if none else 0,
        key=choice_key(key, names), placeholder=say("control.all"),
    )  # fmt: skip
    if chosen:
        st.query_params[key] = chosen
    else:
        st.query_params.pop(key, None)
    return chosen


def _controls(told: EditionView, say: Texts, first: str) -> tuple[str, str, str | None]:
    indicators = {name: say(f"public_indicator.{name}") for name in told.indicators}
    indicator = _choose(say, INDICATOR, indicators, first=first) or first
    families = {name: family_name(name, say) for name in reversed(told.families(indicator))}
    family = _choose(say, FAMILY, families) or TOTAL
    places = {name: told.place(name, say) for name in told.territories["territory_id"]}
    return indicator, family, _choose(say, TERRITORY, places, none=True)


def _edition_shown(told: EditionView, say: Texts) -> None:
    date = fmt.date(str(told.edition["published_on"]), say.lang)
    st.caption(say("public.edition_shown", name=markdown_text(told.edition["name"]), date=date))
    before = told.editions[~told.editions["current"]]
    if len(before):
        st.caption(say("public.editions_before", names=markdown_text(", ".join(before["name"]))))


def _figures(page: Page, say: Texts, chosen: tuple[str, str, str | None]) -> None:
    indicator, family, territory = chosen
    left, right = st.columns([3, 2], gap="large")
    drawn = edition_answers.picture(*page, indicator, family, territory)
    show_html(drawn + edition_answers.credits(*page), left)
    with left:
        _take(page, say, indicator, family)
    with right:
        if edition_answers.hides(page[0], page[1], indicator, family):
            notice(say("public.why_hidden"), INFO)
        if indicator.startswith("avoidable"):
            notice(say("public.method_derived"), INFO)
        tables = edition_answers.by_territory(*page, indicator, family)
        if territory is not None and territory != REST:
            tables += edition_answers.by_family(*page, indicator, territory)
        show_html(tables)


def _take(page: Page, say: Texts, indicator: str, family: str) -> None:
    """The figure that is shown, to take along: its picture and its table; the address of the page is its own."""
    stem = f"maillage-{page[1]}-{indicator}-{page[2]}"
    st.caption(say("public.address_is_its_own"))
    with st.container(horizontal=True):
        st.download_button(
            say("public.image_png"), lambda: edition_answers.as_png(*page, indicator, family), f"{stem}.png",
            "image/png", icon=":material/image:", on_click="ignore", key="take png",
        )  # fmt: skip
        st.download_button(
            say("public.figure_csv"), lambda: edition_answers.as_csv(*page, indicator), f"{stem}.csv",
            "text/csv", icon=":material/table:", on_click="ignore", key="take csv",
        )  # fmt: skip
    hosts = embed_hosts()
    if hosts:
        with st.expander(say("public.embed"), icon=":material/code:"):
            st.code(edition_embed.code(page[1], page[2], indicator, family), "html", wrap_lines=True)
            st.caption(say("public.embed_hosts", hosts=markdown_text(", ".join(hosts))))


def _downloads(page: Page, say: Texts, stem: str) -> None:
    with st.container(horizontal=True):
        st.download_button(
            say("public.download_html"), lambda: edition_answers.as_page(*page), f"{stem}.html", "text/html",
            icon=":material/description:", on_click="ignore",
        )  # fmt: skip
        st.download_button(
            say("public.download_csv"), lambda: edition_answers.as_csv(*page), f"{stem}.csv", "text/csv",
            icon=":material/table:", on_click="ignore",
        )  # fmt: skip
