"""A foreign register explained by a MAP.toml comes in whole; what the map does not say is asked, never guessed."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyproj import Transformer

from eit.ingest.cells import FileRefused
from eit.ingest.commit import commit
from eit.ingest.plan import make_plan
from eit.ingest.preview import Plan
from eit.ingest.reading import Answers
from eit.ingest.source_map import read_map
from eit.store.database import Database
from eit.views.texts import texts

QUEBEC_MAP = """
crs = "EPSG:32198"

[columns]
company_id = "NEQ_LIEU"
name = "NOM_LIEU"
municipality_id = "CO_MUNCP"
sector_code = "CD_SCIAN"
sector_fr = "CD_SCIAN"
employees = "NB_EMPL"
x = "COORD_X"
y = "COORD_Y"

[constants]
sector_scheme = "SCIAN"
position_quality = "site"

[codes.sector_fr]
321111 = "Scieries"
"331*" = "Métaux"
"*" = "Autre fabrication"

[filter]
ETAT = ["Actif"]
"""
FRENCH_MAP = """
crs = "EPSG:2154"

[columns]
company_id = "siret"
name = "denominationUniteLegale"
municipality_id = "codeCommuneEtablissement"
sector_code = "activitePrincipaleEtablissement"
sector_fr = "activitePrincipaleEtablissement"
kind = "regimeIcpe"
x = "coordonneeLambertAbscisseEtablissement"
y = "coordonneeLambertOrdonneeEtablissement"

[constants]
sector_scheme = "NAF"

[codes.sector_fr]
"38.32Z" = "Récupération de matières triées"
"24.10Z" = "Sidérurgie"

[codes.kind]
tri = "centre de tri"
A = "entreprise"

[filter]
etatAdministratifEtablissement = "A"
"""


def plane(crs: str, latitude: float, longitude: float) -> tuple[str, str]:
    x, y = Transformer.from_crs("EPSG:4326", crs, always_xy=True).transform(longitude, latitude)
    return f"{x:.2f}".replace(".", ","), f"{y:.2f}".replace(".", ",")


def planned(database: Path, data: bytes, said: str, programme: str, kind: str = "companies") -> Plan:
    file, told = database.with_name("registre.csv"), database.with_name("MAP.toml")
    file.write_bytes(data)
    told.write_text(said, encoding="utf-8")
    return make_plan(file, database, kind, programme, Answers(map=read_map(told, kind)))


def companies(database: Path) -> dict[str, dict]:
    with Database(database) as door:
        rows = door.query("all_companies").to_dict("records")
    return {row["company_id"]: row for row in rows}


def quebec_register() -> bytes:
    x, y = plane("EPSG:32198", 46.8139, -71.2080)
    lines = [
        "NEQ_LIEU;NOM_LIEU;CO_MUNCP;CD_SCIAN;NB_EMPL;COORD_X;COORD_Y;ETAT;Type",
        f"X0000001;Scierie de l’Érable (fictif);23027;321111;45;{x};{y};Actif;Z9",
        "X0000002;Atelier du Chêne (fictif);23027;332118;;;;Actif;Z9",
        "X0000003;Fermée (fictif);23027;321111;9;;;Radié;Z9",
    ]
    return "\r\n".join(lines).encode("cp1252")


def french_register(code: str = "24.10Z") -> bytes:
    x, y = plane("EPSG:2154", 49.3250, 6.1190)
    lines = [
        "siret,denominationUniteLegale,codeCommuneEtablissement,activitePrincipaleEtablissement,regimeIcpe,"
        "coordonneeLambertAbscisseEtablissement,coordonneeLambertOrdonneeEtablissement,etatAdministratifEtablissement",
        f'00000000000017,Aciérie de la Vallée (fictif),57221,{code},A,"{x}","{y}",A',
        "00000000000025,Tri de la Fensch (fictif),57221,38.32Z,tri,,,A",
        "00000000000033,Fermée (fictif),57221,38.32Z,A,,,F",
    ]
    return "\n".join(lines).encode("utf-8")


def test_a_register_of_quebec(database: Path) -> None:
    plan = planned(database, quebec_register(), QUEBEC_MAP, "quebec")
    assert plan.refusals == []
    assert (plan.choices["encoding"], plan.choices["separator"]) == ("cp1252", "semicolon")
    assert plan.counts == {"read": 2, "new": 2, "changed": 0, "identical": 0, "refused": 0}
    assert ("filtered-rows", "1") in plan.notices
    assert plan.header.ignored == ("ETAT", "Type"), "a map says all: nothing else is recognised by its title"
    assert commit(plan, database, "essai")
    found = companies(database)["X0000001"]
    assert (found["latitude"], found["longitude"]) == pytest.approx((46.8139, -71.2080), abs=1e-6)
    assert (found["name"], found["sector_code"], found["sector_fr"], found["sector_scheme"], found["employees"]) == (
        "Scierie de l’Érable (fictif)", "321111", "Scieries", "SCIAN", 45,
    )  # fmt: skip
    other = companies(database)["X0000002"]
    assert (other["sector_fr"], other["position_quality"]) == ("Autre fabrication", "municipality")
    again = planned(database, quebec_register(), QUEBEC_MAP, "quebec")
    assert (again.identical, again.records) == (2, [])


def test_a_register_of_france(database: Path) -> None:
    plan = planned(database, french_register(), FRENCH_MAP, "fensch")
    assert plan.refusals == []
    assert commit(plan, database, "essai")
    found = companies(database)
    assert (found["00000000000017"]["latitude"], found["00000000000017"]["longitude"]) == pytest.approx(
        (49.3250, 6.1190), abs=1e-6
    )
    assert found["00000000000025"]["kind"] == "sorting-centre"
    assert "00000000000033" not in found
    again = planned(database, french_register(), FRENCH_MAP, "fensch")
    assert (again.identical, again.records) == (2, [])


def test_a_code_that_the_map_does_not_translate_is_refused_with_the_nearest(database: Path) -> None:
    (refusal,) = planned(database, french_register("24.10A"), FRENCH_MAP, "fensch").refusals
    assert (refusal.rule, refusal.cell, refusal.value) == ("code-unknown", "D2", "24.10A")
    assert refusal.proposal == "24 10z = Sidérurgie"
    assert all(texts(lang).has("import.rule.code-unknown") for lang in ("fr", "en"))


def test_a_position_outside_the_country_is_refused(database: Path) -> None:
    x, y = plane("EPSG:2154", 49.3250, 6.1190)
    data = french_register().replace(f'"{x}","{y}"'.encode(), f'"{y}","{x}"'.encode())
    (refusal,) = planned(database, data, FRENCH_MAP, "fensch").refusals
    assert (refusal.rule, refusal.cell) == ("coordinates-outside", "F2")


def test_half_a_plane_position_is_refused(database: Path) -> None:
    y = plane("EPSG:2154", 49.3250, 6.1190)[1]
    data = french_register().replace(f'"{y}"'.encode(), b"")
    assert planned(database, data, FRENCH_MAP, "fensch").refusals[0].rule == "coordinates-half"


def test_units_constants_and_codes_of_flows(database: Path) -> None:
    said = (
        '[columns]\ncompany_id = "lieu"\nmaterial_id = "code"\nquantity = "qte"\n'
        '[constants]\ndirection = "offre"\n[units]\nconstant = "kg/mois"\n[codes.material_id]\nM7 = "wood-ash"\n'
    )
    (record,) = planned(database, b"lieu;code;qte\nabi-001;m7;1000\n", said, "abitibi", "flows").records
    assert (record["material_id"], record["unit_typed"], record["mass_t_per_year"]) == (
        "wood-ash",
        "kg/month",
        12.0,
    )


MAPS = {
    "unknown field": (
        '[columns]\nname = "n"\nmunicipality_id = "m"\nshoe_size = "s"\n',
        "import-field-unknown",
    ),
    "unknown field of codes": ('[codes.colour]\nA = "b"\n', "import-field-unknown"),
    "bad TOML": ("[columns\n", "import-map-toml"),
    "unknown section": ("[colums]\n", "import-map-section"),
    "a list for a title": ('[columns]\nname = ["a", "b"]\n', "import-map-section"),
    "a filter of nothing": ("[filter]\nETAT = []\n", "import-map-section"),
    "two units": ('[units]\ncolumn = "u"\nconstant = "t/an"\n', "import-map-section"),
    "a column and a constant": ('[columns]\nname = "n"\n[constants]\nname = "x"\n', "import-map-twice"),
    "plane without crs": ('[columns]\nx = "X"\ny = "Y"\n', "import-map-plane"),
    "crs without plane": ('crs = "EPSG:2154"\n', "import-map-plane"),
    "unknown crs": ('crs = "EPSG:999999"\n[columns]\nx = "X"\ny = "Y"\n', "import-map-crs"),
    "a title that is not there": (
        '[columns]\nname = "siret"\nkind = "regimeIcpe"\nmunicipality_id = "ville"\n',
        "import-title-absent",
    ),
}


@pytest.mark.parametrize("case", MAPS)
def test_a_map_that_cannot_be_used_is_refused_with_a_sentence(case: str, database: Path) -> None:
    said, key = MAPS[case]
    with pytest.raises(FileRefused) as refused:
        planned(database, french_register(), said, "fensch")
    assert refused.value.key == key
    assert all(texts(lang).has(f"refusal.{key}") for lang in ("fr", "en"))


def test_a_needed_column_that_a_map_does_not_name_is_asked(database: Path) -> None:
    said = '[columns]\nname = "siret"\n[constants]\nkind = "ferme"\n'
    plan = planned(database, french_register(), said, "fensch")
    (asked,) = plan.questions
    assert (asked.rule, asked.subject, asked.rows) == ("column-missing", "municipality_id", 3)
    assert "codeCommuneEtablissement" in [choice.value for choice in asked.choices]
    assert not plan.records


def test_a_map_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(FileRefused, match="map unreadable"):
        read_map(tmp_path / "absent.toml", "companies")
