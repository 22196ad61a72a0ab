"""Latitudes and longitudes in every writing: `48,53 N`, `1,95 O`, `48°31'48"`, `N 48 31.8`, with their hemisphere."""

from __future__ import annotations

import json
import re

from eit.ingest.cells import Cell, CellRefused
from eit.ingest.values.hemispheres import HEMISPHERES
from eit.ingest.values.typed_numbers import Signs, is_not_communicated, parse_number

WORD = r"[A-Za-z]+\.?"
BESIDE = re.compile(
    rf"(?:(?P<before>{WORD})\s*)?(?P<body>[+\-−]?[\d.,][^A-Za-z]*?)\s*(?P<behind>{WORD})?", re.S
)
PART = r"\d+(?:[.,]\d+)?"
SEXAGESIMAL = re.compile(
    rf"(?P<sign>[+\-−]?)(?P<d>{PART})\s*(?:[°º˚\ufffd]|\s)\s*(?:(?P<m>{PART})\s*(?:['’′]|\s|$)\s*(?:(?P<s>{PART})\s*(?:[\"″”]|''|’’|$)?)?)?"
)
PAIR = re.compile(r"\[?\s*(?P<latitude>-?\d{1,2}\.\d+)\s*[,;]\s*(?P<longitude>-?\d{1,3}\.\d+)\s*\]?")
"""`48.85,2.35`: a point in one cell, the latitude first, as portals of open data write it."""
LONG = re.compile(r"([-+]?\d{1,3}\.\d{9})\d+")
"""Degrees as a program writes them: behind the ninth decimal are parts of a millimetre."""
MARKS = "°º˚\ufffd'’′″\"”"
ONE_SITE = 0.02
"""Degrees within which several points are one site: about two kilometres."""
FURTHEST = {"latitude": 90.0, "longitude": 180.0}


def parse_degrees(cell: Cell, signs: Signs, axis: str, limit: float, heading: str = "") -> float | None:
    """The degrees of a cell, south and west negative; None when not communicated. `axis`: latitude or longitude.

    `heading`: the hemisphere that its heading says; a number with the sign of that hemisphere keeps it.
    Raises CellRefused: no degrees, a hemisphere of the other axis, a sign and a hemisphere that say it twice.
    """
    value = _degrees(cell, signs, axis, limit)
    if value is None or not heading:
        return value
    said, sign = HEMISPHERES[heading]
    if said != axis:
        raise CellRefused("hemisphere-of-the-other")
    if value < 0 < sign:
        raise CellRefused("sign-said-twice", f"{abs(value)}")
    return sign * abs(value)


def _degrees(cell: Cell, signs: Signs, axis: str, limit: float) -> float | None:
    if not isinstance(cell, str) or is_not_communicated(cell):
        number = parse_number(cell, signs, -limit, limit)
        return None if number is None else number.value
    if LONG.fullmatch(cell.strip()):
        cell = LONG.sub(r"\1", cell.strip())
    if cell.lstrip().startswith("{"):
        return _of_geometry(cell, axis)
    pair = PAIR.fullmatch(cell.strip())
    if pair:
        return float(pair[axis])
    match = BESIDE.fullmatch(cell.strip())
    words = (
        [match[name].strip(".").casefold() for name in ("before", "behind") if match[name]] if match else []
    )
    words = [word for word in words if word not in ("lat", "latitude", "lon", "long", "longitude", "deg")]
    if match is None or len(words) > 1 or any(word not in HEMISPHERES for word in words):
        raise CellRefused("not-degrees")
    body = match["body"].strip()
    value = _sexagesimal(body) if any(mark in body for mark in MARKS) or _is_spaced(body) else None
    if value is None:
        number = parse_number(body.rstrip(" °º˚\ufffd"), signs, -limit, limit)
        value = None if number is None or number.unit else number.value
    if value is None:
        raise CellRefused("not-degrees")
    if not words:
        return value
    said, sign = HEMISPHERES[words[0]]
    if said != axis:
        raise CellRefused("hemisphere-of-the-other")
    if value < 0:
        raise CellRefused("sign-said-twice", f"{sign * abs(value)}")
    return sign * value


def _of_geometry(text: str, axis: str) -> float | None:
    """The degrees of a point written as GeoJSON in a cell; None when it is several points far from each other."""
    try:
        said = json.loads(text)
        points = [said["coordinates"]] if said["type"] == "Point" else list(said["coordinates"])
        values = [(float(point[0]), float(point[1])) for point in points]
    except (ValueError, KeyError, TypeError, IndexError) as error:
        raise CellRefused("not-degrees") from error
    spans = [max(ends) - min(ends) for ends in zip(*values, strict=True)]
    if not values or max(spans) > ONE_SITE:
        return None
    place = 0 if axis == "longitude" else 1
    return sum(value[place] for value in values) / len(values)


def _is_spaced(body: str) -> bool:
    """`48 31 48` is degrees, minutes and seconds; `924 000` is one number."""
    parts = body.lstrip("+-−").split()
    return len(parts) in (2, 3) and all(
        len(part.partition(".")[0].partition(",")[0]) <= 2 for part in parts[1:]
    )


def _sexagesimal(body: str) -> float:
    match = SEXAGESIMAL.fullmatch(body)
    if match is None:
        raise CellRefused("not-degrees")
    degrees, minutes, seconds = (float((match[name] or "0").replace(",", ".")) for name in "dms")
    if minutes >= 60 or seconds >= 60 or (match["m"] and not degrees.is_integer()):
        raise CellRefused("not-degrees")
    value = round(degrees + minutes / 60 + seconds / 3600, 7)
    return -value if match["sign"] in ("-", "−") and match["sign"] else value
