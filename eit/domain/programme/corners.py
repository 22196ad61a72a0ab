"""Corners of an outline as people type them or click them: one `latitude longitude` a line."""

from __future__ import annotations

import re

CORNER = re.compile(r"\s*(-?\d{1,3}(?:[.,]\d+)?)\s*[;,\s]\s*(-?\d{1,3}(?:[.,]\d+)?)\s*")


def corners_of(said: str) -> list[tuple[float, float]]:
    """The corners (latitude, longitude) [degrees] that are typed so far; none of an outline that was pasted."""
    found = filter(None, map(CORNER.fullmatch, said.splitlines()))
    return [(_degrees(one[1]), _degrees(one[2])) for one in found]


def _degrees(typed: str) -> float:
    return float(typed.replace(",", "."))
