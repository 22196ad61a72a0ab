"""Accueil: the programme at a glance: results, potential, progress against targets, freshness, where to go."""

from __future__ import annotations

import streamlit as st

from eit.ui import edit_form
from eit.ui import page_context as frames
from eit.ui.figures.home import (
    balance_chart,
    first_steps,
    freshness,
    funnel_chart,
    headline,
    next_pages,
)
from eit.ui.figures.picture import show_picture
from eit.ui.figures.week import show_week
from eit.ui.figures.why import why_this_figure
from eit.ui.map.bounded import say_bounded
from eit.ui.programme.path import show_path

frame = frames.current()
frames.show_title(frame, "home")
first_steps(frame)
edit_form.say_done(frame)
say_bounded(frame)
picture, right = st.columns([5, 4], gap="medium")
with right:
    results = headline(frame, "results")
    if not results:
        show_week(frame)
if results:
    show_week(frame)
headline(frame, "potential")
headline(frame, "progress")
why_this_figure(frame)
left, right = st.columns(2, gap="large")
with left:
    funnel_chart(frame)
    freshness(frame)
with right:
    balance_chart(frame)
show_path(frame)
next_pages(frame)
with picture:  # the figures are read while it is drawn
    show_picture(frame)
