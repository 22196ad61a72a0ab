"""Potential exchanges: pairs, allocation, pooling, gaps, corridors, scenarios."""
