"""Categories of materials as a reader knows them: their name, their two letters, their colour."""

from __future__ import annotations

from typing import NamedTuple

from eit.views import palette
from eit.views.texts import Texts


class Sign(NamedTuple):
    """The badge of a category: two letters in ink on its colour."""

    letters: str
    colour: str
    ink: str


def category_name(category_id: object, t: Texts) -> str:
    """Return the name of a category, or that it is unknown."""
    key = f"category.{category_id}.name"
    return t(key) if t.has(key) else t("category.unknown.name")


def category_short(category_id: object, t: Texts) -> str:
    """Return the two letters of a category: its sign beside the colour."""
    key = f"category.{category_id}.short"
    return t(key) if t.has(key) else t("category.unknown.short")


def category_sign(category_id: object, t: Texts) -> Sign:
    """Return the badge of a category."""
    colour = palette.category_colour(category_id)
    return Sign(category_short(category_id, t), colour, palette.ink_on(colour))
