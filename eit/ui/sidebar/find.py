"""The search box of every page (keyboard: `/`): what is found is one click away."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pandas as pd
import streamlit as st

from eit.analysis.find import Found, find_index
from eit.store.database import FileVersion
from eit.ui.answers import ask
from eit.ui.sidebar.controls import COMPANY, TERRITORY
from eit.views.escape import markdown_text
from eit.views.texts import Texts

KEY, OPEN = "find", "found"
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
    if not text.strip():
        return
    named = tuple((key, say(f"nav.{key}")) for key in pages)
    index = ask(find_index, version, str(programme["programme_id"]), say.lang, programme["levels"], named)
    results = index.find(text)
    if not results:
        st.caption(say("find.nothing"))
    for one in results:
        label = f"{markdown_text(one.name)} · {say(f'find.{one.kind}')}"
        st.button(label, key=f"find {one.kind} {one.id}", on_click=_choose, args=(one,), type="tertiary")


def _choose(one: Found) -> None:
    """Empty the box; the next run opens the page of what was found."""
    st.session_state[KEY], st.session_state[OPEN] = "", one
