"""Attached files: which are taken, which refused; kept beside the data and in backups, gone with who is forgotten."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from eit.actions.edit import EditContext
from eit.actions.history import undo
from eit.actions.organisation.files import attach_file, remove_file
from eit.analysis.history import history
from eit.analysis.organisation import file_content, files_of
from eit.cli import main
from eit.domain.errors import DataError, Refusal
from eit.domain.organisation.attached_file import LARGEST, inert_name
from eit.store.attached_files import files_folder
from eit.store.database import Database
from eit.store.forget.clearing import unpacked_prefix
from eit.store.forget.forgetting import forget
from eit.store.version.archive import backup_prefix
from eit.store.version.backup import back_up
from eit.store.version.check import failed_checks
from eit.store.version.restore import restore
from eit.store.version.swap import generations
from eit.store.version.workspace import copy_demonstration

FIRM, OTHER = "abi-001", "abi-002"
PDF = b"%PDF-1.7\nentente"


def zipped(*members: str) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for member in members:
            archive.writestr(member, "x")
    return made.getvalue()


@pytest.fixture
def door(tmp_path: Path) -> EditContext:
    copy_demonstration(tmp_path / "work.duckdb")
    return EditContext(tmp_path / "work.duckdb", "Camille")


def kept(door: EditContext) -> set[bytes]:
    folder = files_folder(door.path)
    return {file.read_bytes() for file in folder.iterdir()} if folder.is_dir() else set()


def names(door: EditContext, company_id: str = FIRM) -> list[str]:
    with Database(door.path) as database:
        return list(files_of(database, company_id)["name"])


def read(door: EditContext, attachment_id: str) -> tuple[str, bytes]:
    with Database(door.path) as database:
        return file_content(database, attachment_id)


REFUSED = {
    "file-empty": [("vide.pdf", b"")],
    "file-kind-refused": [
        ("page.html", b"<p>"), ("dessin.svg", b"<svg/>"), ("sans", b"abc"), ("a.pdf.docm", zipped("x")),
    ],
    "file-is-program": [
        ("entente.pdf", b"MZ\x90\x00"),
        ("photo.png", b"\x7fELF\x02"),
        ("notes.txt", b"#!/bin/sh\nrm"),
        ("facture.docx", zipped("word/document.xml", "word/vbaProject.bin")),
        ("plan.xlsx", zipped("xl/workbook.xml", "xl/embeddings/calc.EXE")),
        ("vieux.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "_VBA_PROJECT".encode("utf-16-le")),
    ],
    "file-not-what-it-says": [
        ("entente.pdf", b"<html>"),
        ("photo.jpg", PDF),
        ("notes.txt", b"abc\x00\x01"),
        ("facture.docx", b"PK\x03\x04cut"),
    ],
}  # fmt: skip


def test_programs_and_disguises_are_refused_and_nothing_is_kept(door: EditContext, tmp_path: Path) -> None:
    before, faults = door.path.read_bytes(), []
    for key, files in REFUSED.items():
        for name, content in files:
            try:
                attach_file(door, FIRM, name, content)
                faults.append(f"{name}: taken")
            except Refusal as refusal:
                faults += [f"{name}: {refusal.key}"] if refusal.key != key else []
    large = tmp_path / "film.pdf"
    with large.open("wb") as file:
        file.write(PDF)
        file.truncate(2 * 2**30)
    for size, path in ((2 * 2**30, large), (LARGEST + 1, None)):
        with pytest.raises(Refusal) as refused:
            attach_file(door, FIRM, "film.pdf", path or PDF.ljust(size, b" "))
        assert refused.value.key == "file-too-large"
    for path in (tmp_path, tmp_path / "absent.pdf", Path("/dev/zero")):
        with pytest.raises(DataError) as unreadable:
            attach_file(door, FIRM, "x.pdf", path)
        assert unreadable.value.code == "file_unreadable"
    assert not faults and not kept(door) and door.path.read_bytes() == before


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\temp\\Entente signée.PDF", "Entente signée.pdf"),
        ("rapport\u202efdp.exe", "rapport fdp.exe.bin"),
        ("a\nb<script>.csv", "a b_script_.csv"),
        ("CON.pdf", "_CON.pdf"),
        (".pdf", ".pdf.bin"),
        ("x" * 400 + ".pdf", "x" * 116 + ".pdf"),
    ],
)
def test_a_name_is_inert(typed: str, shown: str) -> None:
    assert inert_name(typed) == shown.removeprefix(".")


def test_a_file_lives_with_its_organisation(door: EditContext, tmp_path: Path) -> None:
    """Attached, saved, taken away, brought back by an undo, in a backup and restored; the journal says each."""
    one = attach_file(door, FIRM, "../Entente.pdf", PDF, "signée")
    assert read(door, one) == ("Entente.pdf", PDF) and names(door) == ["Entente.pdf"]
    with pytest.raises(Refusal, match="attached already"):
        attach_file(door, FIRM, "copie.pdf", PDF)
    [file] = files_folder(door.path).iterdir()
    assert file.stat().st_mode & 0o077 == 0 and files_folder(door.path).stat().st_mode & 0o077 == 0
    archive, manifest = back_up(door.path, tmp_path / "kept")
    assert f"files/{file.name}" in manifest.files
    remove_file(door, one)
    assert names(door) == [] and kept(door) == {PDF}
    with Database(door.path) as database:
        entries = history(database)
    assert list(entries["action"].head(2)) == ["remove-file", "attach-file"]
    undo(door, int(entries["entry"].max()))
    assert read(door, one)[1] == PDF
    remove_file(door, one, for_good=True)
    assert not kept(door)
    restore(archive, door.path, "Camille")
    assert read(door, one)[1] == PDF and failed_checks(door.path) == []
    file.write_bytes(b"%PDF-other")
    assert failed_checks(door.path) == [("attached_files", 1)]
    with pytest.raises(DataError) as damaged:
        read(door, one)
    file.unlink()
    with pytest.raises(DataError) as gone:
        read(door, one)
    assert (damaged.value.code, gone.value.code) == ("file_damaged", "file_gone")


def test_what_a_firm_sent_goes_with_it(door: EditContext, tmp_path: Path) -> None:
    """Not those of the others; nor does a backup of before bring them back."""
    theirs, ours = b"%PDF-quorvax", b"%PDF-other"
    attach_file(door, FIRM, "a.pdf", theirs)
    attach_file(door, OTHER, "b.pdf", ours)
    known, _ = back_up(door.path, tmp_path / "kept")
    apart = tmp_path / "apart.zip"
    apart.write_bytes(known.read_bytes())
    forget(door.path, "Ana", "abitibi", FIRM, None)
    assert kept(door) == {ours} and names(door, OTHER) == ["b.pdf"] and generations(door.path)
    with zipfile.ZipFile(known) as archive:
        contents = [archive.read(name) for name in archive.namelist()]
    assert theirs not in contents and ours in contents
    restore(apart, door.path, "Ana")
    assert kept(door) == {ours}


def test_a_kill_that_left_anunpacked_backup_leaves_no_name(door: EditContext, tmp_path: Path) -> None:
    known, _ = back_up(door.path, tmp_path / "kept")
    for prefix in (unpacked_prefix(door.path), backup_prefix(door.path)):
        (known.parent / f"{prefix}left").mkdir()
    (known.parent / ".eit-backup-of-another-file").mkdir()
    forget(door.path, "Ana", "abitibi", FIRM, None)
    assert {one.name for one in known.parent.iterdir()} == {known.name, ".eit-backup-of-another-file"}


def test_the_command_attaches_saves_and_removes(
    door: EditContext, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "pesée.csv").write_text("jour;t\n2026-01-01;3\n", encoding="utf-8")
    at = ["--db", str(door.path), "--format", "json"]
    assert main(["file", "attach", str(tmp_path / "pesée.csv"), "--organisation", FIRM, *at]) == 0
    with Database(door.path) as database:
        one = files_of(database, FIRM)["attachment_id"].iloc[0]
    (tmp_path / "out").mkdir()
    assert main(["file", "save", "--file", one, "--out", str(tmp_path / "out"), *at]) == 0
    assert (tmp_path / "out" / "pesée.csv").read_text(encoding="utf-8").endswith(";3\n")
    assert main(["file", "save", "--file", one, "--out", str(tmp_path / "out"), *at]) == 2
    assert main(["file", "remove", "--file", one, "--destroy", *at]) == 0
    assert not kept(door) and "existe déjà" in capsys.readouterr().err
