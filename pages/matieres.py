"""Matières: the priority materials first, then any other: stream, holders, takers, outlets, what is missing."""

from __future__ import annotations

from eit.ui import page_context as frames
from eit.ui.exchanges.resilience import cascade
from eit.ui.territories.materials import choose_material, show_material

frame = frames.current()
frames.show_title(frame, "materials")
if material_id := choose_material(frame):
    show_material(frame, material_id)
    cascade(frame, material_id)
