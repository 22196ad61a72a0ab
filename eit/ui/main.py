"""The main script: page settings, navigation, the shared sidebar, then the page that was asked for."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from eit.ui import frame

FAVICON = Path(__file__).with_name("favicon.svg")

st.set_page_config(page_title="Maillage", page_icon=FAVICON, layout="wide")
frame.run()
