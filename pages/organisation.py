"""Organisation: everything about one organisation, corrected where it is seen."""

from __future__ import annotations

from eit.ui import edit_form
from eit.ui import page_context as frames
from eit.ui.organisation.page import show_organisation

frame = frames.current()
frames.show_title(frame, "organisation")
edit_form.say_done(frame)
show_organisation(frame)
