"""Which of its three audiences this server is for: what it opens, what it lets people do. `EIT_MODE` says it."""

from __future__ import annotations

import os
import tempfile
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from eit.domain.errors import DataError
from eit.locations import EDITION, WORK

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

VARIABLE, EDITION_VARIABLE, URL_VARIABLE = "EIT_MODE", "EIT_EDITION", "EIT_EDITION_URL"
KEY_VARIABLE = "EIT_EDITION_KEY"
COORDINATION, CONSORTIUM, PUBLIC = "coordination", "consortium", "public"
MODES = (COORDINATION, CONSORTIUM, PUBLIC)


def mode() -> str:
    """The mode of this server. Raises DataError("mode_unknown"): a typing error must not open the private side."""
    named = os.environ.get(VARIABLE, "").strip() or COORDINATION
    if named not in MODES:
        raise DataError("mode_unknown", value=named, modes=", ".join(MODES))
    return named


def is_public() -> bool:
    """Whether only the sealed edition may be opened."""
    return mode() == PUBLIC


def names_by_consent() -> bool:
    """Whether every name without consent is replaced before anything reads it."""
    return mode() == CONSORTIUM


def can_edit() -> bool:
    """Whether people may change the data here."""
    return mode() == COORDINATION


def edition_key() -> Ed25519PublicKey | None:
    """The key whose editions alone are shown: `EIT_EDITION_KEY`; None when any sealed edition is. Raises DataError."""
    named = os.environ.get(KEY_VARIABLE, "").strip()
    if not named:
        return None
    from eit.publish.signing import public_key  # only now: few servers accept one key alone

    return public_key(named)


def edition_path() -> Path:
    """The sealed file: `EIT_EDITION`, else our own copy of `EIT_EDITION_URL`, else `workspace/edition.duckdb`."""
    named = os.environ.get(EDITION_VARIABLE)
    if named:
        return Path(named)
    return Path(_copies().name) / EDITION.name if os.environ.get(URL_VARIABLE) else WORK / EDITION


@lru_cache(maxsize=1)
def _copies() -> tempfile.TemporaryDirectory[str]:
    """A folder that only this process uses, gone when it ends."""
    return tempfile.TemporaryDirectory(prefix="maillage-edition-")
