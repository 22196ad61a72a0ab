"""Brings a file that an older version of the software made to this one, row for row; the old file is kept."""

from __future__ import annotations

from pathlib import Path

from eit.domain.errors import DataError
from eit.store.database import is_current, schema_version
from eit.store.schema import SCHEMA_VERSION
from eit.store.version.journal import Act
from eit.store.version.rebuild import rebuilt
from eit.store.version.swap import alone, prepared, put_in_place
from eit.store.version.workspace import refuse_demonstration


def upgrade(path: Path, author: str) -> str:
    """Rewrite a work file under the schema of this version, in one step; the schema that it had.

    A file that has it already, to the letter and with nothing else that runs, is left as it is. The one that is
    replaced stays among the generations, and the journal says who did it. Raises DataError: "author_missing",
    "demonstration_read_only", "no_data_file", "not_a_data_file", "newer_schema", what `reading_refusal` makes,
    "upgrade_would_lose", "upgrade_refused", "being_written", "unfinished_write", "cannot_write"; CheckFailed.
    """
    if not author.strip():
        raise DataError("author_missing")
    refuse_demonstration(path)
    with alone(path):
        found = schema_version(path)
        if is_current(path):
            return found
        act = Act(author.strip(), "upgrade", None, f"{found} → {SCHEMA_VERSION}", always=True)
        with prepared(path) as folder:
            put_in_place(rebuilt(path, folder, act), path)
    return found
