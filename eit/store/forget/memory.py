"""What was forgotten, without a name: keyed digests beside the file, so that a copy of before is cleared again.

`<file>.forgotten` holds a key of its own and, per erasure, fingerprints of the names and ids, the alias that stands
for them, and whether everything in reach was cleared: after a kill the same order is given again and goes on.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from eit.domain.errors import DataError
from eit.domain.jurisdiction import now as now_utc
from eit.domain.names.traces import digest_of, forms_of
from eit.locations import OWNER

SUFFIX = ".forgotten"
VERSION = 1
KEY_BYTES = 32


@dataclass(frozen=True)
class Erasure:
    """One organisation or person who was forgotten: the alias, of which programme, when, and its fingerprints."""

    alias: str
    programme_id: str
    on: str
    person: bool
    digests: tuple[str, ...]
    done: bool = False


@dataclass(frozen=True)
class Forgotten:
    """The key of a file and its erasures, the first first."""

    key: bytes
    erasures: tuple[Erasure, ...] = ()

    def digest(self, text: str) -> str:
        """The fingerprint of a name or an id under the key of this file."""
        return digest_of(text, self.key)

    def of(self, text: str) -> Erasure | None:
        """The erasure that a name or an id belongs to."""
        wanted = self.digest(text)
        return next((one for one in reversed(self.erasures) if wanted in one.digests), None)

    def holds(self, texts: Iterable[str], programme_id: str) -> bool:
        """Whether one of some names, ids or numbers was forgotten; in its own programme, however a name is written."""
        if not self.erasures:
            return False
        own = {digest for one in self.erasures if one.programme_id == programme_id for digest in one.digests}
        return any(
            self.of(text) or not own.isdisjoint(self.digest(form) for form in forms_of(text))
            for text in texts
        )

    def with_erasure(
        self, alias: str, programme_id: str, person: bool, known: Iterable[str], names: Iterable[str] = ()
    ) -> Forgotten:
        """The same with one erasure begun, or begun again. `known`: ids and numbers; `names`: in all their forms."""
        texts = [*known, *(form for name in names for form in forms_of(name))]
        digests = sorted({self.digest(text) for text in texts})
        old = [one for one in self.erasures if one.alias == alias]
        digests = sorted({*digests, *(digest for one in old for digest in one.digests)})
        others = tuple(one for one in self.erasures if one.alias != alias)
        begun = Erasure(alias, programme_id, now_utc().date().isoformat(), person, tuple(digests))
        return replace(self, erasures=(*others, begun))

    def finished(self, alias: str) -> Forgotten:
        """The same with one erasure done everywhere in reach."""
        rows = tuple(replace(one, done=True) if one.alias == alias else one for one in self.erasures)
        return replace(self, erasures=rows)


def read_forgotten(path: Path) -> Forgotten:
    """What was forgotten of a file; nothing, under a new key. Raises DataError("forgotten_damaged")."""
    file = path.with_name(path.name + SUFFIX)
    if not file.exists():
        return Forgotten(secrets.token_bytes(KEY_BYTES))
    try:
        stored = json.loads(file.read_text(encoding="utf-8"))
        if stored["version"] != VERSION:
            raise ValueError("version")
        rows = tuple(Erasure(**{**row, "digests": tuple(row["digests"])}) for row in stored["erasures"])
        return Forgotten(bytes.fromhex(stored["key"]), rows)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise DataError("forgotten_damaged", path=str(file)) from error


def write_forgotten(path: Path, forgotten: Forgotten) -> None:
    """Write it whole or not at all, its owner's alone. Raises OSError."""
    file = path.with_name(path.name + SUFFIX)
    fresh = file.with_name(file.name + ".new")
    rows = [asdict(one) for one in forgotten.erasures]
    text = json.dumps({"version": VERSION, "key": forgotten.key.hex(), "erasures": rows}, indent=1)
    fresh.write_text(text, encoding="utf-8")
    fresh.chmod(OWNER)
    fresh.replace(file)
