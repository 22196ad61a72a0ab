"""Opens a file by what it is, not by what it is called, and hands back one sheet of cells."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from eit.domain.question import Answer
from eit.ingest.cells import FileRefused, Sheet
from eit.ingest.formats.encodings import is_text
from eit.ingest.formats.geographic import SQLITE, read_archive, read_geopackage, read_json
from eit.ingest.formats.marked_up import HTML, LOOKED_AT, is_xml_workbook, read_page, read_xml_workbook
from eit.ingest.formats.older_workbook import read_older_workbook
from eit.ingest.formats.sheets import Count
from eit.ingest.formats.textfile import read_text
from eit.ingest.formats.workbook import read_workbook
from eit.ingest.source_map import SourceMap

LARGEST_FILE = 100_000_000
TEXT_NAMES = (".csv", ".txt", ".tsv")
LAYERS, LAYER_NAMES = "layers", (".shp", ".gpkg", ".geojson")
WORKBOOK_NAMES = (".xlsx", ".xlsm", ".ods", ".xls", ".xlsb", ".numbers")
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


@dataclass(frozen=True)
class Answers:
    """What a person decided where a file can be read in two ways; None leaves the choice to the reader."""

    encoding: str | None = None
    separator: str | None = None
    decimal: str | None = None
    dates: str | None = None
    sheet: str | None = None
    columns: Mapping[str, str | None] = field(default_factory=dict)
    """Heading → our column, or None for a column to leave aside."""
    map: SourceMap = field(default_factory=SourceMap)
    lang: str = "fr"
    """The language in which the possible answers are read."""
    given: tuple[Answer, ...] = ()
    """Answers to the questions of an earlier preview of this file."""


def read_bytes(path: Path) -> bytes:
    """The content of a file. Raises FileRefused when it is absent, a folder, or too large."""
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise FileRefused("import-too-large", value=LARGEST_FILE // 1_000_000)
        return path.read_bytes()
    except OSError as error:
        raise FileRefused("import-unreadable", value=str(path)) from error


def read_sheet(data: bytes, name: str, known: Count, answers: Answers) -> Sheet:
    """The table that a file holds. Raises FileRefused, with a reason that says what to do."""
    suffix = Path(name).suffix.lower()
    if not data.strip():
        raise FileRefused("import-empty-file")
    if data.startswith(OLE):
        if ENCRYPTED in data:
            raise FileRefused("import-password")
        return read_older_workbook(data, known, answers.sheet)
    if data.startswith(b"PK") and (inner := _zipped(data)):
        if inner == LAYERS:
            return read_archive(data, known, answers.sheet)
        return read_sheet(_member(data, inner), inner, known, answers)
    if data.startswith(b"PK"):
        sheet = read_workbook(data, known, answers.sheet)
        sheet.notices += [("workbook-named-text", name)] * (suffix in TEXT_NAMES)
        return sheet
    if data.startswith(SQLITE):
        return read_geopackage(data, known, answers.sheet)
    if data.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] in (b"{", b"["):
        return read_json(data)
    return _read_text(data, name, known, answers)


def _read_text(data: bytes, name: str, known: Count, answers: Answers) -> Sheet:
    """A file that is no package: a page, XML, or a text, whatever it is called."""
    suffix = Path(name).suffix.lower()
    if is_xml_workbook(data):
        return read_xml_workbook(data, known, answers.sheet)
    if HTML.match(data[:LOOKED_AT]):
        return read_page(data, name, known, answers.sheet)
    if data.startswith((b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"PAR1", b"<?xml")):
        raise FileRefused("import-not-a-table")
    if suffix not in WORKBOOK_NAMES:
        return read_text(data, known, answers.encoding, answers.separator)
    if not is_text(data):
        raise FileRefused("import-workbook-damaged")
    sheet = read_text(data, known, answers.encoding, answers.separator)
    sheet.notices.append(("text-named-workbook", name))
    return sheet


def _zipped(data: bytes) -> str:
    """What a zip holds that is no workbook: layers of a map, or the name of its one table; empty for neither."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = [one.filename for one in archive.infolist() if not one.is_dir()]
    except (zipfile.BadZipFile, OSError, ValueError):
        return ""
    if "[Content_Types].xml" in names or "mimetype" in names:
        return ""
    if any(name.lower().endswith(LAYER_NAMES) for name in names):
        return LAYERS
    tables = [name for name in names if name.lower().endswith((*TEXT_NAMES, *WORKBOOK_NAMES))]
    return tables[0] if len(tables) == 1 else ""


def _member(data: bytes, name: str) -> bytes:
    """One file of a zip. Raises FileRefused when it unpacks to too much, whatever size it declares."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive, archive.open(name) as member:
        found = member.read(LARGEST_FILE + 1)
    if len(found) > LARGEST_FILE:
        raise FileRefused("import-too-large", value=LARGEST_FILE // 1_000_000)
    return found
