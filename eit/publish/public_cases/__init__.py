"""Realised synergies told by name or by three, and what takes a name back."""
