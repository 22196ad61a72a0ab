"""What a person says of the columns of a source is remembered for the next file with the same headings."""

from __future__ import annotations

from pathlib import Path

import pytest

from eit.ingest.cells import FileRefused
from eit.ingest.columns import COLUMNS, KINDS, LOOKUPS, column_of
from eit.ingest.commit import commit
from eit.ingest.plan import make_plan
from eit.ingest.preview import Plan
from eit.ingest.reading import Answers

ANSWER = {"Raison": "name", "Bourg": "municipality_id", "Nom": None}
FIRST = "Code interne;Raison;Bourg;Nom\n1;Acier (fictif);Amos;zzz\n"
NEXT = "CODE  INTERNE;raison;bourg;NOM\n1;Fer (fictif);Amos;yyy\n"


def planned(database: Path, text: str, answer: dict | None = None, programme: str = "abitibi") -> Plan:
    file = database.with_name("source.csv")
    file.write_text(text, encoding="utf-8")
    return make_plan(file, database, "companies", programme, Answers(columns=answer or {}))


def test_the_next_file_with_the_same_headings_needs_no_answer(database: Path) -> None:
    assert [one.subject for one in planned(database, FIRST).questions] == ["municipality_id"]
    plan = planned(database, FIRST, ANSWER)
    assert (plan.records[0]["name"], plan.notices) == ("Acier (fictif)", [])
    assert commit(plan, database, "essai")
    recalled = planned(database, NEXT)
    assert recalled.records[0]["name"] == "Fer (fictif)"
    assert recalled.notices == [("columns-remembered", "raison, bourg, NOM")]
    assert planned(database, NEXT, programme="quebec").records == []
    assert planned(database, NEXT.replace("CODE", "Autre")).records == []


def test_a_new_answer_takes_the_place_of_the_old_one(database: Path) -> None:
    commit(planned(database, FIRST, ANSWER), database, "essai")
    said = {"Raison": "sector_fr", "Nom": "name"}
    assert commit(planned(database, FIRST, said), database, "essai")
    assert planned(database, NEXT).records[0]["name"] == "yyy"


def test_a_preview_and_a_refused_file_remember_nothing(database: Path) -> None:
    plan = planned(database, FIRST.replace("Amos", "Atlantide"), ANSWER)
    assert plan.refused_rows and not commit(plan, database, "essai")
    assert planned(database, NEXT).records == []


@pytest.mark.parametrize(
    ("answer", "key"),
    [
        ({"Raison": "shoe_size"}, "import-field-unknown"),
        ({"Absent": "name"}, "import-title-absent"),
        ({"Raison": "name", "Nom": "name", "Bourg": "municipality_id"}, "import-header-twice"),
    ],
)
def test_an_answer_that_cannot_be_is_refused(database: Path, answer: dict, key: str) -> None:
    with pytest.raises(FileRefused) as refused:
        planned(database, FIRST, {"Bourg": "municipality_id", "Raison": "name", **answer})
    assert refused.value.key == key


@pytest.mark.parametrize("kind", KINDS)
def test_a_heading_means_one_column_in_both_languages(kind: str) -> None:
    for column in COLUMNS[kind].values():
        if not column.map_only:
            for spelling in (column.name, *column.titles.values(), *column.also):
                assert column_of(spelling, kind) == column.name, spelling
        assert (
            set(column.titles) == set(column.about) in ({"fr", "en"}, set())
            or column.titles.keys() == column.about.keys()
        )
    assert len(LOOKUPS[kind]) > len(COLUMNS[kind])
