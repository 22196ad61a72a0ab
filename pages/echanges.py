"""Échanges: the ranked potential exchanges, why each is possible, what it would avoid."""

from __future__ import annotations

from eit.ui import acting
from eit.ui import frame as frames
from eit.ui.exchanges import detail, ranked

frame = frames.current()
frames.show_title(frame, "exchanges")
acting.say_done(frame)
chosen = ranked(frame)
if chosen is not None:
    detail(frame, chosen)
