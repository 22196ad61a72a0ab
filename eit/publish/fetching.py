"""The sealed file from an object store: a replica keeps a copy of its own, and only an intact edition takes its place.

Plain HTTP of the standard library: the database engine fetches nothing, and its door stays locked.
"""

from __future__ import annotations

import logging
import tempfile
import threading
import urllib.error
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass, field
from http.client import HTTPException, HTTPResponse
from pathlib import Path
from urllib.parse import urlsplit

from eit.domain.errors import DataError
from eit.publish.reading import PublicEdition
from eit.publish.sealing import FILE_NAME

SCHEMES = ("https", "http")
PATIENCE_S = 10.0
MOST_BYTES = 100_000_000
"""An edition of five programmes is 0.6 MB: what is a hundred times larger is something else."""
PIECE = 1 << 16
UNCHANGED = 304
VALIDATORS = {"ETag": "If-None-Match", "Last-Modified": "If-Modified-Since"}


@dataclass
class Store:
    """One address of an edition, and what is known of the version that was taken from it."""

    url: str
    target: Path
    known: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if urlsplit(self.url).scheme not in SCHEMES:
            raise DataError("edition_unreachable", reason=f"http(s): {self.url}")

    def fetch(self) -> bool:
        """Take the edition that stands there; whether it is another one than before.

        Raises DataError("edition_unreachable") or DataError("damaged_edition"): the one in place stays.
        """
        known = self.known if self.target.exists() else {}
        asked = urllib.request.Request(self.url, headers={**known, "User-Agent": "maillage"})
        self.target.parent.mkdir(parents=True, exist_ok=True)
        try:
            with urllib.request.urlopen(asked, timeout=PATIENCE_S) as answer:
                return self._take(answer)
        except urllib.error.HTTPError as error:
            if error.code == UNCHANGED:
                return False
            raise DataError("edition_unreachable", reason=str(error)) from error
        except (OSError, HTTPException, ValueError) as error:
            raise DataError("edition_unreachable", reason=str(error) or type(error).__name__) from error

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
            PublicEdition(fresh).close()
        except DataError as error:
            raise DataError(error.code, path=self.url) from error


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
                log.warning("edition taken from %s", store.url)
            last = ""
        except (DataError, OSError) as error:
            if str(error) != last:
                log.warning("edition stays as it was: %s", error)
            last = str(error)
        if ended.wait(every_s):
            return
