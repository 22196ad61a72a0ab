"""The main script: page settings, then the pages of the mode of this server."""

from __future__ import annotations

import streamlit as st

from eit.domain.errors import DataError
from eit.ui import page_context
from eit.ui.notices import ERROR, notice
from eit.ui.sidebar.saved_views import offer_views
from eit.views.brand import sign_svg
from eit.views.texts import texts
from eit.web import modes

SIDEBAR_PX = 264
"""The longest name of a page and the two languages side by side; the rest is the page's."""

st.set_page_config(
    page_title="Maillage", page_icon=sign_svg(), layout="wide", initial_sidebar_state=SIDEBAR_PX
)
try:
    public = modes.is_public()
except DataError as error:
    notice(texts("fr")(f"problem.{error.code}", **error.values), ERROR)
else:
    if public:
        from eit.ui.public import page  # only there: nobody else waits for what draws an edition

        page.run()
    else:
        page_context.run((offer_views,))
