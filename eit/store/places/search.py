"""Search for a place: the place that a text means, or the few that it may mean; never a nearest spelling by itself."""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from eit.domain.place_names import TypedPlace, bare_key, place_key, read_beside, read_place
from eit.locations import GEO
from eit.store.places.codes import Hit, by_code, by_postal, hits_of
from eit.store.places.gazetteer import Gazetteer, Place, gazetteer
from eit.store.places.narrowing import (
    NUMBERS,
    OWN_NAMES,
    SHORTEST_PART,
    first_within,
    named_in_part,
    narrowed,
    without_shadows,
    without_small_namesakes,
)

SETTLED = ("municipality", "commune", "borough")
"""Where a company can be."""
LISTED_PLACES = r"\s*[,;/]\s*|\s+(?:et|and|&)\s+"
LONGEST_LIST = 200
SEVERAL_BY = ("name", "former")
LISTED = 12
"""Candidates that are shown at most when only a part of a name is known; twins and postal codes are all told."""
SHORTEST_JOINED = 5
"""Letters from which a name is known without its spaces."""


@dataclass(frozen=True)
class PlaceMatch:
    """What a text means. `status`: exact (one place), candidates (to ask), unknown (none, or of another country).

    `reason` says how it was found or why it is asked: identifier, code, zero-lost, postal, office, name, part
    (of a name, with its postal code), former, locality, several, homonyms, conflict, partial, near, elsewhere, none.
    `places` are the best first; behind an exact one stand the places of its name where nobody lives.
    """

    status: str
    places: tuple[Place, ...] = ()
    reason: str = "none"
    spelled: str = ""

    @property
    def place_id(self) -> str | None:
        """The id of the one place, when there is one."""
        return self.places[0].place_id if self.status == "exact" else None


def find_places(
    text: str,
    country: str | None = None,
    within: Collection[str] = (),
    kinds: Collection[str] | None = SETTLED,
    beside: Iterable[str] = (),
    code_means: str | None = None,
    geo: Path = GEO,
) -> PlaceMatch:
    """The place that `text` means: a name, a former name, a postal code, an official code or an id.

    `within`: ids of the territories that are meant first (all that they hold is meant with them); `kinds` None: any
    kind; `beside`: other cells that tell homonyms apart (postal code, province, MRC, department); `code_means`:
    "official" or "postal" when the column says which: 59140 is the post of Dunkerque and the commune of Caullery.
    Raises DataError("gazetteer_missing").
    """
    search = _Search(gazetteer(geo), country, frozenset(within), kinds)
    match = search.find(read_place(text), code_means, tuple(beside))
    return match if match.status == "exact" else search.several(text, tuple(beside)) or match


def _with(typed: TypedPlace, other: str) -> TypedPlace:
    """The same place, with what another cell of the row says about it."""
    told = read_beside(other)
    return replace(
        typed,
        postal=typed.postal or told.postal,
        country=typed.country or told.country,
        tags=typed.tags | told.tags,
        beside=(*typed.beside, *told.beside),
    )


class _Search:
    """One question to the gazetteer."""

    def __init__(
        self, book: Gazetteer, country: str | None, within: frozenset[str], kinds: Collection[str] | None
    ) -> None:
        self.book, self.country, self.within, self.kinds = book, country, within, kinds

    def find(self, typed: TypedPlace, code_means: str | None, others: tuple[str, ...]) -> PlaceMatch:
        """What the text means, its identifier before its code before its name."""
        key, hits = self._by_name(typed.names)
        own_beside = typed.beside
        if hits and key == typed.whole:
            typed = replace(typed, beside=(), tags=frozenset())
        for other in others:
            typed = _with(typed, other)
        if typed.identifier:
            one = self.book.identified(typed.identifier)
            how = "identifier" if one and one.place_id.casefold() == typed.identifier.casefold() else "former"
            return self._only([Hit(one, how, "")] if one else [], typed)
        if typed.code:
            return self._only(by_code(self.book, typed.code, code_means, self._allowed), typed)
        if not typed.names:
            return self._only(by_postal(self.book, typed.postal) if typed.postal else [], typed)
        if hits:
            hits = self._with_longer_names(key, hits)
            if typed.ending and not key.endswith(typed.ending):
                typed = replace(typed, beside=(*typed.beside, typed.ending))
            return self._only(hits, typed)
        if any(sign.isdigit() for sign in typed.names[-1]):
            for part in reversed(typed.beside):
                key, hits = self._by_name([part])
                if hits:
                    return self._only(hits, replace(typed, names=(part,), beside=()))
        return self._proposals(typed, own_beside)

    def several(self, text: str, others: tuple[str, ...]) -> PlaceMatch | None:
        """A site over several municipalities, each named (`Satolas-et-Bonce, Grenay`): in the first; None otherwise."""
        parts = [part for part in re.split(LISTED_PLACES, text) if part.strip()]
        if len(parts) < 2 or len(text) > LONGEST_LIST:
            return None
        found = [self.find(read_place(part), None, others) for part in parts]
        if any(one.status != "exact" or one.reason not in SEVERAL_BY for one in found):
            return None
        around = {one.places[0].department_id or one.places[0].parent_id for one in found}
        return replace(found[0], reason="several") if len(around) == 1 else None

    def _by_name(self, names: Iterable[str]) -> tuple[str, list[Hit]]:
        """The first reading that stands for a place, and the places."""
        long = [key for key in names if len(key.replace(" ", "")) >= SHORTEST_JOINED]
        for ask, keys in (
            (self._named, names),
            (lambda key: hits_of(self.book, self.book.joined(key)), long),
        ):
            for key in keys:
                found = self._allowed(ask(key))
                if found:
                    return key, found
        return "", []

    def _named(self, key: str) -> list[Hit]:
        """With an article, the name that has it is meant; without, the names with one too."""
        hits = [hit for hit in hits_of(self.book, self.book.spelled(key)) if hit.how not in NUMBERS]
        if bare_key(key) == key:
            return hits
        own = [hit for hit in self._allowed(hits) if hit.how == "name"]
        return own or hits or hits_of(self.book, self.book.spelled(bare_key(key)))

    def _of_kind(self, place: Place) -> bool:
        return self.kinds is None or place.kind in self.kinds

    def _allowed(self, hits: Iterable[Hit]) -> list[Hit]:
        return [hit for hit in hits if self._of_kind(hit.place) and self.country in (None, hit.place.country)]

    def _only(self, hits: list[Hit], typed: TypedPlace) -> PlaceMatch:
        """The one place that is left when all that the text says is heard, or those that it may be."""
        allowed = _once(self._allowed(hits))
        if typed.country:
            allowed = [hit for hit in allowed if hit.place.country == typed.country]
        if not allowed:
            kinds = [hit for hit in hits if self.country in (None, hit.place.country)]
            return _match(
                "unknown",
                _once(hits),
                "kind" if kinds and not typed.country else "elsewhere" if hits else "none",
            )
        allowed, empty = without_shadows(self.book, allowed, typed.tags)
        left, conflict = narrowed(self.book, allowed, typed)
        if len(left) > 1 and self.within:
            left = first_within(self.book, left, self.within)
        left = without_small_namesakes(left)
        if conflict:
            part = self._part(typed)
            if part:
                return _match("exact", part, "part")
            longer = self._longer_there(typed)[:LISTED]
            posted = self._allowed(by_postal(self.book, typed.postal)) if typed.postal.isdigit() else []
            return _match("candidates", _once_in_order([*longer, *left, *_once(posted)]), "conflict")
        if len(left) == 1:
            how = left[0].how
            sure = "candidates" if how == "partial" else "exact"
            return _match(sure, [*left, *empty], "name" if how in OWN_NAMES else how)
        return _match("candidates", left, left[0].how if _all_alike(left) else "homonyms")

    def _part(self, typed: TypedPlace) -> list[Hit]:
        """The one place that the postal code and a part of its name agree on; nothing when they leave several."""
        found = _once(self._allowed(named_in_part(self.book, typed)))
        return found if len(found) == 1 else []

    def _longer_there(self, typed: TypedPlace) -> list[Hit]:
        """Longer names that lie where the text says: `La Rochette, Savoie` may be Valgelon-La Rochette."""
        keys = [key for key in typed.names if len(key) >= SHORTEST_PART]
        held = [
            hit
            for key in keys
            for hit in self._allowed(hits_of(self.book, self.book.holding(key)))
            if hit.how in OWN_NAMES
        ]
        left, conflict = narrowed(self.book, held, typed)
        return [] if conflict else left

    def _with_longer_names(self, key: str, hits: list[Hit]) -> list[Hit]:
        """A former name or a hamlet that other places' names begin with is several places: Saint-Bruno."""
        if any(hit.how in OWN_NAMES for hit in hits):
            return hits
        own = {hit.place.place_id for hit in hits}
        longer = [
            hit
            for hit in self._allowed(hits_of(self.book, self.book.holding(key)))
            if hit.how == "name"
            and hit.place.place_id not in own
            and place_key(hit.label).startswith(key + " ")
        ]
        return [*hits, *(replace(hit, how="partial") for hit in longer)]

    def _proposals(self, typed: TypedPlace, own_beside: tuple[str, ...]) -> PlaceMatch:
        """Names that hold the text, that the text holds, or that are spelled about like it: to be asked, unless the
        postal code says which; of a hamlet that nobody knows, the place that stands beside it: `Luskville (Pontiac)`.
        """
        part = self._part(typed)
        if part:
            return _match("exact", part, "part")
        posted = self._allowed(by_postal(self.book, typed.postal)) if typed.postal else []
        if posted:
            return _match("candidates", _once(posted), "partial", typed.names[-1])
        around = [hit for name in own_beside for hit in self._by_name([name])[1]]
        if around:
            return _match("candidates", _once(around)[:LISTED], "partial", typed.names[-1])
        keys = [key for key in typed.names if len(key) >= SHORTEST_PART]
        for key in reversed([key for key in keys if key != typed.whole]):
            found = self._allowed(hits_of(self.book, self.book.holding(key)))
            first = [] if found else self._by_first_words(key)
            found = found or (first and [*self._spelled_like(key), *first])
            if found:
                return _match("candidates", self._ordered(_once(found), typed)[:LISTED], "partial", key)
        found = _once(hit for key in keys[-1:] for hit in self._spelled_like(key))
        elsewhere = [hit for key in typed.names for hit in hits_of(self.book, self.book.spelled(key))]
        if elsewhere:
            return _match("unknown", _once(elsewhere), "elsewhere")
        return _match("candidates" if found else "unknown", found, "near" if found else "none")

    def _spelled_like(self, key: str) -> list[Hit]:
        near = _close(key, self.book.keys_like(key))
        return self._allowed(hit for one in near for hit in hits_of(self.book, self.book.spelled(one)))

    def _by_first_words(self, key: str) -> list[Hit]:
        words = key.split()
        starts = [" ".join(words[:number]) for number in range(len(words) - 1, 0, -1)]
        shorter = [*starts, *(" ".join(words[number:]) for number in range(1, len(words)))]
        return self._by_name(
            [part for part in shorter if len(part) >= 5 and part not in ("saint", "sainte")]
        )[1]

    def _ordered(self, hits: list[Hit], typed: TypedPlace) -> list[Hit]:
        left, _ = narrowed(self.book, hits, typed)
        return first_within(self.book, left, self.within) if self.within else left


def _close(key: str, keys: list[str]) -> list[str]:
    return difflib.get_close_matches(key, keys, n=4, cutoff=0.8)


def _once(hits: Iterable[Hit]) -> list[Hit]:
    """Each place once, the best way it was found first, then the most populous."""
    best = {hit.place.place_id: hit for hit in reversed(list(hits))}
    return sorted(best.values(), key=lambda hit: (hit.how not in OWN_NAMES, -(hit.place.population or 0)))


def _once_in_order(hits: Iterable[Hit]) -> list[Hit]:
    return list({hit.place.place_id: hit for hit in hits}.values())


def _all_alike(hits: list[Hit]) -> bool:
    return len({hit.how for hit in hits}) == 1 and hits[0].how not in OWN_NAMES


def _match(status: str, hits: list[Hit], reason: str, spelled: str = "") -> PlaceMatch:
    return PlaceMatch(status, tuple(hit.place for hit in hits), reason, spelled)
