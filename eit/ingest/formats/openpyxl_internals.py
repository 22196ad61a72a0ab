"""What openpyxl keeps to itself and we use: which part of the package a sheet was read from."""

from __future__ import annotations

import io
import zipfile
from typing import Any

from eit.internals import used


def raw_part(data: bytes, sheet: Any) -> bytes | None:
    """The XML of a sheet as it stands in the package, None where that must not be asked."""
    if not used("sheet-part"):
        return None
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return package.read(sheet_path(sheet))


def sheet_path(sheet: Any) -> str:
    """Where the XML of a sheet stands in the package."""
    return str(sheet._worksheet_path.lstrip("/"))
