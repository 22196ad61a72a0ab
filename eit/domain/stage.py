"""The stages of a synergy, in order, and which of them count in the headline."""

from __future__ import annotations

STAGES = ("identified", "proposed", "prefeasibility", "pilot", "realised", "verified")
SET_ASIDE = "set-aside"
VERIFIED = "verified"
HEADLINE_STAGES = ("realised", VERIFIED)
SET_ASIDE_REASONS = ("price", "quality", "volume", "regulation", "distance", "trust", "other")
AXES = ("technical", "business", "organisational", "legal", "social", "environmental")
"""The six axes of readiness: what a stage asks."""
READY_STATES = ("yes", "partly", "no", "not-concerned")


def reached(stage: str) -> tuple[str, ...]:
    """The stages that a synergy at `stage` has gone through, itself included; none when it was set aside."""
    return STAGES[: STAGES.index(stage) + 1] if stage in STAGES else ()


def counts_in_headline(stage: str) -> bool:
    """Only realised and verified synergies are results; everything else is a prospect."""
    return stage in HEADLINE_STAGES
