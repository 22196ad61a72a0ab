"""Spaces decide whether French reads as French, so they are set in one place and never typed by hand."""

from __future__ import annotations

import re

NO_BREAK = "\u00a0"
NARROW = "\u202f"
MINUS = "\u2212"

# Order matters: the unit rule looks at an ordinary space.
_RULES = (
    (re.compile(r" ([;!?])"), NARROW + r"\1"),
    (re.compile(r" ([:%$€»])"), NO_BREAK + r"\1"),
    (re.compile(r"« "), "«" + NO_BREAK),
    (re.compile(r"(\}|\d) (t|kg|km|m³|kWh|ans?|mois|h)\b"), r"\1" + NO_BREAK + r"\2"),
)
_ENGLISH_UNITS = re.compile(r"(\}|\d) (t|kg|km|m³|kWh|h)\b")


def typeset(text: str, lang: str) -> str:
    """Replace the ordinary spaces of a sentence by the no-break ones that its language wants."""
    if lang != "fr":
        return _ENGLISH_UNITS.sub(r"\1" + NO_BREAK + r"\2", text)
    for pattern, replacement in _RULES:
        text = pattern.sub(replacement, text)
    return text


def digits(value: float, lang: str, decimals: int = 0) -> str:
    """Write a finite number with the grouping and decimal signs of the language: `1 234,5` or `1,234.5`."""
    written = f"{abs(value):,.{decimals}f}"
    if lang == "fr":
        written = written.replace(",", NARROW).replace(".", ",")
    negative = value < 0 and any(c in "123456789" for c in written)
    return (MINUS if negative else "") + written
