"""A file of synergies: the words of each programme, the parties, and a history to which a file only ever adds."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from eit.ingest.commit import commit
from eit.ingest.plan import make_plan
from eit.ingest.preview import Plan
from eit.store.database import Database
from eit.views.texts import texts

HEAD = (
    "id;titre;type;matière;quantité;unité;donneur;preneur;partenaires;destination;"
    "étape;date;raison;part attribuée;économie;emplois\n"
)
ROW = {
    "id": "zz-s1", "title": "Cendres", "type": "substitution", "material": "wood-ash", "quantity": "95", "unit": "t/an",
    "giver": "abi-002", "taker": "abi-029", "partners": "", "destination": "enfouissement", "stage": "proposée",
    "date": "2025-03-01", "reason": "", "share": "40 %", "saving": "-1200", "jobs": "0,5",
}  # fmt: skip


@pytest.fixture
def database(tmp_path: Path, root: Path) -> Path:
    return Path(shutil.copyfile(root / "data" / "flows.duckdb", tmp_path / "flows.duckdb"))


def planned(database: Path, *rows: dict[str, str], programme: str = "abitibi", head: str = HEAD) -> Plan:
    text = head + "".join(";".join(f'"{value}"' for value in {**ROW, **row}.values()) + "\n" for row in rows)
    file = database.with_name("synergies.csv")
    file.write_text(text, encoding="utf-8")
    return make_plan(file, database, "synergies", programme)


def brought(database: Path, *rows: dict[str, str], **more: str) -> Plan:
    plan = planned(database, *rows, **more)
    assert plan.refusals == []
    commit(plan, database, "essai")
    return plan


def asked(database: Path, question: str, synergy_id: str = "zz-s1") -> list[dict]:
    with Database(database) as door:
        rows = door.query(question)
    return [row for row in rows.astype(object).to_dict("records") if row["synergy_id"] == synergy_id]


def test_a_row_becomes_a_synergy_its_parties_and_an_event(database: Path) -> None:
    brought(database, {"partners": "abi-001; abi-003"})
    (row,) = asked(database, "all_synergies")
    assert (row["title_fr"], row["title_en"], row["type"], row["term_id"], row["origin"]) == (
        "Cendres", "Cendres", "substitution", "substitution", "imported",
    )  # fmt: skip
    assert (row["quantity_per_year"], row["unit"], row["mass_t_per_year"], row["former_destination"]) == (
        95.0, "t", 95.0, "landfill",
    )  # fmt: skip
    assert (row["attribution_share"], row["saving_per_year"], row["jobs"]) == (0.4, -1200.0, 0.5)
    parties = {(one["role"], one["company_id"]) for one in asked(database, "all_synergy_parties")}
    assert parties == {
        ("giver", "abi-002"),
        ("taker", "abi-029"),
        ("partner", "abi-001"),
        ("partner", "abi-003"),
    }
    (event,) = asked(database, "all_synergy_events")
    assert (event["event_id"], event["rank"], event["stage"], str(event["occurred_on"])[:10], event["author"]) == (
        "zz-s1-e1", 1, "proposed", "2025-03-01", "essai",
    )  # fmt: skip


def test_the_same_file_twice_changes_nothing(database: Path) -> None:
    brought(database, {}, {"id": "", "title": "Sans identifiant"})
    again = planned(database, {}, {"id": "", "title": "Sans identifiant"})
    assert (again.counts["identical"], again.records) == (2, [])


def test_a_new_stage_is_added_and_none_is_ever_removed(database: Path) -> None:
    brought(database, {})
    brought(database, {"stage": "pilote", "date": "2025-06-01"})
    assert planned(database, {"stage": "pilote", "date": "2025-07-01"}).identical == 1, (
        "the stage that it has"
    )
    assert planned(database, {}).identical == 1, (
        "an old file adds nothing: that stage is already in the history"
    )
    brought(database, {"stage": "écartée", "date": "2025-09-01", "reason": "prix"})
    events = asked(database, "all_synergy_events")
    assert [(one["rank"], one["stage"]) for one in events] == [
        (1, "proposed"),
        (2, "pilot"),
        (3, "set-aside"),
    ]
    assert events[0]["current"] == "set-aside"


def test_a_file_that_says_less_takes_nothing_away(database: Path) -> None:
    brought(database, {"partners": "abi-001"})
    less = "id;titre;type;matière;donneur;étape\nzz-s1;Cendres;substitution;wood-ash;;\n"
    file = database.with_name("moins.csv")
    file.write_text(less, encoding="utf-8")
    assert make_plan(file, database, "synergies", "abitibi").identical == 1
    brought(database, {"taker": "abi-028"})
    parties = {(one["role"], one["company_id"]) for one in asked(database, "all_synergy_parties")}
    assert parties == {("giver", "abi-002"), ("taker", "abi-028"), ("partner", "abi-001")}


WORDS = {
    "Partage": ("sharing", "sharing"),
    "VALORISATION": ("substitution", "recovery"),
    "pooling": ("pooling", "pooling"),
    "Innovation": ("new-activity", "innovation"),
}


@pytest.mark.parametrize("typed", WORDS)
def test_the_words_of_the_programme_are_understood(typed: str, database: Path) -> None:
    sides = {"giver": "fen-001", "taker": "fen-002"}
    (record,) = planned(database, {"type": typed, **sides}, programme="fensch").records
    assert (record["type"], record["term_id"]) == WORDS[typed]


REFUSED = {
    "unknown type": ({"type": "troc"}, "word-unknown", "C2"),
    "no type": ({"type": ""}, "value-missing", "C2"),
    "no title": ({"title": ""}, "value-missing", "B2"),
    "unknown material": ({"material": "kryptonite"}, "material-unknown", "D2"),
    "negative quantity": ({"quantity": "-1"}, "negative", "E2"),
    "no unit": ({"unit": ""}, "unit-missing", "F2"),
    "kWh of ash": ({"unit": "kWh/an"}, "unit-does-not-fit-kind", "F2"),
    "unknown giver": ({"giver": "personne"}, "company-unknown", "G2"),
    "unknown partner": ({"partners": "abi-001; personne"}, "company-unknown", "I2"),
    "with oneself": ({"taker": "abi-002"}, "parties-same", "H2"),
    "nobody": ({"giver": "", "taker": ""}, "parties-missing", "G2"),
    "no destination": ({"destination": ""}, "destination-missing", "J2"),
    "unknown stage": ({"stage": "bientôt"}, "word-unknown", "K2"),
    "no stage": ({"stage": "", "date": ""}, "stage-missing", "K2"),
    "no date": ({"date": ""}, "stage-without-date", "L2"),
    "ambiguous date": ({"date": "03/04/2025"}, "date-ambiguous", "L2"),
    "set aside without reason": ({"stage": "écartée"}, "reason-missing", "M2"),
    "unknown reason": ({"stage": "écartée", "reason": "météo"}, "word-unknown", "M2"),
    "a share of 40": ({"share": "40"}, "out-of-range", "N2"),
    "140 per cent": ({"share": "140 %"}, "out-of-range", "N2"),
    "a saving in tonnes": ({"saving": "12 t"}, "remainder-unknown", "O2"),
    "a synergy of another programme": ({"id": "fen-s01"}, "id-of-another-programme", "A2"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_bad_cell_is_refused_with_its_address(case: str, database: Path) -> None:
    row, rule, place = REFUSED[case]
    plan = planned(database, row)
    assert (plan.refusals[0].rule, plan.refusals[0].cell) == (rule, place)
    assert all(texts(lang).has(f"import.rule.{rule}") for lang in ("fr", "en"))
    assert commit(plan, database, "essai") is False
