"""One choice among a few, as buttons side by side."""

from __future__ import annotations

import streamlit as st

from eit.ui.page_context import PageContext


def choose_one(frame: PageContext, label: str, options: tuple[str, ...], texts: str, key: str) -> str:
    """The option that is chosen, the first at the start; `texts` says the section with their names."""
    return st.segmented_control(
        frame.say(label),
        options,
        default=options[0],
        required=True,
        format_func=lambda option: frame.say(f"{texts}.{option}"),
        key=key,
    )
