"""Long plain sheets of an .xlsx are read by calamine alone: openpyxl gets the package without them, for all the rest.

openpyxl goes through a whole sheet that does not say its dimensions, and through every shared text, before it is asked
anything: half the time of a file of 100 000 rows.
"""

from __future__ import annotations

import io
import re
import zipfile

from eit.internals import used

LONG_SHEET = 4_000_000
"""Bytes of XML from which on a sheet takes openpyxl more than a second or two."""
ERROR = re.compile(rb'<(?:\w+:)?c\b[^>]*\bt="e"')
FORMULA = re.compile(rb"<(?:\w+:)?f[ >/]")
SHEETS, TEXTS = "xl/worksheets/", "xl/sharedStrings.xml"
SPACE = b'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
EMPTY_SHEET = b"<worksheet " + SPACE + b'><dimension ref="A1"/><sheetData/></worksheet>'
EMPTY_TEXTS = b"<sst " + SPACE + b"/>"


def is_plain_and_long(raw: bytes | None) -> bool:
    """Whether a sheet is worth the quick reader: long, without formulas or errors, of which it says nothing."""
    return raw is not None and len(raw) > LONG_SHEET and not (FORMULA.search(raw) or ERROR.search(raw))


def without_long_sheets(data: bytes) -> bytes:
    """The package with an empty sheet in the place of each that the quick reader reads; itself without any."""
    if not used("sheet-part"):
        return data
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        sheets = [
            part for part in package.infolist() if part.filename.startswith(SHEETS) and not part.is_dir()
        ]
        long = {
            part.filename
            for part in sheets
            if part.file_size > LONG_SHEET and is_plain_and_long(package.read(part))
        }
        if not long:
            return data
        empty = dict.fromkeys(long, EMPTY_SHEET)
        if len(long) == sum(part.filename.endswith(".xml") for part in sheets):
            empty[TEXTS] = EMPTY_TEXTS
        held = io.BytesIO()
        with zipfile.ZipFile(held, "w", zipfile.ZIP_STORED) as light:
            for part in package.infolist():
                light.writestr(part.filename, empty.get(part.filename) or package.read(part))
    return held.getvalue()
