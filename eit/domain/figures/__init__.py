"""Figures and what they rest on: factors, ranges, gases, money, plausibility."""
