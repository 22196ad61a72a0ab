"""A thousand small towns at random: each its own materials with families, library, flows and positions."""

from __future__ import annotations

import random
from collections.abc import Sequence

from tests.spec.world import Row, north

UNITS = {
    "matter": ("t/year", "kg/month", "t/week", "short-ton/year", "kg/day", "m3/year"),
    "energy": ("kWh/year", "MWh/month", "GJ/year"),
    "water": ("m3/year", "L/day"),
    "service": ("h/year", "m2/year"),
}
STATUSES = ("implemented", "pilot", "planned", "feasibility", "research", "idea")
MONTHS = ("1-12", "5-10", "11-3", "4,5,9", "12", "2-2,7-8", "")


def random_world(seed: int, programmes: int, towns: int) -> dict[str, list[Row]]:
    """Tables of `programmes` programmes of `towns` towns each; the same for the same seed.

    A town is a small programme of its own: it shares no material with another, so nothing can be exchanged
    between them. They share a programme because a question costs the same for one town and for twenty.
    """
    dice = random.Random(seed)
    names = ("programmes", "companies", "flows", "materials", "library", "rejected")
    tables: dict[str, list[Row]] = {name: [] for name in names}
    for number in range(programmes):
        programme, radius = f"p{number:02d}", dice.choice([3, 33, 50, 120, 300])
        tables["programmes"].append({"programme_id": programme, "default_radius_km": f"{radius}"})
        for town in range(towns):
            _town(dice, programme, f"{programme}t{town:02d}", tables)
    return tables


def _materials(dice: random.Random, town: str, tables: dict[str, list[Row]]) -> list[Row]:
    families = [f"{town}f{index}" for index in range(dice.randint(1, 3))]
    rows = []
    for index in range(dice.randint(3, 9)):
        name = families[index] if index < len(families) else f"{town}m{index}"
        parent = dice.choice([*families, ""]) if index >= len(families) else ""
        density = dice.uniform(0.05, 1.5)
        rows.append({
            "material_id": name, "parent_id": parent,
            "kind": dice.choices(list(UNITS), weights=[8, 2, 1, 1])[0],
            "hazardous": dice.choice(["yes", "mirror", "no", ""]),
            "reach_km": dice.choice(["", "", "", "2", "60"]),
            "density_low_t_m3": f"{density:.4f}", "density_high_t_m3": f"{density * 1.5:.4f}",
        })  # fmt: skip
    tables["materials"] += rows
    names = [row["material_id"] for row in rows]
    for _ in range(dice.randint(0, 6)):
        offer, demand = dice.choice(names), dice.choice(names)
        rule = {"offer_material_id": offer, "demand_material_id": demand, "status": dice.choice(STATUSES)}
        tables["library"].append(rule)
    return rows


def _town(dice: random.Random, programme: str, town: str, tables: dict[str, list[Row]]) -> None:
    materials = _materials(dice, town, tables)
    spread = dice.choice([1, 5, 60, 400])
    offers, demands = [], []
    for number in range(dice.randint(1, 7)):
        company = f"{town}-{number}"
        tables["companies"].append({"company_id": company, "programme_id": programme, **_place(dice, spread)})
        for rank in range(dice.randint(0, 6)):
            side = dice.choice("od")
            flow = f"{company}-{side}{rank}"
            (offers if side == "o" else demands).append(flow)
            tables["flows"].append({"flow_id": flow, "company_id": company, **_flow(dice, materials)})
    pairs = {
        (dice.choice(offers), dice.choice(demands)) for _ in range(dice.randint(0, 2)) if offers and demands
    }
    tables["rejected"] += [{"offer_id": offer, "demand_id": demand} for offer, demand in sorted(pairs)]


def _place(dice: random.Random, spread: float) -> Row:
    """Anywhere within `spread` km of the origin; sometimes nowhere, sometimes exactly at a neighbour's
    door.
    """
    if dice.random() < 0.1:
        return {"km": "?"}
    latitude, longitude = north(0.0 if dice.random() < 0.1 else dice.uniform(-spread, spread))
    longitude += 0.0 if dice.random() < 0.1 else dice.uniform(-spread, spread) / 76
    return {"latitude": f"{latitude:.6f}", "longitude": f"{longitude:.6f}"}


def _flow(dice: random.Random, materials: Sequence[Row]) -> Row:
    material = dice.choice(materials)
    quantity = dice.choice(["", "0", *(f"{dice.lognormvariate(3, 2):.3f}" for _ in range(8))])
    observed = dice.choice(
        ["", f"20{dice.randint(19, 25)}-{dice.randint(1, 12):02d}-{dice.randint(1, 28):02d}"]
    )
    return {
        "material_id": material["material_id"], "quantity": quantity,
        "unit": dice.choice(UNITS[material["kind"]]),
        "months": dice.choice(MONTHS), "quality": dice.choice(["measured", "declared", "estimated"]),
        "observed_on": observed,
    }  # fmt: skip
