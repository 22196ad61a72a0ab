"""Somebody who is forgotten is in no text, no page and no archive any more, nor comes back with a copy of before."""

from __future__ import annotations

import json
import re
import shutil
import unicodedata
import zipfile
from functools import cache
from pathlib import Path

import duckdb
import pytest

from eit.actions.edit import EditContext, apply
from eit.actions.organisation.files import attach_file, remove_file
from eit.domain.errors import DataError
from eit.publish.ledger import PastEdition, read_ledger, write_ledger
from eit.publish.past_editions import Vintage
from eit.store.derived.kept_pairs import kept_file
from eit.store.editions import editions_folder
from eit.store.forget import clearing, forgetting, rewriting
from eit.store.forget.forgetting import forget
from eit.store.forget.memory import read_forgotten
from eit.store.forget.registry import FILES, PUBLISHED, TEXTS
from eit.store.forget.rewriting import raw_texts
from eit.store.schema import create_schema
from eit.store.version.backup import back_up
from eit.store.version.restore import restore
from eit.store.version.swap import generations
from tests.one_programme import demonstration_of

PROGRAMME = "abitibi"
NAME = "Béton Quorvax ltée (fictif)"
SAID = "quorvax"
FORMS = ("chez BETON-QUORVAX", "Be\u0301ton Quorvax ltée", "béton_quorvax.xlsx", "avec Quorvax")


@cache
def folded(text: str) -> str:
    apart = unicodedata.normalize("NFKD", text.casefold())
    return re.sub(r"[\W_]", "", "".join(sign for sign in apart if not unicodedata.combining(sign)))


def found(path: Path) -> int:
    """Texts and bytes of a data file that hold the name, by a search that is not the one of the product."""
    return sum(SAID in folded(text) for _, _, text in raw_texts(path)) + path.read_bytes().lower().count(
        SAID.encode()
    )


def found_in_archive(archive: Path, folder: Path) -> int:
    with zipfile.ZipFile(archive) as zipped:
        zipped.extractall(folder)
        return sum(zipped.read(name).lower().count(SAID.encode()) for name in zipped.namelist()) + found(
            folder / "data.duckdb"
        )


@pytest.fixture
def planted(tmp_path: Path, made: tuple[Path, str]) -> tuple[Path, str]:
    """A copy of `made` for one test."""
    path, company = made
    shutil.copytree(path.parent, tmp_path, dirs_exist_ok=True)
    return tmp_path / path.name, company


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A work file with one organisation named in many ways, over three generations, a ledger and a backup."""
    path = tmp_path_factory.mktemp("made") / "work.duckdb"
    shutil.copyfile(demonstration_of(PROGRAMME), path)
    with duckdb.connect(str(path), read_only=True) as connection:
        first = "SELECT min(company_id), min(group_id) FROM company WHERE programme_id = ?"
        [(company, group)] = connection.execute(first, [PROGRAMME]).fetchall()
    door = EditContext(path, "Ana")

    def change(connection: duckdb.DuckDBPyConnection) -> None:
        connection.execute("UPDATE company SET name = ? WHERE company_id = ?", [NAME, company])
        ids = connection.execute("SELECT synergy_id FROM synergy ORDER BY 1 LIMIT 4").fetchall()
        for (synergy,), text in zip(ids, FORMS, strict=True):
            connection.execute(
                "UPDATE synergy SET lead = ?, title_fr = ? WHERE synergy_id = ?", [text, text, synergy]
            )
        connection.execute(
            "INSERT INTO contact (contact_id, programme_id, company_id, name, email, purpose) "
            "VALUES ('c-1', ?, ?, 'Zoé Wlodarczyk', 'zoe@quorvax.example', 'suivi')",
            [PROGRAMME, company],
        )

    apply(door, "edit", PROGRAMME, "béton-quorvax", (), change)
    apply(door, "edit", PROGRAMME, "z", (), lambda c: c.execute("UPDATE company SET employees = 3"))
    vintage = Vintage("2026-1", {("t", "f", group): 12.5}, frozenset({("t", "f")}))
    write_ledger(path, [PastEdition("2026-1", "2026-01-01", "abc", {(PROGRAMME, "offer"): vintage})])
    return path, company


def test_nothing_is_left_anywhere_and_the_search_finds_it_before(
    planted: tuple[Path, str], tmp_path: Path
) -> None:
    path, company = planted
    known, _ = back_up(path, tmp_path / "backups")
    other = Path(shutil.copy(known, tmp_path / "elsewhere.zip"))
    kept = Path(shutil.copy(known, tmp_path / "forgotten-about.zip"))
    assert found(path) and found(generations(path)[-1]) and found_in_archive(known, tmp_path / "before")
    with duckdb.connect(str(path), read_only=True) as connection:
        flows = "SELECT count(*), sum(mass_t_per_year) FROM flow"
        before = connection.execute(flows).fetchall()
    done = forget(path, "Ana", PROGRAMME, company, None, [other])
    assert not done.to_destroy
    for one in (path, *generations(path)):
        assert found(one) == 0, one
    for number, archive in enumerate((known, other)):
        assert found_in_archive(archive, tmp_path / f"after{number}") == 0, archive
    assert SAID not in (tmp_path / "work.duckdb.forgotten").read_text()
    with duckdb.connect(str(path), read_only=True) as connection:
        assert connection.execute(flows).fetchall() == before, "the masses of the programme changed"
        assert connection.execute("SELECT count(*) FROM contact").fetchall() == [(0,)]
        last = connection.execute(
            "SELECT action, subject FROM journal ORDER BY entry DESC LIMIT 1"
        ).fetchall()
    assert last == [("forget", done.alias)]
    restore(kept, path, "Ana")
    assert all(found(one) == 0 for one in (path, *generations(path))), (
        "a copy of before brought the name back"
    )
    assert forget(path, "Ana", PROGRAMME, company, None, [kept]).alias == done.alias
    assert found_in_archive(kept, tmp_path / "last") == 0


def test_the_ledger_keeps_the_mass_under_an_opaque_id(planted: tuple[Path, str]) -> None:
    path, company = planted
    with duckdb.connect(str(path)) as connection:
        connection.execute("UPDATE company SET group_id = 'beton-quorvax' WHERE company_id = ?", [company])
    quantities = {("t", "f", "beton-quorvax"): 12.5, ("t", "f", "other"): 3.0}
    vintage = Vintage("2026-1", quantities, frozenset({("t", "f")}))
    write_ledger(path, [PastEdition("2026-1", "2026-01-01", "abc", {(PROGRAMME, "offer"): vintage})])
    done = forget(path, "Ana", PROGRAMME, company, None)
    [past] = read_ledger(path)
    told = past.tables[PROGRAMME, "offer"].quantities
    assert told == {("t", "f", done.alias): 12.5, ("t", "f", "other"): 3.0} and past.digest == "abc"


def test_every_text_is_read_however_many_rows_come_at_once(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rewriting, "BATCH_ROWS", 7)
    demonstration = root / "data" / "flows.duckdb"
    read = [
        text for table, column, text in raw_texts(demonstration) if (table, column) == ("flow", "material_id")
    ]
    with duckdb.connect(str(demonstration), read_only=True) as connection:
        asked = "SELECT DISTINCT material_id FROM flow ORDER BY 1"
        assert sorted(read) == [text for (text,) in connection.execute(asked).fetchall()]
    assert len(read) > 7


def test_the_names_of_its_files_go_from_the_journal_but_not_those_of_others(
    planted: tuple[Path, str],
) -> None:
    path, company = planted
    door = EditContext(path, "Camille")
    with duckdb.connect(str(path), read_only=True) as connection:
        [(other,)] = connection.execute(
            "SELECT max(company_id) FROM company WHERE programme_id = ?", [PROGRAMME]
        ).fetchall()
    kept = attach_file(door, company, "Entente de Zwick.txt", b"a")
    attach_file(door, company, "scan.txt", b"b")
    attach_file(door, other, "scan.txt", b"c")
    remove_file(door, kept)
    forget(path, "Camille", PROGRAMME, company, None)
    assert b"Zwick" not in path.read_bytes()
    with duckdb.connect(str(path), read_only=True) as connection:
        assert connection.execute("SELECT name FROM attachment").fetchall() == [("scan.txt",)]


def test_a_person_goes_and_the_organisation_stays(planted: tuple[Path, str]) -> None:
    path, company = planted
    forget(path, "Ana", PROGRAMME, company, "c-1")
    for one in (path, *generations(path)):
        texts = [folded(text) for _, _, text in raw_texts(one)]
        assert not any("wlodarczyk" in text or "zoequorvaxexample" in text for text in texts)
        assert b"wlodarczyk" not in one.read_bytes().lower()
    assert found(path)


@pytest.mark.parametrize("stop", ["clear_generation", "clear_ledger"])
def test_a_disk_that_fills_in_the_middle_loses_nothing_and_goes_on(
    planted: tuple[Path, str], stop: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, company = planted
    before = path.read_bytes()

    def full(*_: object) -> int:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as broken:
        broken.setattr(clearing, stop, full)
        with pytest.raises(DataError) as refused:
            forget(path, "Ana", PROGRAMME, company, None)
    assert refused.value.code == "cannot_write" and path.read_bytes() == before
    [begun] = read_forgotten(path).erasures
    assert not begun.done
    done = forget(path, "Ana", PROGRAMME, company, None)
    assert done.alias == begun.alias and read_forgotten(path).erasures[-1].done
    assert all(found(one) == 0 for one in (path, *generations(path)))


def test_what_still_holds_a_name_is_not_put_in_place(
    planted: tuple[Path, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    path, company = planted
    monkeypatch.setattr(clearing, "hits", lambda *_: [])
    monkeypatch.setattr(
        forgetting, "rewritten", lambda source, fresh, *_: len(str(shutil.copy(source, fresh)))
    )
    with pytest.raises(DataError) as refused:
        forget(path, "Ana", PROGRAMME, company, None)
    assert refused.value.code == "forget_incomplete" and found(path)


def test_a_backup_that_cannot_be_read_is_named(planted: tuple[Path, str], tmp_path: Path) -> None:
    path, company = planted
    bad = tmp_path / "cut.zip"
    bad.write_bytes(b"PK nothing")
    done = forget(path, "Ana", PROGRAMME, company, None, [bad, tmp_path / "gone.zip"])
    assert {one.path.name for one in done.to_destroy} == {"cut.zip", "gone.zip"}


@pytest.mark.parametrize("unknown", [("nobody", None), (None, "nobody")])
def test_nobody_of_that_name(planted: tuple[Path, str], unknown: tuple[str | None, str | None]) -> None:
    path, company = planted
    with pytest.raises(DataError) as refused:
        forget(path, "Ana", PROGRAMME, unknown[0] or company, unknown[1])
    assert refused.value.code in ("organisation_unknown", "person_unknown")
    assert not path.with_name(path.name + ".forgotten").exists()


def test_every_table_column_and_kind_of_file_is_known_to_forget(
    planted: tuple[Path, str], tmp_path: Path
) -> None:
    with duckdb.connect() as connection:
        create_schema(connection)
        columns = connection.execute(
            "SELECT table_name, column_name FROM duckdb_columns() JOIN duckdb_tables() USING (table_name) "
            "WHERE data_type = 'VARCHAR'"
        ).fetchall()
        tables = {name for (name,) in connection.execute("SELECT table_name FROM duckdb_tables()").fetchall()}
    declared = {(table, column) for table, names in TEXTS.items() for column in names}
    unknown = {one for one in columns if one[0] not in PUBLISHED} ^ declared
    assert not unknown and tables == set(TEXTS) | set(PUBLISHED)
    path, company = planted
    back_up(path, tmp_path / "backups")
    kept_file(path).write_text("distances")
    forget(path, "Ana", PROGRAMME, company, None)
    assert not kept_file(path).exists()
    beside = [one for one in tmp_path.rglob(f"{path.name}*") if one.is_file()]
    beside += [
        one for folder in tmp_path.glob(f"{path.name}.*") for one in folder.rglob("*") if one.is_file()
    ]
    for one in beside:
        tail = str(one.relative_to(tmp_path)).removeprefix(path.name)
        assert any(Path(f"x{tail}").match(f"x{kind}") for kind in FILES), f"unknown kind of file: {tail}"


def test_the_journal_of_the_others_can_still_be_taken_back(planted: tuple[Path, str]) -> None:
    """The numbers of a remembered row stay as they were written: an entry is taken back by its very text."""
    path, company = planted
    with duckdb.connect(str(path), read_only=True) as connection:
        rows = "SELECT entry, row_key, after FROM journal_row WHERE NOT contains(after, ?) ORDER BY ALL"
        before = connection.execute(rows, [SAID]).fetchall()
    forget(path, "Ana", PROGRAMME, company, None)
    with duckdb.connect(str(path), read_only=True) as connection:
        after = {(e, k): json.loads(t) for e, k, t in connection.execute(rows, [SAID]).fetchall() if t}
    others = [
        (e, k, t) for e, k, t in before if t and company not in t and "uorvax" not in t and "QUORVAX" not in t
    ]
    assert others and all(after[e, k] == json.loads(t) for e, k, t in others)
    assert editions_folder(path).exists()
