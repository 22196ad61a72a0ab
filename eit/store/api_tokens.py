"""Tokens of the interface for programs: beside the data file, each by the hash of its word; the word is kept nowhere.

They stay out of backups: what is restored elsewhere must not open with words that were given here.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import secrets
import stat
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from eit.domain.errors import DataError, InvalidSelection
from eit.domain.names.traces import Traces
from eit.locations import OWNER
from eit.store.version.lock import locked

SUFFIX, FILE = ".api", "tokens.json"
WORD_BYTES, ID_BYTES = 32, 4
"""A word of 256 bits: nobody tries it, so its plain hash cannot be tried either."""


@dataclass(frozen=True)
class Token:
    """A token as it stands: which programme it reads, as which role, for whom, from when until when (seconds)."""

    token_id: str
    digest: str
    programme_id: str
    role: str
    label: str
    made_at: int
    expires_at: int
    revoked_at: int | None = None

    def refusal(self, now: float) -> str:
        """Why it opens nothing now; empty when it opens."""
        if self.revoked_at is not None:
            return "api-token-revoked"
        return "" if now < self.expires_at else "api-token-expired"


class TokenBook:
    """The tokens of one data file. Raises DataError("tokens_unusable") where they cannot be read or written."""

    def __init__(self, path: Path, clock: Callable[[], float] = time.time) -> None:
        """`path`: the data file, which is never opened here."""
        self.folder, self.clock = path.with_name(path.name + SUFFIX), clock

    def now(self) -> int:
        """The second that it is."""
        return int(self.clock())

    def exists(self) -> bool:
        """Whether anybody ever made a token here."""
        return (self.folder / FILE).is_file()

    def tokens(self) -> list[Token]:
        """Every token, the first one first, those that open nothing any more too."""
        if not self.exists():
            return []
        try:
            return [Token(**row) for row in json.loads((self.folder / FILE).read_text(encoding="utf-8"))]
        except (OSError, ValueError, TypeError) as error:
            raise DataError("tokens_unusable", path=str(self.folder), reason=str(error)) from error

    def add(self, programme_id: str, role: str, label: str, expires_at: int) -> tuple[Token, str]:
        """A new token and its word, which is told this once."""
        word = secrets.token_urlsafe(WORD_BYTES)
        made = Token(
            secrets.token_hex(ID_BYTES),
            digest_of(word),
            programme_id,
            role,
            label,
            int(self.clock()),
            expires_at,
        )
        self._change(lambda tokens: [*tokens, made])
        return made, word

    def revoke(self, token_id: str) -> None:
        """A token opens nothing any more. Raises InvalidSelection("api-token-unknown")."""

        def change(tokens: list[Token]) -> list[Token]:
            if token_id not in {one.token_id for one in tokens}:
                raise InvalidSelection("api-token-unknown", value=token_id)
            ended = self.now()
            return [
                replace(one, revoked_at=one.revoked_at or ended) if one.token_id == token_id else one
                for one in tokens
            ]

        self._change(change)

    def of_word(self, word: str) -> Token:
        """The token that a word opens. Raises InvalidSelection: "api-token-wrong", "api-token-expired",
        "api-token-revoked"."""
        digest = digest_of(word)
        found = [one for one in self.tokens() if hmac.compare_digest(one.digest, digest)]
        refusal = found[0].refusal(self.clock()) if found else "api-token-wrong"
        if refusal:
            raise InvalidSelection(refusal)
        return found[0]

    def clear(self, traces: Traces) -> int:
        """Take who is forgotten out of what tokens are called; how many changed."""
        if not self.exists():
            return 0
        before = self.tokens()
        after = [replace(one, label=traces.without(one.label)) for one in before]
        changed = sum(one != other for one, other in zip(before, after, strict=True))
        if changed:
            self._change(lambda _: after)
        return changed

    def _change(self, change: Callable[[list[Token]], list[Token]]) -> None:
        try:
            self.folder.mkdir(mode=stat.S_IRWXU, exist_ok=True)
            with locked(self.folder / FILE):
                rows = [asdict(one) for one in change(self.tokens())]
                fresh = self.folder / f".{FILE}"
                fresh.unlink(missing_ok=True)
                with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OWNER), "w") as opened:
                    json.dump(rows, opened, ensure_ascii=True, indent=1)
                fresh.replace(self.folder / FILE)
        except OSError as error:
            raise DataError("tokens_unusable", path=str(self.folder), reason=str(error)) from error


def digest_of(word: str) -> str:
    """What is kept of a word."""
    return hashlib.sha256(word.encode("utf-8", "replace")).hexdigest()
