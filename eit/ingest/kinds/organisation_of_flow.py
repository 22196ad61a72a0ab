"""The organisation that a row of flows describes: found by its id, its number or its name and place; else a new one."""

from __future__ import annotations

from dataclasses import replace

from eit.domain.organisation.fields import NUMBER_DIGITS
from eit.ingest.cells import as_text
from eit.ingest.evidence import Evidence
from eit.ingest.fields import Fields
from eit.ingest.headers import Header
from eit.ingest.identity import Identity
from eit.ingest.kinds.companies import read_company
from eit.ingest.kinds.new_organisations import organisation_of
from eit.ingest.known import Known
from eit.ingest.reading import Answers
from eit.ingest.source_map import SourceMap


class Organisations:
    """Those that the rows of a file of flows name."""

    def __init__(self, of_flows: Evidence, known: Known) -> None:
        header, mapped = of_flows.header, of_flows.header.map.organisation
        self.known = known
        self.identity = Identity(known, header.map.source or header.source_key)
        self.evidence: Evidence | None = None
        if mapped is not None:
            own = _header_of(header, mapped)
            self.evidence = Evidence(of_flows.sheet, own, Answers(), of_flows.given, of_flows.currency)
            self.evidence.kind, self.evidence.lang = "companies", of_flows.lang
        self.met: dict[tuple[str, ...], str] = {}

    def find(self, fields: Fields, known: Known, identity: Identity) -> str | None:
        """The id of the organisation of a row; None when the row is refused or left out, with the reason in it."""
        text = as_text(fields.get("company_id")).strip()
        found = self.identity.row_of("company", "source", text) if text else None
        if found in self.known.companies:
            return found
        if self.evidence is not None and "name" in self.evidence.header.positions:
            return self._described(Fields(fields.row, self.evidence), fields)
        return organisation_of(fields, known, identity)

    def _described(self, own: Fields, fields: Fields) -> str | None:
        key = tuple(
            as_text(own.get(name)).strip()
            for name in ("company_id", *NUMBER_DIGITS, "name", "municipality_id")
        )
        if key in self.met:
            return self.met[key]
        record = read_company(own, self.known, self.identity)
        fields.left_out |= own.left_out
        fields.refusals += own.refusals
        if own.blocked or own.left_out:
            return None
        company = str(record["company_id"])
        if company not in self.known.companies:
            self.known.made_organisations[(company, "")] = self.known.companies[company] = record
            self.known.company_names.add(company, (company, record["name"]))
        self.met[key] = company
        return company


def _header_of(header: Header, mapped: SourceMap) -> Header:
    """The same file, its columns as those of organisations."""
    titles = {title: place for place, title in reversed(list(enumerate(header.titles)))}
    folded = {title.casefold(): place for title, place in titles.items()}
    positions = {
        name: folded[title.casefold()] for name, title in mapped.columns.items() if title.casefold() in folded
    }
    return replace(header, positions=positions, map=mapped, behind={}, missing=(), chosen={})
