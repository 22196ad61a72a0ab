"""The refusal of a boundary file: nothing is written, and a sentence says why."""

from __future__ import annotations

from eit.domain.errors import Refusal


class InvalidBoundaries(Refusal):
    """A file that cannot become a boundary layer; `key` starts with `boundary-`."""
