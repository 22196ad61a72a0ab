"""Indicateurs: the programme's own sheet, year by year, with n.c., targets and who declares; in Excel too."""

from __future__ import annotations

from eit.ui import edit_form
from eit.ui import page_context as frames
from eit.ui.figures.indicator_sheet import add_form, beside_others, declare_form, download, preset_form, sheet

frame = frames.current()
frames.show_title(frame, "indicators")
edit_form.say_done(frame)
rows = sheet(frame)
beside_others(frame)
download(frame, rows)
declare_form(frame, rows)
add_form(frame)
preset_form(frame)
