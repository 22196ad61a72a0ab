"""What is refused before the server listens: a private side that anyone on the network could open."""

from __future__ import annotations

import ipaddress
from collections.abc import Callable

import streamlit as st

from eit.domain.errors import DataError
from eit.locations import keep_files_private
from eit.web import modes, sign_in


def is_loopback(address: str | None) -> bool:
    """Whether an address answers this machine only; none means every interface."""
    if not address:
        return False
    try:
        return ipaddress.ip_address(address.strip("[]")).is_loopback
    except ValueError:
        return address.lower() == "localhost"


def fault(
    address: str | None,
    configured: Callable[[], bool] = sign_in.configured,
    installed: Callable[[], bool] = sign_in.installed,
    allowed: Callable[[], frozenset[str]] = sign_in.allowed,
) -> tuple[str, dict[str, str]] | None:
    """Why this server must not start, as the key of a sentence and its values; None when it may."""
    try:
        mode = modes.mode()
    except DataError as error:
        return f"problem.{error.code}", error.values
    if mode == modes.PUBLIC:
        return None
    if configured():
        if not installed():
            return "starting.no_authlib", {}
        return None if allowed() else ("starting.nobody_allowed", {})
    if not is_loopback(address):
        return "starting.open_to_network", {"address": address or "0.0.0.0"}
    return None


def refuse_unsafe_start(sentence: Callable[..., str]) -> None:
    """Keep what is written to its owner, or end the program with a sentence; `sentence` says a key in words."""
    keep_files_private()
    found = fault(st.get_option("server.address"))
    if found is None:
        return
    key, values = found
    raise SystemExit(f"\n{sentence(key, **values)}\n")
