"""A company that did not agree to be named is its sector and its municipality, in everything that a room can see.

Done on the frames, before any view: a name that is only hidden on the screen has already been sent.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from eit.store.database import Database

NAMED_BY = {
    "company_id": ("name", "company"),
    "offer_company_id": ("offer_company",),
    "demand_company_id": ("demand_company",),
    "giver_company_id": ("giver",),
    "taker_company_id": ("taker",),
}
"""Column of a company → the columns that hold its name."""
PLACED_BY = {
    "company_id": ("latitude", "longitude"),
    "offer_company_id": ("offer_latitude", "offer_longitude"),
    "demand_company_id": ("demand_latitude", "demand_longitude"),
    "giver_company_id": ("offer_latitude", "offer_longitude"),
    "taker_company_id": ("demand_latitude", "demand_longitude"),
}
"""Column of a company → where its position stands; a synergy has its giver at the offer's side."""
FICTITIOUS = re.compile(r"\s*\((?:fictif|fictive)\)$")
SHORTEST_NAME = 3


@dataclass(frozen=True)
class Shown:
    """What stands for each company: its label, and the position of its municipality when it may not be named."""

    labels: Mapping[str, str]
    places: Mapping[str, tuple[float, float]]
    raw: Mapping[str, str]

    @property
    def pattern(self) -> re.Pattern[str] | None:
        """Finds any name that may not be said, the longest first; None when every company may be named."""
        names = sorted(self.raw, key=len, reverse=True)
        return re.compile("|".join(map(re.escape, names)), re.IGNORECASE) if names else None


def shown_names(database: Database, programme_id: str, lang: str) -> Shown:
    """What a shared screen says of each company of a programme, in one language."""
    rows = database.query("consent", {"programme_id": programme_id})
    labels: dict[str, str] = {}
    places: dict[str, tuple[float, float]] = {}
    raw: dict[str, str] = {}
    for row in rows.to_dict("records"):
        company_id = row["company_id"]
        if row["consent_name"]:
            labels[company_id] = row["name"]
            continue
        labels[company_id] = f"{row[f'sector_{lang}']}, {row['municipality']}"
        places[company_id] = (row["latitude"], row["longitude"])
        members = row["member_names"]
        for name in (row["name"], *(members if members is not None and len(members) else ())):
            raw.update(dict.fromkeys(_ways_to_write(name), labels[company_id]))
    return Shown(labels, places, raw)


def _ways_to_write(name: str) -> list[str]:
    """A name with and without its mark, and with either apostrophe."""
    short = FICTITIOUS.sub("", name).strip()
    kept = [said for said in (name, short) if len(said) >= SHORTEST_NAME]
    return [way for said in kept for way in {said, said.replace("’", "'"), said.replace("'", "’")}]


def redact_text(text: object, shown: Shown) -> object:
    """A text without any name that may not be said; what is not text is given back."""
    pattern = shown.pattern
    if not isinstance(text, str) or pattern is None:
        return text
    by_way = {way.lower(): label for way, label in shown.raw.items()}
    return pattern.sub(lambda found: by_way[found.group().lower()], text)


def redact_frame(frame: pd.DataFrame, shown: Shown) -> pd.DataFrame:
    """The frame as a room may see it: names, positions, and names inside any text (titles, wordings, notes)."""
    kept = frame.copy()
    for key, columns in NAMED_BY.items():
        if key in kept:
            for column in (column for column in columns if column in kept):
                kept[column] = _labelled(kept[key], kept[column], shown)
    for key, (latitude, longitude) in PLACED_BY.items():
        if {key, latitude, longitude} <= set(kept.columns):
            for number, column in enumerate((latitude, longitude)):
                kept[column] = _placed(kept[key], kept[column], number, shown)
    return _without_names(kept, shown)


def _labelled(ids: pd.Series, names: pd.Series, shown: Shown) -> list[object]:
    return [
        shown.labels.get(company, name) if isinstance(company, str) else name
        for company, name in zip(ids, names, strict=True)
    ]


def _placed(ids: pd.Series, degrees: pd.Series, number: int, shown: Shown) -> list[float]:
    """A company without a known position stays without one; another of its town stands on the same point."""
    return [
        shown.places[company][number] if company in shown.places and pd.notna(value) else value
        for company, value in zip(ids, degrees, strict=True)
    ]


def _without_names(frame: pd.DataFrame, shown: Shown) -> pd.DataFrame:
    pattern = shown.pattern
    if pattern is None:
        return frame
    for column in frame.columns:
        values = list(frame[column]) if frame[column].dtype == object or _is_text(frame[column]) else []
        if any(isinstance(value, str) and pattern.search(value) for value in values):
            frame[column] = [redact_text(value, shown) for value in values]
    return frame


def _is_text(column: pd.Series) -> bool:
    return bool(pd.api.types.is_string_dtype(column))
