"""Whom to ask: a sector that takes a residue is a lead of its own kind, never among the declared exchanges."""

from __future__ import annotations

from eit.analysis.exchanges.leads import to_ask
from eit.domain.selection import Selection

LIBRARY = [
    {"offer": "scrap", "demand": "steel-charge", "receiver_nace": "24.10;24.51", "receiver_naics": "3311"},
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
