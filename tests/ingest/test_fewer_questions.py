"""What holds for a whole file is asked once, and what can wait holds no row back."""

from __future__ import annotations

from pathlib import Path

import pytest

from eit.domain.question import NEW, Answer
from eit.ingest.commit import commit
from eit.ingest.plan import make_plan
from eit.ingest.preview import Plan
from eit.ingest.reading import Answers
from eit.ingest.registers.likely_kind import likely_kind
from eit.store.database import Database

FLOWS = "Entreprise;Ville;Sens;Matière;Quantité;Destination\n"


def planned(database: Path, text: str, *given: Answer, kind: str = "flows", lang: str = "fr") -> Plan:
    file = database.with_name("source.csv")
    file.write_text(text, encoding="utf-8")
    return make_plan(file, database, kind, "abitibi", Answers(given=given, lang=lang))


def test_organisations_that_nobody_knows_come_in_with_their_flows(database: Path) -> None:
    rows = "Aubépine Rouge (fictif);Amos;offre;écorces;3 t/an;\nAubépine rouge (fictif);Amos;offre;sciure;2 t/an;\n"
    rows += "Béton du Huard (fictif);Val-d'Or;besoin;sable de fonderie;1 t/an;\n"
    plan = planned(database, FLOWS + rows)
    (question,) = plan.questions
    assert (question.rule, question.rows, len(plan.organisations)) == ("organisations-unknown", 3, 0)
    plan = planned(database, FLOWS + rows, question.answered("create"))
    assert [row["name"] for row in plan.organisations] == [
        "Aubépine Rouge (fictif)",
        "Béton du Huard (fictif)",
    ]
    assert (plan.questions, len(plan.records)) == ([], 3)
    assert commit(plan, database, "essai")
    again = planned(database, FLOWS + rows)
    assert (again.questions, again.identical, again.organisations) == ([], 3, [])
    with Database(database) as door:
        firms = door.query("all_companies").set_index("name")["municipality_id"]
    assert firms["Aubépine Rouge (fictif)"] != firms["Béton du Huard (fictif)"]


def test_a_new_organisation_is_nowhere_until_it_is_said(database: Path) -> None:
    text = "Entreprise;Sens;Matière;Quantité\nAubépine Rouge (fictif);offre;écorces;3 t/an\n"
    (asked,) = planned(database, text).questions
    where = planned(database, text, asked.answered(NEW)).questions
    assert [(one.topic, one.subject) for one in where] == [("column", "municipality_id")]
    place = Answer("constant", "municipality_id", "", "Amos")
    assert [row["name"] for row in planned(database, text, asked.answered(NEW), place).organisations] == [
        "Aubépine Rouge (fictif)"
    ]


def test_a_name_that_is_nearly_one_on_record_is_asked_apart(database: Path) -> None:
    with Database(database) as door:
        firms = door.query("all_companies")
    name = str(firms[firms["programme_id"] == "abitibi"]["name"].iloc[0])
    rows = f"{name[:-3]}x);Amos;offre;écorces;3 t/an;\n"
    rows += "Zzyzx (fictif);Amos;offre;sciure;2 t/an;\nYyzzy (fictif);Amos;offre;sciure;2 t/an;\n"
    plan = planned(database, FLOWS + rows, Answer("file", "organisations", "", "create"))
    assert [(one.rule, one.topic, one.rows) for one in plan.questions] == [("company-unknown", "value", 1)]
    assert len(plan.organisations) == 2


def test_quantities_left_for_later_are_not_communicated_and_keep_their_words(database: Path) -> None:
    rows = "abi-001;;offre;écorces;3 trucs/an;\nabi-002;;offre;écorces;4 machins;\nabi-003;;offre;écorces;5 t/an;\n"
    plan = planned(database, FLOWS + rows)
    assert [one.rule for one in plan.questions if one.topic == "file"] == ["quantities-unclear"]
    plan = planned(database, FLOWS + rows, Answer("file", "quantities", "", "later"))
    said = [(row["quantity_per_year"], row.get("quantity_written")) for row in plan.records]
    assert said == [(None, "3 trucs/an"), (None, "4 machins"), (5.0, None)]
    assert (plan.later, [one.blocks for one in plan.questions]) == (2, [False, False])
    assert commit(plan, database, "essai") is False, "what is left empty is written when it is asked for"
    assert commit(plan, database, "essai", valid_only=True)


def test_a_quantity_on_record_does_not_become_unknown(database: Path) -> None:
    assert commit(planned(database, FLOWS + "abi-001;;offre;écorces;3 t/an;\n"), database, "essai")
    later = Answer("file", "quantities", "", "later")
    plan = planned(database, FLOWS + "abi-001;;offre;écorces;3 trucs/an;\n", later)
    assert (plan.records, plan.states["question"]) == ([], 1)


def test_an_optional_cell_is_left_as_it_is_written(database: Path) -> None:
    plan = planned(database, FLOWS + "abi-001;;offre;écorces;3 t/an;donné au voisin\n")
    (row,) = plan.records
    assert (row["former_destination"], row["note"]) == (None, "Destination : donné au voisin")
    assert [(one.blocks, one.choices[0].reading) for one in plan.questions] == [(False, "enfouissement")]
    assert commit(plan, database, "essai", valid_only=True)
    said = planned(database, FLOWS + "abi-001;;offre;écorces;3 t/an;recyclage\n")
    assert commit(said, database, "essai")
    kept = planned(database, FLOWS + "abi-001;;offre;écorces;3 t/an;à revoir\n").rows[0]
    assert kept.record["former_destination"] == "recycling", "what is on record stays"
    english = planned(database, FLOWS + "abi-001;;offre;écorces;3 t/an;à revoir\n", lang="en")
    assert english.questions[0].choices[0].reading == "landfill"


def test_a_consent_on_record_is_not_kept_against_a_doubt(database: Path) -> None:
    head = "Nom;Municipalité;Consentement\n"
    assert commit(planned(database, head + "Oie (fictif);Amos;oui\n", kind="companies"), database, "essai")
    rows = "Oie (fictif);Amos;à voir\nCanard (fictif);Amos;à voir\n"
    plan = planned(database, head + rows, kind="companies")
    assert [row.state for row in plan.rows] == ["question", "new"]
    assert plan.records[0]["consent_name"] is False


def test_one_postal_code_for_every_town_says_nothing(database: Path) -> None:
    towns = ("Amos", "Val-d'Or", "Rouyn-Noranda", "La Sarre", "Malartic")
    rows = "".join(f"Firme {town} (fictif);{town};J9T 1A1\n" for town in towns)
    plan = planned(database, "Nom;Municipalité;Code postal\n" + rows, kind="companies")
    assert (len(plan.records), plan.notices) == (5, [("postal-code-constant", "Code postal")])
    assert {row["postal_code"] for row in plan.records} == {None}


def test_places_and_postal_codes_that_disagree_are_one_question(database: Path) -> None:
    rows = "A (fictif);Amos;G1R 2B5\nB (fictif);Malartic;H2X 1Y4\nC (fictif);Val-d'Or;G1R 2B5\n"
    rows += "D (fictif);Gatineau;J9T 1A1\nE (fictif);Sherbrooke;J9T 1A1\n"
    plan = planned(database, "Nom;Municipalité;Code postal\n" + rows, kind="companies")
    (question,) = plan.questions
    assert (question.rule, question.rows) == ("places-conflict", 4)
    named = planned(
        database, "Nom;Municipalité;Code postal\n" + rows, question.answered("name"), kind="companies"
    )
    assert (named.questions, len(named.records)) == ([], 5)
    one_by_one = planned(
        database, "Nom;Municipalité;Code postal\n" + rows, question.answered("each"), kind="companies"
    )
    assert [one.rule for one in one_by_one.questions if one.blocks] == ["place-conflict"] * 4


HEAT = FLOWS + "abi-001;;offre;chaleur fatale;35 t/an;\nabi-002;;offre;chaleur fatale;36 t/an;\n"


def test_a_unit_that_does_not_fit_a_material_is_asked_once_and_may_be_said(database: Path) -> None:
    (asked,) = planned(database, HEAT).questions
    assert (asked.rule, asked.subject, asked.rows) == ("unit-does-not-fit-kind", "unit", 2)
    assert {"MWh", ""} <= {one.value for one in asked.choices}
    assert [row["quantity_per_year"] for row in planned(database, HEAT, asked.answered("MWh")).records] == [
        35_000.0,
        36_000.0,
    ]


def test_a_quantity_may_stay_empty_with_its_words(database: Path) -> None:
    (asked,) = planned(database, HEAT).questions
    plan = planned(database, HEAT, asked.answered(""))
    assert [(row["quantity_per_year"], row["quantity_written"]) for row in plan.records] == [
        (None, "35 t/an"),
        (None, "36 t/an"),
    ]
    bare = FLOWS + "abi-001;;offre;palettes en bois;200;\n"
    (asked,) = planned(database, bare).questions
    assert asked.rule == "unit-missing"
    plan = planned(database, bare, asked.answered(""))
    assert (plan.questions, plan.records[0]["quantity_written"]) == ([], "200")


def test_a_volume_of_unknown_density_asks_what_a_cubic_metre_weighs(database: Path) -> None:
    text = FLOWS + "abi-001;;offre;papier;2000 L/mois;\n"
    (asked,) = planned(database, text).questions
    assert (asked.rule, asked.asked.partition(" ")[0]) == ("density-missing", "m³")
    (row,) = planned(database, text, asked.answered("80 kg")).records
    assert row["quantity_per_year"] == pytest.approx(2 * 0.08 * 12)


def test_organisations_of_the_programme_are_never_outside_of_it(database: Path) -> None:
    rows = "".join(f"Usine {n} (fictif);Magog;offre;écorces;{n} t/an;\n" for n in range(1, 25))
    create, every = Answer("file", "organisations", "", "create"), Answer("file", "scope", "", "all")
    (asked,) = planned(database, FLOWS + rows, create).questions
    assert [one.value for one in asked.choices] == ["all", "inside"], "nobody means to bring none in"
    assert commit(planned(database, FLOWS + rows, create, every), database, "essai")
    other = FLOWS.replace("Destination", "Devenir") + rows.replace("écorces", "sciure")
    plan = planned(database, other)
    assert (plan.questions, plan.new) == ([], 24)


def test_headings_say_which_kind_of_rows_a_file_has() -> None:
    title = ["Entreprise", "Offre ou demande", "Matière", "Quantité"]
    assert likely_kind([["Liste 2026"], title], "companies") == "flows"
    assert likely_kind([title], "flows") is None
    assert likely_kind([["Nom", "Ville", "Sens", "Matière", "Quantité"]], "companies") is None
    assert likely_kind([["Bonjour", "Monde"]], "companies") is None


def test_a_long_question_suggests_the_column_that_it_is_about(database: Path) -> None:
    said = "Horodateur;Adresse e-mail;Nom;Ville;Acceptez-vous que votre nom soit partagé ?\n"
    plan = planned(database, said + "1;a@b.ca;Usine (fictif);Amos;oui\n", kind="companies")
    roles = {
        one.asked: [choice.value for choice in one.choices]
        for one in plan.questions
        if one.topic == "heading"
    }
    assert roles == {"Acceptez-vous que votre nom soit partagé ?": ["consent_name", ""]}


def test_lines_of_an_address_are_no_rows_and_a_code_of_a_place_goes_before_its_name(database: Path) -> None:
    head = "Raison sociale;Adresse 1;Adresse 2;Commune;Nom de la commune;Code INSEE;Nom de l'installation\n"
    plan = planned(
        database, head + "Usine (fictif);1 rue A;Bât. B;Val-d'Or;Val-d'Or;89008;\n", kind="companies"
    )
    assert [one.asked or one.subject for one in plan.questions if one.blocks] == ["name"], "said twice"
    plan = planned(
        database,
        head.replace(";Nom de l'installation", "") + "Usine (fictif);1 rue A;Bât. B;Amos;Val-d'Or;89008\n",
        kind="companies",
    )
    (row,) = plan.records
    assert (row["address"], row["municipality_id"]) == ("1 rue A", "mun-89008")
