"""Every register that ships: its own headings with invented rows are recognised, come in, and say what they must."""

from __future__ import annotations

import io
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import geopandas
import pytest
from shapely.geometry import Point

from eit.domain.question import Answer
from eit.ingest.cells import FileRefused
from eit.ingest.commit import commit
from eit.ingest.plan import Plan, make_plan
from eit.ingest.reading import Answers
from eit.ingest.registers.recognising import registers
from eit.locations import DEMONSTRATION
from eit.store.database import Database

SIRENE = (
    "siren,nic,siret,statutDiffusionEtablissement,trancheEffectifsEtablissement,numeroVoieEtablissement,"
    "typeVoieEtablissement,libelleVoieEtablissement,codePostalEtablissement,codeCommuneEtablissement,"
    "etatAdministratifEtablissement,enseigne1Etablissement,denominationUsuelleEtablissement,"
    "activitePrincipaleEtablissement,coordonneeLambertAbscisseEtablissement,coordonneeLambertOrdonneeEtablissement\n"
    "552100554,00025,55210055400025,O,12,5,RUE,DES FORGES,91410,91200,A,,LAMINAGE FICTIF,24.20Z,[ND],[ND]\n"
    "552100555,00025,55210055500025,P,11,7,RUE,DES FORGES,91410,91200,A,[ND],[ND],24.20Z,,\n"
    "552100556,00025,55210055600025,O,12,9,RUE,DES FORGES,91410,91200,A,FONDERIE FICTIVE,,24.20Z,,\n"
    "552100557,00025,55210055700025,O,NN,9,RUE,DES FORGES,91410,91200,F,FERMEE FICTIVE,,24.20Z,,\n"
)
IREP_TITLES = (
    "Identifiant;Nom_Etablissement;Numero_SIRET;Adresse;Code_Postal;Commune;Departement;Region;"
    "Code_APE;Libelle_APE"
)
IREP = f"{IREP_TITLES}\n061.00001;Usine Fictive;;1 rue A;91410;DOURDAN;ESSONNE;ILE-DE-FRANCE;2420Z;Tubes\n"
WASTE = (
    "Identifiant;Nom_Etablissement;Annee;Code_Operation_Eliminatio_Valorisation;Code_Dechet;Libelle_Dechet;Quantite;Unite;"
    "Commune;Code_Postal\n"
    "061.00001;Usine Fictive;2021;R4;15 01 01;cartons;900;t/an;DOURDAN;91410\n"
    "061.00001;Usine Fictive;2022;R4;15 01 01;cartons;700;t/an;DOURDAN;91410\n"
    "061.00001;Usine Fictive;2022;D5;15 01 01;cartons;300;t/an;DOURDAN;91410\n"
)
NPRI = (
    "NPRI ID / ID INRP,Company Name / Raison Sociale,Facility Name / Nom de l'installation,City / Ville,"
    "Province / Province,Postal Code / Code postal,NAICS / Code SCIAN,Latitude / Latitude,Longitude / Longitude\n"
    "1234,Mines Fictives inc.,Concentrateur,Malartic,QC,J0Y 1Z0,212220,48.13,-78.13\n"
    "1235,Mines Fictives inc.,Autre,Sudbury,ON,P3E 1A1,212220,46.5,-81.0\n"
)
REQ = (
    "NEQ,NO_SUF_ETAB,IND_ETAB_PRINC,LIGN1_ADR,LIGN2_ADR,LIGN3_ADR,LIGN4_ADR,COD_ACT_ECON,DESC_ACT_ECON_ETAB,NOM_ETAB\n"
    "1140000001,1,O,10 rue A,Amos (Québec),,J9T 1A1,2599,Scierie,SCIERIE FICTIVE\n"
    "1140000001,2,N,20 rue B,bureau 200,Val-d'Or (Québec),J9P 1A1,2599,Scierie,SCIERIE FICTIVE\n"
)
EPRTR = (
    "Facility_INSPIRE_ID;nameOfFeature;city;postalCode;countryCode;pointGeometryLon;pointGeometryLat;mainActivityName\n"
    "FR.1/a_b;Usine Fictive;Dourdan;91410;FR;2.01;48.53;Métaux\nFI.1;Tehdas;PORI;28900;FI;21.4;61.6;Metalli\n"
)
TRANSFERS = (
    "Facility_INSPIRE_ID;reportingYear;nameOfFeature;city;wasteClassificationCode;wasteClassificationName;"
    "wasteTreatmentCode;totalWasteQuantityTNE\n"
    "FR.1/a_b;2019;Usine Fictive;Dourdan;NONHW;Non-hazardous waste;R;120.5\n"
    "FR.1/a_b;2019;Usine Fictive;Dourdan;HW;Hazardous waste;D;8\n"
)
COUNTS = (
    '"REF_DATE","GEO","DGUID","Employment size","North American Industry Classification System (NAICS)","UOM","VALUE"\n'
    '"2024-07","Abitibi, Census division","x","Total, with employees","Wood product manufacturing [321]","n",5\n'
    '"2024-07","Abitibi, Census division","x","500 plus employees","Wood product manufacturing [321]","n",1\n'
    '"2024-07","Abitibi, Census division","x","Without employees","Wood product manufacturing [321]","n",4\n'
)
SINOE = (
    "C_SERVICE,N_SERVICE,AD1_SITE,AD2_SITE,CP_SITE,L_VILLE_SITE,_geopoint,ANNEE\n"
    '42,Déchèterie fictive,1 rue A,,91410,DOURDAN,"48.53,2.01",2024\n'
)
TONNAGES = (
    "ANNEE,C_DEPT,N_DEPT,C_TYP_REG_DECHET,L_TYP_REG_DECHET,TONNAGE_T\n"
    '2019,91,Essonne,02C,Déchets verts,"120,5"\n2021,91,Essonne,02C,Déchets verts,"130,25"\n'
    '2021,91,Essonne,02Z,Matériaux recyclables,"8"\n'
)
BEFORE_2019 = (
    "SIREN,NIC,L1_NORMALISEE,NUMVOIE,TYPVOIE,LIBVOIE,CODPOS,LIBCOM,ENSEIGNE,APET700,LIBAPET,NOMEN_LONG,geo_id,geo_type\n"
    "552100554,00025,LAMINAGE FICTIF,5,RUE,DES FORGES,91410,DOURDAN,,2420Z,Tubes,LAMINAGE FICTIF,91200_01,street\n"
    "552100555,00025,FONDERIE FICTIVE,5,RUE,DES FORGES,91410,DOURDAN,,2420Z,Tubes,FONDERIE FICTIVE,91200_01,street\n"
)
ICPE = (
    "Numéro d'établissement;Nom établissement;Adresse 1;Adresse 2;Adresse 3;Code postal;Commune;Régime en vigueur;"
    "Statut SEVESO;Date de dernière inspection;Statut IED;Numéro SIRET\n"
    "0006500001;USINE FICTIVE;1 RUE A;Bâtiment B;;91410;Dourdan;Autorisation;Non Seveso;;non;\n"
)


class Case(NamedTuple):
    """A file, the kind and the programme it comes in as, how many rows are new, and what else must be true."""

    text: str
    kind: str
    programme: str
    new: int
    holds: Callable[[Plan], bool]


def first(plan: Plan, *names: str) -> tuple[object, ...]:
    return tuple(plan.records[0][name] for name in names)


CASES = {
    "sirene": Case(
        SIRENE,
        "companies",
        "hurepoix",
        2,
        lambda plan: (
            first(
                plan, "name", "address", "postal_code", "employees_low", "employees_high", "position_quality"
            )
            == ("LAMINAGE FICTIF", "5 RUE DES FORGES", "91410", 20, 49, "municipality")
            and ("withheld-rows", "1") in plan.notices
            and float(str(plan.records[0]["position_uncertainty_km"])) >= 1
        ),
    ),
    "sirene_counts": Case(
        SIRENE,
        "business_counts",
        "hurepoix",
        3,
        lambda plan: (
            sorted((row["size_class"], row["businesses"]) for row in plan.records)
            == [("10-19", 1), ("20-49", 2)]
        ),
    ),
    "icpe_recherche": Case(
        ICPE,
        "companies",
        "hurepoix",
        1,
        lambda plan: (
            first(plan, "name", "address", "company_id")
            == ("USINE FICTIVE", "1 RUE A Bâtiment B", "0006500001")
        ),
    ),
    "irep_etablissements": Case(
        IREP, "companies", "hurepoix", 1, lambda plan: first(plan, "municipality_id") == ("commune-91200",)
    ),
    "irep": Case(
        WASTE,
        "flows",
        "hurepoix",
        3,
        lambda plan: (
            first(plan, "quantity_per_year") == (1000.0,)
            and [row["name"] for row in plan.organisations] == ["Usine Fictive"]
            and str(plan.records[0]["observed_on"]) == "2022-12-31"
        ),
    ),
    "npri_facilities": Case(
        NPRI,
        "companies",
        "abitibi",
        1,
        lambda plan: first(plan, "name", "sector_scheme") == ("Mines Fictives inc. Concentrateur", "SCIAN"),
    ),
    "req": Case(
        REQ,
        "companies",
        "abitibi",
        2,
        lambda plan: (
            [row["municipality_id"] for row in plan.records] == ["mun-88057", "mun-89008"]
            and not plan.records[0]["sector_code"]
        ),
    ),
    "eprtr_inspire": Case(EPRTR, "companies", "hurepoix", 1, lambda plan: len(plan.identifiers) == 1),
    "eprtr_waste_inspire": Case(
        TRANSFERS,
        "flows",
        "hurepoix",
        2,
        lambda plan: {row["material_id"] for row in plan.records} == {"mixed-waste", "special-waste"},
    ),
    "statcan": Case(
        COUNTS,
        "business_counts",
        "abitibi",
        2,
        lambda plan: [row["size_class"] for row in plan.records] == ["500+", "0"],
    ),
    "sirene_before_2019": Case(
        BEFORE_2019,
        "companies",
        "hurepoix",
        2,
        lambda plan: (
            first(plan, "name", "address", "kind") == ("LAMINAGE FICTIF", "5 RUE DES FORGES", "company")
        ),
    ),
    "sinoe": Case(
        SINOE,
        "companies",
        "hurepoix",
        1,
        lambda plan: first(plan, "kind", "latitude", "longitude") == ("drop-off", 48.53, 2.01),
    ),
}


@pytest.fixture
def database(tmp_path: Path) -> Path:
    return Path(shutil.copy(DEMONSTRATION, tmp_path / "work.duckdb"))


def planned(
    database: Path, text: str | bytes, kind: str, programme: str, *given: Answer, name: str = "f.csv"
) -> Plan:
    file = database.with_name(name)
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return make_plan(file, database, kind, programme, Answers(given=given))


def test_registers_come_in_by_their_headings(database: Path) -> None:
    wrong = {}
    for key, case in CASES.items():
        plan = planned(database, case.text, case.kind, case.programme)
        rows = plan.new + plan.changed  # the demonstration has some of these counts already
        told = (plan.choices.get("register"), rows, [one.rule for one in plan.refusals])
        if told != (key, case.new, []) or not case.holds(plan):
            wrong[key] = (told, plan.records[:2], plan.notices)
    assert wrong == {}


def test_tonnages_of_territories_are_offers_of_their_latest_year(database: Path) -> None:
    plan = planned(database, TONNAGES, "flows", "hurepoix", Answer("file", "organisations", "", "create"))
    assert plan.choices["register"] == "sinoe_tonnages"
    assert [(row["material_id"], row["quantity_per_year"]) for row in plan.records] == [
        ("green-waste", 130.25)
    ]
    (made,) = plan.organisations
    assert (made["name"], made["kind"], made["position_quality"]) == (
        "Essonne",
        "institution",
        "municipality",
    )
    assert made["position_uncertainty_km"] > 10
    (asked,) = [one for one in plan.questions if one.blocks]
    assert (asked.asked, asked.rule) == ("Matériaux recyclables", "code-unknown")


def test_a_territory_that_holds_others_of_the_file_is_asked(database: Path) -> None:
    text = (
        "annee,matiere,territoire,quantite_t\n2023,Bois,Ville de Montréal,9\n2024,Bois,Ville de Montréal,9\n"
        "2024,Bois,Anjou,4\n2024,Bois,Lachine,5\n"
    )
    said = [Answer("heading", "", "territoire", "company_id"), Answer("constant", "direction", "", "offre")]
    said += [
        Answer("file", "organisations", "", "create"),
        Answer("value", "material_id", "Bois", "clean-wood"),
    ]
    plan = planned(database, text, "flows", "abitibi", *said)
    (asked,) = [one for one in plan.questions if one.blocks]
    assert (asked.rule, asked.rows) == ("territory-holds-others", 2)
    rest = planned(database, text, "flows", "abitibi", *said, asked.answered("left-out"))
    assert [row["quantity_per_year"] for row in rest.records] == [4, 5]


def test_what_plants_release_is_no_flow(database: Path) -> None:
    text = "Identifiant,Nom_Etablissement,Annee_Emission,Milieu,Polluant,quantite,unite\n1,A,2015,Air,NH3,5,kg/an\n"
    with pytest.raises(FileRefused) as refused:
        planned(database, text, "flows", "hurepoix")
    assert refused.value.key == "import-releases"


def test_a_map_says_whether_it_was_tried_on_the_file_of_its_publisher() -> None:
    assert {one.key for one in registers() if one.verified} >= {"isdnd", "icpe", "irep_etablissements"}
    assert not next(one for one in registers() if one.key == "sinoe").verified


def test_the_files_of_one_publisher_know_the_ids_of_each_other(database: Path) -> None:
    plan = planned(database, IREP, "companies", "hurepoix")
    assert commit(plan, database, "Ana", database.with_name("f.csv"))
    waste = planned(database, WASTE, "flows", "hurepoix")
    assert not waste.organisations
    assert {row["company_id"] for row in waste.records} == {plan.records[0]["company_id"]}
    assert commit(waste, database, "Ana", database.with_name("f.csv"))
    assert planned(database, WASTE, "flows", "hurepoix").states["identical"] == 3


def test_organisations_of_a_file_of_flows_are_written_with_them(database: Path) -> None:
    plan = planned(database, WASTE, "flows", "hurepoix")
    assert commit(plan, database, "Ana", database.with_name("f.csv"))
    with Database(database) as opened:
        names = set(opened.query("all_companies")["name"])
    assert "Usine Fictive" in names


def test_flows_do_not_wait_for_an_official_number_that_lost_its_digits(database: Path) -> None:
    numbered = WASTE.replace("Code_Postal\n", "Code_Postal;Numero_SIRET\n").replace(
        "91410\n", "91410;00016\n"
    )
    plan = planned(database, numbered, "flows", "hurepoix")
    assert plan.states == planned(database, WASTE, "flows", "hurepoix").states
    assert {(one.rule, one.blocks) for one in plan.refusals} == {("digits-lost", False)}


def test_a_national_file_can_be_cut_to_the_territory(database: Path) -> None:
    rows = "".join(f"061.1000{n};Usine {n};;;69001;LYON;RHONE;RHONE-ALPES;2420Z;x\n" for n in range(25))
    plan = planned(database, IREP + rows, "companies", "hurepoix")
    asked = next(one for one in plan.questions if one.subject == "scope")
    assert (plan.new, asked.values, asked.blocks) == (26, {"outside": "25"}, False)
    cut = planned(database, IREP + rows, "companies", "hurepoix", asked.answered("inside"))
    assert (cut.new, ("left-out-rows", "25") in cut.notices) == (1, True)


def test_many_unknown_texts_have_one_answer_for_all(database: Path) -> None:
    rows = "".join(f"061.1000{n};Usine {n};;;;ATLANTIDE {n};;;2420Z;x\n" for n in range(12))
    plan = planned(database, IREP + rows, "companies", "hurepoix")
    together = next(one for one in plan.questions if one.rule == "many-unknown")
    assert together.values["count"] == "12"
    rest = planned(database, IREP + rows, "companies", "hurepoix", together.answered("left-out"))
    assert (rest.new, [one for one in rest.questions if one.blocks]) == (1, [])


def test_a_file_of_another_country_says_that_its_rows_are_filtered(database: Path) -> None:
    with pytest.raises(FileRefused) as refused:
        planned(database, EPRTR.replace("FR;", "FI;"), "companies", "hurepoix")
    assert refused.value.key == "import-all-filtered"


def test_a_zip_of_shapefiles_gives_its_points(database: Path, tmp_path: Path) -> None:
    row = {
        "code_aiot": "0006500001",
        "nom_ets": "Usine Fictive",
        "cd_insee": "91200",
        "num_siret": "",
        "cd_postal": "91410",
    }
    geopandas.GeoDataFrame([row], geometry=[Point(2.01, 48.53)], crs=4326).to_file(tmp_path / "icpe.shp")
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for part in tmp_path.glob("icpe.*"):
            archive.write(part, part.name)
    plan = planned(database, packed.getvalue(), "companies", "hurepoix", name="icpe.zip")
    assert (plan.choices["register"], plan.new) == ("icpe", 1)
    assert first(plan, "latitude", "longitude", "company_id") == (48.53, 2.01, "0006500001")


def test_a_point_without_a_place_takes_the_nearest_once_it_was_said(database: Path) -> None:
    text = "id,name,lat,lon\nA.1,Quai fictif,48.53,2.01\n"
    plan = planned(database, text, "companies", "hurepoix")
    (asked,) = [one for one in plan.questions if one.blocks]
    placed = planned(database, text, "companies", "hurepoix", asked.answered("nearest"))
    assert (placed.new, first(placed, "municipality_id")) == (1, ("commune-91200",))


def test_two_sites_of_one_name_in_one_municipality_are_two_rows(database: Path) -> None:
    text = "nom,commune,adresse\nDéchèterie,Dourdan,1 rue A\nDéchèterie,Dourdan,9 rue B\n"
    plan = planned(database, text, "companies", "hurepoix")
    assert (plan.new, len({row["group_id"] for row in plan.records})) == (2, 1)
    assert commit(plan, database, "Ana", database.with_name("f.csv"))
    assert planned(database, text, "companies", "hurepoix").states["identical"] == 2


def test_a_point_far_from_its_declared_place_is_asked_once(database: Path) -> None:
    text = "nom,commune,latitude,longitude\nUsine A,Dourdan,45.76,4.83\nUsine B,Dourdan,48.53,2.01\n"
    plan = planned(database, text, "companies", "hurepoix")
    (asked,) = [one for one in plan.questions if one.blocks]
    assert (plan.new, asked.rule) == (1, "position-far") and 350 < float(asked.values["proposal"]) < 420
    kept = planned(database, text, "companies", "hurepoix", asked.answered("keep"))
    assert first(kept, "latitude", "position_quality") == (45.76, "site")
    placed = planned(database, text, "companies", "hurepoix", asked.answered("place"))
    assert (placed.new, first(placed, "position_quality")) == (2, ("municipality",))
