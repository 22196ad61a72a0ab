"""Échanges: the ranked potential exchanges, why each is possible, what it would avoid."""

from __future__ import annotations

from eit.ui import frame as frames
from eit.ui.exchanges import detail, ranked

frame = frames.current()
frames.show_title(frame, "exchanges")
chosen = ranked(frame)
if chosen is not None:
    detail(frame, chosen)
