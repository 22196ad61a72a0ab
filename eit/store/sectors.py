"""Sectors known by their code alone: the label of a NAF or SCIAN code, in both languages."""

from __future__ import annotations

import csv
import re
from functools import lru_cache

from eit.domain.organisation.fields import NO_SECTOR
from eit.locations import DATA

Labels = tuple[str, str]
RANGE = re.compile(r"\s*\d\d\s*[-–]\s*\d\d\b")
CODED = re.compile(
    r"(?:(?:naf|nace|ape|scian|naics|code)\b[\s:.]*)*"
    r"\[?(?P<code>\d\d\s*[-–]\s*\d\d|(?:[a-u][\s-]?)?\d[\d.]+[a-z]?)(?![\w.])(?P<rest>.*)",
    re.I | re.S,
)
ZERO_LOST = re.compile(r"\d\.\d{1,2}[A-Za-z]?|\d{3}[A-Za-z]")


@lru_cache(maxsize=1)
def _labels() -> dict[tuple[str, str], Labels]:
    """Scheme and digits of a code → its French and English labels; see data/reference/SOURCES.md."""
    with (DATA / "reference" / "sectors.csv").open(encoding="utf-8", newline="") as file:
        return {
            (row["scheme"], row["code"]): (row["name_fr"], row["name_en"]) for row in csv.DictReader(file)
        }


def split_code(scheme: object, text: str) -> tuple[str, str]:
    """The code of a sector and the label written behind it: `24.20Z Tubes`; a text without a code is a label.

    A code of NAF has two digits before its point, and four with its letter: the zero that a spreadsheet took is back.
    """
    match = CODED.fullmatch(text.strip())
    if match is None:
        return "", text.strip()
    code = match["code"].strip()
    if str(scheme) == "NAF" and ZERO_LOST.fullmatch(code):
        code = f"0{code}"
    return code, match["rest"].strip(" -–:;,()[]")


def sector_label(scheme: object, code: object) -> Labels | None:
    """French and English label of a code, of its nearest parent when it is finer than the table; None: not a code.

    `31-33` is a range of sectors and no code of one.
    """
    if RANGE.match(str(code or "")):
        return None
    digits = re.sub(r"[^0-9]", "", str(code or ""))
    for length in range(len(digits), 1, -1):
        found = _labels().get((str(scheme), digits[:length]))
        if found:
            return found
    return None


@lru_cache(maxsize=1)
def input_buyers() -> dict[str, list[str]]:
    """Industries that buy an input, whatever residue replaces it, as parameters of a query: three parallel lists.

    `buyer_materials` the input, `buyer_schemes` NAF or SCIAN, `buyer_codes` the digits of a division or a group; see
    data/reference/SOURCES.md. They belong to the field, like the labels of codes, and to no data file.
    """
    found: dict[str, list[str]] = {"buyer_materials": [], "buyer_schemes": [], "buyer_codes": []}
    with (DATA / "reference" / "input_sectors.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            for scheme, column in (("NAF", "receiver_nace"), ("SCIAN", "receiver_naics")):
                codes = [re.sub(r"[^0-9]", "", code) for code in row[column].split(";")]
                for code in filter(None, codes):
                    each = (row["demand_material_id"], scheme, code)
                    for name, value in zip(found, each, strict=True):
                        found[name].append(value)
    return found


def with_label(scheme: object, code: object, french: object, english: object) -> Labels:
    """The labels that people wrote, else those of the code, else a dash: an unknown label is no unknown sector."""
    written = [str(label) for label in (french, english) if label and str(label) not in NO_SECTOR]
    if written:
        return str(french or english), str(english or french)
    return sector_label(scheme, code) or ("—", "—")
