"""A sample of `make bench ARGS=faults`: whatever writes is killed or finds the disk full, and loses nothing."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.faults import WRITERS
from tests.one_programme import demonstration_of

READ_FIRST = (
    "eit.cli.ingest",
    "eit.ingest.commit",
    "eit.ingest.formats.geographic",
    "eit.ingest.formats.marked_up",
    "eit.ingest.formats.opendocument",
    "eit.ingest.formats.workbook",
    "eit.views.export.cells",
    "eit.views.questions",
)
"""What the command of an import reads when it begins: read before the forks, not once in each."""
CODE = f"""
import importlib, sys
from pathlib import Path
for name in {READ_FIRST}:
    importlib.import_module(name)
from benchmarks.faults import measure

table = measure(Path(sys.argv[1]), kills=1, levels=1, names=tuple(sys.argv[2:]))
print(table.text())
sys.exit(bool(table.missed))
"""


@pytest.mark.slow
@pytest.mark.skipif(os.name != "posix", reason="kill -9 and limits of a process")
def test_a_kill_and_a_full_disk_lose_nothing(root: Path) -> None:
    """In a process of its own, which opens no data file before it forks."""
    asked = [sys.executable, "-c", CODE, str(demonstration_of("abitibi")), *WRITERS]
    told = subprocess.run(asked, cwd=root, capture_output=True, text=True, timeout=500, check=False)
    assert told.returncode == 0, told.stdout + told.stderr[-2000:]
