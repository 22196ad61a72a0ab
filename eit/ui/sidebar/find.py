"""The search box of every page (keyboard: `/`): what is found is one click away."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pandas as pd
import streamlit as st

from eit.analysis.find import FindIndex, Found, find_index
from eit.store.database import FileVersion
from eit.ui.answers import ask
from eit.ui.sidebar.controls import COMPANY, TERRITORY
from eit.views.escape import markdown_text
from eit.views.texts import Texts

KEY, OPEN, SEEN, RECENT = "find", "found", "seen lately", "recent"
MOST_RECENT = 6
PAGE_OF = {
    "organisation": "organisation",
    "material": "materials",
    "territory": "territories",
    "synergy": "synergies",
    "decision": "consortium",
    "person": "programme",
}
"""Kind of what was found -> the page that shows it; a page shows itself."""
WORD_OF = {"organisation": COMPANY, "material": "material", "territory": TERRITORY}
"""Kind -> the word of the address that chooses it there."""


def offer_find(say: Texts, version: FileVersion, programme: pd.Series, pages: Mapping[str, Path]) -> None:
    """The box, and below it what its letters find; `pages` are the scripts of the navigation, by key."""
    chosen: Found | None = st.session_state.pop(OPEN, None)
    if chosen is not None:
        asked = {WORD_OF[chosen.kind]: chosen.id} if chosen.kind in WORD_OF else {}
        page = pages[chosen.id if chosen.kind == "page" else PAGE_OF[chosen.kind]]
        st.switch_page(page, query_params={**st.query_params.to_dict(), **asked})
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
        return ask(find_index, version, str(programme["programme_id"]), say.lang, programme["levels"], named)

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
    """Empty the box; the next run opens the page of what was found."""
    st.session_state[KEY], st.session_state[OPEN] = "", one
    _remember(one.kind, one.id)


def _remember(kind: str, row_id: str) -> None:
    """Put a thing in front of those opened lately; a page is one click away already."""
    if kind != "page":
        seen: list[tuple[str, str]] = st.session_state.get(SEEN, [])
        others = [one for one in seen if one != (kind, row_id)]
        st.session_state[SEEN] = [(kind, row_id), *others][:MOST_RECENT]
