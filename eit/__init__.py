"""Maillage: the atlas of the flows of a territory."""
