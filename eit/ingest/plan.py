"""What an import would do, before it does it: which rows are new, changed, the same, asked or refused, and why."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from eit.domain.question import Choice
from eit.ingest.answers import PROPOSALS
from eit.ingest.cells import FileRefused, Row, RowRefusal, as_text
from eit.ingest.collections_of_year import Streams, Tally
from eit.ingest.columns import KEYS
from eit.ingest.evidence import Evidence
from eit.ingest.fields import Fields
from eit.ingest.forgotten import without_forgotten
from eit.ingest.headers import Header
from eit.ingest.identity import Identity, identity_of, is_register
from eit.ingest.kinds.business_counts import read_count
from eit.ingest.kinds.companies import read_company
from eit.ingest.kinds.flows import read_flow
from eit.ingest.kinds.organisation_of_flow import Organisations
from eit.ingest.kinds.synergies import read_synergy
from eit.ingest.known import Known, read_known
from eit.ingest.names import Record
from eit.ingest.opening import data_rows, opened, told_answers
from eit.ingest.preview import Plan, PlannedRow, is_same
from eit.ingest.questions import BY_NAME, is_question, likely_first
from eit.ingest.reading import Answers, read_bytes
from eit.ingest.scope import Scope
from eit.ingest.together.proposals import LIKELY, confirmed
from eit.ingest.together.repeated_rows import Repeated
from eit.store.database import Database

LARGEST_ROWS = 200_000
TOLD_EVERY = 1000
"""Rows between two words about the progress of a long import."""
ROUNDS = 3
"""How often confirmed proposals may ask for more: a material that is now known has its containers."""
Progress = Callable[[int, int], None]
READERS: dict[str, Callable[[Fields, Known, Identity], Record]] = {
    "companies": read_company,
    "flows": read_flow,
    "synergies": read_synergy,
    "business_counts": read_count,
}


def make_plan(
    file: Path,
    database: Path,
    kind: str,
    programme_id: str,
    answers: Answers | None = None,
    progress: Progress | None = None,
) -> Plan:
    """Read and validate `file` against `database`; nothing is written. `progress` is told the rows done, of how many.

    Proposals that were confirmed at once become the answers that they are. Raises FileRefused for a file that cannot be
    read at all, InvalidSelection for an unknown programme.
    """
    chosen = answers or Answers()
    plan = _planned(file, database, kind, programme_id, chosen, progress)
    for _ in range(ROUNDS if plan.said.file(PROPOSALS) == LIKELY else 0):
        likely = confirmed(plan.questions)
        if not likely:
            break
        chosen = replace(chosen, given=(*chosen.given, *likely))
        plan = _planned(file, database, kind, programme_id, chosen, progress)
    return plan


def _planned(
    file: Path, database: Path, kind: str, programme_id: str, chosen: Answers, progress: Progress | None
) -> Plan:
    with Database(database) as door:
        known = read_known(door, programme_id, kind)
    known.lang = chosen.lang
    data = read_bytes(file)
    sheet, header, given = opened(data, file.name, kind, known, chosen)
    evidence = Evidence(sheet, header, chosen, given, str(known.programme["currency"]))
    evidence.kind = kind
    known.place_names.by_name = given.file("places") == BY_NAME
    plan = Plan(kind, programme_id, known.stamp, _digest(data), header, sheet.choices, sheet.notices)
    plan.given, plan.said = told_answers(chosen), given
    rows = data_rows(sheet, header, plan.notices)
    if not rows:
        left = [f"{count}" for rule, count in plan.notices if rule in ("filtered-rows", "withheld-rows")]
        raise FileRefused("import-all-filtered" if left else "import-header-only", value=" + ".join(left))
    if len(rows) > LARGEST_ROWS:
        raise FileRefused("import-too-many-rows", value=LARGEST_ROWS)
    _fill(plan, rows, evidence, known, progress)
    left_out = len(plan.records) - len(without_forgotten(plan, database).records)
    if left_out:
        plan.notices.append(("forgotten-rows", str(left_out)))
    _describe(plan, evidence)
    return plan


def digest_of(file: Path) -> str:
    """Fingerprint of the content of a file, to know that it is the one that was previewed."""
    return _digest(read_bytes(file))


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _told(rows: Sequence[Row], progress: Progress | None) -> Iterator[Row]:
    """The rows one by one; `progress` hears now and then how many are done, and may stop it all by raising."""
    for done, row in enumerate(rows):
        if progress is not None and done % TOLD_EVERY == 0:
            progress(done, len(rows))
        yield row


def _fill(
    plan: Plan, rows: Sequence[Row], evidence: Evidence, known: Known, progress: Progress | None
) -> None:
    repeated = Repeated(plan.kind)
    key, existing = KEYS[plan.kind], getattr(known, plan.kind)
    left_out = 0
    identity = identity_of(known, plan.kind, evidence.header, rows)
    if not identity.trusted:
        plan.notices.append(("running-numbers", evidence.header.titles[evidence.header.positions[key]]))
    mapped = evidence.header.map
    summed = bool(mapped.source) or is_register(evidence.header, rows)
    evidence.is_register = plan.kind == "flows" and summed
    organisations = Organisations(evidence, known)
    known.organisation_of = organisations.find
    scope = Scope(known, evidence.given.file("scope") or "")
    streams, tally, more = Streams(), Tally(), []
    read: list[tuple[Row, Record, tuple[RowRefusal, ...]]] = []
    for row in _told(rows, progress):
        fields = Fields(row, evidence)
        _check_width(fields)
        fields.check_letters()
        fields.check_struck()
        record = READERS[plan.kind](fields, known, identity) if not fields.refusals else {}
        fields.left_out |= scope.leaves_out(fields, record)
        if fields.left_out:
            left_out += 1
            continue
        _ask_missing(fields, plan.kind)
        _check_programme(fields, known)
        again = tally.add if mapped.counted else streams.add if evidence.is_register else None
        if again is not None and not fields.blocked and again(record):
            more.append((row, record[key]))
            continue
        repeated.check(fields, record)
        if fields.left_out:
            left_out += 1
            continue
        read.append((row, record, tuple(fields.refusals)))
    if mapped.counted:
        plan.notices.append(("rows-counted", f"{len(tally.counts)} / {len(rows)}"))
    else:
        _sum_collections(plan, streams, read, more)
    for row, record, refusals in read:
        _place(plan, row, record, refusals, existing.get(record.get(key)))
    _place_collections(plan, more, key)
    plan.identifiers = [*identity.learnt, *organisations.identity.learnt]
    plan.about_all = scope.question()
    named = {record.get("company_id") for record in plan.records}
    plan.organisations = [row for row in known.made_organisations.values() if row["company_id"] in named]
    _say_more(plan, known)
    if left_out:
        plan.notices.append(("left-out-rows", str(left_out)))


def _say_more(plan: Plan, known: Known) -> None:
    """Organisations that come with their flows, and places that were read in a way worth a word."""
    if plan.organisations:
        plan.notices.append(("organisations-with-flows", str(len(plan.organisations))))
    seated = sorted(known.seated & {str(row["name"]) for row in plan.organisations})
    if seated:
        plan.notices.append(("territories-as-organisations", ", ".join(seated[:6])))
    several = known.place_names.several | known.all_place_names.several
    if several:
        plan.notices.append(("places-several", ", ".join(sorted(several)[:6])))


def _place(plan: Plan, row: Row, record: Record, refusals: Sequence[RowRefusal], old: Record | None) -> None:
    """Put one row into its state."""
    plan.refusals += refusals
    waiting = [one for one in refusals if one.blocks]
    if waiting:
        state = "question" if all(is_question(one) for one in waiting) else "refused"
        plan.refused_rows.append(row)
    elif old is None:
        state = "new"
        plan.new += 1
    elif is_same(record, old):
        state = "identical"
        plan.identical += 1
    else:
        state = "changed"
        plan.changed += 1
    if state in ("new", "changed"):
        plan.records.append(record)
    plan.rows.append(PlannedRow(row, state, record, old, tuple(refusals)))


def _sum_collections(
    plan: Plan,
    streams: Streams,
    read: list[tuple[Row, Record, tuple[RowRefusal, ...]]],
    more: list[tuple[Row, str]],
) -> None:
    """Each stream of a register with the sum of its latest year."""
    others = sum(
        streams.sum_into(record)
        for _, record, refusals in read
        if streams.rows and not any(one.blocks for one in refusals)
    )
    if more:
        plan.notices.append(("collections-summed", str(len(more) + len(streams.rows))))
    if others:
        plan.notices.append(("collections-of-other-years", str(others)))


def _place_collections(plan: Plan, more: list[tuple[Row, str]], key: str) -> None:
    """The further collections of a stream stand in the state of its first row."""
    placed = {row.record.get(key): row for row in plan.rows if row.state not in ("question", "refused")}
    for row, row_id in more:
        first = placed[row_id]
        plan.rows.append(PlannedRow(row, first.state, first.record, first.before))
        setattr(plan, first.state, getattr(plan, first.state) + 1)


def _ask_missing(fields: Fields, kind: str) -> None:
    """A needed column that nothing gives is asked once, with the headings that have no other role."""
    for names in fields.header.missing:
        fields.refusals = [one for one in fields.refusals if one.subject not in names]
        choices = tuple(Choice(title) for title in likely_first(fields.header.ignored, names, kind))
        fields.refuse(names[0], "column-missing", ", ".join(fields.header.ignored), choices)


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
        place = row.address(len(titles) if extra else row.width or 0)
        value = as_text(extra[0])[:200] if extra else ""
        fields.refusals.append(RowRefusal(row.number, place, "", value, rule, f"{len(titles)}"))


def _check_programme(fields: Fields, known: Known) -> None:
    said = as_text(fields.get("programme_id")).strip()
    if said and said.casefold() != known.programme_id.casefold():
        fields.refuse("programme_id", "programme-differs", known.programme_id)


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
