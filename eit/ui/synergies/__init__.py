"""The page Synergies, and from a proposal to a synergy."""
