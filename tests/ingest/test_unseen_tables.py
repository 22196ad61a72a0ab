"""Tables that nobody here laid out: months and quarters as columns, tables that lie across, no titles, two units."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from eit.domain.question import Answer
from eit.ingest.commit import commit
from eit.ingest.plan import make_plan
from eit.ingest.preview import Plan
from eit.ingest.reading import Answers
from eit.ingest.registers.recognising import recognise

CREATE = Answer("file", "organisations", "", "create")
AMOS = Answer("constant", "municipality_id", "", "Amos")
HEAD = "Entreprise;Offre ou demande;Matière;Unité;"
ROW = "Moulin Fictif;offre;Écorces;t;"
NUMBERS = "10;12;9;8;7;6;5;4;3;2;1;0"
WORDS = "Janv.;Févr.;Mars;Avr.;Mai;Juin;Juil.;Août;Sept.;Oct.;Nov.;Déc."
SPELLED = {
    "words": WORDS,
    "iso": ";".join(f"2024-{month:02d}" for month in range(1, 13)),
    "slashed": ";".join(f"{month:02d}/2024" for month in range(1, 13)),
    "days": ";".join(f"2024-{month:02d}-01" for month in range(1, 13)),
    "numbered": ";".join(f"M{month}" for month in range(1, 13)),
    "short years": ";".join(f"{word.strip('.').lower()}-24" for word in WORDS.split(";")),
    "over two years": ";".join(
        [f"2023-{m:02d}" for m in range(7, 13)] + [f"2024-{m:02d}" for m in range(1, 7)]
    ),
}


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory, root: Path) -> Path:
    return Path(
        shutil.copyfile(root / "data" / "flows.duckdb", tmp_path_factory.mktemp("unseen") / "flows.duckdb")
    )


def plan_of(
    database: Path,
    text: str,
    kind: str = "flows",
    given: tuple[Answer, ...] = (CREATE, AMOS),
    name: str = "f.csv",
) -> Plan:
    given = given if kind == "flows" else tuple(one for one in given if one not in (CREATE, AMOS))
    path = database.with_name(name)
    path.write_text(text, encoding="utf-8")
    return make_plan(path, database, kind, "abitibi", Answers(given=given))


def years(plan: Plan) -> list[float]:
    """What each row that would be written gives in a year [t]."""
    assert not [one.rule for one in plan.questions if one.blocks], plan.questions
    return [round(record["quantity_per_year"], 6) for record in plan.records]


def rules(plan: Plan) -> list[str]:
    return [one.rule for one in plan.questions if one.blocks]


@pytest.mark.parametrize("titles", SPELLED.values(), ids=SPELLED)
def test_months_as_columns_are_a_year(database: Path, titles: str) -> None:
    plan = plan_of(database, f"{HEAD}{titles}\n{ROW}{NUMBERS}\n")
    assert years(plan) == [67]
    assert "months-summed" in dict(plan.notices)


@pytest.mark.parametrize(
    "titles",
    [
        "T1;T2;T3;T4",
        "Q1 2024;Q2 2024;Q3 2024;Q4 2024",
        "1er trimestre;2e trimestre;3e trimestre;4e trimestre",
    ],
)
def test_quarters_as_columns_are_a_year(database: Path, titles: str) -> None:
    assert years(plan_of(database, f"{HEAD}{titles}\n{ROW}10;12;9;8\n")) == [39]


def test_of_two_years_the_last_whole_one_counts(database: Path) -> None:
    titles = ";".join(
        f"{year}-{month:02d}" for year in (2023, 2024) for month in range(1, 13) if year == 2023 or month < 4
    )
    plan = plan_of(database, f"{HEAD}{titles}\n{ROW}{NUMBERS};90;90;90\n")
    assert years(plan) == [67]
    assert str(plan.records[0]["observed_on"]) == "2023-12-31"


def test_months_without_a_column_are_asked_once(database: Path) -> None:
    titles = ";".join(word for word in WORDS.split(";") if word not in ("Juil.", "Août"))
    text = f"{HEAD}{titles}\n{ROW}10;10;10;10;10;10;10;10;10;10\n{ROW.replace('offre', 'demande')}1;1;1;1;1;1;1;1;1;1\n"
    assert rules(plan_of(database, text)) == ["months-incomplete"]
    whole = Answer("file", "part_year", "", "year")
    more = Answer("file", "part_year", "", "prorata")
    assert years(plan_of(database, text, given=(CREATE, AMOS, whole))) == [100, 10]
    assert years(plan_of(database, text, given=(CREATE, AMOS, more))) == [120, 12]


def test_units_in_the_months_are_read_and_two_of_them_are_asked(database: Path) -> None:
    head = HEAD.replace("Unité;", "") + WORDS
    cells = ";".join(f"{number} t" for number in NUMBERS.split(";"))
    row = ROW.replace("t;", "") + cells
    assert years(plan_of(database, f"{head}\n{row}\n")) == [67]
    assert rules(plan_of(database, f"{head}\n{row.replace('12 t', '12 kg')}\n")) != []


def test_a_total_that_is_another_sum_is_asked_with_both(database: Path) -> None:
    text = f"{HEAD}{WORDS};Total\n{ROW}{NUMBERS};%s\n"
    assert years(plan_of(database, text % 67)) == [67]
    plan = plan_of(database, text % 80)
    assert rules(plan) == ["total-differs"]
    asked = next(one for one in plan.questions if one.blocks)
    assert [one.value for one in asked.choices][:2] == ["80", "67"]
    assert years(plan_of(database, text % 80, given=(CREATE, AMOS, asked.answered("80")))) == [80]


@pytest.mark.parametrize(
    "before", ["", "Fiche du parc;;\n;Entreprise 1;Entreprise 2\n"], ids=["bare", "titled"]
)
def test_a_table_that_lies_across_is_turned(database: Path, before: str) -> None:
    text = f"{before}Nom;Moulin Un;Moulin Deux\nMunicipalité;Amos;Malartic\nNombre d'employés;45;douze\n"
    plan = plan_of(database, text, "companies")
    assert ("table-turned", "") in plan.notices
    found = [(one["name"], one["municipality_id"], one.get("employees")) for one in plan.records]
    assert found == [("Moulin Un", "mun-88057", 45), ("Moulin Deux", "mun-89015", None)]
    asked = next(one for one in plan.questions if one.subject == "employees")
    assert asked.places[0].cell == f"C{3 + before.count(chr(10))}", "the cell is where the file has it"


def test_a_table_without_titles_loses_no_row(database: Path) -> None:
    text = "12;Moulin Un;48.57;-78.11\n13;Moulin Deux;48.13;-78.12\n"
    plan = plan_of(database, text, "companies")
    assert (plan.counts["read"], dict(plan.notices).get("no-titles")) == (2, "")
    names = ("company_id", "name", "latitude", "longitude")
    given = [
        Answer("heading", "", title, name) for title, name in zip(plan.header.titles, names, strict=True)
    ]
    known = plan_of(database, text, "companies", (*given, Answer("file", "positions", "", "nearest")))
    assert [one["name"] for one in known.records] == ["Moulin Un", "Moulin Deux"]


def test_a_quantity_in_one_of_several_units_is_in_the_unit_of_its_column(database: Path) -> None:
    head = "Entreprise;Offre ou demande;Matière;Quantité t/an;Quantité kg/an"
    text = f"{head}\nMoulin Un;offre;Écorces;100;\nMoulin Deux;offre;Écorces;;3000\n"
    assert years(plan_of(database, text)) == [100, 3]
    plan = plan_of(database, text.replace("100;", "100;7"))
    assert dict(plan.notices)["units-both"] == "1"
    bare = plan_of(database, "Entreprise;Offre ou demande;Matière;Tonnes;kg\nMoulin Un;offre;Écorces;100;\n")
    assert rules(bare) == ["period-missing"]


def test_headings_that_say_of_what_they_are_stand_for_what_they_are(database: Path) -> None:
    text = (
        "SIRET;Dénomination de l'unité légale;Commune de l'établissement;Code commune de l'établissement;"
        "Tranche de l'effectif de l'établissement;Géolocalisation de l'établissement;street_no\n"
        ";Moulin Un;AMOS;88055;10 à 19 salariés;48.5700001234567891, -78.11;12\n"
    )
    (row,) = plan_of(database, text.replace("88055", "88057"), "companies").records
    assert (row["name"], row["municipality_id"], row["employees_low"]) == ("Moulin Un", "mun-88057", 10)
    assert (row["latitude"], row["position_quality"]) == (48.570000123, "site")
    assert not row.get("address"), "the number of a street is no address"


def test_the_list_inside_the_answer_of_a_service_is_the_table(database: Path) -> None:
    node = {"type": "node", "id": 1, "lat": 48.57, "lon": -78.12}
    tags = {"name": "Écocentre Fictif", "addr:city": "Amos", "addr:housenumber": "1", "addr:street": "rue A"}
    said = {"version": 0.6, "osm3s": {"copyright": "ODbL"}, "elements": [{**node, "tags": tags}]}
    (row,) = plan_of(database, json.dumps(said), "companies", name="f.json").records
    assert (row["name"], row["municipality_id"], row["address"]) == (
        "Écocentre Fictif",
        "mun-88057",
        "1 rue A",
    )


def test_a_part_of_a_register_is_known_by_what_is_left_of_it() -> None:
    part = "denominationUniteLegale,nomUniteLegale,prenom1UniteLegale,libelleVoieEtablissement,codePostalEtablissement"
    found = recognise([part.split(",")], "companies")
    assert found is not None
    assert found.key == "sirene"
    assert recognise([["Nom", "Adresse", "Code postal", "Ville", "Latitude"]], "companies") is None
    assert recognise([["id", "name", "lat", "lon", "addr:city"]], "companies") is None, "no places of flows"


def test_a_person_without_a_firm_has_a_name_and_a_lost_zero_is_found(database: Path) -> None:
    text = (
        "siret,denominationUniteLegale,nomUniteLegale,prenom1UniteLegale,codeCommuneEtablissement,"
        "activitePrincipaleEtablissement,trancheEffectifsEtablissement\n"
        "55210055400025,,FICTIF,ANNE,91200,24.20Z,2\n"
    )
    path = database.with_name("s.csv")
    path.write_text(text, encoding="utf-8")
    (row,) = make_plan(path, database, "companies", "hurepoix").records
    assert (row["name"], row["employees_low"], row["employees_high"]) == ("ANNE FICTIF", 3, 5)


def test_organisations_of_one_name_are_told_apart_by_place_and_sector(database: Path) -> None:
    text = "Nom;Municipalité;Secteur;Adresse\nAtelier Fictif;Amos;Scieries;\nAtelier Fictif;Malartic;Laiteries;\n"
    known, path = database.with_name("known.duckdb"), database.with_name("two.csv")
    shutil.copyfile(database, known)
    path.write_text(text, encoding="utf-8")
    assert commit(make_plan(path, known, "companies", "abitibi"), known, "essai")
    path.write_text(f"{HEAD}Quantité\nAtelier Fictif;offre;Écorces;t/an;5\n", encoding="utf-8")
    (asked,) = [one for one in make_plan(path, known, "flows", "abitibi").questions if one.blocks]
    assert asked.rule == "name-ambiguous"
    told = [one.reading for one in asked.choices if one.value not in ("left-out", "")]
    assert told == ["Atelier Fictif (Amos, Scieries)", "Atelier Fictif (Malartic, Laiteries)"]


def test_halves_of_a_year_and_marks_under_materials_are_read(database: Path) -> None:
    assert years(plan_of(database, f"{HEAD}S1;2e semestre\n{ROW}10;12\n")) == [22]
    plan = plan_of(
        database,
        "Entreprise;Offre ou demande;Écorces;Carton;Sciures de bois\nMoulin Fictif;offre;x;non;oui\n",
    )
    assert not rules(plan)
    assert [(one["material_id"], one["quantity_per_year"]) for one in plan.records] == [
        ("bark", None),
        ("sawdust-chips", None),
    ]


@pytest.mark.parametrize("sides", [("Ce qui sort", "Ce qui entre"), ("Extrants", "Intrants")])
def test_what_goes_out_stands_beside_what_comes_in(database: Path, sides: tuple[str, str]) -> None:
    text = (
        f"Entreprise;{sides[0]};Quantité;{sides[1]};Quantité\nMoulin Fictif;Écorces;10 t/an;Carton;1 t/mois\n"
    )
    plan = plan_of(database, text)
    assert not rules(plan)
    told = [(one["direction"], one["material_id"], one["quantity_per_year"]) for one in plan.records]
    assert told == [("offer", "bark", 10), ("demand", "corrugated-cardboard", 12)]


@pytest.mark.parametrize(
    "text",
    [
        '{"nom":"Moulin Un","municipalite":"Amos"}\n{"nom":"Moulin Deux","municipalite":"Malartic"}\n',
        '{"1":{"nom":"Moulin Un","municipalite":"Amos"},"2":{"nom":"Moulin Deux","municipalite":"Malartic"}}',
    ],
    ids=["lines", "named"],
)
def test_objects_one_a_line_or_under_a_name_each_are_a_table(database: Path, text: str) -> None:
    found = plan_of(database, text, "companies", name="f.json").records
    assert [one["name"] for one in found] == ["Moulin Un", "Moulin Deux"]


def test_a_point_by_its_place_over_the_sea_is_of_the_country(database: Path) -> None:
    path = database.with_name("sea.csv")
    path.write_text(
        "Nom;Commune;Latitude;Longitude\nMoulin Un;97411;-20.88;55.45\nMoulin Deux;91200;-20.88;55.45\n"
    )
    plan = make_plan(path, database, "companies", "hurepoix")
    assert [(one["name"], one["latitude"]) for one in plan.records] == [("Moulin Un", -20.88)]
    assert rules(plan) == ["coordinates-outside"]


def test_headings_of_xml_and_numbers_of_addresses_are_read_for_what_they_are(database: Path) -> None:
    text = "/firms/firm/etablissement;/firms/firm/ville;geo_id;geo_type\nMoulin;Amos;88055_1;street\n"
    plan = plan_of(database, text + "Scierie;Amos;88055_1;street\n", "companies")
    assert [(row["name"], row["kind"]) for row in plan.records] == [
        ("Moulin", "company"),
        ("Scierie", "company"),
    ]


def test_a_capacity_without_a_unit_is_asked_once_and_no_row_waits(database: Path) -> None:
    text = "nom;ville;{};n\nMoulin;Amos;12;1\nScierie;Amos;40;1\n"
    bare = plan_of(database, text.format("capacity"), "companies")
    (asked,) = [one for one in bare.questions if one.rule == "heading-without-unit"]
    assert [row["capacity_t_per_year"] for row in bare.records] == [None, None] and not asked.blocks
    said = plan_of(database, text.format("capacity"), "companies", (asked.answered("kt/an"),))
    assert [row["capacity_t_per_year"] for row in said.records] == [12_000, 40_000]
    known = plan_of(database, text.format("Capacité (t/an)"), "companies")
    assert [row["capacity_t_per_year"] for row in known.records] == [12, 40]


@pytest.mark.parametrize(
    "material",
    ["carton, plastique et bois", "Carton, plastique et bois : 12 t", "boues; cendres", "15 01 01, 15 01 02"],
)
def test_several_materials_in_one_cell_are_never_one_of_them(database: Path, material: str) -> None:
    text = f'Entreprise,Sens,Matière,Quantité (t/an)\nMoulin,offre,"{material}",12\n'
    plan = plan_of(database, text, given=(CREATE, AMOS, Answer("file", "proposals", "", "likely")))
    (asked,) = [one for one in plan.questions if one.blocks]
    assert (plan.new, asked.rule, len(asked.choices) > 3) == (0, "materials-listed", True)
    chosen = plan_of(database, text, given=(CREATE, AMOS, asked.answered(asked.choices[0].value)))
    assert years(chosen) == [12]


def test_one_thing_with_a_name_of_two_words_is_one(database: Path) -> None:
    text = (
        "Entreprise,Sens,Matière,Quantité (t/an)\nM,offre,Papier et carton,12\nM,offre,terres et cailloux,3\n"
    )
    assert years(plan_of(database, text)) == [12, 3]


def test_a_name_holds_against_the_postal_code_in_its_cell(database: Path) -> None:
    text = "nom;ville\nTraiteur;Montréal H2V 1Y2\nBoulangerie;Montréal H4W 1P7\nAuberge;Montréal H3N 1Z1\n"
    plan = plan_of(database, text, "companies")
    (asked,) = [one for one in plan.questions if one.rule == "places-conflict"]
    named = plan_of(database, text, "companies", (asked.answered("name"),))
    assert {row["municipality_id"] for row in named.records} == {"mun-66023"} and named.new == 3


def test_a_point_of_a_large_city_is_in_the_city(database: Path) -> None:
    text = "nom;latitude;longitude\nAéroport;46.7892;-71.3957\nSablière;46.8354;-71.4593\nAréna;46.8441;-71.2230\n"
    plan = plan_of(database, text, "companies", (Answer("file", "positions", "", "nearest"),))
    assert {row["municipality_id"] for row in plan.records} == {"mun-23027"}


def test_a_postal_code_of_several_places_is_said_to_be_so(database: Path) -> None:
    path = database.with_name("p.csv")
    path.write_text("nom;code postal\nUsine A;91410\nUsine B;91580\n", encoding="utf-8")
    plan = make_plan(path, database, "companies", "hurepoix", Answers())
    rules = {one.rule for one in plan.questions if one.blocks}
    assert rules == {"postal-code-several"}
    likely = Answers(given=(Answer("file", "proposals", "", "likely"),))
    assert make_plan(path, database, "companies", "hurepoix", likely).new == 2
