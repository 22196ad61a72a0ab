"""Text that stays text: composed, trimmed, refused when it hides signs; and the words that stand for our own."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from functools import lru_cache
from pathlib import Path

from eit.domain.text_key import KEPT, plain_words, slug
from eit.ingest.cells import Cell, CellRefused, Flawed, as_text
from eit.ingest.values.typed_numbers import EXCEL_ERROR, is_not_communicated

LONGEST_TEXT, LONGEST_NAME = 5000, 300
IDENTIFIER = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]{0,59}")
INERT = re.compile(r"^'(?=[=+\-@\t])")
"""The apostrophe that a written file puts before a formula; it goes away when the file comes back."""
C1 = {code: bytes([code]).decode("cp1252", "ignore") or chr(code) for code in range(0x80, 0xA0)}
"""Signs of Windows (–, œ) in a file that calls itself Latin-1: no text has the controls that stand there."""
Labels = dict[str, dict[str, dict[str, str]]]


def _labels() -> Labels:
    return tomllib.loads(Path(__file__).with_name("words.toml").read_text(encoding="utf-8"))


LABELS = _labels()
"""List → our value → what it is called: `fr`, `en`, and `also` what is understood besides."""
LOOKUPS = {
    name: {
        plain_words(spelling): ours
        for ours, said in table.items()
        for spelling in (ours, said["fr"], said["en"], *said["also"].split("|"))
        if spelling
    }
    for name, table in LABELS.items()
}


def clean_text(cell: Cell, longest: int = LONGEST_TEXT) -> str:
    """NFC and trimmed; a company called NA keeps its name. Raises CellRefused for what cannot be seen."""
    if isinstance(cell, Flawed):
        raise CellRefused(cell.rule)
    return _clean(cell if isinstance(cell, str) else as_text(cell), longest)


@lru_cache(maxsize=KEPT)
def _clean(text: str, longest: int) -> str:
    if text[:1] == "'":
        text = INERT.sub("", text, count=1)
    text = unicodedata.normalize("NFC", text.translate(C1)).strip(" \u00a0\u202f\t\r\n\u3000")
    if len(text) > longest:
        raise CellRefused("text-too-long", text[:40] + "…")
    if text[:1] in "#E" and EXCEL_ERROR.fullmatch(text):
        raise CellRefused("excel-error")
    if not text.isprintable():
        _refuse_invisible(text)
    if not text.isascii():
        if "\ufffd" in text:
            raise CellRefused("text-damaged")
        _refuse_twice_encoded(text)
    return text


def _refuse_invisible(text: str) -> None:
    shown = "".join(sign for sign in text if unicodedata.category(sign) not in ("Cc", "Cf", "Co", "Cs"))
    if shown != text.replace("\n", "").replace("\r", "").replace("\t", ""):
        raise CellRefused("text-invisible", shown)


def _refuse_twice_encoded(text: str) -> None:
    """`MÃ©tal`: UTF-8 once read as cp1252; the proposal is what it was."""
    if re.search("[ÃÂâ][^\x00-\x7f]", text):
        try:
            meant = text.encode("cp1252").decode("utf-8")
        except UnicodeError:
            return
        raise CellRefused("text-twice-encoded", meant)


def clean_name(cell: Cell) -> str:
    """The text of a cell that may not be empty."""
    text = clean_text(cell, LONGEST_NAME)
    if not text:
        raise CellRefused("value-missing")
    told = " ".join(text.split())
    return text if told == text else told  # one text for all the rows that say it


def optional_text(cell: Cell) -> str | None:
    """The text of a cell, None when it is empty."""
    return clean_text(cell) or None


def identifier(cell: Cell) -> str | None:
    """An id of letters, digits and hyphens, None when empty. Raises CellRefused with one that would do."""
    text = clean_text(cell, LONGEST_NAME)
    if not text:
        return None
    if not IDENTIFIER.fullmatch(text):
        raise CellRefused("id-unreadable", slug(text))
    return text


def is_word(text: str, column: str) -> bool:
    """Whether a text is a word that its column knows."""
    plain = plain_words(text)
    return bool(plain) and plain in LOOKUPS.get(column, {})


def word(cell: Cell, column: str) -> str | None:
    """Our word for what was typed (`Offre` → `offer`), None when empty. Raises CellRefused when unknown."""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    text = clean_text(cell, LONGEST_NAME)
    found = LOOKUPS[column].get(plain_words(text))
    if found is None and not is_not_communicated(text):
        raise CellRefused("word-unknown", words=column)
    return found
