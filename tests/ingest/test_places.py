"""Places in imports: any of Québec and France comes in with its parents; a homonym or a conflict is asked."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from eit.domain.errors import DataError
from eit.ingest.commit import commit
from eit.ingest.plan import make_plan
from eit.ingest.preview import Plan
from eit.ingest.reading import Answers
from eit.locations import DEMONSTRATION, GEO
from eit.store.boundaries import read_boundaries
from eit.store.database import Database
from eit.store.layers.folder import find_layers


@pytest.fixture
def database(tmp_path: Path) -> Path:
    return Path(shutil.copy(DEMONSTRATION, tmp_path / "work.duckdb"))


def planned(database: Path, programme: str, heading: str, *rows: str, answers: Answers | None = None) -> Plan:
    file = database.with_name("file.csv")
    file.write_text("\n".join([heading, *rows]) + "\n", encoding="utf-8")
    return make_plan(file, database, "companies", programme, answers or Answers())


def places(plan: Plan) -> list[str]:
    return [record["municipality_id"] for record in plan.records]


def test_places_outside_the_demonstration_come_in_with_what_holds_them(database: Path) -> None:
    plan = planned(database, "quebec", "nom,municipalité", "Usine A,Gatineau", "Usine B,Ville de Lévis")
    assert (places(plan), plan.refusals) == (["mun-81017", "mun-25213"], [])
    assert commit(plan, database, "Ana", database.with_name("file.csv"))
    with Database(database) as opened:
        known = opened.query("territory_codes").set_index("territory_id")
    assert known.loc["mun-81017", "parent_id"] == "mrc-81"
    assert known.loc["mrc-251", "parent_id"] == "region-12"
    drawn = read_boundaries(GEO, None, ["mun-81017", "mun-25213"], find_layers(database))
    assert len(drawn) == 2 and drawn["approximate"].all()


def test_a_file_that_names_known_places_changes_no_boundary(database: Path) -> None:
    plan = planned(database, "abitibi", "nom,municipalité", "Usine A,Malartic")
    commit(plan, database, "Ana", database.with_name("file.csv"))
    assert find_layers(database).versions == ()


def test_the_place_of_the_programme_is_meant_first(database: Path) -> None:
    assert places(planned(database, "abitibi", "nom,municipalité", "A,Lac-Simon")) == ["mun-89804"]
    assert planned(database, "quebec", "nom,municipalité", "A,Lac-Simon").refusals[0].rule == "place-homonyms"


def test_a_homonym_is_asked_with_what_tells_the_places_apart(database: Path) -> None:
    plan = planned(database, "abitibi", "nom,municipalité", "A,Senneterre", "B,Senneterre")
    (question,) = plan.questions
    told = {choice.value: choice.reading for choice in question.choices}
    assert told["mun-89045"] == "Senneterre (Paroisse, La Vallée-de-l'Or)"
    given = Answers(given=(question.answered("mun-89045"),))
    answered = planned(database, "abitibi", "nom,municipalité", "A,Senneterre", "B,Senneterre", answers=given)
    assert places(answered) == ["mun-89045", "mun-89045"]


@pytest.mark.parametrize(
    ("heading", "row", "place"),
    [
        ("nom,commune,code postal", "A,Saint-Denis,93200", "commune-93066"),
        ("nom,commune,département", "A,Saint-Denis,974", "commune-97411"),
        ("nom,code INSEE", "A,59140", "commune-59140"),
        ("nom,commune", "A,DOURDAN CEDEX", "commune-91200"),
        ("nom,commune", "A,59183", "commune-59183"),
    ],
)
def test_the_other_cells_of_a_row_are_heard(database: Path, heading: str, row: str, place: str) -> None:
    plan = planned(database, "hurepoix", heading, row)
    assert (places(plan), plan.refusals) == ([place], [])


@pytest.mark.parametrize(
    ("place", "rule"),
    [
        ("Malartik", "place-unknown"),
        ("Dunkerque", "place-elsewhere"),
        ("Malartic (Lanaudière)", "place-conflict"),
        ("Sainte-Agathe", "place-unknown"),
    ],
)
def test_a_doubt_is_never_an_answer(database: Path, place: str, rule: str) -> None:
    plan = planned(database, "abitibi", "nom,municipalité", f"A,{place}")
    assert [refusal.rule for refusal in plan.refusals] == [rule]
    assert "Malartic" in plan.refusals[0].proposal or place not in ("Malartik", "Malartic (Lanaudière)")


def test_an_unknown_place_writes_nothing(database: Path) -> None:
    before = database.read_bytes()
    plan = planned(database, "abitibi", "nom,municipalité", "A,Atlantide")
    assert not commit(plan, database, "Ana", database.with_name("file.csv"))
    assert database.read_bytes() == before
    with pytest.raises(DataError):
        commit(planned(database, "abitibi", "nom,municipalité", "A,Gatineau"), DEMONSTRATION, "Ana")
