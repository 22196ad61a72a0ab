"""The mailbox is in backups, comes back where there is none, and is cleared of who is forgotten."""

from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path

import pytest

from eit.domain.door.sheet import FIRM, Sheet, SheetFlow, SheetLead
from eit.door.app import application
from eit.store.forget.forgetting import forget
from eit.store.mailbox.box import FILE, Mailbox, door_folder
from eit.store.version.archive import DATA, unpack
from eit.store.version.backup import back_up
from eit.store.version.restore import restore
from tests.door.asking import ask

PROGRAMME, GONE, OTHER = "abitibi", "abi-033", "abi-001"
NAME = "Écocentre du Témiscamingue (fictif)"


@pytest.fixture
def path(tmp_path: Path, root: Path) -> Path:
    """A data file with the links of two organisations; one names the other, whom both texts and answers name."""
    path = tmp_path / "work.duckdb"
    shutil.copyfile(root / "data" / "flows.duckdb", path)
    box = Mailbox(path)
    flow = SheetFlow("f-1", "offer", "sciure", "sawdust", 12.0, "t", "year", None, "declared")
    lead = SheetLead("l-1", "f-1", "offer", "bois", "wood", 10.0, 22.0, "t", "yes", NAME)
    materials = {"clean-wood": ("Bois", "Wood", "matter")}
    for company_id, name, leads in ((GONE, NAME, ()), (OTHER, "Autre (fictive)", (lead,))):
        sheet = Sheet(FIRM, "P", "P", name, "", True, (flow,), leads, materials=materials)
        link = box.make_link(PROGRAMME, company_id, sheet, 4_000_000_000)
        form = {"lang": "fr", "sending": "1" * 22, "direction": "offer", "material": "clean-wood",
                "note": "vu avec l'écocentre du Témiscamingue"}  # fmt: skip
        assert ask(application(path), f"/l/{box.token(link)}", form).status == 303
    return path


def said(folder: Path) -> bytes:
    """Everything that the files of a mailbox hold, freed pages too."""
    return b"".join(one.read_bytes() for one in sorted(folder.iterdir()) if one.name.startswith(FILE))


def test_who_is_forgotten_is_in_no_mailbox_and_in_no_backup_of_it(path: Path, tmp_path: Path) -> None:
    known, _ = back_up(path, tmp_path / "backups")
    kept = Path(shutil.copy(known, tmp_path / "kept.zip"))
    assert b"miscamingue" in said(door_folder(path))
    done = forget(path, "Ana", PROGRAMME, GONE, None)
    assert not done.to_destroy and "mailbox" in {one.kind for one in done.cleared}
    box = Mailbox(path)
    assert b"miscamingue (fictif)" not in said(box.folder) and GONE.encode() not in said(box.folder)
    assert box.links_of(PROGRAMME, GONE) == [] and len(box.links_of(PROGRAMME, OTHER)) == 1
    [answer] = box.answers(PROGRAMME)
    assert answer.link_about == OTHER and "cocentre" not in answer.said["note"]
    unpack(known, tmp_path / "seen")
    assert b"cocentre" not in said(door_folder(tmp_path / "seen" / DATA))
    shutil.rmtree(box.folder)
    restore(kept, path, "Ana")
    assert b"cocentre" not in said(box.folder) and len(Mailbox(path).answers(PROGRAMME)) == 1


def test_a_backup_brings_a_mailbox_back_and_never_replaces_one(path: Path, tmp_path: Path) -> None:
    archive, manifest = back_up(path, tmp_path / "backups")
    assert {one for one in manifest.files if ".door/" in one} == {f"{DATA}.door/{FILE}", f"{DATA}.door/key"}
    box = Mailbox(path)
    token = box.token(box.links_of(PROGRAMME, OTHER)[0])
    shutil.rmtree(box.folder)
    restore(archive, path, "Ana")
    assert len(box.answers(PROGRAMME)) == 2 and ask(application(path), f"/l/{token}").status == 200
    assert (
        oct((box.folder / "key").stat().st_mode)[-3:] == oct((box.folder / FILE).stat().st_mode)[-3:] == "600"
    )
    with sqlite3.connect(box.folder / FILE) as connection:
        connection.execute("DELETE FROM answer")
    restore(archive, path, "Ana")
    assert box.answers(PROGRAMME) == []
