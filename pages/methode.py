"""Méthode: definitions, formulas, factors with their sources, limits, vocabulary; generated from the data."""

from __future__ import annotations

from eit.ui import page_context as frames
from eit.ui.figures.method import explanations, reference_tables, vocabulary

frame = frames.current()
frames.show_title(frame, "method")
explanations(frame)
reference_tables(frame)
vocabulary(frame)
