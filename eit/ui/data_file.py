"""Which file is read, which version of it, and the door to that version."""

from __future__ import annotations

import tempfile
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from secrets import token_bytes

import streamlit as st

from eit.actions.history import database_in_use
from eit.analysis import history
from eit.analysis.anonymise import KEY_BYTES, write_copy
from eit.domain.address import LANG
from eit.domain.errors import DataError
from eit.store.database import Database, FileVersion, file_version
from eit.web import modes

COPIES_KEPT = 4
_copying = threading.Lock()


def database_path() -> Path:
    """See `actions.history.database_in_use`. Raises DataError in public mode: nothing private is ever opened there."""
    if modes.is_public():
        raise DataError("private_in_public")
    return database_in_use()


def current_version() -> FileVersion:
    """The version of the file in use: that of its anonymous copy for a consortium. Raises DataError."""
    return room_version() if modes.names_by_consent() else file_version(database_path())


def room_version() -> FileVersion:
    """What a room may see of the file in use, in the language of the screen. Raises DataError."""
    lang = "en" if st.session_state.get(LANG) == "en" else "fr"
    with _copying:
        return file_version(_anonymous_copy(file_version(database_path()), lang))


@dataclass(frozen=True)
class _Copied:
    """Of which version a copy was made, and which company each of its ids stands for: known to this process only."""

    source: FileVersion
    companies: Mapping[str, str]


_copied: dict[str, _Copied] = {}


@lru_cache(maxsize=1)
def _copies() -> tempfile.TemporaryDirectory[str]:
    """A folder that only this process reads, gone when it ends."""
    return tempfile.TemporaryDirectory(prefix="maillage-")


@lru_cache(maxsize=COPIES_KEPT)
def _key(version: FileVersion) -> bytes:
    """One draw of ids for the two languages of a version: who changes the language keeps the company that is chosen."""
    return token_bytes(KEY_BYTES)


@lru_cache(maxsize=COPIES_KEPT)
def _anonymous_copy(version: FileVersion, lang: str) -> Path:
    folder = Path(_copies().name)
    target = folder / f"{version.modified_ns}-{version.inode}-{version.size}-{lang}.duckdb"
    companies = write_copy(Path(version.path), target, lang, _key(version))
    _copied[str(target)] = _Copied(version, companies)
    made = sorted(folder.glob("*.duckdb"), key=lambda path: path.stat().st_mtime_ns)
    for old in made[: -2 * COPIES_KEPT]:
        old.unlink()
        _copied.pop(str(old), None)
    return target


def real_company(version: FileVersion, company_id: str) -> str:
    """The company that an id of a copy stands for, for what is entered in a room; any other id is itself."""
    copied = _copied.get(version.path)
    return company_id if copied is None else copied.companies.get(company_id, company_id)


VERSIONS_OPEN = 6
"""The file, its copies for a room and for a consortium in each language; their answers go with them."""


@st.cache_resource(max_entries=VERSIONS_OPEN, show_spinner=False)
def database(version: FileVersion) -> Database:
    """The open door to one version of the file."""
    return Database(Path(version.path))


def last_entry(version: FileVersion) -> int:
    """The last entry of the journal; of the file itself, when `version` is a copy: a copy has no journal."""
    copied = _copied.get(version.path)
    return database(version if copied is None else copied.source).ask(history.latest_entry)


def own_entry(after: int, author: str) -> int | None:
    """The last entry of the journal of the file that a person wrote after another entry; None: nothing was changed."""
    return database(file_version(database_path())).ask(history.entry_of, after, author)
