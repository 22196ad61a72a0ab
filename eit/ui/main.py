"""The main script: page settings, navigation, the shared sidebar, then the page that was asked for."""

from __future__ import annotations

import streamlit as st

from eit.ui import frame

st.set_page_config(page_title="Maillage", page_icon=":material/hub:", layout="wide")
frame.run()
