"""What an import would do, before it does it: which rows are new, changed, identical or refused, and why."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from eit.domain.text_key import plain_words
from eit.ingest.business_counts import read_count
from eit.ingest.cells import FileRefused, Row, RowRefusal, Sheet, address, as_text
from eit.ingest.columns import KEYS
from eit.ingest.companies import read_company
from eit.ingest.fields import Evidence, Fields
from eit.ingest.flows import read_flow
from eit.ingest.headers import SEARCHED_ROWS, Header, KnownHeaders, find_header
from eit.ingest.known import Known, Record, read_known
from eit.ingest.reading import Answers, read_bytes, read_sheet
from eit.ingest.synergies import read_synergy
from eit.store.database import Database, FileVersion

TOTALS = {
    "total",
    "totaux",
    "sous total",
    "grand total",
    "total general",
    "somme",
    "sum",
    "subtotal",
    "totals",
}
COMPUTED = {"x_km", "y_km", "z_km", "kind", "unit", "by_density", "quantity_per_year"}
COMPUTED |= {"mass_t_per_year", "energy_kwh_per_year", "volume_m3_per_year"}
LARGEST_ROWS = 200_000
EXAMPLE = re.compile(r"(?:exemple|example)(?: [0-9]+)?(?: a effacer| to delete)?")
READERS: dict[str, Callable[[Fields, Known], Record]] = {
    "companies": read_company,
    "flows": read_flow,
    "synergies": read_synergy,
    "business_counts": read_count,
}


@dataclass
class Plan:
    """The preview of one import; `records` are the rows to write, new and changed."""

    kind: str
    programme_id: str
    stamp: FileVersion
    digest: str
    header: Header
    choices: dict[str, object]
    notices: list[tuple[str, str]]
    records: list[Record] = field(default_factory=list)
    refusals: list[RowRefusal] = field(default_factory=list)
    refused_rows: list[Row] = field(default_factory=list)
    new: int = 0
    changed: int = 0
    identical: int = 0

    @property
    def counts(self) -> dict[str, int]:
        """read = new + changed + identical + refused."""
        refused = len(self.refused_rows)
        return {
            "read": self.new + self.changed + self.identical + refused,
            "new": self.new,
            "changed": self.changed,
            "identical": self.identical,
            "refused": refused,
        }


def make_plan(
    file: Path, database: Path, kind: str, programme_id: str, answers: Answers | None = None
) -> Plan:
    """Read and validate `file` against `database`; nothing is written.

    Raises FileRefused for a file that cannot be read at all, InvalidSelection for an unknown programme.
    """
    chosen = answers or Answers()
    with Database(database) as door:
        known = read_known(door, programme_id, kind)
    told = KnownHeaders(kind, chosen.map, chosen.columns, known.remembered)
    data = read_bytes(file)
    sheet = read_sheet(data, file.name, told.count, chosen)
    header = find_header(sheet, told)
    evidence = Evidence(sheet, header, chosen)
    plan = Plan(kind, programme_id, known.stamp, _digest(data), header, sheet.choices, sheet.notices)
    rows = _data_rows(sheet, header, plan)
    if not rows:
        raise FileRefused("import-header-only")
    if len(rows) > LARGEST_ROWS:
        raise FileRefused("import-too-many-rows", value=LARGEST_ROWS)
    _fill(plan, rows, evidence, known)
    _describe(plan, evidence)
    return plan


def digest_of(file: Path) -> str:
    """Fingerprint of the content of a file, to know that it is the one that was previewed."""
    return _digest(read_bytes(file))


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _data_rows(sheet: Sheet, header: Header, plan: Plan) -> list[Row]:
    """Rows under the header that hold something; totals, examples and filtered rows are left out, and said."""
    rows = []
    filtered = 0
    for row in sheet.rows:
        first = next((text for cell in row.cells if (text := as_text(cell).strip())), "")
        if row.number <= header.row or not first:
            continue
        start = plain_words(first[:40])
        if start in TOTALS:
            plan.notices.append(("total-row", str(row.number)))
        elif EXAMPLE.fullmatch(start):
            plan.notices.append(("example-row", str(row.number)))
        elif not _kept(row, header):
            filtered += 1
        else:
            rows.append(row)
    if filtered:
        plan.notices.append(("filtered-rows", str(filtered)))
    return rows


def _kept(row: Row, header: Header) -> bool:
    """Whether a row is one of those that the map keeps."""
    titles = [plain_words(title) for title in header.titles]
    for title, values in header.map.filters.items():
        position = titles.index(plain_words(title))
        cell = row.cells[position] if position < len(row.cells) else ""
        if plain_words(as_text(cell)) not in values:
            return False
    return True


def _fill(plan: Plan, rows: Sequence[Row], evidence: Evidence, known: Known) -> None:
    seen: dict[str, int] = {}
    key, existing = KEYS[plan.kind], getattr(known, plan.kind)
    for row in rows:
        fields = Fields(row, evidence)
        _check_width(fields)
        record = READERS[plan.kind](fields, known) if not fields.refusals else {}
        _check_programme(fields, known)
        _check_twice(fields, seen, key, str(record.get(key, "")))
        if fields.refusals:
            plan.refusals += fields.refusals
            plan.refused_rows.append(row)
        elif record[key] not in existing:
            plan.new += 1
            plan.records.append(record)
        elif _same(record, existing[record[key]]):
            plan.identical += 1
        else:
            plan.changed += 1
            plan.records.append(record)


def _check_width(fields: Fields) -> None:
    """A cell too many or too few in a text file moves every value by one column."""
    row, titles = fields.row, fields.header.titles
    extra = [cell for cell in row.cells[len(titles) :] if as_text(cell).strip()]
    rule = (
        "cells-extra"
        if extra
        else "cells-missing"
        if row.width is not None and row.width < len(titles)
        else ""
    )
    if rule:
        place = address(len(titles) if extra else row.width or 0, row.number)
        value = as_text(extra[0])[:200] if extra else ""
        fields.refusals.append(RowRefusal(row.number, place, "", value, rule, f"{len(titles)}"))


def _check_programme(fields: Fields, known: Known) -> None:
    said = as_text(fields.get("programme_id")).strip()
    if said and said.casefold() != known.programme_id.casefold():
        fields.refuse("programme_id", "programme-differs", known.programme_id)


def _check_twice(fields: Fields, seen: dict[str, int], key: str, row_id: str) -> None:
    if fields.refusals:
        return
    first = seen.setdefault(row_id.casefold(), fields.row.number)
    if first != fields.row.number:
        column = key if fields.has(key) else fields.header.titles[0]
        fields.refuse(column, "id-twice", f"{row_id} ({first})")


def _same(record: Record, old: Record) -> bool:
    if record.get("event") is not None:
        return False
    names = [name for name in record if name in old and (name not in COMPUTED or _is_own(name, record))]
    return all(_value(name, record[name]) == _value(name, old[name]) for name in names)


def _is_own(name: str, record: Record) -> bool:
    """`kind` is typed for a company and computed for a flow."""
    return name == "kind" and "position_quality" in record


def _value(name: str, value: object) -> object:
    if value is None:
        return None
    return float(str(value)) if name == "quantity_typed" else value


def _describe(plan: Plan, evidence: Evidence) -> None:
    header = evidence.header
    decimals = {column: signs.decimal for column, signs in evidence.signs.items() if signs.decimal}
    if header.recalled:
        plan.notices.append(("columns-remembered", ", ".join(header.chosen)))
    plan.choices |= {
        "header_row": header.row,
        "columns": _columns(header),
        "ignored_columns": list(header.ignored),
        "constants": dict(header.map.constants),
        "decimal": decimals,
        "dates": {column: order for column, order in evidence.orders.items() if order},
    }


def _columns(header: Header) -> dict[str, str]:
    """Heading → our column; several columns of ours may come from one heading of a map."""
    found: dict[str, str] = {}
    for column, place in header.positions.items():
        title = header.titles[place]
        found[title] = f"{found[title]}, {column}" if title in found else column
    return found


def titles_of(file: Path, kind: str, answers: Answers | None = None) -> tuple[str, ...]:
    """The headings of a file whose columns nobody knows yet: the first of its fullest rows, to ask a person about.

    Raises FileRefused for a file that is no table.
    """
    chosen = answers or Answers()
    sheet = read_sheet(
        read_bytes(file), file.name, KnownHeaders(kind, chosen.map, chosen.columns).count, chosen
    )
    rows = [tuple(as_text(cell).strip() for cell in row.cells) for row in sheet.rows[:SEARCHED_ROWS]]
    return max(rows, key=lambda titles: len({title for title in titles if title}), default=())
