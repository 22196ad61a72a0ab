"""Données: import, history, quality of the data, export, and the public edition."""

from __future__ import annotations

import streamlit as st

from eit.ui import frame as frames
from eit.ui.publishing import publishing
from eit.ui.records_export import export
from eit.ui.records_history import history
from eit.ui.records_import import bring_in
from eit.ui.records_quality import quality
from eit.ui.records_workspace import head

frame = frames.current()
frames.show_title(frame, "records")
head(frame)
parts = {"import": bring_in, "history": history, "quality": quality, "export": export, "publish": publishing}
labels = [frame.say(f"records.tab.{key}") for key in parts]
tabs = st.tabs(labels, key="records part", on_change="rerun")
for tab, show in zip(tabs, parts.values(), strict=True):
    if tab.open:
        with tab:
            show(frame)
