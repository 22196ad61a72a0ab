"""A programme takes in territories: units, parents and neighbours with stable ids; what it had stays."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from eit.actions.actors import Actor, add_actor
from eit.actions.edit import EditContext
from eit.actions.history import undo
from eit.actions.programme.fields import NewProgramme
from eit.actions.programme.start import start_file
from eit.actions.territories import add_territories
from eit.analysis.history import history
from eit.domain.errors import InvalidSelection
from eit.locations import DEMONSTRATION, GEO
from eit.store.boundaries import read_boundaries
from eit.store.database import Database
from eit.store.layers.folder import find_layers
from eit.store.places.gazetteer import gazetteer


@pytest.fixture
def empty(tmp_path: Path) -> Path:
    target = tmp_path / "new.duckdb"
    start_file(target, "Ana", NewProgramme("Laurentides", "CA-QC", programme_id="laurentides"))
    return target


def held(path: Path, programme: str) -> dict[str, str]:
    with Database(path) as database:
        rows = database.query("all_territories", {"programme_id": programme})
    return dict(rows.loc[rows["inside"], ["territory_id", "kind"]].values)


def test_an_mrc_comes_with_its_municipalities_and_a_map(empty: Path) -> None:
    added = add_territories(EditContext(empty, "Ana"), "laurentides", ["mrc-78"])
    inside = held(empty, "laurentides")
    assert sum(kind == "municipality" for kind in inside.values()) == 21
    assert (added.levels, added.undrawn) == (("municipality", "mrc"), ("mun-78802",))
    drawn = read_boundaries(GEO, ["municipality"], list(inside), find_layers(empty))
    assert len(drawn) == 20 and drawn["approximate"].all()
    assert "region-15" in added.new and "mun-62055" in added.new  # its region, and Saint-Donat that is near


def test_the_file_grows_by_less_than_a_megabyte(empty: Path) -> None:
    add_actor(EditContext(empty, "Ana"), "laurentides", Actor("Atelier", "training", "page", "2026"))
    before = empty.stat().st_size  # any first edit leaves free blocks in the file
    add_territories(EditContext(empty, "Ana"), "laurentides", ["region-15"])
    folder = find_layers(empty).folder
    assert empty.stat().st_size - before < 1_000_000
    assert sum(file.stat().st_size for file in Path(folder).iterdir()) < 1_000_000


def test_what_the_demonstration_has_keeps_its_rows(tmp_path: Path) -> None:
    work = Path(shutil.copy(DEMONSTRATION, tmp_path / "work.duckdb"))
    with Database(work) as database:
        before = database.query("territory_codes").set_index("territory_id")
    added = add_territories(EditContext(work, "Ana"), "hurepoix", ["epci-249100157"])
    with Database(work) as database:
        after = database.query("territory_codes").set_index("territory_id")
        programme = database.query("programmes").set_index("programme_id").loc["hurepoix"]
    own = ["kind", "code", "name"]
    assert after.loc[before.index, own].equals(before[own])
    assert programme["levels"].split("|")[0] == "commune"
    assert "dept-91" in added.new
    undo(EditContext(work, "Ana"), int(history_entry(work)))
    assert "epci-249100157" not in held(work, "hurepoix")


def history_entry(path: Path) -> int:
    with Database(path) as database:
        return int(history(database)["entry"].iloc[0])


def test_an_epci_of_the_demonstration_gets_the_department_that_it_lacked(tmp_path: Path) -> None:
    work = Path(shutil.copy(DEMONSTRATION, tmp_path / "work.duckdb"))
    add_territories(EditContext(work, "Ana"), "hurepoix", ["dept-91"], around=False)
    assert held(work, "hurepoix")["epci-249100595"] == "epci"
    with Database(work) as database:
        parents = database.query("territory_codes").set_index("territory_id")["parent_id"]
    assert parents["epci-249100595"] == "dept-91"


def test_an_ept_of_grand_paris_is_its_communes(tmp_path: Path) -> None:
    """Its communes lie in the Métropole du Grand Paris too: without them it would be a programme without a map."""
    book = gazetteer()
    epts = [one for one in book.of_kind("epci") if one.members]
    communes = [one for ept in epts for one in ept.members.split("|")]
    assert (len(epts), len(communes), len(set(communes))) == (11, 129, 129)
    metropolis = {one.place_id for one in book.children("epci-200054781")}
    assert metropolis == {*communes, "commune-75056"}
    new = NewProgramme("Plaine Commune", "", programme_id="plaine")
    assert start_file(tmp_path / "plaine.duckdb", "Ana", new, ["epci-200057867"]) == "plaine"
    with Database(tmp_path / "plaine.duckdb") as database:
        held = database.query("programme_territories", {"programme_id": "plaine"})
    assert set(held["territory_id"]) == set(book.get(["epci-200057867"])[0].members.split("|"))


@pytest.mark.parametrize(
    ("programme", "place", "key"),
    [
        ("laurentides", "mrc-0", "territory-unknown"),
        ("laurentides", "epci-245900428", "territory-other-country"),
        ("nobody", "mrc-78", "programme-unknown"),
    ],
)
def test_what_cannot_be_added_is_refused(empty: Path, programme: str, place: str, key: str) -> None:
    before = empty.read_bytes()
    with pytest.raises(InvalidSelection) as caught:
        add_territories(EditContext(empty, "Ana"), programme, [place])
    assert caught.value.key == key
    assert empty.read_bytes() == before


def test_a_territory_is_added_once(empty: Path) -> None:
    add_territories(EditContext(empty, "Ana"), "laurentides", ["mun-78032"], around=False)
    with pytest.raises(InvalidSelection) as caught:
        add_territories(EditContext(empty, "Ana"), "laurentides", ["mun-78032"])
    assert caught.value.key == "territory-already"
