"""The glossary at the foot of the sidebar: the same words on every page, one click away."""

from __future__ import annotations

import streamlit as st

from eit.ui.markup import show_html
from eit.views.help import glossary_html
from eit.views.texts import Texts


def offer_glossary(say: Texts) -> None:
    """A button in the sidebar that opens the words in place."""
    with st.sidebar, st.popover(say("glossary.title"), icon=":material/dictionary:", key="glossary"):
        show_html(glossary_html(say.lang))
