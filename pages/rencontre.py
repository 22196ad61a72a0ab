"""Rencontre: prepared scenes on a shared screen, live entry and decisions; large type, nothing to scroll."""

from __future__ import annotations

from eit.ui import page_context as frames
from eit.ui.meeting.page import meeting

meeting(frames.current())
