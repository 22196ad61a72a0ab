"""Counts of businesses by territory, sector and size, as statistical offices give them."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from eit.ingest.cells import CellRefused
from eit.ingest.commit import commit
from eit.ingest.kinds.business_counts import SIZE_CLASSES, size_class
from eit.ingest.plan import make_plan
from eit.ingest.preview import Plan
from eit.store.database import Database
from eit.views.texts import texts

HEAD = "territoire;scian;secteur;tranche d'effectif;établissements;année;source\n"
ROW = {
    "where": "region-05",
    "code": "321",
    "name": "Bois",
    "size": "5 à 9",
    "count": "12",
    "year": "2030",
    "source": "Essai",
}


@pytest.fixture
def database(tmp_path: Path, root: Path) -> Path:
    return Path(shutil.copyfile(root / "data" / "flows.duckdb", tmp_path / "flows.duckdb"))


def planned(database: Path, *rows: dict[str, str]) -> Plan:
    file = database.with_name("comptes.csv")
    file.write_text(
        HEAD + "".join(";".join({**ROW, **row}.values()) + "\n" for row in rows), encoding="utf-8"
    )
    return make_plan(file, database, "business_counts", "qnp")


def counts(database: Path) -> list[tuple]:
    with Database(database) as door:
        rows = door.query("all_business_counts", {"programme_id": "qnp"})
    rows = rows[rows["year"] == "2030"]
    return list(
        rows[["territory_id", "sector_scheme", "sector_code", "size_class", "businesses"]].itertuples(
            index=False, name=None
        )
    )


def test_a_table_comes_in_and_the_same_file_twice_changes_nothing(database: Path) -> None:
    rows = {}, {"size": "500 et plus", "count": "0"}, {"where": "mun-43027"}
    plan = planned(database, *rows)
    assert (plan.refusals, plan.new) == ([], 3)
    assert commit(plan, database, "essai")
    found = counts(database)
    assert ("region-05", "SCIAN", "321", "5-9", 12) in found
    assert ("region-05", "SCIAN", "321", "500+", 0) in found
    assert planned(database, *rows).identical == 3
    changed = planned(database, {"count": "13"})
    assert changed.changed == 1 and commit(changed, database, "essai")
    assert ("region-05", "SCIAN", "321", "5-9", 13) in counts(database)
    assert len(counts(database)) == 3


SIZES = {
    "0": "0", "0 à 4": "0-4", "1-4": "1-4", "1 à 4": "1-4", "de 1 à 4": "1-4", "5 à 9": "5-9", "5 – 9": "5-9",
    "10 to 19": "10-19", "200 à 499 employés": "200-499", "500 +": "500+", "500 et plus": "500+", "500+": "500+",
    "500 or more": "500+", "Aucun employé": "0",
}  # fmt: skip


@pytest.mark.parametrize("typed", SIZES)
def test_a_size_class_as_people_write_it(typed: str) -> None:
    assert size_class(typed) == SIZES[typed]
    assert SIZES[typed] in SIZE_CLASSES


@pytest.mark.parametrize("typed", ["3-7", "petite", "250+", "4", ""])
def test_another_division_is_not_squeezed_into_ours(typed: str) -> None:
    with pytest.raises(CellRefused):
        size_class(typed)


REFUSED = {
    "a city and its MRC": ({"where": "Sherbrooke"}, "place-homonyms", "A2"),
    "unknown territory": ({"where": "Atlantide"}, "territory-unknown", "A2"),
    "no code": ({"code": ""}, "value-missing", "B2"),
    "a code of signs": ({"code": "?!"}, "sector-unreadable", "B2"),
    "another class": ({"size": "3-7"}, "size-unknown", "D2"),
    "no count": ({"count": ""}, "count-missing", "E2"),
    "n.c.": ({"count": "n.c."}, "count-missing", "E2"),
    "half a business": ({"count": "1,5"}, "not-whole", "E2"),
    "fewer than none": ({"count": "-1"}, "negative", "E2"),
    "a year of two digits": ({"year": "24"}, "year-unreadable", "F2"),
    "no source": ({"source": ""}, "value-missing", "G2"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_bad_cell_is_refused_with_its_address(case: str, database: Path) -> None:
    row, rule, place = REFUSED[case]
    plan = planned(database, row)
    assert (plan.refusals[0].rule, plan.refusals[0].cell) == (rule, place)
    assert all(texts(lang).has(f"import.rule.{rule}") for lang in ("fr", "en"))


def test_no_business_is_counted_twice(database: Path) -> None:
    assert planned(database, {}, {}).refusals[0].rule == "id-twice"
    plan = planned(database, {"size": "0 à 4"}, {"size": "1-4"})
    assert [(one.rule, one.cell) for one in plan.refusals] == [("size-overlaps", "D3")]
    alone = planned(database, {"size": "0 à 4"})
    assert commit(alone, database, "essai")
    assert planned(database, {"size": "0"}).refusals[0].rule == "size-overlaps"
