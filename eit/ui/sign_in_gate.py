"""Asks a person to sign in where that is set up, or says that they are not on the list; the rule is `web.sign_in`."""

from __future__ import annotations

import streamlit as st

from eit.ui.notices import INFO, WARNING, notice
from eit.views.texts import Texts
from eit.web.sign_in import Standing, standing


def passed(say: Texts) -> bool:
    """Ask to sign in where that is set up; True when this person may go on."""
    found = standing()
    if found is Standing.UNKNOWN:
        notice(say("signing.first"), INFO)
        st.button(say("signing.sign_in"), icon=":material/login:", on_click=st.login, type="primary")
    elif found is Standing.NOT_LISTED:
        notice(say("signing.not_listed", email=str(st.user.get("email", "?"))), WARNING)
        _offer_sign_out(say)
    elif found in (Standing.NO_EMAIL, Standing.NOT_VERIFIED):
        key = "no_email" if found is Standing.NO_EMAIL else "not_verified"
        notice(say(f"signing.{key}", email=str(st.user.get("email", "?"))), WARNING)
        _offer_sign_out(say)
    elif found is Standing.ADMITTED:
        with st.sidebar:
            _offer_sign_out(say)
    return found in (Standing.FREE, Standing.ADMITTED)


def _offer_sign_out(say: Texts) -> None:
    st.button(say("signing.sign_out"), icon=":material/logout:", on_click=st.logout)
