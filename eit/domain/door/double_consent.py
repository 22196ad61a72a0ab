"""Double consent: the state of a lead by what its two sides have said; names are exchanged in one state only."""

from __future__ import annotations

OPEN, HALF, AGREED, REFUSED = "open", "half", "agreed", "refused"
SIDES = ("offer", "demand")
SAID = ("yes", "no")


def lead_state(offer_said: str | None, demand_said: str | None) -> str:
    """`agreed` when both said yes; a no closes it, whoever said it, until it is said otherwise."""
    said = {one for one in (offer_said, demand_said) if isinstance(one, str)}
    if "no" in said:
        return REFUSED
    yes = [offer_said, demand_said].count("yes")
    return (OPEN, HALF, AGREED)[yes]
