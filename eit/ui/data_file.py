"""Which file is read, which version of it, and the one kind of cache that every answer uses."""

from __future__ import annotations

import tempfile
import threading
from collections.abc import Callable
from functools import lru_cache, wraps
from pathlib import Path
from typing import Any, TypeVar, cast

import pandas as pd
import streamlit as st

from eit.actions.history import database_in_use
from eit.analysis import history
from eit.analysis.consortium_copy import write_copy
from eit.domain.errors import DataError
from eit.store.database import Database, FileVersion, file_version
from eit.ui.sidebar.language import LANG
from eit.web import modes

ENTRIES = 256
COPIES_KEPT = 4
_copying = threading.Lock()
Answer = TypeVar("Answer", bound=Callable[..., Any])


def answer(function: Answer) -> Answer:
    """Keep what a function answered, for functions that depend on their arguments only (the version among them).

    Kept once and shared: a large table is not copied for every visitor. A caller gets a shallow copy of a frame, and
    pandas copies what is changed in it, so nobody changes what another one reads.
    """
    kept = st.cache_resource(max_entries=ENTRIES, show_spinner=False)(function)

    @wraps(function)
    def shared(*arguments: Any, **named: Any) -> Any:
        found = kept(*arguments, **named)
        return found.copy(deep=False) if isinstance(found, pd.DataFrame) else found

    return cast(Answer, shared)


def database_path() -> Path:
    """See `actions.history.database_in_use`. Raises DataError in public mode: nothing private is ever opened there."""
    if modes.is_public():
        raise DataError("private_in_public")
    return database_in_use()


def current_version() -> FileVersion:
    """The version of the file in use: that of its consented copy for a consortium. Raises DataError."""
    version = file_version(database_path())
    if not modes.names_by_consent():
        return version
    lang = "en" if st.session_state.get(LANG) == "en" else "fr"
    with _copying:
        return file_version(_consented(version, lang))


@lru_cache(maxsize=1)
def _copies() -> tempfile.TemporaryDirectory[str]:
    """A folder that only this process reads, gone when it ends."""
    return tempfile.TemporaryDirectory(prefix="maillage-")


@lru_cache(maxsize=COPIES_KEPT)
def _consented(version: FileVersion, lang: str) -> Path:
    folder = Path(_copies().name)
    target = folder / f"{version.modified_ns}-{version.inode}-{version.size}-{lang}.duckdb"
    write_copy(Path(version.path), target, lang)
    made = sorted(folder.glob("*.duckdb"), key=lambda path: path.stat().st_mtime_ns)
    for old in made[: -2 * COPIES_KEPT]:
        old.unlink()
    return target


@st.cache_resource(max_entries=2, show_spinner=False)
def database(version: FileVersion) -> Database:
    """The open door to one version of the file."""
    return Database(Path(version.path))


@answer
def last_entry(version: FileVersion) -> int:
    """See `analysis.history.latest_entry`."""
    return history.latest_entry(database(version))
