"""The look of the brief: quiet on a screen, and made for A4 paper."""

from __future__ import annotations

from markupsafe import Markup

from eit.views import palette
from eit.views.static_files import css_text
from eit.views.templates import render


def css_string(text: str) -> Markup:
    """A CSS string that holds any text: everything but plain letters and digits is escaped."""
    kept = (c if (c.isascii() and c.isalnum()) or c == " " else f"\\{ord(c):x} " for c in text if c >= " ")
    return Markup(f'"{"".join(kept)}"')


def brief_css(header: str, footer: str) -> Markup:
    """The style sheet; `header` and `footer` are repeated on every printed page, with its number."""
    look = Markup(f"font:9pt {palette.FONT};color:{palette.QUIET_INK}")
    paper = render("brief/paper.css", header=css_string(header), footer=css_string(footer), look=look)
    return paper + css_text("brief.css")
