"""Kills (kill -9) and disks that fill, over everything that writes: nothing acknowledged is lost, nothing torn.

Each trial begins from the same folder, in a process of its own: the parent opens no data file, so that it may fork.
"""

from __future__ import annotations

import contextlib
import lzma
import os
import random
import resource
import shutil
import signal
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import patch

from benchmarks.report import Table
from eit.cli import main
from eit.domain.errors import DataError, Refusal
from eit.locations import DATA
from eit.publish.edition import Order, publish
from eit.publish.ledger import read_ledger
from eit.publish.reading import PublicEdition
from eit.store.database import Database, file_version, read_whole
from eit.store.derived import matching
from eit.store.forget.forgetting import forget
from eit.store.forget.memory import read_forgotten
from eit.store.forget.rewriting import raw_texts
from eit.store.schema import SCHEMA_VERSION
from eit.store.version.archive import DATA as DATA_FILE
from eit.store.version.archive import entries, unpack
from eit.store.version.backup import back_up
from eit.store.version.build import build_database
from eit.store.version.edit import edited_version, generations
from eit.store.version.journal import Act
from eit.store.version.restore import restore
from eit.store.version.swap import alone
from eit.store.version.upgrade import upgrade

KILLS, LEVELS = 300, 40
DONE, REFUSED, CRASHED = 0, 3, 4
TOOK = "took"
"""File in which a trial tells how long the writer took when it was done again, undisturbed."""
OLDER = Path(__file__).resolve().parents[1] / "tests" / "data" / "schemas" / "schema-2g.duckdb.xz"

FORGOTTEN, FORGOTTEN_NAME = "abi-001", "Scierie des Trembles"


@dataclass(frozen=True)
class Writer:
    """Something that writes: what it does in a folder, the file that it changes, and whether that is done there."""

    act: Callable[[Path], object]
    file: str
    is_done: Callable[[Path], bool]


def _edit(folder: Path) -> None:
    path = folder / "work.duckdb"
    with edited_version(path, file_version(path), Act("essai", "edit-synergy")) as connection:
        connection.execute("UPDATE synergy SET jobs = coalesce(jobs, 0) + 1 WHERE synergy_id = 'abi-s01'")


def _import(folder: Path) -> None:
    source, path = folder / "one.csv", folder / "work.duckdb"
    words = ["import", str(source), "--programme", "abitibi", "--kind", "companies", "--db", str(path)]
    if main([*words, "--author", "essai"]):
        raise DataError("cannot_write", path=str(path), reason="import")


def _publish(folder: Path) -> None:
    publish(Order(folder / "work.duckdb", folder / "edition.duckdb", "essai", date(2026, 1, 1)))


def _published(folder: Path) -> bool:
    """Whether the edition is out; one that is out is whole, and remembered."""
    if not (folder / "edition.duckdb").exists():
        return False
    with PublicEdition(folder / "edition.duckdb") as edition:
        return edition.digest in {past.digest for past in read_ledger(folder / "work.duckdb")}


def _archived(folder: Path) -> bool:
    """Whether there is an archive; each one unpacks whole."""
    archives = list((folder / "kept").glob("*.zip"))
    for number, archive in enumerate(archives):
        unpack(archive, folder / f"unpacked-{number}-{time.time_ns()}")
    return bool(archives)


def _forgotten(folder: Path) -> bool:
    """Whether the organisation was forgotten; one that was is in no data file, generation or backup any more."""
    path = folder / "work.duckdb"
    if entries(path)[-1][3] != "forget" or not all(one.done for one in read_forgotten(path).erasures):
        return False
    apart = folder / f"unpacked-{time.time_ns()}"
    unpack(folder / "saved.zip", apart)
    files = [path, *generations(path), apart / DATA_FILE]
    return not any(FORGOTTEN_NAME in text for file in files for _, _, text in raw_texts(file))


def _last(action: str) -> Callable[[Path], bool]:
    return lambda folder: entries(folder / "work.duckdb")[-1][3] == action


def _pairs(folder: Path, passing: bool = False) -> list[tuple]:
    """The pairs of a file as if all were large; `passing`: derived anew, with nothing beside the file."""
    with patch.object(matching, "LARGEST_PAIRS", 0), Database(folder / "work.duckdb", None, passing) as read:
        return sorted(read.rows("candidate").round(6).itertuples(index=False, name=None))


WRITERS = {
    "build": Writer(
        lambda f: build_database(DATA, f / "demo.duckdb"),
        "demo.duckdb",
        lambda f: bool(generations(f / "demo.duckdb")),
    ),
    "upgrade": Writer(
        lambda f: upgrade(f / "older.duckdb", "essai"),
        "older.duckdb",
        lambda f: entries(f / "older.duckdb")[-1][3] == "upgrade",
    ),
    "restore": Writer(
        lambda f: restore(f / "saved.zip", f / "work.duckdb", "essai"), "work.duckdb", _last("restore")
    ),
    "publish": Writer(_publish, "work.duckdb", _published),
    "edit": Writer(_edit, "work.duckdb", _last("edit-synergy")),
    "import": Writer(_import, "work.duckdb", _last("import-companies")),
    "forget": Writer(
        lambda f: forget(f / "work.duckdb", "essai", "abitibi", FORGOTTEN, None, [f / "saved.zip"]),
        "work.duckdb",
        _forgotten,
    ),
    "pairs": Writer(_pairs, "work.duckdb", lambda f: _pairs(f) == _pairs(f, passing=True)),
    "backup": Writer(lambda f: back_up(f / "work.duckdb", f / "kept"), "work.duckdb", _archived),
}
"""Everything that writes, by its command."""


def prepare(folder: Path, demonstration: Path) -> None:
    """Make the folder that each trial begins from: a demonstration, a work file, one of before, a backup."""
    folder.mkdir()
    shutil.copyfile(demonstration, folder / "demo.duckdb")
    shutil.copyfile(demonstration, folder / "work.duckdb")
    (folder / "older.duckdb").write_bytes(lzma.decompress(OLDER.read_bytes()))
    row = "zz-1;A (fictif);Amos;48,56;-78,11;7"
    (folder / "one.csv").write_text(
        f"id;nom;municipalité;latitude;longitude;employés\n{row}\n", encoding="utf-8"
    )
    if _in_child(lambda: _save(folder)) != DONE:
        raise RuntimeError("the folder of the trials was not made")


def _save(folder: Path) -> None:
    path = folder / "work.duckdb"
    with edited_version(path, file_version(path), Act("essai", "first")) as connection:
        connection.execute("UPDATE synergy SET jobs = 5 WHERE synergy_id = 'abi-s01'")
    back_up(path, folder / "saved.zip")
    with edited_version(path, file_version(path), Act("essai", "second")) as connection:
        connection.execute("UPDATE synergy SET jobs = 6 WHERE synergy_id = 'abi-s01'")


def killed(name: str, base: Path, folder: Path, after_s: float) -> str:
    """One trial: the writer is killed after some seconds; "" when all is well, else what is not."""
    shutil.copytree(base, folder)
    writer = WRITERS[name]
    child = _forked(lambda: _acknowledged(writer, folder))
    time.sleep(after_s)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    said = (folder / "done").exists()
    return _judged(name, folder, must_be_done=said, may_be_done=True)


def filled(name: str, base: Path, folder: Path, largest: int) -> str:
    """One trial: no file may grow beyond `largest` bytes; "" when it is done or refused by a sentence, else why."""
    shutil.copytree(base, folder)
    writer = WRITERS[name]

    def limited() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (largest, resource.RLIM_INFINITY))
        writer.act(folder)

    ended = _in_child(limited)
    if ended not in (DONE, REFUSED):
        return f"{name} at {largest} bytes: no sentence"
    return _judged(name, folder, must_be_done=ended == DONE, may_be_done=ended == DONE or name == "publish")


def _acknowledged(writer: Writer, folder: Path) -> None:
    writer.act(folder)
    (folder / "done").touch()


def _judged(name: str, folder: Path, must_be_done: bool, may_be_done: bool) -> str:
    told = folder / "verdict"
    ended = _in_child(lambda: told.write_text(_verdict(name, folder, must_be_done, may_be_done)))
    found = told.read_text() if ended == DONE else "torn"
    return f"{name}: {found}" if found else ""


def _verdict(name: str, folder: Path, must_be_done: bool, may_be_done: bool) -> str:
    """What is wrong after a trial: something torn, lost, half done, or in the way of the next writer."""
    writer = WRITERS[name]
    for file in ("demo.duckdb", "work.duckdb", "older.duckdb"):
        read_whole(folder / file)
    known = {
        entry[3]
        for kept in [folder / "work.duckdb", *generations(folder / "work.duckdb")]
        for entry in entries(kept)
    }
    if not {"first", "second"} <= known:
        return "lost: an entry of before"
    done = writer.is_done(folder)
    if must_be_done and not done:
        return "lost: it was acknowledged"
    if done and not may_be_done:
        return "refused, and done all the same"
    if not done:
        began = time.monotonic()
        writer.act(folder)
        (folder / TOOK).write_text(repr(time.monotonic() - began), encoding="utf-8")
        if not writer.is_done(folder):
            return "it cannot be done afterwards"
    with alone(folder / writer.file):  # the next writer, whatever it does, begins by sweeping
        pass
    left = [one.name for one in folder.glob(".eit-*") if not one.name.startswith(".eit-backup-")]
    return f"left behind: {left}" if left and name not in ("publish", "backup") else ""


def _forked(do: Callable[[], object]) -> int:
    sys.stdout.flush()
    child = os.fork()
    if child:
        return child
    ended = CRASHED
    with contextlib.suppress(BaseException), Path(os.devnull).open("w") as nothing:  # the exit code tells
        try:
            with contextlib.redirect_stdout(nothing), contextlib.redirect_stderr(nothing):
                do()
            ended = DONE
        except (DataError, Refusal):
            ended = REFUSED
    os._exit(ended)


def _in_child(do: Callable[[], object]) -> int:
    return os.waitstatus_to_exitcode(os.waitpid(_forked(do), 0)[1])


def usual_seconds(name: str, base: Path, trial: Path) -> float:
    """How long one writer takes here, undisturbed: as a trial tells that did it again, else by doing it once."""
    if (trial / TOOK).exists():
        return float((trial / TOOK).read_text(encoding="utf-8"))
    folder = trial.with_name(f"{name}-usual")
    shutil.copytree(base, folder)
    began = time.monotonic()
    if _in_child(lambda: WRITERS[name].act(folder)) != DONE:
        raise RuntimeError(f"{name} does not work undisturbed")
    return time.monotonic() - began


def measure(
    path: Path, kills: int = KILLS, levels: int = LEVELS, names: tuple[str, ...] = tuple(WRITERS)
) -> Table:
    """Faults found, by writer: `kills` in all, `levels` of a full disk each."""
    chance = random.Random(14)
    table = Table(
        f"Arrêts brutaux et disque plein / Kills and full disk ({kills}, {levels} × {len(names)})",
        ("écriture / writer", "arrêts / kills", "niveaux / levels", "fautes / faults"),
    )
    with TemporaryDirectory() as name_of_folder:
        place = Path(name_of_folder)
        prepare(place / "base", path)
        for name in names:
            faults, usual = [], 0.0
            largest = int((place / "base" / WRITERS[name].file).stat().st_size * 1.6)
            for level in range(levels):
                faults += [
                    filled(name, place / "base", place / "trial", largest * level // max(levels - 1, 1))
                ]
                usual = usual or usual_seconds(name, place / "base", place / "trial")
                shutil.rmtree(place / "trial")
            each = -(-kills // len(names))
            for _ in range(each):
                faults += [killed(name, place / "base", place / "trial", chance.uniform(0.005, 1.1 * usual))]
                shutil.rmtree(place / "trial")
            found = sorted({fault for fault in faults if fault})
            table.rows.append((name, str(each), str(levels), str(sum(map(bool, faults)))))
            table.missed += found
            table.notes += found
    table.notes.append(f"schéma / schema {SCHEMA_VERSION}")
    return table
