"""Which file is read, which version of it, and the door to that version."""

from __future__ import annotations

import tempfile
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import count
from pathlib import Path

import streamlit as st

from eit.actions.history import database_in_use
from eit.analysis import history
from eit.analysis.anonymise import draw_key, share_boundaries, write_copy_of
from eit.domain.address import LANG
from eit.domain.errors import DataError
from eit.store.database import Database, FileVersion, Memory, file_version
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
    lineage: str


_copied: dict[str, _Copied] = {}
_numbers = count()


@lru_cache(maxsize=1)
def _copies() -> tempfile.TemporaryDirectory[str]:
    """A folder that only this process reads, gone when it ends."""
    return tempfile.TemporaryDirectory(prefix="maillage-")


def _anonymous_copy(version: FileVersion, lang: str) -> Path:
    """The copy of a version; an edit of what a copy does not tell leaves it as it is."""
    door, asked = database(version), ("copy", lang)
    made: tuple[Path, Mapping[str, str]] = door.memoise(asked, lambda: _write_copy(door, lang))
    if not made[0].exists():
        door.forget(asked)
        made = door.memoise(asked, lambda: _write_copy(door, lang))
    target, companies = made
    share_boundaries(Path(version.path), target)
    _copied.pop(str(target), None)
    _copied[str(target)] = _Copied(version, companies, f"{version.path} {lang}")
    for old in list(_copied)[: -2 * COPIES_KEPT]:
        Path(old).unlink(missing_ok=True)
        _copied.pop(old)
    return target


def _write_copy(door: Database, lang: str) -> tuple[Path, Mapping[str, str]]:
    target = Path(_copies().name) / f"{next(_numbers)}-{lang}.duckdb"
    return target, write_copy_of(door, target, lang, door.ask(draw_key))


def real_company(version: FileVersion, company_id: str) -> str:
    """The company that an id of a copy stands for, for what is entered in a room; any other id is itself."""
    copied = _copied.get(version.path)
    return company_id if copied is None else copied.companies.get(company_id, company_id)


def own_version(version: FileVersion) -> FileVersion:
    """The programme's own file behind a copy, for `analysis.own_bands` alone; any other version is its own."""
    copied = _copied.get(version.path)
    return version if copied is None else copied.source


def is_copy(version: FileVersion) -> bool:
    """Whether quantities and positions of a version are those that a room may see."""
    return version.path in _copied


VERSIONS_OPEN = 6
"""The file, its copies for a room and for a consortium in each language; their answers go with them."""


@st.cache_resource(max_entries=VERSIONS_OPEN, show_spinner=False)
def database(version: FileVersion) -> Database:
    """The open door to one version of the file, with what is still right of the answers of the version before."""
    copied = _copied.get(version.path)
    lineage = version.path if copied is None else copied.lineage
    return Database(Path(version.path), _memory(lineage), passing=copied is not None)


@st.cache_resource(max_entries=VERSIONS_OPEN, show_spinner=False)
def _memory(lineage: str) -> Memory:
    """The answers of all versions of one file; those of its copies, of one language, are others."""
    return Memory()


def last_entry(version: FileVersion) -> int:
    """The last entry of the journal; of the file itself, when `version` is a copy: a copy has no journal."""
    return database(own_version(version)).ask(history.latest_entry)


def own_entry(after: int, author: str) -> int | None:
    """The last entry of the journal of the file that a person wrote after another entry; None: nothing was changed."""
    return database(file_version(database_path())).ask(history.entry_of, after, author)
