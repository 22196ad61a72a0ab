"""What tells places of one name apart: the designation, the postal code, what stands beside the name, the programme."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable
from dataclasses import replace

from eit.domain.place_names import TypedPlace, bare_key, place_key, read_place
from eit.store.places.codes import Hit, by_postal
from eit.store.places.gazetteer import Gazetteer, Place

KIND_TAGS = frozenset({"mrc", "region", "department", "epci", "borough"})
FIRST_WORDS = {
    "ville": "Ville",
    "municipalite": "Municipalité",
    "paroisse": "Paroisse",
    "canton": "Canton",
    "village": "Village",
    "reserve": "Réserve",
    "unorganised": "Territoire non organisé",
    "commune": "Commune",
    "category": "Terre de la catégorie",
}
OWN_NAMES = ("name", "bare", "short")
"""How a spelling is the name that a place has now."""
NUMBERS = ("postal", "office", "code")
"""How a spelling is no name but a number."""
NAMESAKE = 5
"""How many times smaller a place that once had a name is than one that has it, when nobody means it: a choice."""
SHORTEST_PART = 4
"""Letters from which a part of a name is searched."""
PART_OF = re.compile(
    r"^(?:secteur|sector|quartier|arr|arrondissement|arrodissement|borough)(?: de la| de l| de| d| of)? "
)
"""What says that the name behind it is a part of the place: an old borough or a sector may be in no list."""
LINKED_TOWN = "ville liee"
"""How Montréal calls the towns that left it again."""
FORMER_REGIONS = {"mrc-46": "region-16", "mrc-47": "region-16"}
"""Brome-Missisquoi and La Haute-Yamaska were in Montérégie until 2021: registers of before say so."""
SHORTEST_CUT = 20
"""Letters from which the last word of a name may be cut: registers write 26 to 32."""
Test = Callable[[Place], bool]


def narrowed(book: Gazetteer, hits: list[Hit], typed: TypedPlace) -> tuple[list[Hit], bool]:
    """What the designation, the postal code and the places beside the name leave; and whether they contradict it."""
    conflict = False
    kinds = typed.tags & KIND_TAGS
    wanted = [hit for hit in hits if hit.place.kind in kinds]
    own = [hit for hit in hits if any(_is_a(hit.place, tag) for tag in typed.tags)]
    if kinds:
        hits, conflict = (wanted, False) if wanted else (hits, True)
    elif own:
        hits = own
    beside = [_lies_in(book, part) for part in typed.beside]
    for test in (_posted(book, typed.postal, hits), *beside):
        if test is None:
            continue
        left = [hit for hit in hits if test(hit.place)]
        hits, conflict = (left, conflict) if left else (hits, True)
    return hits, conflict


def named_in_part(book: Gazetteer, typed: TypedPlace) -> list[Hit]:
    """The places of a French postal code whose names begin with what was typed: `88100 SAINT-DIE`, `91000 EVRY`. A name
    that only ends so is asked: Uriage is a part of Vaulnaveys-le-Haut too, not only Saint-Martin-d'Uriage."""
    keys = [key for key in typed.names if len(key) >= SHORTEST_PART and key not in ("saint", "sainte")]
    posted = by_postal(book, typed.postal) if typed.postal.isdigit() else []
    return [
        replace(hit, how="part")
        for hit in posted
        if any(_begins(bare_key(place_key(hit.place.name)), bare_key(key)) for key in keys)
    ]


def _begins(name: str, typed: str) -> bool:
    """Whether a name begins with what was typed, word by word; a long text may have been cut within its last one."""
    return f"{name} ".startswith(f"{typed} ") or (len(typed) >= SHORTEST_CUT and name.startswith(typed))


def _posted(book: Gazetteer, postal: str, hits: Iterable[Hit]) -> Test | None:
    """Whether a place has a postal code. A French one of a company (cedex), or of the post office next door, tells
    the department only."""
    if not postal:
        return None
    if not postal.isdigit():
        known = {hit.place.place_id for hit in by_postal(book, postal)}
        return (lambda place: place.place_id in known) if known else None
    own: Test = lambda place: postal in place.postal_codes.split("|") or place.code == postal  # noqa: E731
    if any(own(hit.place) for hit in hits):
        return own
    return _of_department(postal)


def _of_department(postal: str) -> Test:
    """Whether a place lies in the department of a French postal code; Corsica has two under 20."""
    return lambda place: (
        (place.department_id or "dept-" + postal[:2])
        in (
            "dept-" + postal[:2],
            "dept-" + postal[:3],
            *(("dept-2A", "dept-2B") if postal.startswith("20") else ()),
        )
    )


def _lies_in(book: Gazetteer, part: str) -> Test | None:
    """Whether a place lies in what is named beside it; what is not known is a contradiction: it is asked.

    None: nothing is said, as by a sector that nobody knows: `Québec (arrondissement Laurentien)` is Québec.
    """
    name = PART_OF.sub("", part)
    inner, part = name != part, name
    if "/" in part:
        either = [test for one in part.split("/") if one.strip() and (test := _lies_in(book, one.strip()))]
        return lambda place: any(test(place) for test in either)
    named = [*book.spelled(part), *book.spelled(bare_key(part))]
    known = {one.place_id for one in named if one.how not in NUMBERS}
    named_by_tag = read_place(part)
    for name in named_by_tag.names:
        known |= {one.place_id for one in book.spelled(bare_key(name)) if one.how in OWN_NAMES}
    if part.isalnum() and len(part) <= 3:
        known |= {f"dept-{part.upper()}", f"mrc-{part}"}
    if part == LINKED_TOWN or (inner and not known):
        return None
    inside = {above for one in known if one.startswith("borough-") for above in book.above(one)}
    return lambda place: (
        place.place_id in known | inside or bool(known.intersection(_around(book, place.place_id)))
    )


def _around(book: Gazetteer, place_id: str) -> set[str]:
    """A place and all that holds it, or held it when the registers were written."""
    above = set(book.above(place_id))
    return above | {FORMER_REGIONS[one] for one in above if one in FORMER_REGIONS}


def first_within(book: Gazetteer, hits: list[Hit], within: frozenset[str]) -> list[Hit]:
    """The places of the programme; but a hamlet in it does not win over a municipality of that name elsewhere."""
    inside = [hit for hit in hits if within.intersection(book.above(hit.place.place_id))]
    own = any(hit.how in OWN_NAMES for hit in inside)
    return inside if inside and (own or not any(hit.how in OWN_NAMES for hit in hits)) else hits


def without_shadows(
    book: Gazetteer, hits: list[Hit], tags: Collection[str] = ()
) -> tuple[list[Hit], list[Hit]]:
    """Without the place where nobody lives beside a village of its name, unless `tags` say it (those come second), and
    what is only by a former name the city of a borough, or the borough of a city, that has the name."""
    lived_in = {place_key(hit.place.name) for hit in hits if hit.place.population}

    def stays(place: Place) -> bool:
        empty = place.population == 0 and place_key(place.name) in lived_in
        return not empty or any(_is_a(place, tag) for tag in tags)

    left_out = [hit for hit in hits if not stays(hit.place)]
    hits = [hit for hit in hits if stays(hit.place)]
    holding = {above for hit in hits for above in [*book.above(hit.place.place_id)][1:]}
    own = [hit.place for hit in hits if hit.how in OWN_NAMES]
    ids, around = {place.place_id for place in own}, {place.parent_id for place in own}

    def shadow(hit: Hit) -> bool:
        inside = ids.intersection(book.above(hit.place.place_id))
        # A village with the name of its neighbour is that neighbour, filed under the wrong one: Wendake in Québec.
        filed = hit.how == "locality" and hit.place.parent_id in around
        return hit.how not in OWN_NAMES and (hit.place.place_id in holding or bool(inside) or filed)

    return [hit for hit in hits if not shadow(hit)], left_out


def without_small_namesakes(hits: list[Hit]) -> list[Hit]:
    """Where places have the name today, those that a hamlet gives it are left out, and those much smaller than all
    of them that had it once; a larger one is asked: Évry, or Évry-Courcouronnes."""
    own = [hit.place.population or 0 for hit in hits if hit.how in OWN_NAMES]
    if not own:
        return hits
    heard = max(own) / NAMESAKE

    def stands(hit: Hit) -> bool:
        return hit.how in OWN_NAMES or (hit.how != "locality" and (hit.place.population or 0) > heard)

    return [hit for hit in hits if stands(hit)]


def _is_a(place: Place, tag: str) -> bool:
    return place.designation.startswith(FIRST_WORDS.get(tag, "—"))
