"""Writes .ods packages as a spreadsheet does, and lets a test spoil them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from datetime import date
from xml.sax.saxutils import escape, quoteattr

SPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for name in ("office", "table", "text", "style")
)
HIDDEN = (
    '<style:style style:name="ta2" style:family="table">'
    '<style:table-properties table:display="false"/></style:style>'
)
MIME = "application/vnd.oasis.opendocument.spreadsheet"


def cell(value: object) -> str:
    """One cell: a number and a date by their type, a text as paragraphs."""
    if value is None or value == "":
        return "<table:table-cell/>"
    if isinstance(value, date):
        shown = value.isoformat()
        return _typed("date", f'office:date-value="{shown}"', shown)
    if isinstance(value, int | float):
        return _typed("float", f'office:value="{value!r}"', "?")
    lines = "".join(f"<text:p>{escape(line)}</text:p>" for line in str(value).split("\n"))
    return f'<table:table-cell office:value-type="string">{lines}</table:table-cell>'


def _typed(kind: str, value: str, shown: str) -> str:
    start = f'<table:table-cell office:value-type="{kind}" {value}>'
    return f"{start}<text:p>{shown}</text:p></table:table-cell>"


def row(values: Sequence[object], attributes: str = "") -> str:
    """One row; a value that is already a cell stays as it is."""
    made = [v if isinstance(v, str) and v.startswith("<table:") else cell(v) for v in values]
    return f"<table:table-row{attributes}>{''.join(made)}</table:table-row>"


def sheet(name: str, rows: Sequence[str], style: str = "ta1") -> str:
    """One sheet, with the empty rows that every spreadsheet declares below."""
    empty = '<table:table-cell table:number-columns-repeated="16384"/>'
    rest = f'<table:table-row table:number-rows-repeated="1048000">{empty}</table:table-row>'
    start = f"<table:table table:name={quoteattr(name)} table:style-name={quoteattr(style)}>"
    return f"{start}{''.join(rows)}{rest}</table:table>"


def ods(*sheets: str, parts: dict[str, bytes] | None = None, head: str = "") -> bytes:
    """The package of some sheets, or of one made of plain rows."""
    body = f"<office:body><office:spreadsheet>{''.join(sheets)}</office:spreadsheet></office:body>"
    styles = f"<office:automatic-styles>{HIDDEN}</office:automatic-styles>"
    start = f'<?xml version="1.0" encoding="UTF-8"?>{head}<office:document-content {SPACES}>'
    content = f"{start}{styles}{body}</office:document-content>"
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in {
            "mimetype": MIME.encode(),
            "content.xml": content.encode(),
            **(parts or {}),
        }.items():
            package.writestr(name, data)
    return out.getvalue()


def plain(*rows: Sequence[object]) -> bytes:
    """The package of one sheet."""
    return ods(sheet("Feuille1", [row(values) for values in rows]))
