"""Who was forgotten does not come back with a spreadsheet of before, however it writes them; nobody else goes."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from eit.actions.edit import EditContext
from eit.actions.organisation.organisations import add_organisation
from eit.ingest import commit as committing
from eit.ingest.commit import commit
from eit.ingest.plan import make_plan
from eit.ingest.preview import Plan
from eit.ingest.reading import Answers
from eit.store.database import Database
from eit.store.forget.forgetting import forget
from eit.store.version.backup import back_up
from eit.store.version.restore import restore
from eit.store.version.workspace import copy_demonstration

PROGRAMME = "abitibi"
WAYS = (
    *("Béton Quorvax ltée (fictif)", "BETON QUORVAX LTEE", "Béton-Quorvax inc.", "béton quorvax"),
    "Les Autres Bétons ltée",  # by its number
)
OTHER = "Ferme du Quorum (fictive)"
NEQ = "1142233445"


@pytest.fixture(scope="module")
def work(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file of which the last organisation that came in was forgotten."""
    path = tmp_path_factory.mktemp("forgotten") / "work.duckdb"
    copy_demonstration(path)
    with Database(path) as database:
        companies = database.rows("company")
    place = companies.loc[companies["programme_id"] == PROGRAMME, "municipality_id"].iloc[0]
    door = EditContext(path, "Ana")
    company = add_organisation(door, PROGRAMME, {"name": WAYS[0], "municipality_id": place, "neq": NEQ})
    forget(path, "Ana", PROGRAMME, company, None)
    return path


def copied(work: Path, folder: Path) -> Path:
    """The file with what lies beside it."""
    for one in work.parent.glob("work.duckdb*"):
        if one.is_file():
            (folder / one.name).write_bytes(one.read_bytes())
    return folder / work.name


def planned(path: Path, tmp_path: Path, programme: str = PROGRAMME) -> Plan:
    rows = [f"{name};Amos;{NEQ if name == WAYS[-1] else ''}" for name in (*WAYS, OTHER)]
    file = tmp_path / "avant.csv"
    file.write_text("\n".join(["nom;municipalité;NEQ", *rows]) + "\n", encoding="utf-8")
    return make_plan(file, path, "companies", programme, Answers())


def names(path: Path) -> list[str]:
    with duckdb.connect(str(path), read_only=True) as connection:
        found = connection.execute("SELECT name FROM company WHERE contains(lower(name), 'quor')").fetchall()
        return sorted(str(name) for (name,) in found)


def test_no_row_of_theirs_comes_in_and_the_preview_says_so(work: Path, tmp_path: Path) -> None:
    path = copied(work, tmp_path)
    plan = planned(path, tmp_path)
    assert ("forgotten-rows", str(len(WAYS))) in plan.notices and not plan.refusals
    assert commit(plan, path, "Ana") and names(path) == [OTHER]
    with duckdb.connect(str(path), read_only=True) as connection:
        assert connection.execute("SELECT count(*) FROM identifier WHERE value = ?", [NEQ]).fetchall() == [
            (0,)
        ]


def test_without_that_line_they_would(work: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = copied(work, tmp_path)
    monkeypatch.setattr(committing, "without_forgotten", lambda plan, _: plan)
    commit(planned(path, tmp_path), path, "Ana")
    assert len(names(path)) > 1


def test_an_id_that_is_given_again_is_somebody_else(work: Path, tmp_path: Path) -> None:
    """The next organisation takes the number that is free; a backup of it comes back whole."""
    path = copied(work, tmp_path)
    with Database(path) as database:
        companies = database.rows("company")
    place = companies.loc[companies["programme_id"] == PROGRAMME, "municipality_id"].iloc[0]
    add_organisation(EditContext(path, "Ana"), PROGRAMME, {"name": OTHER, "municipality_id": place})
    archive, _ = back_up(path, tmp_path / "kept")
    restore(archive, path, "Ana")
    assert names(path) == [OTHER]
