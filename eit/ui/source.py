"""Which file is read, which version of it, and the one kind of cache that every answer uses."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from eit.actions.history import database_in_use
from eit.analysis import history
from eit.store.connection import Database, Stamp, stamp

ROOT = Path(__file__).resolve().parents[2]
answer = st.cache_data(max_entries=256, show_spinner=False)
"""For answers that depend on their arguments only; the version of the file is always one of them."""


def database_path() -> Path:
    """See `actions.history.database_in_use`."""
    return database_in_use()


def current_version() -> Stamp:
    """The version of the file in use. Raises DataError when there is none."""
    return stamp(database_path())


@st.cache_resource(max_entries=2, show_spinner=False)
def database(version: Stamp) -> Database:
    """The open door to one version of the file."""
    return Database(Path(version.path))


@answer
def last_entry(version: Stamp) -> int:
    """See `analysis.history.latest_entry`."""
    return history.latest_entry(database(version))
