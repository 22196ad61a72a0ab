"""Makes one edition: collect, choose, judge, seal, read back, swap in. On any doubt the edition before stays."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb
import pandas as pd
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from eit.analysis.programmes import programme_is_fictitious
from eit.domain.errors import DataError, InvalidQuantity
from eit.locations import EVERYONE
from eit.publish import content
from eit.publish.adopting import adopt
from eit.publish.audit import sentinel_is_caught
from eit.publish.benchmark import benchmark_rows, gather
from eit.publish.collecting import INDICATORS, Collected, collect, quantities
from eit.publish.derived import family_factors
from eit.publish.ledger import Key, PastEdition, only_publisher, read_ledger, write_ledger
from eit.publish.past_editions import Vintage
from eit.publish.presence import presence_rows
from eit.publish.protection import protection_rows
from eit.publish.public_cases.case_rows import case_rows
from eit.publish.reading import PublicEdition
from eit.publish.sealing import FILE_NAME, keep_generation, write_sealed
from eit.publish.solving import SolverFailed
from eit.publish.statements import COLUMNS, presentation_rows, refuse_names, statement_rows
from eit.publish.table import TableResult, Unpublished, make_table
from eit.store.database import Database, file_version
from eit.store.editions import editions_folder


@dataclass(frozen=True)
class Order:
    """What is asked for: from which private file, into which public one, under which name and date."""

    database: Path
    out: Path
    name: str
    published_on: date
    previous: Path | None = None
    write: bool = True
    key: Ed25519PrivateKey | None = None
    """Signs the edition when there is one."""
    adopt: tuple[Path, ...] | None = None
    """Read the edition that stands at `out` as one of the past, with what it was made from: this file, or these."""
    comparable: tuple[str, ...] = ()
    """The programmes that agree to be compared with others."""
    peers: tuple[str, ...] = ()
    """Editions of others, files or addresses, whose programmes agreed too."""


@dataclass(frozen=True)
class Report:
    """What an edition tells: its name and digest, and its cells and audit as tables."""

    name: str
    digest: str
    written: bool
    cells: pd.DataFrame
    audit: pd.DataFrame


def publish(order: Order) -> Report:
    """Make an edition and put it in place. Raises Unpublished, or DataError when a file cannot be read.

    One at a time: the ledger is held from its reading to its writing, and it is written before the file: a figure
    that may be out is never forgotten. A trial writes nothing and holds nothing.
    """
    file_version(order.database)
    with only_publisher(order.database) if order.write else nullcontext():
        return _publish(order)


def _publish(order: Order) -> Report:
    known = _known(order)
    past, repeated = _lineage(order, known)
    try:
        if not sentinel_is_caught():
            raise Unpublished("publish-audit-empty")
        with Database(order.database) as database:
            programmes = database.query("programmes").iterrows()
            collected = [collect(database, row, order.published_on) for _, row in programmes]
            results = {str(item.row["programme_id"]): _results(order.name, item, past) for item in collected}
            tables = _tables(database, order, collected, results, past)
    except SolverFailed as error:
        raise Unpublished("publish-solver", value=str(error)) from error
    if not any(table.audit for of_programme in results.values() for table in of_programme.values()):
        raise Unpublished("publish-nothing")
    vintages = _vintages(order.name, collected, results)
    return _seal(order, tables, [*past], vintages, repeated)


def _known(order: Order) -> list[PastEdition]:
    """Every edition before, the one that stands at `out` among them, the last.

    Only a sealed edition may be replaced, and only the last that the ledger knows: another one would be forgotten, and
    what it tells with the new one judged by nobody. Raises Unpublished or DataError("damaged_edition").
    """
    if order.out.resolve() == order.database.resolve():
        raise Unpublished("publish-over-private", value=str(order.out))
    known = read_ledger(order.database)
    _refuse_other_ledger(order.database, known)
    if not order.out.exists():
        return known
    with PublicEdition(order.out) as standing:
        may_stand = {past.digest for past in known[-1:]}
        if known and known[-1].name == order.name:
            may_stand |= {
                past.digest for past in known[-2:]
            }  # it was remembered, then stopped before it was in place
        if standing.digest in may_stand:
            return known
        if order.adopt is None:
            raise Unpublished("publish-target-unknown", value=str(order.out))
        adopted = adopt(standing, known, [*order.adopt, order.database], order.published_on)
    return [*known, *adopted]


def _refuse_other_ledger(database: Path, known: Sequence[PastEdition]) -> None:
    """Raise Unpublished("publish-ledger-other") for a ledger none of whose programmes the file has or ever had: it came
    with another file, and what it remembers would protect nobody here."""
    remembered = {programme_id for past in known for programme_id, _ in past.tables}
    with Database(database) as opened:
        held = {
            *opened.query("programmes")["programme_id"],
            *opened.query("journal")["programme_id"].dropna(),
        }
    if remembered and not remembered & held:
        folder = editions_folder(database)
        raise Unpublished("publish-ledger-other", value=str(folder), row_id=", ".join(sorted(remembered)))


def _lineage(order: Order, known: list[PastEdition]) -> tuple[list[PastEdition], PastEdition | None]:
    """The editions before this one, and this one when it is made again under its name."""
    repeated = next((edition for edition in known if edition.name == order.name), None)
    if repeated and repeated is not known[-1]:
        raise Unpublished("publish-edition-exists", value=order.name)
    before = known[:-1] if repeated else known
    if order.previous is not None:
        with PublicEdition(order.previous) as previous:
            if not before or previous.digest != before[-1].digest:
                raise Unpublished("publish-previous-unknown", value=str(order.previous))
    return before, repeated


def _results(name: str, item: Collected, past: Sequence[PastEdition]) -> dict[str, TableResult]:
    """The tables of one programme, by indicator: those that hold a flow, now or in an edition before."""
    found = {}
    for indicator in INDICATORS:
        key = (str(item.row["programme_id"]), indicator)
        history = [edition.tables[key] for edition in past if key in edition.tables]
        now = quantities(item, indicator)
        if now or history:
            try:
                found[indicator] = make_table(name, history, now, item.public)
            except InvalidQuantity as error:
                raise error.at(f"{key[0]} {indicator}") from error
    return found


def _vintages(
    name: str, collected: Sequence[Collected], results: Mapping[str, Mapping[str, TableResult]]
) -> dict[Key, Vintage]:
    return {
        (programme_id, indicator): Vintage(name, quantities(item, indicator), result.told, item.public)
        for item in collected
        for programme_id in [str(item.row["programme_id"])]
        for indicator, result in results[programme_id].items()
    }


def _tables(
    database: Database,
    order: Order,
    collected: Sequence[Collected],
    results: Mapping[str, Mapping[str, TableResult]],
    past: Sequence[PastEdition],
) -> dict[str, pd.DataFrame]:
    """The rows of the sealed file."""
    ids = [str(item.row["programme_id"]) for item in collected]
    fictitious = {key for key in ids if programme_is_fictitious(database, key)}
    named = [(edition.name, edition.published_on) for edition in past] + [
        (order.name, order.published_on.isoformat())
    ]
    editions = [(rank, *row, rank == len(named)) for rank, row in enumerate(named, start=1)]
    cells, factors, synergies, audits, statements = [], [], [], [], []
    for item in collected:
        programme_id = str(item.row["programme_id"])
        of_family = family_factors(database, item.row, item.presence)
        factors.append(of_family)
        cells += content.cell_rows(item, results[programme_id], of_family)
        synergies += content.synergy_rows(item)
        statements += statement_rows(database, item, order.published_on)
        audits += content.audit_rows(programme_id, results[programme_id])
    said = {
        "presentation": presentation_rows(database, collected),
        "statement": pd.DataFrame(statements, columns=list(COLUMNS)),
    }
    said["presence"] = presence_rows(collected)
    refuse_names(database, [*said.values()])
    kept = {key: [table.kept for table in of_programme.values()] for key, of_programme in results.items()}
    told = pd.DataFrame(cells, columns=list(content.CELL_COLUMNS))
    agreed = {str(item.row["programme_id"]): str(item.row["name_fr"]) for item in collected}
    unknown = sorted({*order.comparable} - agreed.keys())
    if unknown:
        raise Unpublished("programme-unknown", value=", ".join(unknown))
    agreed = {key: name for key, name in agreed.items() if key in order.comparable}
    return {
        **said,
        "comparable": pd.DataFrame({"programme_id": list(agreed)}),
        "benchmark": benchmark_rows(told, agreed, gather(order.peers)),
        "protection": protection_rows(kept),
        "public_case": case_rows(database, collected, order.published_on),
        "edition": pd.DataFrame(editions, columns=["rank", "name", "published_on", "current"]),
        "rule": content.rule_rows(),
        "programme": content.programme_rows(collected, fictitious),
        "territory": content.territory_rows(collected),
        "family_factor": pd.concat(factors),
        "cell": told,
        "synergy_count": pd.DataFrame(synergies),
        "audit": pd.DataFrame(audits),
    }


def _seal(
    order: Order,
    tables: Mapping[str, pd.DataFrame],
    past: list[PastEdition],
    vintages: Mapping[Key, Vintage],
    repeated: PastEdition | None,
) -> Report:
    """Write beside, read back, remember, swap."""
    order.out.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".eit-", dir=order.out.parent) as folder:
        fresh = Path(folder) / FILE_NAME
        try:
            digest = write_sealed(fresh, tables, order.key)
        except duckdb.Error as error:
            raise Unpublished("publish-seal", value=str(error)) from error
        cells, audit = _read_back(fresh, digest, tables)
        if repeated and repeated.digest != digest:
            raise Unpublished("publish-edition-exists", value=order.name)
        if order.write:
            if not repeated:
                this = PastEdition(order.name, order.published_on.isoformat(), digest, vintages)
                write_ledger(order.database, [*past, this])
            keep_generation(order.out)
            # Made to be read by others: the server that shows it is another user.
            fresh.chmod(EVERYONE)
            fresh.replace(order.out)
    return Report(order.name, digest, order.write, cells, audit)


def _read_back(
    fresh: Path, digest: str, tables: Mapping[str, pd.DataFrame]
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The cells and the audit as a reader gets them. Raises Unpublished when they are not what was written."""
    try:
        with PublicEdition(fresh) as sealed:
            cells, audit, found = sealed.cells(), sealed.audit(), sealed.digest
    except DataError as error:
        raise Unpublished("publish-seal", value=str(error)) from error
    told = cells[cells["value"].notna()]
    judged = set(zip(audit["programme_id"], audit["indicator"], strict=True))
    rows = told[~told["indicator"].str.startswith("avoidable")]
    unjudged = set(zip(rows["programme_id"], rows["indicator"], strict=True)) - judged
    if audit.empty or unjudged:
        raise Unpublished("publish-audit-empty")
    if found != digest or len(cells) != len(tables["cell"]):
        raise Unpublished("publish-seal", value="digest")
    return cells, audit
