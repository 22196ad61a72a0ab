"""The second road: the method once more in plain Python, from the CSV files, slowly and with nothing in
common.

No table engine, no arrays, no index: every offer is held against every demand, pyproj measures,
dictionaries add up.
"""

from __future__ import annotations

import csv
import math
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from pyproj import Geod

REPOSITORY = Path(__file__).resolve().parents[2]
GEOD = Geod(ellps="WGS84")
Row = dict[str, str]
UNITS = {
    "matter": (
        "t",
        {"t": 1, "kg": 0.001, "g": 1e-6, "kt": 1000, "lb": 0.45359237 / 1000, "short-ton": 0.90718474},
    ),
    "energy": ("kWh", {"kWh": 1, "MWh": 1e3, "GWh": 1e6, "MJ": 1 / 3.6, "GJ": 1000 / 3.6, "TJ": 1e6 / 3.6}),
    "water": ("m3", {"m3": 1, "L": 0.001, "hL": 0.1}),
}
STATUS = {"implemented": 0.8, "pilot": 0.65, "planned": 0.5, "feasibility": 0.5, "research": 0.4, "idea": 0.4}
WEIGHTS = {"material": 40, "distance": 20, "quantity": 15, "season": 10, "freshness": 10, "quality": 5}
QUALITY = {"measured": 1.0, "declared": 0.7, "estimated": 0.4}
DOUBT_KM = {"site": 0.0, "street": 0.5, "municipality": 5.0}
ORDER = ["identified", "proposed", "prefeasibility", "pilot", "realised", "verified"]


@dataclass
class Pair:
    offer: str
    demand: str
    basis: str
    link_score: float
    library_id: str | None
    route: str | None
    km: float
    offer_quantity: float | None
    demand_quantity: float | None
    unit: str
    scores: dict[str, float | None]
    score: float
    offer_left: float | None = None
    demand_left: float | None = None
    held: bool = False
    parts: tuple[float, float] = (1.0, 1.0)
    """Of energy: the share of its own hours that each side has in common with the other."""

    @property
    def quantity(self) -> float | None:
        return self._together(self.offer_quantity, self.demand_quantity)

    def _together(self, offer: float | None, demand: float | None) -> float | None:
        sides = zip((offer, demand), self.parts, strict=True)
        known = [value * part for value, part in sides if value is not None]
        return min(known) if known else None

    @property
    def quantity_left(self) -> float | None:
        """What the pair could still carry beside the synergies that people work on."""
        return None if self.held else self._together(self.offer_left, self.demand_left)


def months_of(text: str) -> set[int]:
    if not text:
        return set(range(1, 13))
    months = set()
    for part in text.split(","):
        first, last = (part.split("-") * 2)[:2]
        start, end = int(first), int(last)
        months |= (
            set(range(start, end + 1)) if start <= end else set(range(start, 13)) | set(range(1, end + 1))
        )
    return months


def yearly(row: Row, material: Row, months: set[int]) -> tuple[float | None, str]:
    base, _, period = row["unit"].partition("/")
    kind = material["kind"]
    unit, sizes = UNITS.get(kind, (base, {base: 1}))
    if row["quantity"] == "":
        return None, unit
    part = len(months) / 12
    times = {"year": 1, "month": len(months), "week": 365 / 7 * part, "day": 365 * part, "": 1}[period]
    if kind == "matter" and base in UNITS["water"][1]:
        density = (float(material["density_low_t_m3"]) + float(material["density_high_t_m3"])) / 2
        return float(row["quantity"]) * times * UNITS["water"][1][base] * density, unit
    return float(row["quantity"]) * times * sizes[base], unit


class Plain:
    """One folder of sources and the answers that follow from it."""

    def __init__(self, data: Path) -> None:
        self.data = data
        self.measured: dict[tuple[str, str], float] = {}
        self.materials = self._by("reference/materials.csv", "material_id")
        self.rules = defaultdict(list)
        for number, row in enumerate(self._rows("reference/known_synergies.csv")):
            self.rules[row["offer_material_id"]].append((number, row))
        self.companies = self._by("demo/companies.csv", "company_id")
        self.programmes = self._by("demo/programmes.csv", "programme_id")
        self.places = self._by("reference/jurisdictions.csv", "jurisdiction_id")
        self.flows = self._rows("demo/flows.csv")
        for flow in self.flows:
            material = self.materials[flow["material_id"]]
            flow["set"] = months_of(flow["months"])
            flow["per_year"], flow["canonical"] = yearly(flow, material, flow["set"])
            flow["programme_id"] = self.companies[flow["company_id"]]["programme_id"]
        self.rejected = {(row["offer_id"], row["demand_id"]) for row in self._rows("demo/rejected_pairs.csv")}
        tables = ("reference/ghg_factors.csv", "reference/transport_factors.csv")
        self.prices = {row["factor_id"]: row["central"] for row in self._rows("reference/costs.csv")}
        self.sectors = self._rows("reference/waste_intensity.csv")
        with (REPOSITORY / "data/reference/material_intensity.csv").open(
            encoding="utf-8", newline=""
        ) as stream:
            self.intensities = list(csv.DictReader(stream))
        self.factors = {row["factor_id"]: row for table in tables for row in self._rows(table)}

    def _rows(self, file: str) -> list[dict]:
        with (self.data / file).open(encoding="utf-8", newline="") as stream:
            return list(csv.DictReader(stream))

    def _by(self, file: str, column: str) -> dict[str, dict]:
        return {row[column]: row for row in self._rows(file)}

    # ---- who can meet

    def link(self, offer: str, demand: str) -> tuple[str, float, Row | None] | None:
        """The best reason why an offered material answers a wanted one, or None."""
        families = {name: self.materials[name]["parent_id"] for name in (offer, demand)}
        reasons: list[tuple[str, float, Row | None]] = []
        if offer == demand:
            reasons.append(("same", 1.0, None))
        elif families[offer] == demand:
            reasons.append(("same", 0.95, None))
        elif families[demand] == offer or (families[offer] and families[offer] == families[demand]):
            reasons.append(("family", 0.5, None))
        for _, rule in sorted(self.rules[offer] + self.rules[families[offer]], key=lambda item: item[0]):
            wanted = rule["demand_material_id"]
            takes = wanted in (demand, families[demand]) or self.materials[wanted]["parent_id"] == demand
            if takes and offer != demand:
                reasons.append(("substitution", STATUS[rule["status"]], rule))
        common = self.common_use(offer, demand) if offer not in (demand, families[demand]) else None
        if common:
            reasons.append(("substitution", 0.4, common))
        return max(reasons, key=lambda reason: reason[1], default=None)

    def common_use(self, family: str, demand: str) -> Row | None:
        """The first rule by which more than half of the members of an offered family serve a demand."""
        members = [name for name, row in self.materials.items() if row["parent_id"] == family]
        rules = [
            item for name in members for item in self.rules[name] if item[1]["demand_material_id"] == demand
        ]
        serving = {rule["offer_material_id"] for _, rule in rules}
        return min(rules, key=lambda item: item[0])[1] if 2 * len(serving) > len(members) else None

    # ---- how near

    def km(self, one: str, other: str) -> float | None:
        return self.measured.get((one, other)) or self.geodesic(one, other)

    def geodesic(self, one: str, other: str) -> float | None:
        places = [self.companies[company] for company in (one, other)]
        if any(place["latitude"] == "" or place["longitude"] == "" for place in places):
            return None
        (lat, lon), (lat2, lon2) = ((float(p["latitude"]), float(p["longitude"])) for p in places)
        return GEOD.inv(lon, lat, lon2, lat2)[2] / 1000

    def pairs(self, programme: str, radius_km: float, as_of: date) -> dict[tuple[str, str], Pair]:
        own = [flow for flow in self.flows if flow["programme_id"] == programme]
        taken = self.taken(programme, as_of)
        found = {}
        for offer in own:
            for demand in own:
                if offer["direction"] == "offer" and demand["direction"] == "demand":
                    pair = self._pair(offer, demand, radius_km, as_of)
                    if pair:
                        pair.held = self.held(pair, own)
                        pair.offer_left = left(pair.offer_quantity, taken[pair.offer])
                        pair.demand_left = left(pair.demand_quantity, taken[pair.demand])
                        found[pair.offer, pair.demand] = pair
        return found

    def held(self, pair: Pair, own: list[dict]) -> bool:
        """Waits for a confirmation: a quantity hard to believe that nobody measured, or one side n.c. and the other
        above a tenth of all that ten flows or more declare.
        """
        offer = next(flow for flow in own if flow["flow_id"] == pair.offer)
        declared = offer["quality"] != "measured" and pair.unit == "t" and pair.offer_quantity is not None
        judges = (self._above_its_sector, self._above_its_peers, self._above_all_others)
        if declared and any(judge(offer, own) for judge in judges):
            return True
        known = [f["per_year"] for f in own if f["canonical"] == pair.unit and f["per_year"] is not None]
        sides = [pair.offer_quantity, pair.demand_quantity]
        if (sides[0] is None) == (sides[1] is None) or len(known) < 10:
            return False
        return next(side for side in sides if side is not None) > 0.1 * sum(known)

    def _above_its_sector(self, offer: dict, own: list[dict]) -> bool:
        company = self.companies[offer["company_id"]]
        scheme, code, employees = company["sector_scheme"], company["sector_code"], company["employees"]
        usual = self._of_an_employee(code) if scheme == "SCIAN" else 0.0
        if not usual and company["kind"] == "company":
            usual = self._at_most_of_an_employee(scheme, code)
        return offer["per_year"] > 100 * usual * float(employees or 0) > 0

    def _of_an_employee(self, code: str) -> float:
        fitting = [(0, "", 0.0)]
        for row in self.sectors:
            if row["unit"] == "t/employee/yr" and row["naics"] and row["central"]:
                first, _, last = row["naics"].partition("-")
                if any(code.startswith(str(number)) for number in range(int(first), int(last or first) + 1)):
                    fitting.append((len(first), row["factor_id"], float(row["central"])))
        return max(fitting)[2]

    def _at_most_of_an_employee(self, scheme: str, code: str) -> float:
        """Of each material the row of the longest code that holds the sector, else the most of its parts."""
        digits = code.replace(".", "").rstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
        most: dict[str, tuple[int, float]] = {}
        for row in self.intensities if digits else ():
            if row["side"] == "offer" and row["unit"] == "t/employee/yr":
                codes = row["nace" if scheme == "NAF" else "naics"].replace(".", "").split(";")
                holding = max((len(one) for one in codes if one and digits.startswith(one)), default=0)
                if holding or any(one.startswith(digits) for one in codes):
                    found, known = (holding, float(row["high"])), most.get(row["material_id"], (0, 0.0))
                    better = found[0] > known[0] or (found[0] == known[0] == 0 and found > known)
                    most[row["material_id"]] = found if better else known
        return sum(high for _, high in most.values())

    def _above_its_peers(self, offer: dict, own: list[dict]) -> bool:
        kind = self.companies[offer["company_id"]]["kind"]
        others = sorted(
            flow["per_year"] for flow in own
            if flow["direction"] == "offer" and flow["material_id"] == offer["material_id"] and flow is not offer
            and self.companies[flow["company_id"]]["kind"] == kind and flow["per_year"] is not None
        )  # fmt: skip
        if len(others) < 3:
            return False
        usual = (others[(len(others) - 1) // 2] + others[len(others) // 2]) / 2
        return usual > 0 and offer["per_year"] > 100 * usual

    def _above_all_others(self, offer: dict, own: list[dict]) -> bool:
        known = [
            flow["per_year"] for flow in own
            if flow["direction"] == "offer" and flow["canonical"] == "t" and flow["per_year"] is not None
        ]  # fmt: skip
        return len(known) >= 10 and offer["per_year"] > 4 * (sum(known) - offer["per_year"])

    def _pair(self, offer: dict, demand: dict, radius_km: float, as_of: date) -> Pair | None:
        if offer["company_id"] == demand["company_id"] or offer["canonical"] != demand["canonical"]:
            return None
        if (offer["flow_id"], demand["flow_id"]) in self.rejected:
            return None
        link = self.link(offer["material_id"], demand["material_id"])
        km = self.km(offer["company_id"], demand["company_id"]) if link else None
        if link is None or km is None or km > radius_km:
            return None
        material = self.materials[offer["material_id"]]
        if material["reach_km"] and km > float(material["reach_km"]):
            return None
        basis, link_score, rule = link
        route = self.route(rule, material)
        doubt = sum(
            DOUBT_KM[self.companies[flow["company_id"]]["position_quality"]] for flow in (offer, demand)
        )
        likely = km if km >= doubt else (km + doubt) / 2
        scores = self._scores(offer, demand, link_score, likely, as_of)
        known = {name: value for name, value in scores.items() if value is not None}
        score = 100 * sum(WEIGHTS[n] * v for n, v in known.items()) / sum(WEIGHTS[n] for n in known)
        return Pair(
            offer["flow_id"], demand["flow_id"], basis, link_score, rule["library_id"] if rule else None,
            route, km, offer["per_year"], demand["per_year"], offer["canonical"], scores, score,
            parts=self.hours_in_common(offer, demand) if offer["canonical"] == "kWh" else (1.0, 1.0),
        )  # fmt: skip

    def hours_in_common(self, *sides: dict) -> tuple[float, float]:
        """Heat and power do not wait: of each side, the share of its hours that the other is there for at most."""
        own = [min(float(side.get("hours_per_year") or "inf"), 730.0 * len(side["set"])) for side in sides]
        common = min(*own, 730.0 * len(sides[0]["set"] & sides[1]["set"]))
        return common / own[0], common / own[1]

    def route(self, rule: Row | None, material: Row) -> str | None:
        """That of the use; one that says nothing, or `same`, takes that of the material; `unknown` is none."""
        said = (rule["ghg_route"] if rule else "") or "same"
        found = material["ghg_route"] if said == "same" else said
        return None if found in ("", "unknown") else found

    def _scores(
        self, offer: dict, demand: dict, link: float, km: float, as_of: date
    ) -> dict[str, float | None]:
        sizes = [offer["per_year"], demand["per_year"]]
        quantity = None if None in sizes else 0.0 if max(sizes) == 0 else min(sizes) / max(sizes)
        season = len(offer["set"] & demand["set"]) / min(len(offer["set"]), len(demand["set"]))
        freshness = None
        if offer["observed_on"] and demand["observed_on"]:
            day = date.fromisoformat(min(offer["observed_on"], demand["observed_on"]))
            months = (as_of.year - day.year) * 12 + as_of.month - day.month - (as_of.day < day.day)
            freshness = min(1.0, max(0.0, 1 - max(0, months) / 48))
        hazard = 0.5 if self.materials[offer["material_id"]]["hazardous"] == "yes" else 1.0
        quality = min(QUALITY[offer["quality"]], QUALITY[demand["quality"]]) * hazard
        return {
            "material": link, "distance": 33 / (33 + km), "quantity": quantity, "season": season,
            "freshness": freshness, "quality": quality,
        }  # fmt: skip

    # ---- how much together

    def taken(self, programme: str, as_of: date) -> dict[str, float]:
        """What each flow gives to (or gets from) the synergies that were not set aside."""
        units = {flow["flow_id"]: flow["canonical"] for flow in self.flows}
        found: dict[str, float] = defaultdict(float)
        for row in self.synergies(programme, as_of):
            if row["stages"] and row["stages"][-1] != "set-aside":
                for flow in (row["offer_flow_id"], row["demand_flow_id"]):
                    if flow and units[flow] == row["canonical"]:
                        found[flow] += row["per_year"] or 0.0
        return found

    def most(self, pairs: dict[tuple[str, str], Pair], unit: str) -> float:
        """The most that all pairs of one unit can carry together: paths are added one by one until none is
        left.
        """
        chosen = [pair for pair in pairs.values() if pair.unit == unit and pair.quantity_left is not None]
        room: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
        bounds: dict[str, float] = defaultdict(float)
        for pair in chosen:
            bounds[f"o {pair.offer}"] += pair.quantity_left
            bounds[f"d {pair.demand}"] += pair.quantity_left
        for pair in chosen:
            offer, demand = f"o {pair.offer}", f"d {pair.demand}"
            room["source"][offer] = bounds[offer] if pair.offer_left is None else pair.offer_left
            room[demand]["sink"] = bounds[demand] if pair.demand_left is None else pair.demand_left
            room[offer][demand] = pair.quantity_left
        total = 0.0
        while path := _path(room):
            step = min(room[one][other] for one, other in path)
            for one, other in path:
                room[one][other] -= step
                room[other][one] += step
            total += step
        return total

    def plan(
        self, pairs: dict[tuple[str, str], Pair], programme: str
    ) -> tuple[float | None, dict[str, float]]:
        """The most t CO2e/yr that the pairs of known gain avoid together, and the share of each unit that they can
        carry; None when of no unit that share is 60 %.
        """
        gains = {}
        for key, pair in pairs.items():
            gain = self.gain(pair, programme) if pair.unit in ("t", "kWh", "m3") else None
            if gain is not None:
                gains[key] = gain
        known = {key: pairs[key] for key in gains}
        whole = {unit: self.most(pairs, unit) for unit in ("t", "kWh", "m3")}
        shares = {unit: self.most(known, unit) / most for unit, most in whole.items() if most}
        enough = [unit for unit, share in shares.items() if share >= 0.6]
        if shares and not enough:
            return None, shares
        return sum(self._best(known, gains, unit) for unit in enough), shares

    def gain(self, pair: Pair, programme: str) -> float | None:
        """What one tonne, kilowatt-hour or cubic metre of a pair avoids [t CO2e]."""
        flows = {flow["flow_id"]: flow for flow in self.flows}
        former, wanted = flows[pair.offer]["former_destination"], flows[pair.demand]["material_id"]
        place = self.programmes[programme]["jurisdiction"]
        offered = flows[pair.offer]["material_id"]
        return self.avoided(1.0, pair.unit, pair.route, former, pair.km, place, wanted, offered=offered)

    def _best(
        self, pairs: dict[tuple[str, str], Pair], gains: dict[tuple[str, str], float], unit: str
    ) -> float:
        """The most Σ gain · quantity: the way that gains the most is taken until none gains anything."""
        room: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
        worth: dict[tuple[str, str], float] = defaultdict(float)
        bounds: dict[str, float] = defaultdict(float)
        chosen = {k: p for k, p in pairs.items() if p.unit == unit and p.quantity_left is not None}
        for pair in chosen.values():
            bounds[f"o {pair.offer}"] += pair.quantity_left
            bounds[f"d {pair.demand}"] += pair.quantity_left
        for key, pair in chosen.items():
            offer, demand = f"o {pair.offer}", f"d {pair.demand}"
            room["source"][offer] = whole_kg(bounds[offer] if pair.offer_left is None else pair.offer_left)
            room[demand]["sink"] = whole_kg(bounds[demand] if pair.demand_left is None else pair.demand_left)
            room[offer][demand] = min(
                room["source"][offer], room[demand]["sink"], whole_kg(pair.quantity_left)
            )
            worth[offer, demand], worth[demand, offer] = gains[key], -gains[key]
        total = 0.0
        while found := _most_worth(room, worth):
            gain, path = found
            step = min(room[one][other] for one, other in path)
            for one, other in path:
                room[one][other] -= step
                room[other][one] += step
            total += gain * step / 1000
        return total

    # ---- what it avoids

    def centre(self, factor_id: str) -> float | None:
        row = self.factors.get(factor_id)
        return float(row["central"]) if row and row["central"] else None

    def avoided(
        self, quantity: float, unit: str, route: str | None, former: str, km: float | None, place: str,
        wanted: str | None, refused: float = 0.0, old_km: float | None = None, offered: str = "",
    ) -> float | None:  # fmt: skip
        """G of the method [t CO2e/yr] of one exchange; None when something that it needs is not known."""
        if unit in ("kWh", "m3"):
            factor = self._of_utility(unit, route, wanted, self.places[place])
            if factor is not None and route in ("E-STEAM", "E-WAT") and km is not None:
                factor = self._piped(factor, unit, offered, km, self.places[place])
            return 0.0 if quantity == 0 else None if factor is None else quantity * factor / 1000
        if unit != "t" or (km is None and quantity):
            return None
        shares = shares_of(former)
        landfill, credit, net = self._of_route(route, place, ("bas", "sub", "net"))
        treated = {
            "incineration": "inc",
            "incineration-recovery": "rec",
            "composting": "com",
            "digestion": "dig",
        }
        kept, buried = quantity * (1 - refused), shares.get("landfill", 0.0)
        loads = [
            (kept * buried, net if net is not None else _sum(landfill, credit)),
            (kept * (1 - buried) - quantity * shares.get("recycling", 0.0), credit),
            (-quantity * refused * (1 - buried), landfill),
            *(
                (quantity * shares.get(name, 0.0), self._of_route(route, place, [row])[0])
                for name, row in treated.items()
            ),
            (-quantity * ((km or 0) - (old_km or 0)), self._per_t_km(place)),
        ]
        if any(load and factor is None for load, factor in loads):
            return None
        return sum(load * factor for load, factor in loads if load) / 1000

    def _of_route(self, route: str | None, place: str, rows: Iterable[str]) -> list[float | None]:
        """Those of the country where it has any of landfill and credit, its net then its own or the sum."""
        country = self.places[place]["country"]
        own = {row: self.centre(f"{route}-{row}-{country}") for row in rows}
        mixed = own.get("bas") is not None or own.get("sub") is not None
        return [
            own[row] if own[row] is not None or (row == "net" and mixed) else self.centre(f"{route}-{row}")
            for row in rows
        ]

    def _of_utility(self, unit: str, route: str | None, wanted: str | None, place: Row) -> float | None:
        """kg CO2e per kWh or m3 delivered: the grid, the fuel through its boiler, or the water of the place."""
        if route == "E-GRID" or (route == "E-STEAM" and wanted == "electricity"):
            return self.centre(place["electricity_factor"])
        if route == "E-GAS":
            return self.centre(place["natural_gas_factor"])
        if route not in ("E-STEAM", "E-WAT"):
            return self.centre(route) if route else None
        if unit == "m3":
            return self.centre(place["water_factor"])
        named = {"heating-oil-heat": "OIL", "propane-heat": "PRO", "wood-fuel-heat": "WOOD"}.get(wanted or "")
        if named:
            return self.centre(f"E-HEAT-{named}-{place['country']}")
        fuel, boiler = (
            self.centre(place[name]) for name in ("natural_gas_factor", "boiler_efficiency_factor")
        )
        return None if fuel is None or boiler is None else fuel / boiler

    def _piped(self, factor: float, unit: str, offered: str, km: float, place: Row) -> float:
        """Less what the pipe loses, by the kilometre and never more than all, and the power of its pumps."""
        kind = "WATER" if unit == "m3" else "STEAM" if offered == "steam" else "HEAT"
        length = km * (self.centre(place["circuity_factor"]) or 0.0)
        lost = min(1.0, length * (self.centre(f"PIPE-{kind}-LOSS") or 0.0))
        pumped = length * (self.centre(f"PIPE-{kind}-PUMP") or 0.0)
        return factor * (1 - lost) - pumped * (self.centre(place["electricity_factor"]) or 0.0)

    def _per_t_km(self, place: str) -> float:
        row = self.places[place]
        return self.centre(row["truck_factor"]) * self.centre(row["circuity_factor"])

    # ---- the figures

    def synergies(self, programme: str, as_of: date) -> list[dict]:
        """The synergies that had begun: parties, stages in time, yearly quantity last confirmed, last confirmation."""
        parties, events = self._rows("demo/synergy_parties.csv"), self._rows("demo/synergy_events.csv")
        found = []
        for row in self._rows("demo/synergies.csv"):
            if row["programme_id"] == programme:
                own = [event for event in events if event["synergy_id"] == row["synergy_id"]]
                own = [event for event in own if event["occurred_on"] <= as_of.isoformat()]
                own.sort(key=lambda event: (event["occurred_on"], int(event["rank"])))
                sides = [party for party in parties if party["synergy_id"] == row["synergy_id"]]
                material = self.materials[row["material_id"]]
                quantity, unit = yearly(row, material, months_of(""))
                stages = [event["stage"] for event in own if event["stage"]]
                days, said = confirmations(own)
                quantity = quantity if said is None else said
                if stages:
                    found.append(
                        {**row, "stages": stages, "parties": sides, "per_year": quantity, "canonical": unit,
                         "confirmed": max(days, default="")}
                    )  # fmt: skip
        return found

    def figures(self, programme: str, radius_km: float, as_of: date) -> dict[str, float | None]:
        pairs = self.pairs(programme, radius_km, as_of)
        own = [flow for flow in self.flows if flow["programme_id"] == programme]
        synergies = self.synergies(programme, as_of)
        year_ago = f"{as_of.year - 1}{as_of.isoformat()[4:]}"
        done = [
            row for row in synergies
            if row["stages"][-1] in ("realised", "verified") and row["confirmed"] >= year_ago
            and not self.doubted(row, programme)
        ]  # fmt: skip
        began = {stage: [row for row in synergies if went_through(row, stage)] for stage in ORDER}
        small = {
            party["company_id"] for row in began["pilot"] for party in row["parties"]
            if int(self.companies[party["company_id"]]["employees"] or 1e9) < 250
            and self.companies[party["company_id"]]["kind"] in ("company", "farm")
        }  # fmt: skip
        members = [
            row for row in self._rows("demo/consortium_members.csv") if row["programme_id"] == programme
        ]
        return {
            "companies": sum(row["programme_id"] == programme for row in self.companies.values()),
            "flows": len(own),
            "offers": sum(flow["direction"] == "offer" for flow in own),
            "demands": sum(flow["direction"] == "demand" for flow in own),
            "potential_exchanges": len(pairs),
            "potential_mass": self.most(pairs, "t"),
            "potential_energy": self.most(pairs, "kWh"),
            "potential_water": self.most(pairs, "m3"),
            "potential_avoided_ghg": self.plan(pairs, programme)[0],
            "active_synergies": sum(row["stages"][-1] in ORDER[:4] for row in synergies),
            "realised_synergies": len(done),
            "substituted_mass": sum(
                (row["per_year"] or 0) * (1 - float(row["share_refused"] or 0))
                for row in done
                if row["canonical"] == "t"
            ),
            "diverted_mass": sum(diverted(row) for row in done if row["canonical"] == "t"),
            "avoided_ghg": self._total(done, programme, attributed=False),
            "attributed_ghg": self._total(done, programme, attributed=True),
            **self.money(done, programme),
            "prefeasibility_count": len(began["prefeasibility"]),
            "pilot_count": len(began["pilot"]),
            "pilot_sme_count": len(small),
            "partner_count": len(members),
        }

    def money(self, done: list[dict], programme: str) -> dict[str, float | None]:
        """What the results cost, save and employ: sums of what 60 % of them state, disposal by the tonnes."""

        def stated(*names: str) -> list[dict]:
            return [row for row in done if all(row.get(name) for name in names)]

        def known(rows: list[dict], value: float) -> float | None:
            return value if len(rows) >= 0.6 * len(done) else None

        def net(row: dict) -> float:
            return float(row["saving_per_year"]) - float(row["cost_per_year"] or 0)

        invested, saving, jobs = stated("investment"), stated("saving_per_year"), stated("jobs")
        both = stated("investment", "saving_per_year")
        cost, gain = sum(float(row["investment"]) for row in both), sum(net(row) for row in both)
        years = sum(1.05**-year for year in range(1, 11))
        fee = self.prices.get(self.places[self.programmes[programme]["jurisdiction"]]["gate_fee_factor"])
        declared = {flow["flow_id"]: flow["disposal_cost_per_t"] for flow in self.flows}
        fees = [(row, declared.get(row["offer_flow_id"]) or fee) for row in done if row["canonical"] == "t"]
        return {
            "investment": known(invested, sum(float(row["investment"]) for row in invested)),
            "net_saving": known(saving, sum(net(row) for row in saving)),
            "avoided_disposal": sum(diverted(row) * float(price) for row, price in fees),
            "jobs": known(jobs, sum(float(row["jobs"]) for row in jobs)),
            "payback": known(both, cost / gain if both else 0.0),
            "net_present_value": known(both, gain * years - cost),
        }

    def doubted(self, row: dict, programme: str) -> bool:
        """A result that nobody verified: above twice one of its flows, or above 12 t CO2e per tonne."""
        if row["stages"][-1] == "verified" or not row["per_year"]:
            return False
        sides = (row["offer_flow_id"], row["demand_flow_id"])
        declared = [
            flow["per_year"] for flow in self.flows
            if flow["flow_id"] in sides and flow["canonical"] == row["canonical"] and flow["per_year"] is not None
        ]  # fmt: skip
        above = row["type"] != "pooling" and bool(declared) and row["per_year"] > 2 * min(declared)
        if row["canonical"] != "t":
            return above
        avoided = self.avoided_by(row, programme)
        reused = self.materials[row["material_id"]]["ghg_route"] == "R-TER"
        return above or (avoided is not None and not reused and abs(avoided) > 12 * row["per_year"])

    def _total(self, done: list[dict], programme: str, attributed: bool) -> float | None:
        moving = [row for row in done if row["per_year"] and row["canonical"] in ("t", "kWh", "m3")]
        values = [(row, self.avoided_by(row, programme)) for row in moving]
        known = covered([(row["canonical"], row["per_year"], value, row) for row, value in values])
        if known is None:
            return None
        return sum(
            value * (float(row["attribution_share"] or 1) if attributed else 1) for row, value in known
        )

    def avoided_by(self, row: dict, programme: str) -> float | None:
        """G of one synergy; its route is that of the use it was matched for, else of its material."""
        sides = {role: min((p["company_id"] for p in row["parties"] if p["role"] == role), default=None)
                 for role in ("giver", "taker")}  # fmt: skip
        km = self.km(sides["giver"], sides["taker"]) if all(sides.values()) else None
        old_km = float(row["previous_distance_km"]) if row["previous_distance_km"] else None
        if km is None and row["type"] == "pooling":
            km = old_km
        wanted = next((f["material_id"] for f in self.flows if f["flow_id"] == row["demand_flow_id"]), None)
        link = self.link(row["material_id"], wanted) if wanted else None
        route = self.route(link[2] if link else None, self.materials[row["material_id"]])
        return self.avoided(
            row["per_year"], row["canonical"], route, row["former_destination"], km,
            self.programmes[programme]["jurisdiction"], wanted, float(row["share_refused"] or 0),
            old_km, offered=row["material_id"],
        )  # fmt: skip


def covered(cases: list[tuple[str, float, float | None, Row]]) -> list[tuple[Row, float]] | None:
    """The cases that a total adds: those estimated of every unit of which 60 % of the quantity is; None: no unit is."""
    kept, units = [], {unit for unit, *_ in cases}
    enough = 0
    for unit in units:
        own = [case for case in cases if case[0] == unit]
        known = [case for case in own if case[2] is not None]
        if sum(case[1] for case in known) >= 0.6 * sum(case[1] for case in own):
            kept += [(row, value) for _, _, value, row in known]
            enough += 1
    return None if cases and not enough else kept


def _sum(*values: float | None) -> float | None:
    return None if None in values else sum(values)


def shares_of(former: str) -> dict[str, float]:
    parts = [part.split(":") for part in former.split(";")] if former else []
    return {part[0]: float(part[1]) if len(part) > 1 else 1.0 for part in parts}


def diverted(row: dict) -> float:
    shares = shares_of(row["former_destination"])
    eliminated = shares.get("landfill", 0) + shares.get("incineration", 0)
    return (row["per_year"] or 0) * (1 - float(row["share_refused"] or 0)) * eliminated


def left(quantity: float | None, taken: float) -> float | None:
    return None if quantity is None else max(0.0, quantity - taken)


def confirmations(events: list[dict]) -> tuple[list[str], float | None]:
    """The days that vouch for a result, and the quantity said for the last of its years (None: as declared)."""
    days, by_year = [], {}
    for event in events:
        if event.get("for_year"):
            days.append(min(event["occurred_on"], f"{event['for_year']}-12-31"))
            by_year[event["for_year"]] = event["quantity_per_year"]
        elif event["stage"] in ("realised", "verified"):
            days.append(event["occurred_on"])
            by_year.setdefault(event["occurred_on"][:4], "")
    said = by_year[max(by_year)] if by_year else ""
    return days, float(said) if said else None


def went_through(row: dict, stage: str) -> bool:
    return any(reached in ORDER and ORDER.index(reached) >= ORDER.index(stage) for reached in row["stages"])


def whole_kg(quantity: float) -> int:
    return int(quantity * 1000 + 1e-6)


def _most_worth(
    room: dict[str, dict[str, int]], worth: dict[tuple[str, str], float]
) -> tuple[float, list[tuple[str, str]]] | None:
    """The way from the source to the sink that gains the most per unit, when it gains anything (Bellman and Ford)."""
    best: dict[str, float] = {"source": 0.0}
    came: dict[str, str] = {}
    queue = ["source"]
    while queue:
        here = queue.pop(0)
        for there, left in list(room[here].items()):
            gain = best[here] + worth[here, there]
            if left > 0 and gain > best.get(there, -math.inf) + 1e-15:
                best[there], came[there] = gain, here
                queue.append(there)
    if best.get("sink", 0.0) <= 0:
        return None
    path, here = [], "sink"
    while here != "source":
        path.append((came[here], here))
        here = came[here]
    return best["sink"], path[::-1]


def _path(room: dict[str, dict[str, float]]) -> list[tuple[str, str]]:
    """A shortest way from the source to the sink along which something can still be moved."""
    came: dict[str, str] = {"source": ""}
    queue = ["source"]
    for here in queue:
        for there, left in list(room[here].items()):
            if left > 1e-9 and there not in came:
                came[there] = here
                queue.append(there)
    path, here = [], "sink"
    while came.get(here):
        path.append((came[here], here))
        here = came[here]
    return path[::-1]
