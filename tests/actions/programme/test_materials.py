"""A programme's own materials and words: what the reference lacks is added, and the import knows the word."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from eit.actions.edit import EditContext
from eit.actions.programme.materials import NewMaterial, add_material, add_word
from eit.cli import main
from eit.domain.errors import Refusal
from eit.ingest.known import read_known
from eit.store.database import Database

P = "hurepoix"


@pytest.fixture(scope="module")
def door(tmp_path_factory: pytest.TempPathFactory, root: Path) -> EditContext:
    copy = tmp_path_factory.mktemp("materials") / "flows.duckdb"
    shutil.copyfile(root / "data" / "flows.duckdb", copy)
    return EditContext(copy, "Camille")


def refused(do: Callable[[], object]) -> str:
    with pytest.raises(Refusal) as told:
        do()
    return told.value.key


def test_a_new_material_meets_what_its_family_meets(door: EditContext) -> None:
    made = add_material(door, P, NewMaterial("Noyaux d'olive", "clean-wood", "Olive stones"))
    with Database(door.path) as database:
        rows = database.query("materials").set_index("material_id")
    assert (made, rows.loc[made, "parent_id"], rows.loc[made, "kind"]) == (
        "olive-stones",
        "clean-wood",
        "matter",
    )
    assert rows.loc[made, "category_id"] == rows.loc["clean-wood", "category_id"]
    with duckdb.connect(door.path, read_only=True) as connection:
        links = connection.execute(
            "SELECT demand_material_id, basis FROM compatibility WHERE offer_material_id = ?", [made]
        ).fetchall()
    assert ("olive-stones", "same") in links and ("bark", "family") in links


def test_what_cannot_be_a_material_is_said(door: EditContext) -> None:
    assert refused(lambda: add_material(door, P, NewMaterial("ÉCORCES", "clean-wood"))) == "material-twice"
    assert refused(lambda: add_material(door, P, NewMaterial("Or", "pallets"))) == "material-family"
    assert refused(lambda: add_material(door, P, NewMaterial(" ", "clean-wood"))) == "text-missing"
    assert refused(lambda: add_word(door, P, "Or", "gold")) == "choice-unknown"


def test_a_word_of_the_programme_is_known_to_the_import(door: EditContext) -> None:
    add_word(door, P, "Palox perdus", "pallets", "Gitterbox")
    with Database(door.path) as database:
        here, there = (read_known(database, programme, "flows") for programme in (P, "abitibi"))
    assert here.material_search and there.material_search
    assert here.material_search.find("palox perdus").material_id == "pallets"
    assert here.material_search.find("Gitterbox").material_id == "pallets"
    assert there.material_search.find("Gitterbox").material_id is None


def test_both_are_on_the_command_line(door: EditContext, capsys: pytest.CaptureFixture[str]) -> None:
    where = ["--programme", P, "--db", str(door.path), "--author", "Camille", "--format", "json"]
    assert main(["material", "add", "--name", "Coquilles d'huître", "--family", "clean-wood", *where]) == 0
    assert json.loads(capsys.readouterr().out)[0]["name_fr"] == "Coquilles d'huître"
    assert main(["material", "word", "Coques", "--material", "coquilles-d-huitre", *where]) == 0
    assert {row["name_fr"] for row in json.loads(capsys.readouterr().out)} >= {"Coques"}
    assert main(["material", "add", "--name", "Or", "--family", "gold", *where]) == 2
