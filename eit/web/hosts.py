"""Under which names this server answers: a page of somewhere else must not reach it by pointing its own name here.

Streamlit asks `server.allowedHosts` for its websocket only; here the same list holds for every route.
"""

from __future__ import annotations

from urllib.parse import urlsplit

import streamlit as st
from starlette.datastructures import Headers
from starlette.types import Scope

OPTION = "server.allowedHosts"
ANY = "*"


def named_host(scope: Scope) -> str | None:
    """The host that a request names, where the list names hosts; None where any would do: it may be anybody's word."""
    patterns = [one for one in (st.get_option(OPTION) or ()) if one.strip() != ANY]
    return Headers(scope=scope).get("host") if patterns and known_host(scope, patterns) else None


def known_host(scope: Scope, allowed: list[str] | None = None) -> bool:
    """Whether a request names one of the hosts of `server.allowedHosts` (or `allowed`); an empty list knows all."""
    patterns = allowed if allowed is not None else list(st.get_option(OPTION) or ())
    if not patterns:
        return True
    named = Headers(scope=scope).getlist("host")
    return len(named) == 1 and _matches(named[0], patterns)


def _matches(host: str, patterns: list[str]) -> bool:
    try:
        parts = urlsplit(f"//{host}")
        name, _ = (parts.hostname or "").rstrip("."), parts.port
    except ValueError:
        return False
    if not name or parts.username is not None or parts.path or parts.query or parts.fragment:
        return False
    for pattern in (one.strip().lower().rstrip(".") for one in patterns):
        if pattern in (ANY, name) or (pattern.startswith("*.") and name.endswith(pattern[1:])):
            return True
    return False
