"""Find anything: some letters lead to what has the name, whatever the accents, within one programme only."""

from __future__ import annotations

from pathlib import Path

import pytest

from eit.analysis.find import KINDS, FindIndex, Found, find_index
from eit.store.database import Database

PAGES = (("map", "Carte"), ("exchanges", "Échanges"))


@pytest.fixture(scope="module")
def index(root: Path) -> FindIndex:
    with Database(root / "data" / "flows.duckdb") as database:
        return find_index(database, "abitibi", "fr", ("mrc", "municipality"), PAGES)


@pytest.mark.parametrize(
    ("text", "kind", "name"),
    [
        ("trembles", "organisation", "Scierie des Trembles (fictive)"),
        ("scierie tremb", "organisation", "Scierie des Trembles (fictive)"),
        ("echang", "page", "Échanges"),
        ("abi-001", "organisation", "Scierie des Trembles (fictive)"),
        ("rouyn", "territory", "Rouyn-Noranda"),
    ],
)
def test_letters_find_what_has_the_name(index: FindIndex, text: str, kind: str, name: str) -> None:
    assert (kind, name) in [(one.kind, one.name) for one in index.find(text)]


def test_nothing_is_found_by_nothing_nor_in_another_programme(index: FindIndex, root: Path) -> None:
    assert index.find("   ") == index.find("zzzz") == []
    with Database(root / "data" / "flows.duckdb") as database:
        rows = database.query("all_companies")
    other = rows[rows["programme_id"] == "quebec"].iloc[0]["company_id"]
    assert index.find(str(other)) == []


def test_every_kind_of_thing_can_be_found(index: FindIndex) -> None:
    kinds = {one.kind for _, one in index.entries}
    assert kinds == set(KINDS) - {"view", "tag", "contact", "help"}, (
        "those are in a programme that is worked on"
    )


def test_a_name_that_begins_so_comes_before_one_that_holds_it() -> None:
    entries = [Found("organisation", "1", "Les Bois du Nord"), Found("organisation", "2", "Bois francs")]
    index = FindIndex(tuple((f" {one.name.lower()}", one) for one in entries))
    assert [one.id for one in index.find("bois")] == ["2", "1"]
