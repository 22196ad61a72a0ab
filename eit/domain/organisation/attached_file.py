"""A file that people attach: which kinds are taken, by what they hold, whatever they are called; its name, inert."""

from __future__ import annotations

import re
import unicodedata
import zipfile
from pathlib import Path, PurePosixPath

from eit.domain.errors import Refusal

LARGEST = 50 * 2**20
"""Bytes, as the server takes them: a scanned agreement has 1 to 10 MB, and every backup carries each file."""
LONGEST_NAME = 120
HEAD = 65_536
ZIPPED, OLE = (b"PK\x03\x04",), (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",)
TEXT: tuple[bytes, ...] = ()
KINDS: dict[str, tuple[bytes, ...]] = {
    "pdf": (b"%PDF-",),
    "png": (b"\x89PNG\r\n\x1a\n",),
    **dict.fromkeys(("jpg", "jpeg"), (b"\xff\xd8\xff",)),
    **dict.fromkeys(("docx", "xlsx", "pptx", "odt", "ods", "odp", "kmz"), ZIPPED),
    **dict.fromkeys(("doc", "xls", "ppt", "msg"), OLE),
    **dict.fromkeys(("txt", "csv", "tsv", "eml", "ics", "geojson", "json", "gpx"), TEXT),
}
"""Ending → how such a file begins; a text begins as it likes, and holds no sign that a text has not."""
PROGRAMS = (
    b"MZ",
    b"\x7fELF",
    b"#!",
    b"\xca\xfe\xba\xbe",
    b"\xcf\xfa\xed\xfe",
    b"\xce\xfa\xed\xfe",
    b"\xfe\xed\xfa",
)
"""How programs of Windows, Linux and macOS, and scripts, begin."""
CONTROLS = frozenset(range(32)) - {9, 10, 12, 13}
ACTIVE = re.compile(
    r"(?i)(^|/)(vbaproject\.bin|.*\.(exe|dll|scr|bat|cmd|com|js|vbs|ps1|jar|msi|hta|lnk|sh|py))$"
)
"""Members of a document that run: macros, and programs that were put into it."""
RESERVED = re.compile(r"(?i)^(con|prn|aux|nul|com\d|lpt\d)(\.|$)")
"""Names that Windows takes for devices."""


class InvalidFile(Refusal):
    """A file that is not attached; the key says why."""


def inert_name(name: str) -> str:
    """A name as it may be shown and saved: no path, no sign that is obeyed or turns letters round, one ending of ours.

    An ending that is not taken gets `.bin` behind it: whoever opens it is asked with what.
    """
    bare = unicodedata.normalize("NFC", name).replace("\\", "/").rsplit("/", 1)[-1]
    shown = "".join(" " if unicodedata.category(sign)[0] in "CZ" else sign for sign in bare)
    shown = " ".join(re.sub(r'[<>:"|?*`$]', "_", shown).split()).strip(". ")
    stem, ending = shown.rpartition(".")[0], ending_of(shown)
    if ending not in KINDS:
        stem, ending = shown, "bin"
    stem = (stem or "fichier")[: LONGEST_NAME - len(ending) - 1].rstrip(". ")
    return f"_{stem}.{ending}" if RESERVED.match(stem) else f"{stem}.{ending}"


def ending_of(name: str) -> str:
    """The ending of a name, in small letters; empty when it has none."""
    return PurePosixPath(name).suffix.lower().removeprefix(".")


def check_size(size: int, name: str) -> None:
    """Raise InvalidFile for a file that is empty or larger than LARGEST [bytes]; before it is read."""
    if not size:
        raise InvalidFile("file-empty", value=name)
    if size > LARGEST:
        raise InvalidFile("file-too-large", value=name, unit=str(LARGEST // 2**20))


def check_content(file: Path, name: str) -> None:
    """Raise InvalidFile unless a file is of a kind that is taken, as its name says, and holds nothing that runs."""
    ending = ending_of(inert_name(name))
    with file.open("rb") as opened:
        head = opened.read(HEAD)
    if head.startswith(PROGRAMS):
        raise InvalidFile("file-is-program", value=inert_name(name))
    if ending not in KINDS:
        raise InvalidFile("file-kind-refused", value=inert_name(name), unit=", ".join(KINDS))
    begins = KINDS[ending]
    as_told = head.startswith(begins) if begins else _is_text(head)
    if not as_told:
        raise InvalidFile("file-not-what-it-says", value=inert_name(name), unit=ending)
    if begins == ZIPPED:
        _check_members(file, inert_name(name), ending)
    elif begins == OLE and "_VBA_PROJECT".encode("utf-16-le") in file.read_bytes():
        raise InvalidFile("file-is-program", value=inert_name(name))


def _is_text(head: bytes) -> bool:
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return True
    return not CONTROLS & set(head)


def _check_members(file: Path, name: str, ending: str) -> None:
    try:
        with zipfile.ZipFile(file) as zipped:
            members = zipped.namelist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError) as error:
        raise InvalidFile("file-not-what-it-says", value=name, unit=ending) from error
    if any(ACTIVE.search(member.replace("\\", "/")) for member in members):
        raise InvalidFile("file-is-program", value=name)
