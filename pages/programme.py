"""Programme: everything that a programme is, and a new one."""

from __future__ import annotations

from eit.ui import edit_form
from eit.ui import page_context as frames
from eit.ui.programme.new_programme import first_programme
from eit.ui.programme.page import show_parts

frame = frames.current()
if frame.selection.programme_id:
    frames.show_title(frame, "programme")
    edit_form.say_done(frame)
    show_parts(frame)
else:
    first_programme(frame)
