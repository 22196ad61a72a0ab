"""The formats of the brief: which suffix is written by whom, and how a browser must call it."""

from __future__ import annotations

from collections.abc import Callable

from eit.domain.brief import Brief
from eit.views.brief.html import brief_html
from eit.views.brief.slides import brief_pptx


def _html(brief: Brief) -> bytes:
    return brief_html(brief).encode("utf-8")


WRITERS: dict[str, Callable[[Brief], bytes]] = {".html": _html, ".pptx": brief_pptx}
MIMES = {
    ".html": "text/html",
    ".pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
}
