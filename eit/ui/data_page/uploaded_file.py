"""One uploaded file from preview to commit: it stays in memory, and on disk only while it is read."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import streamlit as st

from eit.actions.edit import EditContext
from eit.domain.errors import DataError, Refusal
from eit.ingest.cells import FileRefused, Row, as_text
from eit.ingest.columns import KINDS
from eit.ingest.commit import commit
from eit.ingest.headers import SEARCHED_ROWS, KnownHeaders
from eit.ingest.plan import Progress, make_plan
from eit.ingest.preview import Plan
from eit.ingest.reading import Answers, read_sheet
from eit.ingest.registers.likely_kind import likely_kind
from eit.ingest.registers.recognising import Register, recognise
from eit.ingest.rejects import write_rejects
from eit.store.database import FileVersion
from eit.views.records import refusal_sentence

SHOWN = "import shown"
LONGEST_NAME = 120
LONG_FILE = 200_000
"""Bytes from which on the reading of a file is worth a bar and a button that stops it."""
FIRST_ROWS = "import first rows"


@dataclass(frozen=True)
class Upload:
    """The name and the bytes of a file that a browser sent."""

    name: str
    data: bytes

    @property
    def digest(self) -> str:
        """Fingerprint of the content."""
        return hashlib.sha256(self.data).hexdigest()

    @contextmanager
    def as_file(self) -> Iterator[Path]:
        """A file with this content in a folder of its own, gone afterwards; its name cannot lead elsewhere."""
        plain = Path(self.name.replace("\\", "/")).name or "file"
        with tempfile.TemporaryDirectory(prefix="eit-import-") as folder:
            path = Path(folder) / plain[-LONGEST_NAME:]
            path.write_bytes(self.data)
            yield path


@dataclass(frozen=True)
class Shown:
    """A preview as a person saw it: of which file, asked in which way, of which version of the data."""

    question: tuple[object, ...]
    plan: Plan


def preview(
    upload: Upload,
    version: FileVersion,
    kind: str,
    programme_id: str,
    answers: Answers,
    progress: Callable[[], Progress] | None = None,
) -> Plan:
    """The plan of the file, kept until the file, the answers or the data change. Raises what `make_plan` raises.

    `progress` is made only when the file has to be read.
    """
    question = (upload.digest, upload.name, version, kind, programme_id, repr(answers))
    shown = st.session_state.get(SHOWN)
    if shown is not None and shown.question == question:
        return shown.plan
    with upload.as_file() as path:
        told = progress() if progress and len(upload.data) > LONG_FILE else None
        plan = make_plan(path, Path(version.path), kind, programme_id, answers, told)
    st.session_state[SHOWN] = Shown(question, plan)
    return plan


def shown_plan() -> Plan | None:
    """The preview that was on the screen before this run."""
    shown = st.session_state.get(SHOWN)
    return None if shown is None else shown.plan


def save(door: EditContext, upload: Upload, seen: Plan | None, plan: Plan, valid_only: bool) -> None:
    """Write the plan that the person had before their eyes.

    Raises FileRefused("import-file-changed") when the file or its reading is no longer what was shown, DataError when
    nobody signs or when the data changed meanwhile; nothing is written then.
    """
    if not door.author.strip():
        raise DataError("author_missing")
    if seen is None or (seen.digest, seen.kind, seen.choices) != (plan.digest, plan.kind, plan.choices):
        raise FileRefused("import-file-changed", value=upload.name)
    if seen.stamp != plan.stamp:
        raise DataError("changed_meanwhile", path=door.path.name)
    with upload.as_file() as path:
        commit(plan, door.path, door.author.strip(), path, valid_only, door.identity)


def rejects(plan: Plan, lang: str) -> bytes:
    """The refused rows as a CSV to be corrected and imported again."""
    with tempfile.TemporaryDirectory(prefix="eit-import-") as folder:
        path = Path(folder) / "refusals.csv"
        write_rejects(plan, path, lambda refusal: refusal_sentence(refusal, lang))
        return path.read_bytes()


def _first_rows(upload: Upload, kind: str, answers: Answers) -> list[Row]:
    """The rows of a file among which its header is, read once per reading; none when it cannot be read."""
    told = KnownHeaders(kind, answers.map, answers.columns, {})
    key = (upload.digest, upload.name, kind, answers.encoding, answers.separator, answers.sheet)
    kept = st.session_state.get(FIRST_ROWS)
    if kept is None or kept[0] != key:
        try:
            rows = read_sheet(upload.data, upload.name, told.count, answers).rows[: SEARCHED_ROWS + 1]
        except Refusal:
            rows = []
        st.session_state[FIRST_ROWS] = kept = (key, rows)
    found: list[Row] = kept[1]
    return found


def register_of(upload: Upload, kind: str, answers: Answers) -> Register | None:
    """The register whose headings the file has, when it is one of another kind than the one that was chosen."""
    rows = [[as_text(cell) for cell in row.cells] for row in _first_rows(upload, kind, answers)]
    found = (recognise(rows, other) for other in KINDS if other != kind)
    return next((register for register in found if register), None)


def kind_of(upload: Upload, kind: str, answers: Answers) -> str | None:
    """The kind of rows that the headings of a file are those of, when it is another one than was chosen."""
    return likely_kind(
        ([as_text(cell).strip() for cell in row.cells] for row in _first_rows(upload, kind, answers)), kind
    )


def headings(upload: Upload, kind: str, answers: Answers) -> tuple[Row, Row | None] | None:
    """The row that looks most like the header and the one under it, for a file that could not be read further."""
    told = KnownHeaders(kind, answers.map, answers.columns, {})
    rows = _first_rows(upload, kind, answers)
    searched = rows[:SEARCHED_ROWS]
    if not searched:
        return None
    place = max(
        range(len(searched)), key=lambda one: told.count([as_text(cell) for cell in searched[one].cells])
    )
    return searched[place], rows[place + 1] if place + 1 < len(rows) else None
