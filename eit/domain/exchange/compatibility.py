"""Which material can answer which need: the same, the same family, or a known substitution.

The three bases are those of the method (docs/methode.md): a demand for a family accepts its members; members of one
family are a lead; the library links a residue to the input that it replaces.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

SAME, FAMILY, SUBSTITUTION = "same", "family", "substitution"
BASES = (SAME, FAMILY, SUBSTITUTION)
SAME_SCORE, SAME_BY_FAMILY_SCORE, FAMILY_SCORE = 1.0, 0.95, 0.5
FAMILY_OFFERED_SCORE = 0.4
"""An offer that is named by its family (slag), for a need that more than half of the members serve: which is to ask."""
STATUS_SCORES = {
    "implemented": 0.8,
    "pilot": 0.65,
    "planned": 0.5,
    "feasibility": 0.5,
    "research": 0.4,
    "idea": 0.4,
}
"""Conventions of this project, not measurements: shown on the page Méthode."""
RECEIVER_FITS = {"class": 1.0, "group": 0.85, "division": 0.7}
"""A sector that the library names as taker of this very use, by how finely it is named; a factor of the status."""
BUYER_FITS = {"class": 0.4, "group": 0.35, "division": 0.25}
"""A sector that is only known to buy what the residue replaces: asked after those that are known to take it."""
LEVELS = ("division", "group", "class")
"""Levels of a sector code by its digits: 2, 3 and 4 of NACE; 3, 4 and 5 or 6 of SCIAN."""


@dataclass(frozen=True)
class Compatibility:
    """One directed link of an offered material to a wanted one."""

    offer_material_id: str
    demand_material_id: str
    basis: str
    score: float
    library_row: int | None = None


def _members(parents: Mapping[str, str | None]) -> dict[str, list[str]]:
    members: dict[str, list[str]] = {material: [] for material in parents}
    for material, parent in parents.items():
        if parent:
            members[parent].append(material)
    return members


def hierarchy_links(parents: Mapping[str, str | None]) -> Iterable[Compatibility]:
    """Links that follow from the hierarchy alone; `parents` maps each material to its family (None for a family)."""
    for material, parent in parents.items():
        yield Compatibility(material, material, SAME, SAME_SCORE)
        if parent:
            yield Compatibility(material, parent, SAME, SAME_BY_FAMILY_SCORE)
            yield Compatibility(parent, material, FAMILY, FAMILY_SCORE)
    for siblings in _members(parents).values():
        for one in siblings:
            for other in siblings:
                if one != other:
                    yield Compatibility(one, other, FAMILY, FAMILY_SCORE)


def library_links(
    parents: Mapping[str, str | None], library: Iterable[tuple[int, str, str, str]]
) -> Iterable[Compatibility]:
    """Links of the substitution library, given as (row, offer material, demand material, status).

    A rule for a family holds for its members; a need named by its family accepts what any member accepts. An offer
    named by its family serves what more than half of its members serve.
    """
    members, library = _members(parents), list(library)
    for row, offer, demand, status in library:
        wanted = [demand, *members[demand]]
        family = parents[demand]
        if family:
            wanted.append(family)
        for offered in (offer, *members[offer]):
            for need in wanted:
                if offered != need:
                    yield Compatibility(offered, need, SUBSTITUTION, STATUS_SCORES[status], row)
    yield from _common_uses(parents, members, library)


def _common_uses(
    parents: Mapping[str, str | None],
    members: Mapping[str, list[str]],
    library: Iterable[tuple[int, str, str, str]],
) -> Iterable[Compatibility]:
    """Links of families whose members mostly serve a need; the first row of the library that says so."""
    serving: dict[tuple[str, str], dict[str, int]] = {}
    for row, offer, demand, _ in library:
        family = parents[offer]
        if family and parents[demand] != family:
            serving.setdefault((family, demand), {}).setdefault(offer, row)
    for (family, demand), rows in serving.items():
        if 2 * len(rows) > len(members[family]):
            yield Compatibility(family, demand, SUBSTITUTION, FAMILY_OFFERED_SCORE, min(rows.values()))


def best_links(links: Iterable[Compatibility]) -> list[Compatibility]:
    """One link per (offer material, demand material): the highest score; the first one on a tie. Sorted."""
    best: dict[tuple[str, str], Compatibility] = {}
    for link in links:
        key = (link.offer_material_id, link.demand_material_id)
        if key not in best or link.score > best[key].score:
            best[key] = link
    return [best[key] for key in sorted(best)]
