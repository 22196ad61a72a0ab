"""Distances by road, on the network of a user's own OpenStreetMap extract (optional; see docs/grande-echelle.md)."""
