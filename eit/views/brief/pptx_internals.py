"""What python-pptx keeps to itself and we use: the tree of the shapes of a slide."""

from __future__ import annotations

from typing import Any

from eit.internals import used

AFTER_THE_PROPERTIES = 2
"""A tree begins with the properties of its group; the first shape is the third."""


def may_reorder() -> bool:
    """Whether a shape may be put behind those that are there already."""
    return used("band")


def put_behind(slide: Any, shape: Any) -> None:
    """Put a shape of a slide behind all the others."""
    slide.shapes._spTree.remove(shape._element)
    slide.shapes._spTree.insert(AFTER_THE_PROPERTIES, shape._element)
