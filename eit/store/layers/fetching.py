"""Downloads one boundary file for a person who has a network: bounded, and known by its checksum."""

from __future__ import annotations

import hashlib
import re
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import BinaryIO

from eit.store.layers import reading
from eit.store.layers.refusal import InvalidBoundaries

TIMEOUT_S = 30
LOOPBACK = ("localhost", "127.0.0.1", "::1")


@contextmanager
def fetched(url: str, sha256: str | None) -> Iterator[tuple[Path, str]]:
    """A temporary file with what is at `url`, and its SHA-256.

    Raises InvalidBoundaries: boundary-url (not https), boundary-download, boundary-too-large, boundary-checksum.
    """
    name = _checked_name(url)
    with TemporaryDirectory(prefix="eit-boundaries-") as folder:
        target = Path(folder) / name
        try:
            with urllib.request.urlopen(url, timeout=TIMEOUT_S) as answer:
                _checked_name(answer.geturl())
                found = _copy(answer, target)
        except (urllib.error.URLError, OSError, ValueError) as error:
            if isinstance(error, InvalidBoundaries):
                raise
            raise InvalidBoundaries("boundary-download", value=url, row_id=str(error)) from error
        if sha256 and found != sha256.strip().lower():
            raise InvalidBoundaries("boundary-checksum", value=found, row_id=name)
        yield target, found


def _checked_name(url: str) -> str:
    """The file name at the end of an address that nobody can change on the way."""
    parts = urllib.parse.urlsplit(url)
    if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in LOOPBACK):
        raise InvalidBoundaries("boundary-url", value=url)
    name = urllib.parse.unquote(parts.path.rsplit("/", 1)[-1])
    return re.sub(r"[^\w.-]", "-", name).lstrip(".") or "layer"


def _copy(answer: BinaryIO, target: Path) -> str:
    digest, size = hashlib.sha256(), 0
    with target.open("wb") as sink:
        while chunk := answer.read(1 << 20):
            size += len(chunk)
            if size > reading.LARGEST_BYTES:
                raise InvalidBoundaries(
                    "boundary-too-large", value=target.name, unit=f"{reading.LARGEST_BYTES / 1e9:g}"
                )
            digest.update(chunk)
            sink.write(chunk)
    length = getattr(answer, "headers", {}).get("Content-Length")
    if length is not None and size != int(length):
        raise InvalidBoundaries("boundary-truncated", value=target.name)
    return digest.hexdigest()
