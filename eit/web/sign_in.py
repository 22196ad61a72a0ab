"""Who may come in, where people sign in: OpenID Connect by Streamlit, and the list of those who are let through."""

from __future__ import annotations

import os
from enum import Enum
from importlib.util import find_spec

import streamlit as st
from streamlit.errors import StreamlitAPIException

from eit.domain.errors import DataError
from eit.domain.identity import Identity

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
    """Whether a signed-in person is on the list; an address that the provider does not say it verified is nobody's."""
    return isinstance(email, str) and verified is True and email.strip().lower() in known


class Standing(Enum):
    """Where the person in front of the screen stands."""

    FREE = "nobody signs in here"
    UNKNOWN = "has not signed in"
    NOT_LISTED = "signed in, and not on the list"
    NO_EMAIL = "signed in with an identity that gives no address"
    NOT_VERIFIED = "signed in with an address that the provider does not say it verified"
    ADMITTED = "signed in, and on the list"


def standing() -> Standing:
    """Where the person of this session stands; only FREE and ADMITTED may go on."""
    if not configured():
        return Standing.FREE
    if not st.user.is_logged_in:
        return Standing.UNKNOWN
    return judged(st.user.get("email"), st.user.get("email_verified"), allowed())


def judged(email: object, verified: object, known: frozenset[str]) -> Standing:
    """Where somebody who signed in stands, by what the provider says of them."""
    if not isinstance(email, str) or not email.strip():
        return Standing.NO_EMAIL
    if admitted(email, verified, known):
        return Standing.ADMITTED
    return Standing.NOT_LISTED if verified is True else Standing.NOT_VERIFIED


def identity() -> Identity | None:
    """Who signed in, as the provider vouches for them; None where nobody signs in.

    Raises DataError("identity_incomplete"): without an issuer and a subject an entry would be nobody's.
    """
    if standing() is not Standing.ADMITTED:
        return None
    named = [str(st.user.get(claim) or "").strip() for claim in ("iss", "sub", "email")]
    if not all(named):
        raise DataError("identity_incomplete")
    return Identity(named[0], named[1], named[2].lower())
