"""Intensities by sector and material from the statistical offices: asked for, read, made rows of our table."""
