"""What tells places of one name apart: the designation, the postal code, what stands beside the name, the programme."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from eit.domain.place_names import TypedPlace, bare_key, place_key, read_place
from eit.store.places.gazetteer import Gazetteer, Place, Spelling

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
}
OWN_NAMES = ("name", "bare", "short")
"""How a spelling is the name that a place has now."""
Test = Callable[[Place], bool]


@dataclass(frozen=True)
class Hit:
    """A place that a text may mean, and how its spelling was found."""

    place: Place
    how: str
    label: str


def hits_of(book: Gazetteer, spellings: Iterable[Spelling]) -> list[Hit]:
    """The places of some spellings."""
    return [Hit(place, one.how, one.label) for one in spellings if (place := book.place(one.place_id))]


def by_postal(book: Gazetteer, code: str) -> list[Hit]:
    """The places of a postal code; in Québec that of a town hall, or those that share its first three signs."""
    found = [one for one in book.spelled(code.casefold()) if one.how in ("postal", "office")]
    if " " in code and (not found or code[1] == "0"):  # a rural code serves several villages
        found = [one for one in book.holding(code[:3].casefold()) if one.how == "office"]
        found = [replace(one, how="partial") for one in found if code[1] != "0" or one.label == code]
    return hits_of(book, found)


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
    for test in (_posted(book, typed.postal), *(_lies_in(book, part) for part in typed.beside)):
        if test is None:
            continue
        left = [hit for hit in hits if test(hit.place)]
        hits, conflict = (left, conflict) if left else (hits, True)
    return hits, conflict


def _posted(book: Gazetteer, postal: str) -> Test | None:
    """Whether a place has a postal code; a French one of a company (cedex) tells the department only."""
    if not postal:
        return None
    if not postal.isdigit():
        known = {hit.place.place_id for hit in by_postal(book, postal)}
        return (lambda place: place.place_id in known) if known else None
    if book.spelled(postal):
        return lambda place: postal in place.postal_codes.split("|") or place.code == postal
    return lambda place: (
        (place.department_id or "dept-" + postal[:2])
        in (
            "dept-" + postal[:2],
            "dept-" + postal[:3],
            *(("dept-2A", "dept-2B") if postal.startswith("20") else ()),
        )
    )


def _lies_in(book: Gazetteer, part: str) -> Test:
    """Whether a place lies in what is named beside it; what is not known is a contradiction: it is asked."""
    part = part.removeprefix("secteur ").removeprefix("quartier ")
    named = [*book.spelled(part), *book.spelled(bare_key(part))]
    known = {one.place_id for one in named if one.how not in ("postal", "office")}
    named_by_tag = read_place(part)
    for name in named_by_tag.names:
        known |= {one.place_id for one in book.spelled(bare_key(name)) if one.how in OWN_NAMES}
    if part.isalnum() and len(part) <= 3:
        known |= {f"dept-{part.upper()}", f"mrc-{part}"}
    return lambda place: place.place_id in known or bool(known.intersection(book.above(place.place_id)))


def first_within(book: Gazetteer, hits: list[Hit], within: frozenset[str]) -> list[Hit]:
    """The places of the programme; but a hamlet in it does not win over a municipality of that name elsewhere."""
    inside = [hit for hit in hits if within.intersection(book.above(hit.place.place_id))]
    own = any(hit.how in OWN_NAMES for hit in inside)
    return inside if inside and (own or not any(hit.how in OWN_NAMES for hit in hits)) else hits


def without_shadows(book: Gazetteer, hits: list[Hit]) -> list[Hit]:
    """Without the place where nobody lives beside a village of its name, and what is only by a former name
    the city of a borough, or the borough of a city, that has the name."""
    lived_in = {place_key(hit.place.name) for hit in hits if hit.place.population}
    hits = [hit for hit in hits if hit.place.population != 0 or place_key(hit.place.name) not in lived_in]
    holding = {above for hit in hits for above in [*book.above(hit.place.place_id)][1:]}
    own = [hit.place for hit in hits if hit.how in OWN_NAMES]
    ids, around = {place.place_id for place in own}, {place.parent_id for place in own}

    def shadow(hit: Hit) -> bool:
        inside = ids.intersection(book.above(hit.place.place_id))
        # A village with the name of its neighbour is that neighbour, filed under the wrong one: Wendake in Québec.
        filed = hit.how == "locality" and hit.place.parent_id in around
        return hit.how not in OWN_NAMES and (hit.place.place_id in holding or bool(inside) or filed)

    return [hit for hit in hits if not shadow(hit)]


def _is_a(place: Place, tag: str) -> bool:
    return place.designation.startswith(FIRST_WORDS.get(tag, "—"))
