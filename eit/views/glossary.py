"""The words of the field in one place, in the language of the reader."""

from __future__ import annotations

from markupsafe import Markup

from eit.views.templates import render
from eit.views.texts import texts

WORDS = (
    *("offer", "demand", "stream", "exchange", "synergy", "match", "substitution", "pooling"),
    *("residual", "disposal", "diversion", "avoided_ghg", "prefeasibility", "pilot", "radius", "unknown"),
)


def glossary_html(lang: str) -> Markup:
    """Each word and what it means here, as a list of definitions."""
    t = texts(lang)
    words = [(t(f"glossary.{word}.word"), t(f"glossary.{word}.meaning")) for word in WORDS]
    return render("glossary.html", words=words)
