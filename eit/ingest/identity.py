"""Which row on record a row of a file is: by the id of its source, an official number, or its name and place.

An id that Maillage did not give belongs to its source, and a running number (1, 2, 3) is no id unless its rows agree.
When an id and a name disagree it is asked, both sides shown; nothing is inherited from a row that it may not be.
"""

from __future__ import annotations

import difflib
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import chain, count, pairwise

from eit.domain.organisation.fields import NUMBER_DIGITS
from eit.domain.question import NEW, Choice, folded
from eit.domain.text_key import address_key, plain_words, slug
from eit.ingest.cells import Cell, CellRefused, Row, as_text
from eit.ingest.fields import Fields
from eit.ingest.headers import Header
from eit.ingest.known import Known
from eit.ingest.names import Record
from eit.ingest.values.typed_numbers import is_not_communicated
from eit.ingest.values.words import IDENTIFIER

LEGAL = {
    *("inc", "ltee", "ltd", "limitee", "sa", "sas", "sarl", "sasu", "eurl", "enr", "senc", "senr", "coop"),
    *("cooperative", "fictif", "fictive", "corp", "llc", "lp"),
}
ALIKE = 0.8
"""From which likeness two names under one id are one organisation that was renamed or misspelt."""
AT = "@ "
"""Before an address, so that it is not taken for an id."""
SHORT_ID = 7
"""Digits up to which a number may be a number of the file rather than one of the organisation."""


def is_alike(one: str, other: str) -> bool:
    """Whether two names are of one organisation: but for case, accents, legal form, or a letter or two."""
    first, second = (
        " ".join(w for w in plain_words(name).split() if w not in LEGAL) for name in (one, other)
    )
    if not first or not second or first == second:
        return first == second
    return difflib.SequenceMatcher(None, first, second).ratio() >= ALIKE


@dataclass
class Identity:
    """The ids of one file against those on record; `learnt` are the ones to remember once it is written."""

    known: Known
    source_key: str
    trusted: bool = True
    learnt: list[Record] = field(default_factory=list)
    made: dict[str, tuple[str, str | None, str]] = field(default_factory=dict)
    """Id → the name in plain words, the place, and what tells the site from another of that name there."""
    first_of: dict[str, str] = field(default_factory=dict)
    """Name in plain words → the first id that was made for it: further sites of the name are of its group."""
    numbers: defaultdict[str, int] = field(default_factory=lambda: defaultdict(lambda: 2))
    lots: Counter[str] = field(default_factory=Counter)

    def row_of(self, table: str, scheme: str, value: str) -> str | None:
        """The row on record that an id of others stands for."""
        source = self.source_key if scheme == "source" else ""
        return self.known.identifiers.get((table, scheme, source, folded(value)))

    def learn(self, table: str, scheme: str, value: str, row_id: str) -> None:
        """Remember what an id stands for."""
        source = self.source_key if scheme == "source" else ""
        key = {"table_name": table, "scheme": scheme, "source_key": source, "value": folded(value)}
        self.learnt.append({"programme_id": self.known.programme_id, **key, "row_id": row_id})

    def company(self, fields: Fields, name: str, place: str | None) -> tuple[str, str | None]:
        """(id, group) of the organisation of a row; a doubt is refused as a question."""
        typed = as_text(fields.get("company_id")).strip() if self.trusted else ""
        numbers = {one: fields.take(one, partial(_official, one)) or "" for one in NUMBER_DIGITS}
        candidates = [self._by_id(typed)] if typed else []
        candidates += [
            self.row_of("company", scheme.upper(), text) for scheme, text in numbers.items() if text
        ]
        found = next((one for one in candidates if one), None)
        if found is not None:
            found = self._agreed(fields, found, name, typed or next(filter(None, numbers.values()), ""))
        told = {scheme.upper(): text for scheme, text in numbers.items() if text}
        mark = _mark(fields, (*told.values(), typed))
        company, group = (found, None) if found else self._by_name(fields, name, place, typed, mark, told)
        if typed and company != typed:
            self.learn("company", "source", typed, company)
        for scheme, text in told.items():
            self.learn("company", scheme, text, company)
        return company, group

    def _by_id(self, typed: str) -> str | None:
        own = self.known.same_id(typed)
        return self.row_of("company", "source", typed) or (own if own in self.known.companies else None)

    def _agreed(self, fields: Fields, found: str, name: str, typed: str) -> str | None:
        """The organisation of an id when its name agrees or a person said so; None for another one."""
        old = self.known.companies[found]
        if not name or old["programme_id"] != self.known.programme_id or is_alike(name, str(old["name"])):
            return found
        asked = f"{typed} | {name}"
        answer = fields.evidence.given.identity(asked)
        if answer in (found, NEW):
            return found if answer == found else None
        place = self.known.territories.get(str(old["municipality_id"]), {}).get("name", "")
        both = f"{old['name']} ({place})"
        choices = (Choice(found, both), Choice(NEW, name))
        fields.refuse(
            "company_id" if fields.has("company_id") else "name", "identity-doubtful", both, choices, asked
        )
        return found

    def _by_name(
        self, fields: Fields, name: str, place: str | None, typed: str, mark: str, told: dict[str, str]
    ) -> tuple[str, str | None]:
        plain = plain_words(name)
        same = self.known.company_names.ids.get(plain, []) if plain else []
        same = [one for one in same if not self._is_numbered_otherwise(one, told)]
        here = [one for one in same if place is None or self.known.companies[one]["municipality_id"] == place]
        same_premises = [one for one in here if _is_at(self.known.companies[one], mark)]
        here = same_premises or [one for one in here if not self._is_elsewhere(one, mark)]
        if len(here) > 1 and not fields.evidence.given.keeps_both(name):
            names = self.known.told_companies(here)
            fields.refuse("name", "name-ambiguous", " · ".join(names), tuple(map(Choice, here, names)))
        if here:
            return min(here), None
        group = str(self.known.companies[same[0]]["group_id"]) if same else None
        group = group or self.first_of.get(plain)
        return self._new_company(plain, name, place, typed, mark), group

    def _is_elsewhere(self, company: str, mark: str) -> bool:
        """Whether a firm on record has another address than the row: then they are two sites, if the row has one."""
        own = address_key(str(self.known.companies[company].get("address") or ""))
        return mark.startswith(AT) and bool(own) and AT + own != mark

    def _is_numbered_otherwise(self, company: str, told: dict[str, str]) -> bool:
        """Whether a firm on record is known by another official number than the one of the row."""
        if not told:
            return False
        known = {
            scheme: value for (_, scheme, _, value), row in self.known.identifiers.items() if row == company
        }
        return any(known.get(scheme, text) != text for scheme, text in told.items())

    def _new_company(self, plain: str, name: str, place: str | None, typed: str, mark: str) -> str:
        """A new id: the one of the file when it is one of an organisation, else made of the name, and of the place."""
        if _is_own(typed) and not self._is_taken(typed, plain, place, mark):
            return self._made(typed, plain, place, mark)
        base = f"{self.known.programme_id[:3]}-{slug(name)}".rstrip("-")
        town = slug(str(self.known.territories.get(place or "", {}).get("name", "")))
        again = (f"{base}-{town}-{number}" for number in count(self.numbers[base]))
        company = next(
            one
            for one in chain((base, f"{base}-{town}"), again)
            if not self._is_taken(one, plain, place, mark)
        )
        last = company.rpartition("-")[2]
        self.numbers[base] = int(last) if last.isdigit() and company not in (base, f"{base}-{town}") else 2
        return self._made(company, plain, place, mark)

    def _made(self, company: str, plain: str, place: str | None, mark: str) -> str:
        self.made[company] = (plain, place, mark)
        self.first_of.setdefault(plain, company)
        return company

    def new_organisation(self, name: str, place: str | None) -> str:
        """The id of an organisation that a file of flows names and nobody knows, one for a name and a place."""
        return self._new_company(plain_words(name), name, place, "", "")

    def _is_taken(self, company: str, plain: str, place: str | None, mark: str) -> bool:
        own = (plain, place, mark)
        return company in self.known.companies or self.made.get(company, own) != own

    def flow(self, fields: Fields, company: str | None, direction: str | None, material: str | None) -> str:
        """The id of the flow of a row: of its source when the flow is the same one, else made, lot after lot."""
        typed = as_text(fields.get("flow_id")).strip() if self.trusted else ""
        own = self.known.same_id(typed) if typed else ""
        found = self.row_of("flow", "source", typed) if typed else None
        found = found or (own if own in self.known.flows else None)
        key = (company, direction, material)
        if found:
            old = self.known.flows[found]
            if None in key or key == tuple(old[name] for name in ("company_id", "direction", "material_id")):
                return found
            if old["programme_id"] != self.known.programme_id:
                return found
            answer = self._asked_flow(fields, typed, found, old, str(material))
            if answer != NEW:
                return found
        if (
            typed
            and not found
            and not (typed.isdigit() and len(typed) <= SHORT_ID)
            and slug(typed, 60) == typed.casefold()
        ):
            return typed
        base = f"{company}-{(direction or 'x')[0]}-{slug(material or '')}"
        self.lots[base] += 0 if fields.evidence.is_register and self.lots[base] else 1
        made = base if self.lots[base] == 1 else f"{base}-{self.lots[base]}"
        if typed:
            self.learn("flow", "source", typed, made)
        return made

    def _asked_flow(self, fields: Fields, typed: str, found: str, old: Record, material: str) -> str:
        asked = f"{typed} | {as_text(fields.get('company_id')).strip()} | {material}"
        answer = fields.evidence.given.identity(asked)
        if answer in (found, NEW):
            return str(answer)
        firm = self.known.companies.get(old["company_id"], {}).get("name", old["company_id"])
        name = self.known.materials.get(old["material_id"], {}).get(
            f"name_{self.known.lang}", old["material_id"]
        )
        both = f"{firm}, {name}"
        fields.refuse("flow_id", "identity-doubtful", both, (Choice(found, both), Choice(NEW)), asked)
        return found


def _is_own(typed: str) -> bool:
    """Whether an id can stand as ours: letters, digits and hyphens, and more than a number of the file."""
    return IDENTIFIER.fullmatch(typed) is not None and not (typed.isdigit() and len(typed) <= SHORT_ID)


def _mark(fields: Fields, told: tuple[str, ...]) -> str:
    """What tells a site from another of its name in its municipality: its number, else its id, else its address."""
    address = address_key(as_text(fields.get("address")))
    return " ".join(filter(None, told)) or (AT + address if address else "")


def _is_at(company: Record, mark: str) -> bool:
    return mark.startswith(AT) and AT + address_key(str(company.get("address") or "")) == mark


def _official(column: str, cell: Cell) -> str:
    """The digits of an official number; empty where there is none. Raises CellRefused("digits-lost")."""
    text = as_text(cell).strip()
    digits = "".join(sign for sign in text if sign.isdigit())
    if text and not is_not_communicated(text) and len(digits) != NUMBER_DIGITS[column]:
        raise CellRefused("digits-lost")
    return digits


def identity_of(known: Known, kind: str, header: Header, rows: Sequence[Row]) -> Identity:
    """The ids of a file; a running number is trusted only when a row that it names on record agrees."""
    found = Identity(known, header.map.source or header.source_key)
    key = {"companies": "company_id", "flows": "flow_id"}.get(kind, "")
    place = header.positions.get(key)
    if place is None:
        return found
    typed = [as_text(row.cells[place]).strip() if place < len(row.cells) else "" for row in rows]
    if not _is_running(typed):
        return found
    votes = [_agrees(found, kind, header, text, row) for text, row in zip(typed, rows, strict=True)]
    known_votes = [vote for vote in votes if vote is not None]
    found.trusted = not known_votes or any(known_votes)
    return found


def _is_running(typed: Sequence[str]) -> bool:
    """1, 2, 3… or 0, 1, 2…: a number of the row, with a gap where a row was taken out."""
    numbers = [int(text) for text in typed if text.isdecimal()]
    steps = [after - before for before, after in pairwise(numbers)]
    return len(numbers) == len(typed) and numbers[:1] <= [1] and all(step == 1 for step in steps)


def _agrees(identity: Identity, kind: str, header: Header, typed: str, row: Row) -> bool | None:
    """Whether the row on record under an id is the one of this row; None when there is none."""
    table = "company" if kind == "companies" else "flow"
    found = identity.row_of(table, "source", typed)
    column = "name" if kind == "companies" else "company_id"
    place = header.positions.get(column)
    if found is None or place is None or place >= len(row.cells):
        return None
    text = as_text(row.cells[place])
    if kind == "companies":
        old = identity.known.companies.get(found)
        return None if old is None else is_alike(text, str(old["name"]))
    old = identity.known.flows.get(found)
    return None if old is None else old["company_id"] in identity.known.company_names.matches(text)


def is_register(header: Header, rows: Sequence[Row]) -> bool:
    """Whether a file has one row per collection, or per year: the same stream on other days, or in other years."""
    when = header.positions.get("observed_on", header.positions.get("year"))
    places = [header.positions.get(name) for name in ("company_id", "direction", "material_id")]
    if places[0] is None or places[2] is None or when is None:
        return False
    days: dict[tuple[str, ...], set[str]] = defaultdict(set)
    for row in rows:
        said = [
            folded(as_text(row.cells[p])) if p is not None and p < len(row.cells) else ""
            for p in (*places, when)
        ]
        days[tuple(said[:3])].add(said[3])
    return any(len(found - {""}) > 1 for found in days.values())
