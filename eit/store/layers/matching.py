"""Gives the units of a layer the identifiers of the data, else of the gazetteer; what neither knows is listed."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field

import pandas as pd

from eit.domain.text_key import plain_words
from eit.store.layers.creating import unit_id
from eit.store.layers.schemas import official_id

BY_NAME = ("park", "borough")
"""Kinds without an official code that every source shares."""
PARENT_KIND = {"municipality": "mrc", "commune": "epci"}


@dataclass
class Matched:
    """What became of the codes: territory_id → codes (several: a grouping in parts), and what is left over."""

    codes: dict[str, list[str]] = field(default_factory=dict)
    unmatched: list[dict[str, str]] = field(default_factory=list)
    taken: list[str] = field(default_factory=list)
    """Those of `codes` that the gazetteer knows and the data does not."""

    @property
    def parts(self) -> dict[str, list[str]]:
        """The groupings of the census that the file gives in several units."""
        return {known: codes for known, codes in self.codes.items() if len(codes) > 1}


def match(
    units: pd.DataFrame,
    kind: str,
    known: pd.DataFrame,
    beyond: Collection[str] = (),
    jurisdiction: str | None = None,
) -> Matched:
    """Match `units` (index code, column name) with `known` (territory_id, kind, code, name), then with ids `beyond`.

    `jurisdiction`: one that the gazetteer does not hold, whose units were imported before under ids of their own.

    A three-digit MRC that the data does not know (251, 371, 372) belongs to the census division of its first two
    digits, unless another unit of the file is that division.
    """
    ids, named = set(known["territory_id"]), known[known["kind"] == kind]
    wanted = {
        str(code): [unit_id(kind, jurisdiction, str(code))]
        if jurisdiction
        else _candidates(kind, str(code), str(name), named)
        for code, name in units["name"].items()
    }
    direct = {one[0] for one in wanted.values() if len(one) == 1}
    found = Matched()
    for code, candidates in wanted.items():
        own = candidates[0] if len(candidates) == 1 else None
        division = own[:6] if own and kind == "mrc" and own[:6] not in direct else None
        held = own if own in ids else division
        if held not in ids and own in beyond:
            held = own
            found.taken.append(str(own))
        if held in ids or held in found.taken:
            found.codes.setdefault(str(held), []).append(code)
        else:
            reason = "not-in-data" if own else "ambiguous" if candidates else _unknown(kind)
            found.unmatched.append({"code": code, "name": str(units["name"][code]), "reason": reason})
    return found


def _unknown(kind: str) -> str:
    return "not-in-data" if kind in BY_NAME else "not-a-code"


def _candidates(kind: str, code: str, name: str, named: pd.DataFrame) -> list[str]:
    if kind in BY_NAME:
        return _same_place(named, code, name)
    wanted = official_id(kind, code)
    return [wanted] if wanted else []


def _same_place(named: pd.DataFrame, code: str, name: str) -> list[str]:
    by_code = named.loc[named["code"] == code, "territory_id"]
    if len(by_code):
        return list(by_code)
    wanted = plain_words(name)
    return [
        one
        for one, other in zip(named["territory_id"], named["name"], strict=True)
        if plain_words(other) == wanted
    ]


def parent_faults(
    units: pd.DataFrame, kind: str, found: Matched, known: pd.DataFrame
) -> list[dict[str, str]]:
    """Units whose file says that they lie in another territory than the data does."""
    parents = dict(zip(known["territory_id"], known["parent_id"], strict=True))
    faults = []
    for territory_id, codes in found.codes.items():
        told, held = units["parent"].get(codes[0]), parents.get(territory_id)
        declared = _parent_id(kind, told) if isinstance(told, str) and told else None
        if declared and isinstance(held, str) and declared != held:
            faults.append({"territory_id": territory_id, "declared": declared, "known": held})
    return faults


def _parent_id(kind: str, code: str) -> str | None:
    return f"region-{code.zfill(2)}" if kind == "mrc" else official_id(PARENT_KIND.get(kind, ""), code)
