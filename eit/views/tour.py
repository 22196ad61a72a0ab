"""The guided tour: which page shows what, in the order of a coordinator's first minute."""

from __future__ import annotations

from eit.views.texts import Texts

STEPS = ("home", "map", "exchanges", "synergies", "records", "method")
"""Keys of the navigation; about ten seconds each."""


def heading(say: Texts, step: int) -> str:
    """`2/6 · Carte`: how far the tour is and which page it speaks of."""
    return say("tour.heading", n=step + 1, of=len(STEPS), page=say(f"nav.{STEPS[step]}"))
