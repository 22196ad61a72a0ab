"""Who may come in, where people sign in: OpenID Connect by Streamlit, and the list of those who are let through."""

from __future__ import annotations

import os
from enum import Enum
from importlib.util import find_spec

import streamlit as st
from streamlit.errors import StreamlitAPIException

ALLOWED = "EIT_ALLOWED"
SECTION, SECRET_ALLOWED = "auth", "allowed"
CLIENT = "authlib"


def configured() -> bool:
    """Whether `.streamlit/secrets.toml` has an `[auth]` section."""
    try:
        return bool(st.secrets.load_if_toml_exists()) and SECTION in st.secrets
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


class Standing(Enum):
    """Where the person in front of the screen stands."""

    FREE = "nobody signs in here"
    UNKNOWN = "has not signed in"
    NOT_LISTED = "signed in, and not on the list"
    ADMITTED = "signed in, and on the list"


def standing() -> Standing:
    """Where the person of this session stands; only FREE and ADMITTED may go on."""
    if not configured():
        return Standing.FREE
    if not st.user.is_logged_in:
        return Standing.UNKNOWN
    known = admitted(st.user.get("email"), st.user.get("email_verified"), allowed())
    return Standing.ADMITTED if known else Standing.NOT_LISTED
