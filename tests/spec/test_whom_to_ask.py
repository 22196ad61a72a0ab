"""Whom to ask: a sector that takes a residue is a lead of its own kind, never among the declared exchanges."""

from __future__ import annotations

from eit.analysis.exchanges.leads import to_ask
from eit.domain.selection import Selection

LIBRARY = [
    {"offer": "scrap", "demand": "steel-charge", "receiver_nace": "24.10;24.51", "receiver_naics": "331110"},
    {"offer": "scrap", "demand": "any", "receiver_nace": "10-32", "receiver_naics": "31-33"},
]
COMPANIES = [
    {"company_id": name, "sector_scheme": scheme, "sector_code": code, "km": km}
    for name, scheme, code, km in (
        ("a", "SCIAN", "332710", "0"),
        ("mill", "SCIAN", "331110", "10"),
        ("mill-fr", "NAF", "24.10Z", "20"),
        ("far", "SCIAN", "331110", "90"),
        ("bakery", "SCIAN", "311811", "1"),
        ("vague", "SCIAN", "33", "1"),
        ("declared", "SCIAN", "331110", "5"),
    )
]
OTHERS = "\n".join(f"{name}-o1 | other" for name in ("mill", "mill-fr", "far", "bakery", "vague"))
FLOWS = f"""
flow | material
a-o1 | scrap
declared-d1 | steel-charge
{OTHERS}
"""


def made(world):
    return world(library=LIBRARY, companies=COMPANIES, flows=FLOWS)


def test_a_receiving_sector_without_a_declared_need_is_asked_the_nearest_first(world):
    """Not the baker, not who declared a need, not beyond the radius, not a sector too vague to tell."""
    found = to_ask(made(world).database, Selection("demo", radius_km=50))
    assert list(found["company_id"]) == ["mill", "mill-fr"]
    assert [round(distance) for distance in found["distance_km"]] == [10, 20]
    assert set(found["offer_id"]) == {"a-o1"} and set(found["library_id"]) == {"L1"}


def test_a_lead_to_ask_is_never_a_potential_exchange(world):
    pairs = made(world).exchanges()
    assert set(pairs["demand_id"]) == {"declared-d1"}


def test_the_best_of_an_offer_comes_first_and_a_known_code_has_its_label(world):
    """An established use a little further on stands before an idea next door; an unknown distance is not 0 km."""
    library = [
        {"offer": "scrap", "demand": "charge", "receiver_nace": "24.10", "receiver_naics": ""},
        {"offer": "scrap", "demand": "art", "receiver_nace": "90.03", "receiver_naics": "", "status": "idea"},
    ]
    companies = [
        {
            "company_id": name,
            "sector_scheme": "NAF",
            "sector_code": code,
            "km": km,
            "sector_fr": "—",
            "sector_en": "—",
        }
        for name, code, km in (
            ("a", "33.11Z", "0"),
            ("mill", "24.10Z", "10"),
            ("artist", "90.03A", "1"),
            ("lost", "24.10Z", "?"),
        )
    ]
    flows = "flow | material\na-o1 | scrap\nmill-o1 | other\nartist-o1 | other\nlost-o1 | other"
    found = to_ask(
        world(library=library, companies=companies, flows=flows).database, Selection("demo", radius_km=50)
    )
    assert list(found["company_id"]) == ["lost", "mill", "artist"]
    assert list(found["score"].round(1)) == [
        80.0,
        round(100 * (0.4 * 0.8 + 0.2 / (1 + 10 / 33)) / 0.6, 1),
        59.0,
    ]
    assert found["sector_fr"].str.startswith("Sidérurgie").tolist() == [True, True, False]


def test_a_family_is_asked_for_what_most_of_its_members_serve_and_an_input_of_those_who_buy_it(world):
    """`Slag` is asked at the cement works that take most slags, not at the one that takes a single one."""
    library = [
        {"offer": "steel-slag", "demand": "cement", "receiver_nace": "23.51", "receiver_naics": ""},
        {"offer": "copper-slag", "demand": "cement", "receiver_nace": "23.51", "receiver_naics": ""},
        {"offer": "copper-slag", "demand": "grit", "receiver_nace": "25.61", "receiver_naics": ""},
    ]
    companies = [
        {"company_id": name, "sector_scheme": "NAF", "sector_code": code, "km": km}
        for name, code, km in (("a", "24.10Z", "0"), ("kiln", "23.51Z", "5"), ("blaster", "25.61Z", "5"))
    ]
    materials = "material | family\nslag |\nsteel-slag | slag\ncopper-slag | slag"
    flows = "flow | material\na-o1 | slag\na-o2 | cement\nkiln-o1 | other\nblaster-o1 | other"
    found = to_ask(
        world(library=library, companies=companies, materials=materials, flows=flows).database,
        Selection("demo", radius_km=50),
    )
    asked = {(row["offer_id"], row["company_id"]) for row in found.to_dict("records")}
    assert asked == {("a-o1", "kiln"), ("a-o2", "kiln")}


def test_who_is_known_to_take_a_residue_comes_before_who_only_buys_the_like(world):
    """A class that the library names, then a division of it, then a sector that buys the input: never the reverse."""
    library = [
        {"offer": "scrap", "demand": "steel-charge", "receiver_nace": "24.10", "receiver_naics": ""},
        {"offer": "scrap", "demand": "grit", "receiver_nace": "42", "receiver_naics": ""},
    ]
    codes = {"a": "33.11Z", "mill": "24.10Z", "road": "42.11Z", "shop": "25.61Z"}
    companies = [
        {"company_id": name, "sector_scheme": "NAF", "sector_code": code, "km": "0" if name == "a" else "9"}
        for name, code in codes.items()
    ]
    flows = "flow | material\na-o1 | scrap\n" + "\n".join(
        f"{one}-o1 | other" for one in ("mill", "road", "shop")
    )
    found = to_ask(
        world(library=library, companies=companies, flows=flows).database, Selection("demo", radius_km=50)
    )
    assert list(found["company_id"]) == ["mill", "road", "shop"]
    assert list(found["material_score"].round(3)) == [0.8, 0.56, 0.2]


def test_equal_leads_stand_by_what_is_known_of_the_use(world):
    """A use whose source was read before a recalled one, then the sector with most uses; the name comes last."""
    uses = (
        ("brick", "23.32", "recalled"),
        ("brick", "42.11", "seen"),
        ("fill", "08.11", "recalled"),
        ("dune", "08.11", "recalled"),
    )
    library = [
        {"offer": "scrap", "demand": demand, "receiver_nace": code, "receiver_naics": "", "confidence": how}
        for demand, code, how in uses
    ]
    companies = [
        {"company_id": name, "sector_scheme": "NAF", "sector_code": code, "km": "5"}
        for name, code in (("b", "23.32Z"), ("c", "42.11Z"), ("d", "08.11Z"))
    ]
    companies.append({"company_id": "a", "sector_scheme": "NAF", "sector_code": "01.11Z", "km": "0"})
    flows = "flow | material\na-o1 | scrap\nb-o1 | other\nc-o1 | other\nd-o1 | other"
    found = to_ask(
        world(library=library, companies=companies, flows=flows).database, Selection("demo", radius_km=50)
    )
    assert list(found["company_id"]) == ["c", "d", "b"] and found["score"].nunique() == 1
