"""Text that stays text: composed, trimmed, refused when it hides signs; and the words that stand for our own."""

from __future__ import annotations

import re
import unicodedata

from eit.ingest.cells import Cell, CellRefused, Flawed, as_text
from eit.ingest.headers import simplified
from eit.ingest.numbers import EXCEL_ERROR, is_not_communicated

LONGEST_TEXT, LONGEST_NAME = 5000, 300
IDENTIFIER = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]{0,59}")
INERT = re.compile(r"'(?=[=+\-@\t])")
"""The apostrophe that a written file puts before a formula; it goes away when the file comes back."""
WORDS = {
    "direction": {
        "offer": "offer|offre|offres|extrant|sortant|output|o|supply",
        "demand": "demand|demande|demandes|intrant|besoin|entrant|input|need|d",
    },
    "kind": {
        "company": "company|entreprise|organisation|business|industrie",
        "sorting-centre": "sorting centre|centre de tri|sorting center",
        "farm": "farm|ferme|exploitation agricole",
        "institution": "institution|public|organisme public|etablissement public",
    },
    "sector_scheme": {"SCIAN": "scian|naics", "NAF": "naf|ape"},
    "position_quality": {
        "site": "site|exacte|exact",
        "street": "street|rue|adresse",
        "municipality": "municipality|municipalite|commune|ville",
        "none": "none|aucune",
    },
    "quality": {
        "measured": "measured|mesuree|mesure|pesee",
        "declared": "declared|declaree|declare",
        "estimated": "estimated|estimee|estime|estimation",
    },
    "consent_name": {"true": "true|vrai|oui|yes|o|y|1|x", "false": "false|faux|non|no|n|0"},
    "former_destination": {
        "landfill": "landfill|enfouissement|elimination|lieu d enfouissement",
        "incineration": "incineration|incinerateur",
        "recycling": "recycling|recyclage|valorisation",
        "storage": "storage|entreposage|stockage",
        "none": "none|aucune",
        "unknown": "unknown|inconnue|inconnu",
    },
}
LOOKUPS = {
    column: {name: ours for ours, names in table.items() for name in names.split("|")}
    for column, table in WORDS.items()
}


def clean_text(cell: Cell, longest: int = LONGEST_TEXT) -> str:
    """NFC and trimmed; a company called NA keeps its name. Raises CellRefused for what cannot be seen."""
    if isinstance(cell, Flawed):
        raise CellRefused(cell.rule)
    text = unicodedata.normalize("NFC", INERT.sub("", as_text(cell), count=1)).strip(
        " \u00a0\u202f\t\r\n\u3000"
    )
    if len(text) > longest:
        raise CellRefused("text-too-long", text[:40] + "…")
    if EXCEL_ERROR.fullmatch(text):
        raise CellRefused("excel-error")
    shown = "".join(sign for sign in text if unicodedata.category(sign) not in ("Cc", "Cf", "Co", "Cs"))
    if shown != text.replace("\n", "").replace("\r", "").replace("\t", ""):
        raise CellRefused("text-invisible", shown)
    if "\ufffd" in text:
        raise CellRefused("text-damaged")
    _refuse_twice_encoded(text)
    return text


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
    return " ".join(text.split())


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


def slug(text: str) -> str:
    """An id made of a name: `Scierie d'Élan` → `scierie-d-elan`."""
    return simplified(text).replace(" ", "-")[:48].strip("-")


def word(cell: Cell, column: str) -> str | None:
    """Our word for what was typed (`Offre` → `offer`), None when empty. Raises CellRefused when unknown."""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    text = clean_text(cell, LONGEST_NAME)
    found = LOOKUPS[column].get(simplified(text))
    if found is None and not is_not_communicated(text):
        raise CellRefused("word-unknown", ", ".join(WORDS[column]))
    return found
