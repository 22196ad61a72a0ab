"""Sectors known by their code alone: the label of a NAF or SCIAN code, in both languages."""

from __future__ import annotations

import csv
import re
from functools import lru_cache

from eit.domain.organisation.fields import NO_SECTOR
from eit.locations import DATA

Labels = tuple[str, str]


@lru_cache(maxsize=1)
def _labels() -> dict[tuple[str, str], Labels]:
    """Scheme and digits of a code → its French and English labels; see data/reference/SOURCES.md."""
    with (DATA / "reference" / "sectors.csv").open(encoding="utf-8", newline="") as file:
        return {
            (row["scheme"], row["code"]): (row["name_fr"], row["name_en"]) for row in csv.DictReader(file)
        }


def sector_label(scheme: object, code: object) -> Labels | None:
    """French and English label of a code, of its nearest parent when it is finer than the table; None: not a code."""
    digits = re.sub(r"[^0-9]", "", str(code or ""))
    for length in range(len(digits), 1, -1):
        found = _labels().get((str(scheme), digits[:length]))
        if found:
            return found
    return None


def with_label(scheme: object, code: object, french: object, english: object) -> Labels:
    """The labels that people wrote, else those of the code, else a dash: an unknown label is no unknown sector."""
    written = [str(label) for label in (french, english) if label and str(label) not in NO_SECTOR]
    if written:
        return str(french or english), str(english or french)
    return sector_label(scheme, code) or ("—", "—")
