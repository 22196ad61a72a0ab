"""The demonstration: the five programmes' own figures are exact, everybody in it is fictitious and
believable.
"""

from __future__ import annotations

import csv
import os
import re
from collections import Counter
from pathlib import Path

import pytest

from eit.domain.months import parse_months
from eit.domain.units import to_canonical

DATA = Path(__file__).resolve().parent.parent / "data"
SNAPSHOT = Path(__file__).resolve().parent / "data" / "factors.snapshot.csv"
UPDATE = "MAILLAGE_UPDATE_SNAPSHOT"


def rows(file: str, **filters: str) -> list[dict[str, str]]:
    with (DATA / file).open(encoding="utf-8", newline="") as stream:
        found = list(csv.DictReader(stream))
    return [row for row in found if all(row[column] == value for column, value in filters.items())]


def by_id(file: str, column: str) -> dict[str, dict[str, str]]:
    return {row[column]: row for row in rows(file)}


def indicator(label: str) -> dict[tuple[str, str], tuple[str, str]]:
    """(bound, year) -> (value, state) of the indicator with a French label."""
    (found,) = (row["indicator_id"] for row in rows("demo/indicators.csv") if row["label_fr"] == label)
    values = rows("demo/indicator_values.csv", indicator_id=found)
    return {(row["bound"], row["year"]): (row["value"], row["state"]) for row in values}


def flows_of(programme: str) -> list[dict[str, str]]:
    own = {row["company_id"] for row in rows("demo/companies.csv", programme_id=programme)}
    return [flow for flow in rows("demo/flows.csv") if flow["company_id"] in own]


COMPANIES = by_id("demo/companies.csv", "company_id")
MATERIALS = by_id("reference/materials.csv", "material_id")


# ---- everybody


def test_there_are_the_five_programmes():
    assert list(by_id("demo/programmes.csv", "programme_id")) == [
        "abitibi",
        "quebec",
        "hurepoix",
        "fensch",
        "qnp",
    ]


def test_every_company_and_every_member_says_that_it_is_fictitious():
    named = [*rows("demo/companies.csv"), *rows("demo/consortium_members.csv")]
    assert [row["name"] for row in named if not re.search(r"\((fictif|fictive)\)$", row["name"])] == []


def test_no_name_is_used_twice():
    names = Counter(row["name"] for row in rows("demo/companies.csv"))
    assert [name for name, times in names.items() if times > 1] == []


def test_every_company_stands_in_a_real_municipality_near_its_official_point():
    places = by_id("geo/territories.csv", "territory_id")
    for row in COMPANIES.values():
        place = places[row["municipality_id"]]
        assert place["kind"] in ("municipality", "commune", "borough")
        if row["latitude"]:
            north, east = (abs(float(row[k]) - float(place[k])) for k in ("latitude", "longitude"))
            assert north < 0.35 and east < 0.5, f"{row['company_id']} is far from {place['name']}"


def test_quebec_never_says_dechet():
    french = [row for row in COMPANIES.values() if row["sector_scheme"] == "SCIAN"]
    said = [
        value
        for row in [*french, *rows("demo/synergies.csv"), *rows("reference/materials.csv")]
        for value in row.values()
    ]
    assert [value for value in said if value and re.search(r"\bd[ée]chets?\b", value, re.IGNORECASE)] == []


# ---- abitibi


def test_abitibi_targets():
    assert indicator("Préfaisabilités")["target", "2024"] == ("10", "known")
    assert indicator("Projets pilotes")["target", "2024"] == ("5", "known")
    assert indicator("Livrables")["target", "2024"] == ("9", "known")
    assert indicator("PME engagées dans un pilote")["value", ""] == ("8", "known")
    (programme,) = rows("demo/programmes.csv", programme_id="abitibi")
    assert (programme["starts_on"], programme["ends_on"]) == ("2022-01", "2024-01")


def test_abitibi_24_partners_a_majority_of_companies_and_every_territory():
    members = rows("demo/consortium_members.csv", programme_id="abitibi")
    territories = {
        row["territory_id"] for row in rows("demo/programme_territories.csv", programme_id="abitibi")
    }
    assert len(members) == 24
    assert sum(member["kind"] == "company" for member in members) > 24 / 2
    assert {member["territory_id"] for member in members} == territories - {"region-08"}
    assert territories - {"region-08"} == {f"mrc-{code}" for code in (85, 86, 87, 88, 89)}
    assert "sorting-centre" in {member["kind"] for member in members}


def test_abitibi_two_meetings_the_first_with_24_participants():
    first, second = rows("demo/meetings.csv", programme_id="abitibi")
    assert (first["participants"], first["held_on"]) == ("24", ""), "the date is not known to us"
    assert second["held_on"] == "2022-09"


def test_abitibi_four_priority_materials():
    found = rows("demo/priority_materials.csv", programme_id="abitibi")
    assert [row["term_fr"].lower() for row in found] == [
        "plastiques d’ensilage",
        "biomasse",
        "plastiques de conduits de ventilation de mines souterraines",
        "cendres d’usines forestières",
    ]
    offered = {flow["material_id"] for flow in flows_of("abitibi") if flow["direction"] == "offer"}
    for row in found:
        own = {row["material_id"]} | {
            name for name, m in MATERIALS.items() if m["parent_id"] == row["material_id"]
        }
        assert own & offered, f"somebody offers {row['term_fr']}"


def test_abitibi_eight_small_companies_began_a_pilot():
    own = {row["synergy_id"] for row in rows("demo/synergies.csv", programme_id="abitibi")}
    events = [row for row in rows("demo/synergy_events.csv") if row["synergy_id"] in own]
    pilots = {row["synergy_id"] for row in events if row["stage"] in ("pilot", "realised", "verified")}
    parties = {row["company_id"] for row in rows("demo/synergy_parties.csv") if row["synergy_id"] in pilots}
    small = [
        name
        for name in parties
        if int(COMPANIES[name]["employees"]) < 250 and COMPANIES[name]["kind"] in ("company", "farm")
    ]
    assert len(small) == 8


def test_abitibi_sorting_centres_offer_materials():
    centres = {
        name
        for name, row in COMPANIES.items()
        if row["kind"] == "sorting-centre" and row["programme_id"] == "abitibi"
    }
    assert (
        centres <= {flow["company_id"] for flow in flows_of("abitibi") if flow["direction"] == "offer"}
        and centres
    )


# ---- quebec


def test_quebec_three_parks_more_than_30_industries_at_least_150_flows():
    companies = rows("demo/companies.csv", programme_id="quebec")
    assert len({row["park_id"] for row in companies}) == 3
    scope = {row["territory_id"] for row in rows("demo/programme_territories.csv", programme_id="quebec")}
    assert {row["park_id"] for row in companies} == scope
    assert len({flow["company_id"] for flow in flows_of("quebec")}) > 30
    assert len(flows_of("quebec")) >= 150


def test_quebec_target_and_published_figures():
    assert indicator("Maillages réalisés")["target", ""] == ("10", "known")
    published = (
        "Offres et demandes recueillies en un an",
        "Industries participantes",
        "Synergies potentielles",
    )
    assert [indicator(label)["value", ""] for label in published] == [
        ("150", "known"),
        ("30", "known"),
        ("100", "known"),
    ]
    assert indicator("Emplois")["value", ""] == ("", "n.c.")


def test_quebec_eleven_categories():
    own = rows("reference/vocabulary.csv", programme_id="quebec", list="category")
    official = rows("reference/categories.csv", official="true")
    assert [row["name_fr"] for row in own] == [row["name_fr"] for row in official]
    assert [row["name_fr"] for row in own] == [
        "Bois", "Carton et papier", "Matières organiques", "Métaux", "Minéraux non métalliques",
        "Produits, composants, matériaux mixtes et composites", "Plastiques, caoutchoucs et autres polymères",
        "Produits chimiques", "Ressources humaines", "Textile", "Verre",
    ]  # fmt: skip
    offered = {MATERIALS[flow["material_id"]]["category_id"] for flow in flows_of("quebec")}
    assert {row["category_id"] for row in official} <= offered, "every category has a flow"


# ---- hurepoix


def test_hurepoix_two_indicator_rows_as_published():
    assert [row["label_fr"] for row in rows("demo/indicators.csv", programme_id="hurepoix")] == [
        "Mise en place de la démarche",
        "Nombre d’entreprises engagées",
    ]
    assert rows("demo/indicators.csv", programme_id="hurepoix")[0]["unit_fr"] == "{0=non;1=oui}"
    assert indicator("Mise en place de la démarche") == {
        ("value", "2023"): ("0", "known"),
        ("min", "2023"): ("0", "known"),
        ("max", "2023"): ("1", "known"),
        ("threshold", "2023"): ("", "n.c."),
    }
    assert indicator("Nombre d’entreprises engagées") == {
        ("value", "2023"): ("0", "known"),
        ("min", "2023"): ("", "n.c."),
        ("max", "2023"): ("", "n.c."),
        ("threshold", "2023"): ("", "n.c."),
    }


def test_hurepoix_impacts_types_and_eleven_communes():
    impacts = rows("reference/vocabulary.csv", programme_id="hurepoix", list="impact")
    assert {row["term_id"]: row["maps_to"] for row in impacts} == {
        "energy": "1/3",
        "ghg": "2/3",
        "air": "1/3",
    }
    types = rows("reference/vocabulary.csv", programme_id="hurepoix", list="synergy_type")
    assert [row["maps_to"] for row in types] == ["pooling", "substitution", "new-activity"]
    scope = {row["territory_id"] for row in rows("demo/programme_territories.csv", programme_id="hurepoix")}
    assert sum(name.startswith("commune-") for name in scope) == 11
    assert by_id("geo/territories.csv", "territory_id")["epci-249100595"]["population"] == "26697"


# ---- fensch


def test_fensch_four_types_with_their_names_each_with_a_synergy():
    types = rows("reference/vocabulary.csv", programme_id="fensch", list="synergy_type")
    assert [row["name_fr"] for row in types] == ["Partage", "Mutualisation", "Innovation", "Valorisation"]
    used = {row["term_id"] for row in rows("demo/synergies.csv", programme_id="fensch")}
    assert used == {row["term_id"] for row in types}


def test_fensch_has_flows_of_matter_water_and_energy_and_ten_communes():
    kinds = Counter(MATERIALS[flow["material_id"]]["kind"] for flow in flows_of("fensch"))
    assert min(kinds["matter"], kinds["water"], kinds["energy"]) >= 5
    scope = {row["territory_id"] for row in rows("demo/programme_territories.csv", programme_id="fensch")}
    assert sum(name.startswith("commune-") for name in scope) == 10
    assert by_id("geo/territories.csv", "territory_id")["epci-245701222"]["population"] == "70898"


# ---- qnp

PORTRAITS = {"region-05", "region-16", "borough-saint-laurent"}


def test_qnp_three_portraits_twelve_interviews():
    found = rows("demo/programme_territories.csv", programme_id="qnp", role="portrait")
    assert {row["territory_id"] for row in found} == PORTRAITS
    labels = ("Portraits régionaux", "Entrevues", "Indices de transition par région")
    assert [indicator(label)["value", ""] for label in labels] == [
        ("3", "known"),
        ("12", "known"),
        ("17", "known"),
    ]


def test_qnp_businesses_by_sector_and_size_for_each_portrait():
    counts = rows("demo/business_counts.csv", programme_id="qnp")
    sizes = {"0", "1-4", "5-9", "10-19", "20-49", "50-99", "100-199", "200-499", "500+"}
    cells = Counter((row["territory_id"], row["sector_code"], row["size_class"]) for row in counts)
    sectors = {row["sector_code"] for row in counts}
    assert set(cells) == {
        (place, sector, size) for place in PORTRAITS for sector in sectors for size in sizes
    }
    assert set(cells.values()) == {1} and len(sectors) > 10
    assert {row["source"] for row in counts} == {"démonstration, chiffres fictifs"}


def test_every_programme_counts_businesses_and_says_they_are_fictitious():
    counts = rows("demo/business_counts.csv")
    assert {row["source"] for row in counts} == {"démonstration, chiffres fictifs"}
    assert {row["confidence"] for row in counts} == {"assumption"}
    places = {(row["programme_id"], row["territory_id"]) for row in counts}
    covered = {(row["programme_id"], row["territory_id"]) for row in rows("demo/programme_territories.csv")}
    assert places == covered


@pytest.mark.parametrize(
    ("whole", "part"),
    [("region-08", "mrc-8"), ("epci-249100595", "commune-91"), ("epci-245701222", "commune-57")],
)
def test_a_territory_counts_as_many_businesses_as_its_parts(whole, part):
    sums = {whole: Counter(), part: Counter()}
    for row in rows("demo/business_counts.csv"):
        for place in (whole, part):
            if row["territory_id"].startswith(place):
                sums[place][row["sector_code"], row["size_class"]] += int(row["businesses"])
    assert +sums[whole] == +sums[part] and sums[whole]


def test_qnp_17_slots_for_each_portrait_and_not_one_invented_name():
    slots = rows("demo/index_slots.csv")
    expected = {(place, str(number)) for place in PORTRAITS for number in range(1, 18)}
    assert {(row["territory_id"], row["slot"]) for row in slots} == expected and len(slots) == 3 * 17
    assert {(row["name_fr"], row["name_en"], row["value"], row["state"]) for row in slots} == {
        ("", "", "", "n.c.")
    }
    words = [
        row
        for row in rows("reference/vocabulary.csv", programme_id="qnp")
        if row["term_id"].startswith("index-")
    ]
    assert len(words) == 17 and {(row["name_fr"], row["name_en"]) for row in words} == {("", "")}


# ---- quantities

PLAUSIBLE_TIMES = 100
LARGEST_SECTOR = "F-321"
# NAF division -> SCIAN code whose factor stands for it; the table of factors is by SCIAN.
NAF_TO_SCIAN = {
    "10": "311", "11": "311", "13": "313", "18": "323", "20": "325", "22": "326", "24": "331", "25": "332",
    "29": "336", "31": "321", "45": "44", "47": "44", "56": "722", "62": "54", "63": "54", "71": "54",
}  # fmt: skip
# Offers beyond 100 × employees × factor, each with the reason why it is believable.
REASONS = {
    "qnp-017": "digester: gives back what others bring (39 000 t/yr taken in, 30 000 t/yr of digestate)"
}


def tonnes_per_employee(company: dict[str, str]) -> float:
    """The factor of the sector; a sector that the table does not know takes the largest one."""
    code = (
        company["sector_code"]
        if company["sector_scheme"] == "SCIAN"
        else NAF_TO_SCIAN.get(company["sector_code"][:2], "")
    )
    table = rows("reference/waste_intensity.csv", unit="t/employee/yr")
    for row in sorted(table, key=lambda row: -len(row["naics"].partition("-")[0])):
        first, _, last = row["naics"].partition("-")
        if code and first <= code[: len(first)] <= (last or first):
            return float(row["central"])
    return next(float(row["central"]) for row in table if row["factor_id"] == LARGEST_SECTOR)


def offered_tonnes() -> dict[str, float]:
    found: Counter[str] = Counter()
    for flow in rows("demo/flows.csv", direction="offer"):
        material = MATERIALS[flow["material_id"]]
        if flow["quantity"] and material["kind"] == "matter":
            ends = [material["density_low_t_m3"], material["density_high_t_m3"]]
            density = sum(map(float, ends)) / 2 if all(ends) else None
            months = parse_months(flow["months"])
            found[flow["company_id"]] += to_canonical(
                float(flow["quantity"]), flow["unit"], "matter", months, density
            ).per_year
    return found


def test_what_a_site_offers_is_believable_for_its_sector_and_its_size():
    too_much = {}
    for name, tonnes in offered_tonnes().items():
        usual = int(COMPANIES[name]["employees"]) * tonnes_per_employee(COMPANIES[name])
        if tonnes > PLAUSIBLE_TIMES * usual:
            too_much[name] = f"{tonnes:.0f} t/yr, usual {usual:.0f}"
    assert set(too_much) == set(REASONS), too_much


def test_every_company_has_employees_and_flows():
    assert [name for name, row in COMPANIES.items() if not int(row["employees"]) > 0] == []
    assert set(COMPANIES) == {flow["company_id"] for flow in rows("demo/flows.csv")}


def test_the_demonstration_shows_the_difficult_cases_too():
    flows = rows("demo/flows.csv")
    assert any(flow["quantity"] == "" for flow in flows), "n.c."
    assert any(row["position_quality"] == "none" for row in COMPANIES.values()), "no position"
    assert any(flow["months"] != "1-12" for flow in flows), "a season"
    assert {"measured", "declared", "estimated"} == {flow["quality"] for flow in flows}
    assert any(row["consent_name"] == "false" for row in COMPANIES.values()), "no consent to be named"
    assert rows("demo/rejected_pairs.csv")


# ---- factors

REFERENCE = (
    "categories",
    "materials",
    "known_synergies",
    "ghg_factors",
    "transport_factors",
    "costs",
    "waste_intensity",
    "vocabulary",
)


def test_every_reference_row_has_a_source_a_year_and_a_confidence():
    tables = {table: rows(f"reference/{table}.csv") for table in REFERENCE}
    assert [table for table, found in tables.items() if not found] == []
    needed = ("source", "year", "confidence")
    assert [
        (table, row)
        for table, found in tables.items()
        for row in found
        if not all(row[column].strip() for column in needed)
    ] == []


def snapshot() -> list[list[str]]:
    """Every number that a figure can rest on: factors, prices, and the densities and reaches of materials."""
    columns = ("factor_id", "low", "central", "high", "unit", "year", "confidence", "source")
    lines = [["table", *columns]]
    for table in ("ghg_factors", "transport_factors", "costs", "waste_intensity"):
        lines += [[table, *(row[name] for name in columns)] for row in rows(f"reference/{table}.csv")]
    for row in MATERIALS.values():
        if row["density_low_t_m3"] or row["density_high_t_m3"]:
            lines.append(
                [
                    "materials",
                    f"{row['material_id']} density",
                    row["density_low_t_m3"],
                    "",
                    row["density_high_t_m3"],
                    "t/m3",
                    row["year"],
                    row["confidence"],
                    row["source"],
                ]
            )
        if row["reach_km"]:
            lines.append(
                [
                    "materials",
                    f"{row['material_id']} reach",
                    "",
                    row["reach_km"],
                    "",
                    "km",
                    row["year"],
                    row["confidence"],
                    row["reach_source"],
                ]
            )
    return lines


def test_no_factor_changes_unseen():
    """A changed value is a decision: set MAILLAGE_UPDATE_SNAPSHOT=1, run this test, and let the diff be
    read.
    """
    if os.environ.get(UPDATE):
        SNAPSHOT.parent.mkdir(exist_ok=True)
        with SNAPSHOT.open("w", encoding="utf-8", newline="") as stream:
            csv.writer(stream, lineterminator="\n").writerows(snapshot())
    with SNAPSHOT.open(encoding="utf-8", newline="") as stream:
        known = list(csv.reader(stream))
    changed = [line for line in snapshot() if line not in known] + [
        line for line in known if line not in snapshot()
    ]
    assert changed == [], f"changed or new, then gone: {changed}; {test_no_factor_changes_unseen.__doc__}"


def test_what_is_provisional_and_what_has_no_factor_is_told_in_the_method():
    """A factor that no source holds is named with what was searched; so is each use whose gain is not known."""
    told = (Path(__file__).resolve().parents[1] / "docs" / "methode.md").read_text(encoding="utf-8")
    told = told.split("\n## 14.")[1]
    provisional = {
        "-".join(row["factor_id"].split("-")[:2]) if row["factor_id"].startswith("R-") else row["factor_id"]
        for row in rows("reference/ghg_factors.csv")
        if row["confidence"] in ("recalled", "proxy", "assumption")
    }
    unknown = {
        row["demand_material_id"]
        for row in rows("reference/known_synergies.csv")
        if row["ghg_route"] == "unknown"
    }
    lines = {line.split("`")[1]: line for line in told.splitlines() if line.startswith("- ") and "`" in line}
    untold = [name for name in sorted(provisional) if f"`{name}`" not in told]
    untold += sorted(unknown - set(lines)) + sorted(set(lines) - unknown)
    assert untold == []


def test_no_cell_names_a_file_of_ours():
    """Sources and notes are shown on screens: whoever reads them knows tables by what is in them, not by a file."""
    files = sorted(path for folder in ("reference", "demo") for path in (DATA / folder).glob("*.csv"))
    ours = re.compile("|".join(rf"\b{re.escape(path.name)}" for path in files))
    texts = {path.name: path.read_text(encoding="utf-8") for path in files}
    assert {name: ours.findall(text) for name, text in texts.items() if ours.search(text)} == {}
