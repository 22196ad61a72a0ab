"""The public pages on a sealed edition."""
