"""Where the backups of a file were written, so that somebody who is forgotten can be cleared from them too."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterable
from pathlib import Path

SUFFIX = ".backups"


def known_backups(path: Path) -> list[Path]:
    """The archives that were made of a file and not removed by it, the first first; they may have been moved since."""
    try:
        stored = json.loads(path.with_name(path.name + SUFFIX).read_text(encoding="utf-8"))
        return [Path(str(one)) for one in stored]
    except (OSError, ValueError, TypeError):
        return []


def register_backup(path: Path, made: Path, removed: Iterable[Path] = ()) -> None:
    """Remember one archive, and no longer those that were removed; a disk that is only read remembers nothing."""
    gone = {one.resolve() for one in removed} | {made.resolve()}
    kept = [str(one) for one in known_backups(path) if one not in gone] + [str(made.resolve())]
    file = path.with_name(path.name + SUFFIX)
    fresh = file.with_name(file.name + ".new")
    with contextlib.suppress(OSError):
        fresh.write_text(json.dumps(kept, indent=1), encoding="utf-8")
        fresh.replace(file)
