"""What the data file already knows, arranged so that a typed name finds its row."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from eit.domain.errors import InvalidSelection
from eit.domain.jurisdiction import Jurisdiction
from eit.domain.question import Answer, Choice
from eit.domain.text_key import plain_words
from eit.ingest.answers import Given
from eit.ingest.cells import Cell, CellRefused, as_text
from eit.ingest.names import Names, Record
from eit.ingest.places import PlaceNames
from eit.ingest.values.listed_materials import listed_materials
from eit.ingest.values.words import clean_name, clean_text
from eit.store.database import Database, FileVersion
from eit.store.jurisdictions import programme_jurisdiction
from eit.store.material_names.search import MaterialSearch

OWN_WORDS = "material_word"
"""The list of the vocabulary in which a programme says what it calls a material."""
COUNT_KEY = ("territory_id", "sector_scheme", "sector_code", "size_class", "year")
PLACES = ("municipality", "commune", "borough")


@dataclass
class Known:
    """The programme and what its rows may name."""

    programme: Record
    place: Jurisdiction
    stamp: FileVersion
    companies: dict[str, Record]
    flows: dict[str, Record]
    synergies: dict[str, Record]
    business_counts: dict[str, Record]
    events: dict[str, list[Record]]
    materials: dict[str, Record]
    territories: dict[str, Record]
    terms: list[Record]
    answers: dict[str, list[Answer]]
    lang: str = "fr"
    """The language in which the possible answers are read."""
    material_names: Names = field(default_factory=Names)
    place_names: PlaceNames = field(default_factory=PlaceNames)
    park_names: Names = field(default_factory=Names)
    company_names: Names = field(default_factory=Names)
    all_place_names: PlaceNames = field(default_factory=PlaceNames)
    material_search: MaterialSearch | None = None
    identifiers: dict[tuple[str, str, str, str], str] = field(default_factory=dict)
    """(table, nature, source, value) → the row that an id of others stands for."""
    made_organisations: dict[tuple[str, str], Record] = field(default_factory=dict)
    """Those that a file of flows names and that come in with it."""
    holders: set[str] | None = None
    """Places that hold others of a file whose organisations are territories; None before they were looked for."""
    seated: set[str] = field(default_factory=set)
    """Territories that are organisations of the file, put in their most populous place."""
    organisation_of: Callable[..., str | None] | None = None
    """How the organisation of a row of flows is found, when its file has a way of its own."""
    factors: frozenset[str] = frozenset()
    """Ids of the factors of greenhouse gases."""
    spelled: dict[str, str] = field(default_factory=dict)
    size_classes: dict[tuple[str, ...], tuple[str, ...]] = field(default_factory=dict)

    def same_id(self, typed: str) -> str:
        """The id as the file has it when only its case differs, else as typed."""
        return self.spelled.get(typed.casefold(), typed)

    def told_companies(self, ids: Sequence[str]) -> list[str]:
        """Name, place and sector of organisations; address, then id, where those are those of two."""
        rows = [self.companies[one] for one in ids]
        places = [self.territories.get(str(row["municipality_id"]), {}).get("name", "") for row in rows]
        sectors = [str(row.get(f"sector_{self.lang}") or "").strip(" —") for row in rows]
        apart = [
            [str(row["name"]), place, sector]
            for row, place, sector in zip(rows, places, sectors, strict=True)
        ]
        for more in ([str(row.get("address") or "") for row in rows], list(ids)):
            told = [
                f"{name} ({', '.join(filter(None, rest))})" if any(rest) else name for name, *rest in apart
            ]
            if len(set(told)) == len(told):
                return told
            apart = [[*said, text] for said, text in zip(apart, more, strict=True)]
        return [f"{name} ({', '.join(filter(None, rest))})" for name, *rest in apart]

    def told_territories(self, ids: Sequence[str]) -> list[str]:
        """Name of parks and places, with what holds them."""
        rows = [self.territories[one] for one in ids]
        above = [self.territories.get(str(row.get("parent_id")), {}).get("name", "") for row in rows]
        return [
            f"{row['name']} ({place})" if place else str(row["name"])
            for row, place in zip(rows, above, strict=True)
        ]

    def material(self, cell: Cell, direction: str | None = None) -> str:
        """The id of a typed material. Raises CellRefused: several, none that the product has, or unknown."""
        text = clean_name(cell)
        assert self.material_search is not None
        found = self.material_search.find(text, direction)
        listed = listed_materials(text, found, self.material_search, direction)
        if listed:
            named = tuple(Choice(one, str(self.materials[one][f"name_{self.lang}"])) for one in listed)
            raise CellRefused("materials-listed", ", ".join(choice.reading for choice in named), named)
        if found.material_id:
            return found.material_id
        choices = tuple(Choice(one, str(self.materials[one][f"name_{self.lang}"])) for one in found.ids)
        rules = {
            "zero-lost": "zero-lost",
            "hazard": "code-not-hazardous",
            "no-material": "code-without-material",
        }
        several = "material-several" if found.ids and found.reason != "near" else "material-unknown"
        rule = rules.get(found.reason, several)
        raise CellRefused(rule, ", ".join(choice.reading for choice in choices), choices)

    def is_material(self, text: str) -> bool:
        """Whether a text is a word for a material, of one or of several."""
        found = self.material_search.find(text) if self.material_search else None
        return found is not None and bool(found.ids) and found.reason != "near"

    def is_named(self, cell: Cell, material_id: str) -> bool:
        """Whether a cell says a material by its id or its own name."""
        row = self.materials[material_id]
        return plain_words(as_text(cell)) in {
            plain_words(str(row[name])) for name in ("material_id", "name_fr", "name_en")
        }

    def answers_for(self, source_key: str) -> list[Answer]:
        """What was answered before and holds for a source: first what holds for the whole programme."""
        return [*self.answers.get("", []), *(self.answers.get(source_key, []) if source_key else [])]

    @property
    def remembered(self) -> dict[str, dict[str, str | None]]:
        """Source → what its headings were said to stand for."""
        return {key: Given(answers).headings for key, answers in self.answers.items() if key}

    @property
    def programme_id(self) -> str:
        """Id of the programme that the file is imported into."""
        return str(self.programme["programme_id"])


def read_known(database: Database, programme_id: str, kind: str) -> Known:
    """What a file of this kind may name, read once. Raises InvalidSelection for an unknown programme."""
    programmes = {row["programme_id"]: row for row in records(database.query("programmes"))}
    if programme_id not in programmes:
        raise InvalidSelection("programme-unknown", value=programme_id)
    materials = database.query("materials")
    asked = {"programme_id": programme_id}
    territories = records(database.query("all_territories", asked))
    known = Known(
        programmes[programme_id],
        programme_jurisdiction(database, programme_id),
        database.stamp,
        {row["company_id"]: row for row in records(database.query("all_companies"))},
        {row["flow_id"]: row for row in records(database.query("all_flows"))} if kind == "flows" else {},
        *_synergies(database, kind),
        {row["material_id"]: row for row in records(materials)},
        {row["territory_id"]: row for row in territories},
        records(database.query("vocabulary", asked)),
        remembered_answers(database, programme_id, kind),
    )
    for places, kinds in ((known.place_names, PLACES), (known.all_place_names, None)):
        places.jurisdiction, places.country, places.kinds = (
            known.place.jurisdiction_id,
            known.place.country,
            kinds,
        )
        places.territories = known.territories
    for row in records(database.query("identifiers", asked)):
        key = (row["table_name"], row["scheme"], row["source_key"], row["value"])
        known.identifiers[key] = row["row_id"]
    for material, row in known.materials.items():
        known.material_names.add(material, (material, row["name_fr"], row["name_en"]))
    for material, own in _own_words(known.terms, known.materials):
        known.material_names.add(material, own)
    known.material_search = copy(database.ask(_material_search, programme_id))
    known.material_search.found = {}
    known.factors = _factors(database)
    known.company_names.told, known.park_names.told = known.told_companies, known.told_territories
    for row in territories:
        _add_place(known, row)
    ids = (*known.companies, *known.flows, *known.synergies)
    known.spelled = {row_id.casefold(): row_id for row_id in ids}
    if kind == "business_counts":
        known.business_counts = _counts(database, asked)
        for row in known.business_counts.values():
            group = tuple(row[name] for name in COUNT_KEY if name != "size_class")
            known.size_classes[group] = (*known.size_classes.get(group, ()), row["size_class"])
    for row in known.companies.values():
        if row["programme_id"] == programme_id:
            known.company_names.add(row["company_id"], (row["company_id"], row["name"]))
    return known


def _factors(database: Database) -> frozenset[str]:
    found = database.cached_query("factors", {"factor_table": "ghg"})
    return frozenset(found.loc[found["central"].notna(), "factor_id"])


def _own_words(terms: Iterable[Record], materials: Container[str]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Each material that a programme calls by words of its own, and these."""
    for word in terms:
        if word["list"] == OWN_WORDS and word["maps_to"] in materials:
            yield word["maps_to"], tuple(said for said in (word["name_fr"], word["name_en"]) if said)


def _material_search(database: Database, programme_id: str) -> MaterialSearch:
    """The search in the words of a programme; its index takes half as long as all the rest of what is known."""
    rows = records(database.query("materials"))
    names = {row["material_id"]: (row["name_fr"], row["name_en"]) for row in rows}
    for material, own in _own_words(
        records(database.query("vocabulary", {"programme_id": programme_id})), names
    ):
        names[material] += own
    place = programme_jurisdiction(database, programme_id)
    return MaterialSearch(names, place.country, {row["material_id"]: row["parent_id"] for row in rows})


def _synergies(
    database: Database, kind: str
) -> tuple[dict[str, Record], dict[str, Record], dict[str, list[Record]]]:
    """Synergies with their parties as sorted triples, no business count yet, and the stages of each synergy."""
    if kind != "synergies":
        return {}, {}, {}
    found = {row["synergy_id"]: {**row, "parties": ()} for row in records(database.query("all_synergies"))}
    for row in records(database.query("all_synergy_parties")):
        party = (row["role"], row["company_id"], row["left_on"])
        found[row["synergy_id"]]["parties"] = (*found[row["synergy_id"]]["parties"], party)
    events: dict[str, list[Record]] = {}
    for row in records(database.query("all_synergy_events")):
        events.setdefault(row["synergy_id"], []).append(row)
    return found, {}, events


def _counts(database: Database, asked: Mapping[str, object]) -> dict[str, Record]:
    rows = records(database.query("all_business_counts", asked))
    return {count_id(row): {**row, "count_id": count_id(row)} for row in rows}


def count_id(row: Mapping[str, object]) -> str:
    """What makes a count one row: territory, scheme, sector, size and year."""
    return "|".join(str(row[name]) for name in COUNT_KEY)


def remembered_answers(database: Database, programme_id: str, kind: str) -> dict[str, list[Answer]]:
    """What was answered before about files of a kind, by source (empty: for every source), the oldest first."""
    rows = records(database.query("answers", {"programme_id": programme_id, "kind": kind}))
    found: dict[str, list[Answer]] = {}
    for row in rows:
        said = {name: row[name] or "" for name in ("topic", "subject", "asked", "value", "author")}
        source = row["source_key"]
        answer = Answer(**said, source=source, given_on=row["answered_on"], for_programme=not source)
        found.setdefault(row["source_key"], []).append(answer)
    return found


def _add_place(known: Known, row: Mapping[str, Any]) -> None:
    if row["country"] != known.place.country:
        return
    known.all_place_names.add(row["territory_id"], (row["territory_id"], row["code"], row["name"]))
    if row["inside"]:
        known.all_place_names.preferred.add(row["territory_id"])
    names = known.park_names if row["kind"] == "park" else known.place_names
    if row["kind"] in (*PLACES, "park"):
        names.add(row["territory_id"], (row["territory_id"], row["code"], row["name"]))
        if row["inside"]:
            names.preferred.add(row["territory_id"])


def records(frame: pd.DataFrame) -> list[Record]:
    """Rows as plain Python values: None for what is missing, a date for a day."""
    columns = [_plain(frame[name]) for name in frame.columns]
    names = [str(name) for name in frame.columns]
    return [dict(zip(names, row, strict=True)) for row in zip(*columns, strict=True)]


def _plain(column: pd.Series) -> list[Any]:
    pairs = zip(column.tolist(), column.isna().tolist(), strict=True)
    return [
        None if missing else value.date() if isinstance(value, pd.Timestamp) else value
        for value, missing in pairs
    ]


def optional_place(cell: Cell, names: Names, unknown: str) -> str | None:
    """The id of a typed place, None when the cell is empty."""
    return names.find(cell, unknown) if clean_text(cell) else None
