"""A document of one or two pages, to print or to send: titles and lines, no script, nothing fetched."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from eit.views import format as fmt
from eit.views.static_files import css_text
from eit.views.templates import render

Parts = Sequence[tuple[str, Sequence[str]]]
"""(title of a part, its lines); a part without a line is left out."""


def document_html(
    title: str, programme: str, day: object, parts: Parts, lang: str, nothing: str = ""
) -> Markup:
    """The document; `nothing` is said when no part has a line."""
    return render(
        "document.html",
        **{"lang": lang, "css": css_text("brief.css"), "title": title, "programme": programme},
        day=fmt.date(str(day), lang),
        parts=[(name, list(lines)) for name, lines in parts if lines],
        nothing=nothing,
    )
