"""What a programme's work leaves on a disk is its owner's alone; what is made to be read by others is not."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from eit.cli import main
from eit.locations import settle_mode

pytestmark = pytest.mark.skipif(os.name != "posix", reason="a system without modes")


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_work_is_its_owners_alone(tmp_path: Path) -> None:
    os.umask(0o022)
    work = tmp_path / "work" / "w.duckdb"
    assert main(["init", "--demo", "--db", str(work)]) == 0
    assert main(["backup", "--db", str(work), "--out", str(tmp_path / "kept")]) == 0
    held = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert work in held and len(held) >= 2
    assert {oct(mode(path)) for path in held} == {"0o600"}
    assert {oct(mode(path)) for path in tmp_path.rglob("*") if path.is_dir()} == {"0o700"}


@pytest.mark.parametrize(
    ("before", "after"), [(0o644, 0o600), (0o666, 0o600), (0o640, 0o640), (0o600, 0o600)]
)
def test_a_file_closed_to_others_keeps_its_mode(before: int, after: int, tmp_path: Path) -> None:
    fresh, path = tmp_path / "fresh", tmp_path / "path"
    for one in (fresh, path):
        one.touch()
    path.chmod(before)
    settle_mode(fresh, path)
    assert mode(fresh) == after
    settle_mode(fresh, tmp_path / "absent")
    assert mode(fresh) == 0o600
