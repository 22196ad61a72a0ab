"""A backup under a password: it comes back whole or says why not, nothing is lost, and age itself opens it."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pyrage
import pytest

from eit.actions.edit import EditContext, apply
from eit.cli import main
from eit.domain.errors import DataError
from eit.store.database import Database
from eit.store.forget.forgetting import forget
from eit.store.version import locked_archive
from eit.store.version.archive import read_manifest
from eit.store.version.backup import back_up
from eit.store.version.locked_archive import CONTENT, KEY, lock_archive, told_of, unlock_archive
from eit.store.version.restore import restore
from eit.store.version.workspace import copy_demonstration

PASSWORD = "quatre mots sans rapport"
NAME = "Scierie des Trembles"


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A work file, and a locked backup of it on another disk."""
    folder = tmp_path_factory.mktemp("locked")
    path = folder / "work.duckdb"
    copy_demonstration(path)
    archive, _ = back_up(path, folder / "disk" / "saved.zip", password=PASSWORD)
    return path, archive


@pytest.fixture(scope="module")
def opened(kept: tuple[Path, Path]) -> tuple[bytes, bytes]:
    """The key of that backup as it is sealed, and as age itself opens it with the password."""
    with zipfile.ZipFile(kept[1]) as zipped:
        sealed = zipped.read(KEY)
    return sealed, pyrage.passphrase.decrypt(sealed, PASSWORD)


@pytest.fixture
def quick(opened: tuple[bytes, bytes], monkeypatch: pytest.MonkeyPatch) -> None:
    """The key of that backup without the second that a password takes, for a family of damages."""
    sealed, own = opened
    monkeypatch.setattr(
        locked_archive.pyrage.passphrase,
        "decrypt",
        lambda key, password: own if (key, password) == (sealed, PASSWORD) else pyrage.decrypt(key, []),
    )


def refused(archive: Path, path: Path, password: str | None) -> str:
    before = path.read_bytes()
    with pytest.raises(DataError) as told:
        restore(archive, path, "Ana", password)
    assert path.read_bytes() == before and not list(path.parent.glob(".eit-*"))
    assert told.value.values.get("path") == str(archive), "the sentence names the file that people know"
    return told.value.code


def test_it_comes_back_and_age_itself_opens_it(
    kept: tuple[Path, Path], opened: tuple[bytes, bytes], tmp_path: Path
) -> None:
    path, archive = kept
    own = pyrage.x25519.Identity.from_str(opened[1].decode())
    with zipfile.ZipFile(archive) as zipped:
        (tmp_path / "plain.zip").write_bytes(pyrage.decrypt(zipped.read(CONTENT), [own]))
    assert read_manifest(tmp_path / "plain.zip").database == path.name
    door = EditContext(path, "Ana")
    apply(door, "edit", "abitibi", "x", (), lambda c: c.execute("UPDATE company SET employees = 3"))
    assert len(restore(archive, path, "Ana", PASSWORD).replaced) == 1
    with Database(path) as database:
        assert NAME in " ".join(database.rows("company")["name"])


def test_nothing_of_it_can_be_read_nor_was_written_in_the_clear(
    kept: tuple[Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, archive = kept
    assert NAME.encode() not in archive.read_bytes() and set(told_of(archive)) == set(locked_archive.TOLD)
    seen: set[str] = set()

    def watch(plain: Path, locked: Path, *_: object) -> None:
        seen.update(str(one.relative_to(tmp_path)) for one in tmp_path.rglob("*"))
        assert plain.parent.parent == path.parent
        locked.write_bytes(archive.read_bytes())
        raise DataError("stopped")

    monkeypatch.setattr("eit.store.version.backup.lock_archive", watch)
    with pytest.raises(DataError, match="stopped"):
        back_up(path, tmp_path / "disk", password=PASSWORD)
    assert all("duckdb" not in one and not one.endswith(".zip") for one in seen) and seen
    assert not list((tmp_path / "disk").iterdir())


def test_a_password_that_is_wrong_missing_or_short(kept: tuple[Path, Path], tmp_path: Path) -> None:
    path, archive = kept
    assert refused(archive, path, "Quatre mots sans rapport") == "backup_password_wrong"
    assert refused(archive, path, None) == "backup_locked"
    with pytest.raises(DataError, match="backup_password_short"):
        back_up(path, tmp_path, password="court")
    assert not list(tmp_path.iterdir())


def test_a_damaged_one_is_told_and_changes_nothing(
    kept: tuple[Path, Path], tmp_path: Path, quick: None
) -> None:
    """Cut anywhere, one byte changed anywhere, a part taken out or put in the place of another."""
    path, archive = kept
    whole = archive.read_bytes()
    at = [*range(60, len(whole), len(whole) // 6), len(whole) - 3]
    made = {f"cut{n}": whole[:n] for n in at}
    made |= {f"flip{n}": whole[:n] + bytes([whole[n] ^ 1]) + whole[n + 1 :] for n in at[1:-1]}
    with zipfile.ZipFile(archive) as zipped:
        parts = {name: zipped.read(name) for name in zipped.namelist()}
    for change in (
        {CONTENT: parts[CONTENT][: len(parts[CONTENT]) // 2]},
        {CONTENT: parts[KEY]},
        {CONTENT: None},
    ):
        made[f"part{len(made)}"] = _zipped({**parts, **change})
    codes = {}
    for name, content in made.items():
        damaged = tmp_path / f"{name}.zip"
        damaged.write_bytes(content)
        codes[name] = refused(damaged, path, PASSWORD)
    assert set(codes.values()) <= {"backup_damaged", "backup_foreign"}, codes
    assert [code for name, code in codes.items() if not name.startswith("cut")] == ["backup_damaged"] * 8, (
        codes
    )


def _zipped(parts: dict[str, bytes | None]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as zipped:
        for name, content in parts.items():
            if content is not None:
                zipped.writestr(name, content)
    return made.getvalue()


def test_it_is_streamed_and_a_full_disk_is_no_damage(
    kept: tuple[Path, Path], tmp_path: Path, light_lock: None, quick: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    largest: list[int] = []

    class Full(io.RawIOBase):
        def write(self, data: object) -> int:
            largest.append(len(bytes(data)))  # type: ignore[call-overload]
            if len(largest) > 3:
                raise OSError(28, "No space left on device")
            return largest[-1]

    make = locked_archive._Sink.__init__
    monkeypatch.setattr(locked_archive._Sink, "__init__", lambda sink, _: make(sink, Full()))
    (tmp_path / "big").write_bytes(b"\1" * 3_000_000)
    with pytest.raises(OSError, match="No space"):
        lock_archive(tmp_path / "big", tmp_path / "locked.zip", PASSWORD, _manifest(kept))
    largest.clear()
    with pytest.raises(OSError, match="No space"):
        unlock_archive(kept[1], tmp_path / "plain", PASSWORD)
    assert max(largest) < 200_000, "a whole file was held in memory"


def _manifest(kept: tuple[Path, Path]) -> object:
    return type("Told", (), told_of(kept[1]))


@pytest.mark.usefixtures("light_lock")
def test_locked_ones_are_counted_and_named_when_somebody_is_forgotten(tmp_path: Path) -> None:
    path = tmp_path / "work.duckdb"
    copy_demonstration(path)
    first, _ = back_up(path, tmp_path / "disk", password=PASSWORD)
    second, _ = back_up(path, tmp_path / "disk", keep=1)
    assert not first.exists() and second.exists()
    third, _ = back_up(path, tmp_path / "disk", password=PASSWORD)
    done = forget(path, "Ana", "abitibi", "abi-001", None)
    assert [(one.path, one.reason) for one in done.to_destroy] == [(third, "backup_locked")]
    restore(third, path, "Ana", PASSWORD)
    with Database(path) as database:
        assert NAME not in " ".join(database.rows("company")["name"]), (
            "a backup of before brought the name back"
        )


def test_the_command_never_takes_a_password_as_a_word(
    kept: tuple[Path, Path],
    quick: None,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    path, archive = kept
    at = ["--db", str(path), "--format", "json"]
    assert main(["backup", "--out", str(tmp_path / "a"), "--encrypt", *at]) == 2
    assert main(["restore", str(archive), *at]) == 2
    assert capsys.readouterr().err.count("EIT_BACKUP_PASSWORD") == 2
    (tmp_path / "word").write_text(PASSWORD + "\n", encoding="utf-8")
    assert main(["restore", str(archive), "--password-file", str(tmp_path / "word"), *at]) == 0
    assert main(["restore", str(archive), "--password-file", str(tmp_path / "none"), *at]) == 2
    monkeypatch.setenv("EIT_BACKUP_PASSWORD", "court")
    assert main(["backup", "--out", str(tmp_path / "a"), "--encrypt", *at]) == 2
    assert "12" in capsys.readouterr().err and not (tmp_path / "a").exists()
