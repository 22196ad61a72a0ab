"""Échanges: the ranked potential exchanges, why each is possible, what it would avoid."""

from __future__ import annotations

from eit.ui import edit_form
from eit.ui import page_context as frames
from eit.ui.exchanges.page import detail, ranked, to_ask

frame = frames.current()
frames.show_title(frame, "exchanges")
edit_form.say_done(frame)
chosen = ranked(frame)
if chosen is not None:
    detail(frame, chosen)
to_ask(frame)
