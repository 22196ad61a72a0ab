"""The controls that every page shares, and what stands at the side of it."""
