"""Who may come in, where people sign in: OpenID Connect by Streamlit, and the list of those who are let through."""

from __future__ import annotations

import os
from importlib.util import find_spec

import streamlit as st
from streamlit.errors import StreamlitAPIException
from streamlit.runtime.secrets import secrets_singleton

from eit.ui.notices import INFO, WARNING, notice
from eit.views.texts import Texts

ALLOWED = "EIT_ALLOWED"
SECTION, SECRET_ALLOWED = "auth", "allowed"
CLIENT = "authlib"


def configured() -> bool:
    """Whether `.streamlit/secrets.toml` has an `[auth]` section."""
    try:
        return bool(secrets_singleton.load_if_toml_exists()) and SECTION in st.secrets
    except (OSError, ValueError, StreamlitAPIException):
        return False


def installed() -> bool:
    """Whether the library that signs people in is there (`pip install "streamlit[auth]"`)."""
    return find_spec(CLIENT) is not None


def allowed() -> frozenset[str]:
    """The addresses that are let in, in small letters: `EIT_ALLOWED` (commas), else `allowed` of the secrets."""
    named = os.environ.get(ALLOWED)
    words = named.split(",") if named is not None else list(st.secrets.get(SECRET_ALLOWED, ()))
    return frozenset(word.strip().lower() for word in words if word.strip())


def admitted(email: object, verified: object, known: frozenset[str]) -> bool:
    """Whether a signed-in person is on the list; an address that the provider did not verify is nobody's."""
    return isinstance(email, str) and verified is not False and email.strip().lower() in known


def passed(say: Texts) -> bool:
    """Ask to sign in where that is set up; True when this person may go on."""
    if not configured():
        return True
    if not st.user.is_logged_in:
        notice(say("signing.first"), INFO)
        st.button(say("signing.sign_in"), icon=":material/login:", on_click=st.login, type="primary")
        return False
    if not admitted(st.user.get("email"), st.user.get("email_verified"), allowed()):
        notice(say("signing.not_listed", email=str(st.user.get("email", "?"))), WARNING)
        st.button(say("signing.sign_out"), icon=":material/logout:", on_click=st.logout)
        return False
    with st.sidebar:
        st.button(say("signing.sign_out"), icon=":material/logout:", on_click=st.logout)
    return True
