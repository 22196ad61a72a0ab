"""Entry point: `streamlit run app.py`. The application itself is `eit/ui/main.py`, its pages are in `pages/`."""

from __future__ import annotations

import streamlit as st

from eit.ui import served
from eit.web.edition_replica import refuse_bad_settings
from eit.web.headers import middleware
from eit.web.routes import MAIN_SCRIPT, routes
from eit.web.start_checks import refuse_unsafe_start
from eit.web.streamlit_internals import spare_first_page

refuse_unsafe_start(served.sentence)
refuse_bad_settings(served.sentence)
spare_first_page()
answers = served.answers()
app = st.App(
    MAIN_SCRIPT,
    routes=routes(answers),
    middleware=middleware(served.sentence, served.own_pages(), answers.head),
)
