"""The words of the field in one place, in the language of the reader."""

from __future__ import annotations

from eit.views.escape import encode
from eit.views.texts import texts

WORDS = (
    *("offer", "demand", "stream", "exchange", "synergy", "match", "substitution", "pooling"),
    *("residual", "disposal", "diversion", "avoided_ghg", "prefeasibility", "pilot", "radius", "unknown"),
)


def glossary_html(lang: str) -> str:
    """Each word and what it means here, as a list of definitions."""
    t = texts(lang)
    rows = "".join(
        f"<dt>{encode(t(f'glossary.{word}.word'))}</dt><dd>{encode(t(f'glossary.{word}.meaning'))}</dd>"
        for word in WORDS
    )
    return f'<dl class="eit-glossary">{rows}</dl>'
