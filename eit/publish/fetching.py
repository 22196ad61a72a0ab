"""The sealed file from an object store: a replica keeps a copy of its own, and only an intact edition takes its place.

Plain HTTP of the standard library: the database engine fetches nothing, and its door stays locked.
"""

from __future__ import annotations

import ipaddress
import logging
import tempfile
import threading
import urllib.error
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass, field
from http.client import HTTPException, HTTPMessage, HTTPResponse
from pathlib import Path
from typing import IO
from urllib.parse import urlsplit

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from eit.domain.errors import DataError
from eit.publish.reading import PublicEdition, refuse_older
from eit.publish.sealing import FILE_NAME

PATIENCE_S = 10.0
MOST_BYTES = 100_000_000
"""An edition of five programmes is 0.6 MB: what is a hundred times larger is something else."""
PIECE = 1 << 16
UNCHANGED = 304
VALIDATORS = {"ETag": "If-None-Match", "Last-Modified": "If-Modified-Since"}


@dataclass
class Store:
    """One address of an edition, and what is known of the version that was taken from it."""

    url: str = field(repr=False)
    target: Path
    known: Mapping[str, str] = field(default_factory=dict)
    key: Ed25519PublicKey | None = None
    """When there is one, only an edition that its owner signed is taken."""

    def __post_init__(self) -> None:
        if not may_be_asked(self.url):
            raise DataError("edition_unreachable", reason=f"https: {told_address(self.url)}")

    @property
    def told(self) -> str:
        """The address as it may be said: see `told_address`."""
        return told_address(self.url)

    def fetch(self) -> bool:
        """Take the edition that stands there; whether it is another one than before.

        Raises DataError("edition_unreachable") or DataError("damaged_edition"): the one in place stays.
        """
        known = self.known if self.target.exists() else {}
        asked = urllib.request.Request(self.url, headers={**known, "User-Agent": "maillage"})
        self.target.parent.mkdir(parents=True, exist_ok=True)
        try:
            with OPENER.open(asked, timeout=PATIENCE_S) as answer:
                return self._take(answer)
        except urllib.error.HTTPError as error:
            if error.code == UNCHANGED:
                return False
            raise DataError("edition_unreachable", reason=f"HTTP {error.code}") from None
        except (OSError, HTTPException, ValueError) as error:
            raise DataError("edition_unreachable", reason=_reason(error)) from None

    def _take(self, answer: HTTPResponse) -> bool:
        with tempfile.TemporaryDirectory(prefix=".eit-", dir=self.target.parent) as folder:
            fresh = Path(folder) / FILE_NAME
            _download(answer, fresh)
            self._check(fresh)
            changed = not _same(fresh, self.target)
            if changed:
                fresh.replace(self.target)
        self.known = {
            asked: value for told, asked in VALIDATORS.items() if (value := answer.headers.get(told))
        }
        return changed

    def _check(self, fresh: Path) -> None:
        try:
            with PublicEdition(fresh, key=self.key) as edition:
                if self.key is not None:
                    refuse_older(self.target, edition)
        except DataError as error:
            raise DataError(error.code, **error.values | {"path": self.told}) from error


def may_be_asked(url: str) -> bool:
    """Whether an address is asked at all: https, or plain http of this machine; a figure must not change on its way."""
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
    except ValueError:
        return False
    return bool(host) and (parts.scheme == "https" or (parts.scheme == "http" and _is_this_machine(host)))


def _is_this_machine(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host.lower().rstrip(".") == "localhost"


def told_address(url: str) -> str:
    """An address without what may open it: no name and password, no query, no fragment (signed links hold a key)."""
    try:
        parts = urlsplit(url)
        port = f":{parts.port}" if parts.port else ""
        return f"{parts.scheme}://{parts.hostname or '?'}{port}{parts.path}"
    except ValueError:
        return "?"


def _reason(error: Exception) -> str:
    """Why nothing came, in words that hold no address: those of the library quote what was asked."""
    cause = error.reason if isinstance(error, urllib.error.URLError) else error
    if isinstance(cause, OSError):
        return cause.strerror or type(cause).__name__
    return type(cause).__name__


class _SameCare(urllib.request.HTTPRedirectHandler):
    """An answer that sends elsewhere is followed only to where one would have asked."""

    def redirect_request(
        self,
        req: urllib.request.Request,
        fp: IO[bytes],
        code: int,
        msg: str,
        headers: HTTPMessage,
        newurl: str,
    ) -> urllib.request.Request | None:
        """Raises DataError("edition_unreachable") for an address that is not asked."""
        if not may_be_asked(newurl):
            raise DataError("edition_unreachable", reason=f"https: {told_address(newurl)}")
        return super().redirect_request(req, fp, code, msg, headers, newurl)


OPENER = urllib.request.build_opener(_SameCare)
OPENER.addheaders = []


def _download(answer: HTTPResponse, fresh: Path) -> None:
    """The whole body. Raises DataError when it is cut short or too large."""
    announced, size = answer.headers.get("Content-Length"), 0
    with fresh.open("wb") as file:
        while piece := answer.read(PIECE):
            size += len(piece)
            if size > MOST_BYTES:
                raise DataError("edition_unreachable", reason=f"> {MOST_BYTES} B")
            file.write(piece)
    if announced is not None and int(announced) != size:
        raise DataError("edition_unreachable", reason=f"{size} / {announced} B")


def _same(one: Path, other: Path) -> bool:
    return other.exists() and one.read_bytes() == other.read_bytes()


def follow(store: Store, every_s: float, ended: threading.Event) -> None:
    """Fetch now and then every `every_s` seconds; what goes wrong is logged once, and the edition in place stays."""
    log, last = logging.getLogger(__name__), ""
    while True:
        try:
            if store.fetch():
                log.warning("edition taken from %s", store.told)
            last = ""
        except (DataError, OSError) as error:
            if str(error) != last:
                log.warning("edition stays as it was: %s", error)
            last = str(error)
        if ended.wait(every_s):
            return
