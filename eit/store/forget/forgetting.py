"""Forgets an organisation or a person everywhere in reach: the file itself last, so that a kill loses no clue.

Until the file itself is replaced, the same order given again finds the names in it and goes on where it stopped; what
was cleared already is left as it is. Nothing is put in place that still holds a trace.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from eit.domain.errors import DataError
from eit.domain.names.traces import Traces, squeezed
from eit.store.api_tokens import TokenBook
from eit.store.attached_files import files_folder, sweep
from eit.store.connections import open_to_write
from eit.store.database import Database
from eit.store.derived.company_territories import derive_territories
from eit.store.derived.kept_pairs import let_go
from eit.store.editions import editions_folder
from eit.store.forget import clearing
from eit.store.forget.memory import Forgotten, read_forgotten, write_forgotten
from eit.store.forget.rewriting import refuse_traces, rewritten
from eit.store.forget.who import new_alias, past_names, traces_of_organisation, traces_of_person
from eit.store.mailbox.box import Mailbox
from eit.store.mailbox.forgetting import clear_mailbox
from eit.store.version.journal import BEFORE, Act, record
from eit.store.version.swap import alone, generations, prepared, replace_without_trace
from eit.store.version.workspace import refuse_demonstration
from eit.store.version.write import CheckFailed, new_failures

ACTION = "forget"
SHORTEST_NUMBER = 9
"""Digits of a number that names one alone (a NEQ has 10, a SIRET 14); the row ids of a source are often `12`."""


@dataclass(frozen=True)
class Cleared:
    """What happened to one file: what it is, where, how many texts held a trace, why it could not be reached."""

    kind: str
    path: Path
    texts: int = 0
    reason: str | None = None


@dataclass(frozen=True)
class Done:
    """An erasure: the alias that stands for who is forgotten, what was cleared, and what is left to destroy by hand."""

    alias: str
    cleared: tuple[Cleared, ...]

    @property
    def to_destroy(self) -> list[Cleared]:
        """Files that could not be reached or read: whoever keeps them has to destroy them."""
        return [one for one in self.cleared if one.reason is not None]


def forget(
    path: Path,
    author: str,
    programme_id: str,
    company_id: str,
    person: str | None,
    named: Sequence[Path] = (),
) -> Done:
    """Clear a file, its journal, generations, layers, ledger and backups of an organisation, or of one person of it.

    `named`: backups, or folders of them, that nobody has told this file about. Raises DataError:
    "demonstration_read_only", "author_missing", "organisation_unknown", "person_unknown", "forget_incomplete",
    "cannot_write", what `alone` raises; CheckFailed. What was cleared before stays cleared: give the order again.
    """
    if not author.strip():
        raise DataError("author_missing")
    refuse_demonstration(path)
    with alone(path):
        places = (one.parent for one in clearing.archives_of(path, list(named)))
        clearing.remove_unpacked(path, (path.parent, *places))
        let_go(path)
        forgotten = read_forgotten(path)
        known = forgotten.of(person or company_id)
        alias = known.alias if known is not None else new_alias()
        try:
            traces = _traces(path, programme_id, company_id, person, alias)
        except DataError as error:
            if known is None or not error.code.endswith("_unknown"):
                raise
            return _again(path, alias, forgotten, named)
        ids = [person] if person else [company_id, *traces.ids]
        numbers = [one for one in traces.literals if len(squeezed(one)) >= SHORTEST_NUMBER]
        known_by = ([*ids, *numbers], traces.names)
        forgotten = forgotten.with_erasure(alias, programme_id, bool(person), *known_by)
        write_forgotten(path, forgotten)
        done = _clear_beside(path, traces, person, named)
        count = _clear_file(
            path, traces, person, Act(author.strip(), ACTION, programme_id, alias, always=True)
        )
        done += [Cleared("file", files_folder(path) / one, 1) for one in sweep(path)]
        write_forgotten(path, forgotten.finished(alias))
    return Done(alias, (Cleared("data", path, count), *done))


def _traces(path: Path, programme_id: str, company_id: str, person: str | None, alias: str) -> Traces:
    """Everything they are called, in the file and in every generation that can be read."""
    if person is not None:
        return traces_of_person(path, company_id, person, alias)
    traces = traces_of_organisation(path, programme_id, company_id, alias)
    older: set[str] = set()
    for generation in generations(path):
        try:
            older |= set(past_names(generation, company_id))
        except DataError:
            continue
    return traces.also(older)


def _clear_beside(path: Path, traces: Traces, person: str | None, named: Sequence[Path]) -> list[Cleared]:
    done = [
        _cleared("generation", one, partial(clearing.clear_generation, one, path, traces, person))
        for one in generations(path)
    ]
    done += [
        _cleared("layer", one, partial(clearing.clear_layer, one, traces)) for one in clearing.layers_of(path)
    ]
    ledger = editions_folder(path)
    if ledger.exists():
        done.append(_cleared("ledger", ledger, partial(clearing.clear_ledger, ledger, traces)))
    box = Mailbox(path)
    if box.exists():
        done.append(_cleared("mailbox", box.folder, partial(clear_mailbox, box, traces)))
    book = TokenBook(path)
    if book.exists():
        done.append(_cleared("tokens", book.folder, partial(book.clear, traces)))
    return done + [
        _cleared("backup", one, partial(clearing.clear_archive, one, path, traces, person))
        for one in clearing.archives_of(path, list(named))
    ]


def _cleared(kind: str, path: Path, clear: Callable[[], int]) -> Cleared:
    """Clear one file beside; what cannot be read is named, a disk that refuses stops everything."""
    if not path.exists():
        return Cleared(kind, path, reason="backup_missing")
    try:
        return Cleared(kind, path, clear())
    except DataError as error:
        return Cleared(kind, path, reason=clearing.as_reason(error))
    except OSError as error:
        if kind != "backup":
            raise
        return Cleared(kind, path, reason=clearing.as_reason(error))


def _clear_file(path: Path, traces: Traces, person: str | None, act: Act) -> int:
    """Write the file anew with the entry that says so, check it, and put it in place without a generation."""
    with Database(path):  # of this schema, and nothing else in it that runs
        pass
    with prepared(path) as folder:
        fresh = folder / "cleared.duckdb"
        count = rewritten(path, fresh, traces, person)
        with open_to_write(fresh, {BEFORE: path}) as connection:
            derive_territories(connection)
            record(connection, act)
            failures = new_failures(connection, BEFORE)
            if failures:
                raise CheckFailed(failures)
            connection.execute("CHECKPOINT")
        refuse_traces(fresh, traces)
        replace_without_trace(fresh, path)
    return count


def _again(path: Path, alias: str, forgotten: Forgotten, named: Sequence[Path]) -> Done:
    """Somebody who is forgotten already: other backups are cleared by fingerprint, and the erasure is finished."""
    [erasure] = [one for one in forgotten.erasures if one.alias == alias]
    done = []
    for archive in clearing.archives_of(path, list(named)):

        def clear(archive: Path = archive) -> int:
            with prepared(path) as folder:
                data = clearing.data_of(archive, folder)
                traces = clearing.known_again(data, erasure, forgotten)
                person = clearing.contact_of(data, erasure, forgotten)
            return 0 if traces is None else clearing.clear_archive(archive, path, traces, person)

        done.append(_cleared("backup", archive, clear))
    done += [Cleared("file", files_folder(path) / one, 1) for one in sweep(path)]
    write_forgotten(path, forgotten.finished(alias))
    return Done(alias, tuple(done))
