"""An id that Maillage did not give belongs to its source; a doubt about who a row is, is asked with both sides."""

from __future__ import annotations

from pathlib import Path

import pytest

from eit.domain.question import Answer
from eit.ingest.commit import commit
from eit.ingest.plan import make_plan
from eit.ingest.preview import Plan
from eit.ingest.reading import Answers
from eit.store.database import Database

FIRST = "No;Nom;Municipalité;Consentement\n1;Scierie Alpha (fictif);Amos;oui\n2;Fonderie Beta (fictif);Val-d'Or;oui\n"
OTHER = "No;Nom;Municipalité\n1;Laiterie Gamma (fictif);Amos\n2;Garage Delta (fictif);Amos\n"


def planned(database: Path, text: str, kind: str = "companies", given: tuple[Answer, ...] = ()) -> Plan:
    file = database.with_name("source.csv")
    file.write_text(text, encoding="utf-8")
    return make_plan(file, database, kind, "abitibi", Answers(given=given))


def bring(database: Path, text: str, kind: str = "companies", given: tuple[Answer, ...] = ()) -> Plan:
    plan = planned(database, text, kind, given)
    assert commit(plan, database, "essai", valid_only=True)
    return plan


def firms(database: Path) -> dict[str, dict]:
    with Database(database) as door:
        return {row["name"]: row for row in door.query("all_companies").to_dict("records")}


@pytest.mark.parametrize("titles", [OTHER.partition("\n")[0], FIRST.partition("\n")[0]])
def test_a_second_numbered_list_replaces_nobody_and_inherits_no_consent(database: Path, titles: str) -> None:
    bring(database, FIRST)
    second = (
        titles
        + "\n"
        + "".join(f"{line}{';' if 'Consentement' in titles else ''}\n" for line in OTHER.splitlines()[1:])
    )
    assert bring(database, second).new == 2
    found = firms(database)
    assert [
        found[name]["consent_name"] for name in ("Scierie Alpha (fictif)", "Laiterie Gamma (fictif)")
    ] == [True, False]


def test_the_same_list_next_year_is_recognised_by_its_numbers(database: Path) -> None:
    bring(database, FIRST)
    plan = planned(database, FIRST.replace("Scierie Alpha", "Scierie Alfa"))
    assert (plan.new, plan.changed, plan.identical) == (0, 1, 1)


def test_an_id_and_a_name_that_disagree_are_asked_with_both_sides(database: Path) -> None:
    text = "Identifiant;Nom;Municipalité\nabi-001;Tout autre nom (fictif);Amos\n"
    (question,) = planned(database, text).questions
    assert (question.topic, question.asked) == ("identity", "abi-001 | Tout autre nom (fictif)")
    assert [choice.value for choice in question.choices] == ["abi-001", "new"]
    assert planned(database, text, given=(question.answered("abi-001"),)).changed == 1
    new = planned(database, text, given=(question.answered("new"),))
    assert (new.new, new.records[0]["company_id"]) == (1, "abi-tout-autre-nom-fictif")


def test_two_sites_of_one_name_are_two_sites_of_one_group(database: Path) -> None:
    text = "Nom;Municipalité\nMarché du Coin (fictif);Amos\nMarché du Coin (fictif);Val-d'Or\n"
    plan = bring(database, text)
    assert len({row["company_id"] for row in plan.records}) == 2
    assert len({row["group_id"] for row in plan.records}) == 1
    assert planned(database, text).identical == 2


def test_one_address_written_in_two_ways_is_one_place(database: Path) -> None:
    head = "Nom;Adresse;Municipalité\n"
    first, again = (
        "Fromagerie du Canton (fictif);1200 ch. du Lac;Amos",
        "fromagerie du canton (fictif) ;1200, Chemin du Lac;AMOS",
    )
    twice = f"{first}\n{again}\n"
    (question,) = planned(database, head + twice).questions
    assert (question.rule, question.rows) == ("id-twice", 1)
    other = twice.replace("1200, Chemin", "14, Chemin")
    assert planned(database, head + other).new == 2
    bring(database, head + first)
    assert planned(database, head + again).new == 0
    assert planned(database, head + again.replace("1200,", "1200 D,")).new == 1


def test_an_official_number_recognises_a_firm_under_another_name(database: Path) -> None:
    bring(database, "Nom;Municipalité;NEQ\nAcier (fictif);Amos;1160000001\n")
    (question,) = planned(
        database, "Nom;Municipalité;NEQ\nTôlerie du Nord (fictif);Amos;1160000001\n"
    ).questions
    assert question.rule == "identity-doubtful"


def test_an_empty_cell_keeps_and_a_word_clears(database: Path) -> None:
    bring(database, "Nom;Municipalité;Employés\nAcier (fictif);Amos;40\n")
    assert planned(database, "Nom;Municipalité;Employés\nAcier (fictif);Amos;\n").identical == 1
    (row,) = planned(database, "Nom;Municipalité;Employés\nAcier (fictif);Amos;effacer\n").records
    assert row["employees"] is None


def test_a_corrected_municipality_moves_the_point_that_came_from_it(database: Path) -> None:
    bring(database, "Identifiant;Nom;Municipalité\nzz-5;A (fictif);Rouyn-Noranda\n")
    before = firms(database)["A (fictif)"]["longitude"]
    (row,) = planned(database, "Identifiant;Nom;Municipalité\nzz-5;A (fictif);Amos\n").records
    assert row["longitude"] != before and row["position_quality"] == "municipality"


def test_a_band_of_employees_keeps_its_ends(database: Path) -> None:
    rows = "A (fictif);Amos;10 à 19\nB (fictif);Amos;50 et plus\nC (fictif);Amos;3 équipes de 40\n"
    plan = planned(database, "Nom;Municipalité;Employés\n" + rows)
    first, second, third = plan.records
    assert (third["employees"], plan.later) == (None, 1), "a text that is no number is left empty, and told"
    assert (first["employees"], first["employees_low"], first["employees_high"]) == (15, 10, 19)
    assert (second["employees"], second["employees_low"], second["employees_high"]) == (None, 50, None)
    assert plan.questions[0].asked == "équipes de 40"


def test_collections_of_one_stream_are_summed_over_the_last_year(database: Path) -> None:
    rows = "".join(f"{day};abi-001;offre;wood-ash;{amount};t\n" for day, amount in (
        ("2024-02-01", "9"), ("2025-01-08", "1,2"), ("2025-02-11", "1,5"), ("2025-03-09", "0,9"),
    ))  # fmt: skip
    plan = bring(database, "Date;Entreprise;Sens;Matière;Quantité;Unité\n" + rows, "flows")
    (record,) = plan.records
    assert (record["quantity_per_year"], str(record["observed_on"])) == (pytest.approx(3.6), "2025-03-09")
    assert {"collections-summed", "collections-of-other-years"} <= {key for key, _ in plan.notices}
    assert plan.counts["read"] == 4


def test_two_lots_of_one_material_are_two_flows(database: Path) -> None:
    rows = "abi-001;offre;wood-ash;5;t/an\nabi-001;offre;wood-ash;7;t/an\n"
    text = "Entreprise;Sens;Matière;Quantité;Unité\n" + rows
    assert bring(database, text, "flows").new == 2
    assert planned(database, text, "flows").identical == 2


def test_a_register_comes_in_by_its_headings(database: Path) -> None:
    titles = "SIRET;etab_raison_sociale;comm_insee;etab_activite_code;etab_effectif_libelle;etab_geompoint;etab_actif"
    point = '"{""type"": ""Point"", ""coordinates"": [6.119, 49.325]}"'
    text = f"{titles}\n00000000000017;Acier (fictif);57221;24.10Z;10 à 19 salariés;{point};oui\n"
    file = database.with_name("etablissements.csv")
    file.write_text(text, encoding="utf-8")
    plan = make_plan(file, database, "companies", "fensch", Answers())
    (record,) = plan.records
    assert (record["company_id"], record["latitude"], record["employees_high"]) == (
        "00000000000017",
        49.325,
        19,
    )
    assert plan.notices[0][0] == "register"


def test_an_official_number_without_all_its_digits_is_told_and_waited_for_by_nobody(database: Path) -> None:
    text = "Nom;Municipalité;NEQ\nScierie Zeta (fictif);Amos;1166\nScierie Êta (fictif);Amos;n. d.\n"
    plan = planned(database, text)
    assert [(one.rule, one.value, one.blocks) for one in plan.refusals] == [("digits-lost", "1166", False)]
    assert plan.new == 2 and not [one for one in plan.identifiers if one["scheme"] == "NEQ"]
    (question,) = plan.questions
    whole = planned(database, text, given=(question.answered("1166123456"),))
    assert [one["value"] for one in whole.identifiers if one["scheme"] == "NEQ"] == ["1166123456"]
