"""Shapes of a drawing, from the bottom up: plain values [px, y downwards] that every writer draws alike."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

Spot = tuple[float, float]
CHARACTER_EM = 0.52
"""Mean breadth of a letter of our font, in its size: to leave room without a font."""


class Polygon(NamedTuple):
    """A filled outline; an empty colour draws nothing."""

    points: Sequence[Spot]
    fill: str
    stroke: str = ""
    weight: float = 1.0
    opacity: float = 1.0


class Line(NamedTuple):
    """A line through points; `dash`: lengths drawn and left out."""

    points: Sequence[Spot]
    colour: str
    weight: float = 1.0
    dash: tuple[float, ...] = ()


class Dot(NamedTuple):
    """A disc."""

    at: Spot
    r: float
    fill: str


class Words(NamedTuple):
    """One line of text, as typed, on its baseline; `anchor`: start, middle or end; `halo`: a colour around letters."""

    at: Spot
    text: str
    size: float
    colour: str
    anchor: str = "start"
    bold: bool = False
    halo: str = ""


Shape = Polygon | Line | Dot | Words


@dataclass
class Drawing:
    """Shapes on a ground of one colour; `title` is what a screen reader says."""

    width: float
    height: float
    title: str
    ground: str = "#ffffff"
    shapes: list[Shape] = field(default_factory=list)

    def add(self, *shapes: Shape) -> None:
        """Put shapes on top."""
        self.shapes.extend(shapes)


def box(x: float, y: float, width: float, height: float) -> tuple[Spot, ...]:
    """The corners of a rectangle."""
    return ((x, y), (x + width, y), (x + width, y + height), (x, y + height))


def fitted(text: str, size: float, room: float, smallest: float) -> tuple[str, float]:
    """A line of text and its size where it has so much room: smaller, then cut."""
    size = max(smallest, min(size, size * room / max(breadth(text, size), 1.0)))
    most = int(room / (size * CHARACTER_EM))
    return (text if len(text) <= most else f"{text[: most - 1].rstrip()}…"), size


def breadth(text: str, size: float) -> float:
    """About how broad a text is [px]."""
    return len(text) * size * CHARACTER_EM
