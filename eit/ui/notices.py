"""Sentences that say what happened and what to do; typed text stays text (Streamlit's own boxes read Markdown)."""

from __future__ import annotations

from eit.ui.markup import show_html
from eit.views.cards import notice_html

INFO, WARNING, ERROR = "info", "warning", "error"


def notice(sentence: str, kind: str = INFO) -> None:
    """Show one sentence; `kind` is info, warning or error."""
    show_html(notice_html([sentence], kind))


def notices(sentences: list[str], kind: str = INFO) -> None:
    """Show several sentences in one box; nothing when there is none."""
    if sentences:
        show_html(notice_html(sentences, kind))
