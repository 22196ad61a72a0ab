"""Which field of a layer of an unknown publisher is the code, and which the name: told by what they hold.

A heading only decides between fields whose values could be both; where two remain, the person is asked.
"""

from __future__ import annotations

import re
from collections.abc import Callable

import pandas as pd

from eit.domain.text_key import plain_words

CODE = re.compile(r"(?:[A-Z]{1,4}[-_.]?)?\d{2,10}(?:\.0)?|\d[AB]\d{3}|\d", re.I)
CODE_WORDS = (
    *(
        "code",
        "cod",
        "codigo",
        "codine",
        "nis",
        "ins",
        "insee",
        "bfs",
        "gmdnr",
        "lau",
        "ags",
        "csduid",
        "geocode",
    ),
    *("istat", "ine", "id", "number", "nummer", "nr", "numero"),
)
NAME_WORDS = (
    *("nom", "name", "naam", "nombre", "nome", "libelle", "label", "commune", "municipality", "municipalite"),
    *("municipio", "gemeinde", "gemeente", "toponyme", "denominacion", "territoire", "ville", "gemname"),
)
COUNTERS = ("fid", "gid", "objectid", "ogc fid", "index", "oid", "feature id", "color index")
LANGUAGES = ("fr", "fre", "fra", "en")
"""A name in several languages: the French one is the first that is wanted."""
DIFFERENT, LETTERS, LONGEST_NAME = 0.9, 0.9, 80
"""Shares of the values that differ, and that have letters; a name is no text of a page."""


def guess_fields(frame: pd.DataFrame) -> tuple[str, str] | None:
    """The fields of the code and of the name, spelled as the file has them; None when they cannot be told."""
    code = _best(frame, _may_be_code, CODE_WORDS)
    name = _best(frame.drop(columns=[code] if code else []), _may_be_name, NAME_WORDS)
    return (code, name) if code and name else None


def _best(frame: pd.DataFrame, may_be: Callable[[pd.Series], bool], words: tuple[str, ...]) -> str | None:
    """The one field that can be it, else the one whose heading says so best; None where two are as good."""
    found = [str(column) for column in frame.columns if _counts(str(column)) and may_be(frame[column])]
    ranked = sorted((_rank(column, words), column) for column in found)
    if not ranked or (len(ranked) > 1 and ranked[0][0] == ranked[1][0]):
        return None
    return ranked[0][1]


def _counts(column: str) -> bool:
    return plain_words(column.replace("_", " ")) not in COUNTERS


def _rank(column: str, words: tuple[str, ...]) -> tuple[int, int, int]:
    """How well a heading fits: its first word, then the language at its end, then few words."""
    said = plain_words(re.sub(r"[_\d]+", " ", column)).split()
    place = min((words.index(word) for word in said if word in words), default=len(words))
    other = [word for word in said if 2 <= len(word) <= 3 and word not in words]
    language = next(
        (LANGUAGES.index(word) for word in other if word in LANGUAGES), len(other) and len(LANGUAGES)
    )
    return place, int(language), len(said)


def _texts(values: pd.Series) -> list[str]:
    return [str(value).strip() for value in values if not (value is None or value != value or value is pd.NA)]


def _may_be_code(values: pd.Series) -> bool:
    """Short codes, nearly all different, and no count of the rows."""
    texts = _texts(values)
    if len(texts) < len(values) * DIFFERENT or not all(CODE.fullmatch(text) for text in texts):
        return False
    numbers = [float(text) for text in texts if re.fullmatch(r"\d+(?:\.0)?", text)]
    counted = len(numbers) > 1 and sorted(numbers) in (
        [float(number) for number in range(len(texts))],
        [float(number) for number in range(1, len(texts) + 1)],
    )
    return len(set(texts)) >= len(texts) * DIFFERENT and not counted


def _may_be_name(values: pd.Series) -> bool:
    """Texts of letters, nearly all different, that are no codes."""
    texts = _texts(values)
    if len(texts) < len(values) * DIFFERENT or len(set(texts)) < len(texts) * DIFFERENT:
        return False
    lettered = [text for text in texts if re.search(r"[^\W\d_]{2}", text) and len(text) <= LONGEST_NAME]
    return len(lettered) >= len(texts) * LETTERS and not all(CODE.fullmatch(text) for text in texts)
