"""Données: import, territories and their boundaries, history, backup, quality of the data, export, edition, people."""

from __future__ import annotations

import streamlit as st

from eit.ui import page_context as frames
from eit.ui.data_page.backup_tab import backups
from eit.ui.data_page.boundaries_tab import territories_and_boundaries
from eit.ui.data_page.export_tab import export
from eit.ui.data_page.history_tab import history
from eit.ui.data_page.import_tab import bring_in
from eit.ui.data_page.privacy_tab import people
from eit.ui.data_page.publish_tab import publishing
from eit.ui.data_page.quality_tab import quality
from eit.ui.data_page.workspace import head

frame = frames.current()
frames.show_title(frame, "records")
head(frame)
parts = {
    "import": bring_in,
    "boundaries": territories_and_boundaries,
    "history": history,
    "backup": backups,
    "quality": quality,
    "export": export,
    "publish": publishing,
    "privacy": people,
}
labels = [frame.say(f"records.tab.{key}") for key in parts]
tabs = st.tabs(labels, key="records part", on_change="rerun")
for tab, show in zip(tabs, parts.values(), strict=True):
    if tab.open:
        with tab:
            show(frame)
