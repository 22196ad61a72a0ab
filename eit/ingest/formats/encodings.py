"""Which encoding a text file is in: several readings are often possible, and only one of them is French."""

from __future__ import annotations

import re

from eit.ingest.cells import FileRefused

MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
OLD_ENCODINGS = ("cp1252", "mac_roman", "cp850")
ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", *OLD_ENCODINGS)
COMMON = "éèêëàâäçùûüîïôöœæ"
CAPITALS = COMMON.upper()
SIGNS = "«»’‘“”–—…°²³€ \u00a0½§µ•"
WEIGHTS = {"é": 10.0, "è": 5.0, "à": 5.0, "ê": 4.0, "ç": 4.0, "ô": 3.0, "î": 3.0, "â": 3.0, "û": 3.0}
MARGIN = 6.0
"""Likeness per letter by which the best reading must win; `Forêt d’Élan` wins by 9, `MÉTAL ÉMARD` by 5."""
AMONG_CAPITALS = re.compile("[A-Z]{2}[" + COMMON + "]|[" + COMMON + "][A-Z]{2}")
INSIDE_A_WORD = re.compile(r"[a-zéèêëàâçùûîïôœ][" + CAPITALS + r"]")


def decode(data: bytes, encoding: str | None = None) -> tuple[str, str]:
    """Text and encoding of a file. Raises FileRefused for bytes that no single encoding explains."""
    if encoding:
        return _strict(data, encoding), encoding
    for mark, name in MARKS:
        if data.startswith(mark):
            return _strict(data, name), name
    if b"\0" in data[:4000]:
        wide = _wide(data)
        if wide:
            return _strict(data, wide), wide
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        _refuse_mixture(data)
    name = max(OLD_ENCODINGS, key=lambda candidate: _likeness(data, candidate))
    return _strict(data, name), name


def is_text(data: bytes) -> bool:
    """Whether the start of a file is text in some encoding: no sign that only a program writes."""
    start = data[:4000]
    if start.startswith((b"\xff\xfe", b"\xfe\xff")) or (b"\0" in start and _wide(data)):
        return True
    return not any(byte < 32 and byte not in b"\t\n\r\f" for byte in start)


def doubtful_readings(data: bytes, chosen: str) -> dict[str, str]:
    """Encoding → text, when the letters of a file do not tell beyond doubt which of the old encodings it is in.

    Empty when there is no doubt: another encoding would have to be nearly as French, letter for letter.
    """
    if chosen not in OLD_ENCODINGS:
        return {}
    signs = [byte for byte in data if byte > 127]
    best = _likeness(data, chosen)
    near = [one for one in OLD_ENCODINGS if best - _likeness(data, one) < MARGIN * len(signs)]
    found = {one: _strict(data, one) for one in (chosen, *near)}
    return found if len(set(found.values())) > 1 else {}


def _strict(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except (UnicodeError, LookupError) as error:
        raise FileRefused("import-encoding", value=encoding) from error


def _wide(data: bytes) -> str | None:
    """UTF-16 without its mark: every other byte of Latin text is zero."""
    sample = data[: len(data[:4000]) // 2 * 2]
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    if odd > 0.6 * len(sample) / 2 and even < odd / 4:
        return "utf-16-le"
    return "utf-16-be" if even > 0.6 * len(sample) / 2 and odd < even / 4 else None


def _refuse_mixture(data: bytes) -> None:
    """Some lines valid UTF-8 with accents, others not: joined from two files, one of which would be damaged."""
    good, bad = None, None
    for number, line in enumerate(data.splitlines(), start=1):
        if line.isascii():
            continue
        try:
            line.decode("utf-8")
            good = good or number
        except UnicodeDecodeError:
            bad = bad or number
    if good and bad:
        raise FileRefused("import-encoding-mixed", value=f"{good}, {bad}")


def _likeness(data: bytes, encoding: str) -> float:
    """How French the file looks in this encoding; an impossible byte rules it out."""
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        return float("-inf")
    score = -8.0 * (len(INSIDE_A_WORD.findall(text)) + len(AMONG_CAPITALS.findall(text)))
    for letter in text:
        if letter.isascii():
            continue
        if letter in COMMON:
            score += WEIGHTS.get(letter, 2.0)
        elif letter in CAPITALS or letter in SIGNS:
            score += 1.0
        else:
            score -= 6.0
    return score
