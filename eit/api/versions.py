"""Which version of the file a request reads, and what a room may see of it; both are kept while they are new."""

from __future__ import annotations

import contextlib
import tempfile
import threading
from collections import OrderedDict
from collections.abc import Callable
from pathlib import Path

from eit.analysis.anonymise import draw_key, share_boundaries, write_copy_of
from eit.store.database import Database, Memory, file_version

KEPT = 4
"""Open files: the last version and the one before, each with a copy; who still reads an older one has opened it."""


class Versions:
    """The doors to the newest version of one data file. Raises DataError when it cannot be read."""

    def __init__(self, path: Path) -> None:
        self.path, self._lock = path, threading.Lock()
        self._open: OrderedDict[object, Database] = OrderedDict()
        self._made = 0
        self._memories: dict[str, Memory] = {}
        self._folder = tempfile.TemporaryDirectory(prefix="maillage-api-")

    def file(self) -> Database:
        """The data file as it is now."""
        version = file_version(self.path)
        return self._kept(version, lambda: Database(self.path, self._memory("file")))

    def room(self, lang: str) -> Database:
        """What a room may see of it now, in one language."""
        source = self.file()
        return self._kept((source.stamp, lang), lambda: self._copied(source, lang))

    def _copied(self, source: Database, lang: str) -> Database:
        self._made += 1
        target = Path(self._folder.name) / f"{self._made}-{lang}.duckdb"
        write_copy_of(source, target, lang, source.ask(draw_key))
        share_boundaries(self.path, target)
        return Database(target, self._memory(lang), passing=True)

    def _forget_copy(self, path: Path) -> None:
        """Take a copy off the disk; who still reads it has it open. The data file itself is not ours to remove."""
        if path.parent == Path(self._folder.name):
            with contextlib.suppress(OSError):
                path.unlink()

    def _memory(self, lineage: str) -> Memory:
        return self._memories.setdefault(lineage, Memory())

    def _kept(self, key: object, make: Callable[[], Database]) -> Database:
        with self._lock:
            if key not in self._open:
                self._open[key] = make()
                while len(self._open) > KEPT:
                    _, older = self._open.popitem(last=False)
                    self._forget_copy(Path(older.stamp.path))
            self._open.move_to_end(key)
            return self._open[key]
