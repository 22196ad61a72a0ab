"""The search box of every page (keyboard: `/`): what is found is one click away."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pandas as pd
import streamlit as st

from eit.analysis.find import FindIndex, Found, find_index
from eit.analysis.saved_views import saved_views
from eit.domain.address import LANG
from eit.store.database import FileVersion
from eit.ui.answers import ask
from eit.ui.markup import show_html
from eit.ui.sidebar.controls import COMPANY, PROGRAMME, TERRITORY
from eit.views.escape import markdown_text
from eit.views.help import help_answer, help_entries
from eit.views.texts import Texts

KEY, OPEN, SEEN, RECENT = "find", "found", "seen lately", "recent"
MOST_RECENT = 6
HELP = "help asked"
PAGE_OF = {
    "organisation": "organisation",
    "contact": "organisation",
    "item": "programme",
    "material": "materials",
    "territory": "territories",
    "synergy": "synergies",
    "decision": "consortium",
    "person": "programme",
}
"""Kind of what was found -> the page that shows it; a page shows itself."""
WORD_OF = {"organisation": COMPANY, "contact": COMPANY, "material": "material", "territory": TERRITORY}
"""Kind -> the word of the address that chooses it there."""


def offer_find(say: Texts, version: FileVersion, programme: pd.Series, pages: Mapping[str, Path]) -> None:
    """The box, and below it what its letters find; `pages` are the scripts of the navigation, by key."""
    programme_id = str(programme["programme_id"])
    chosen: Found | None = st.session_state.pop(OPEN, None)
    if chosen is not None and chosen.kind == "view":
        _open_view(version, programme_id, chosen.id, pages, say.lang)
    elif chosen is not None:
        asked = {WORD_OF[chosen.kind]: chosen.of or chosen.id} if chosen.kind in WORD_OF else {}
        page = pages[chosen.id if chosen.kind == "page" else PAGE_OF[chosen.kind]]
        st.switch_page(page, query_params={**st.query_params.to_dict(), **asked})
    if (key := st.session_state.pop(HELP, None)) is not None:
        _show_help(say, key, pages)
    text = st.text_input(
        say("find.label"),
        key=KEY,
        placeholder=say("find.placeholder"),
        max_chars=80,
        label_visibility="collapsed",
    )
    if (company := st.session_state.get(COMPANY)) is not None:
        _remember("organisation", str(company))

    def index() -> FindIndex:
        named = tuple((key, say(f"nav.{key}")) for key in pages)
        asked = (programme_id, say.lang, programme["levels"], named, help_entries(say.lang))
        return ask(find_index, version, *asked)

    if not text.strip():
        _recent(say, index)
        return
    results = index().find(text)
    if not results:
        st.caption(say("find.nothing"))
    for one in results:
        _hit(say, one, f"find {one.kind} {one.id}")


def _recent(say: Texts, index: Callable[[], FindIndex]) -> None:
    """What was opened lately in this session, the last first; what is gone, or of another programme, is not there."""
    seen: list[tuple[str, str]] = st.session_state.get(SEEN, [])
    if not seen:
        return
    with st.expander(say("find.recent"), key=RECENT, on_change="rerun") as drawn:
        if not drawn.open:
            return
        known = {(one.kind, one.id): one for _, one in index().entries}
        for kind, row_id in seen:
            if one := known.get((kind, row_id)):
                _hit(say, one, f"recent {kind} {row_id}")


def _hit(say: Texts, one: Found, key: str) -> None:
    label = f"{markdown_text(one.name)} · {say(f'find.{one.kind}')}"
    st.button(label, key=key, on_click=_choose, args=(one,), type="tertiary")


def _choose(one: Found) -> None:
    """Empty the box; the next run opens the page of what was found, says the help, or lists what carries the tag."""
    if one.kind == "tag":
        st.session_state[KEY] = one.name
        return
    st.session_state[KEY] = ""
    if one.kind == "help":
        st.session_state[HELP] = one.id
        return
    open_later(one)
    _remember(one.kind, one.id)


def open_later(one: Found) -> None:
    """The next run opens the page of a thing."""
    st.session_state[OPEN] = one


def _open_view(
    version: FileVersion, programme_id: str, view_id: str, pages: Mapping[str, Path], lang: str
) -> None:
    """Its page, set as it was kept, in the language of who reads; a page that this server has not is not opened."""
    scripts = {path.stem: path for path in pages.values()}
    for view in ask(saved_views, version, programme_id):
        if view.view_id == view_id and view.page in scripts:
            words = {PROGRAMME: programme_id, LANG: lang, **view.words}
            st.switch_page(scripts[view.page], query_params=words)


def _show_help(say: Texts, key: str, pages: Mapping[str, Path]) -> None:
    """What help says, over the page, and the way to where it is done."""
    answer = help_answer(key, say.lang)

    @st.dialog(answer.title)
    def shown() -> None:
        show_html(answer.body)
        if answer.page in pages:
            st.page_link(
                pages[answer.page],
                label=f"{say('help.open')} : {say(f'nav.{answer.page}')}",
                icon=":material/arrow_forward:",
            )

    shown()


def _remember(kind: str, row_id: str) -> None:
    """Put a thing in front of those opened lately; a page is one click away already."""
    if kind not in ("page", "view"):
        seen: list[tuple[str, str]] = st.session_state.get(SEEN, [])
        others = [one for one in seen if one != (kind, row_id)]
        st.session_state[SEEN] = [(kind, row_id), *others][:MOST_RECENT]
