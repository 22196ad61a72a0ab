"""Fictitious result frames, in the shape that the analysis gives to the views, around Abitibi."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
from shapely.geometry import box

PLACES = {
    "Rouyn-Noranda": (48.2366, -79.0231),
    "Val-d'Or": (48.0974, -77.7974),
    "Amos": (48.5667, -78.1167),
    "La Sarre": (48.8000, -79.2000),
    "Ville-Marie": (47.3333, -79.4333),
    "Malartic": (48.1367, -78.1333),
    "Senneterre": (48.3833, -77.2333),
    "Macamic": (48.7500, -79.0000),
    "Témiscaming": (46.7258, -79.1036),
    "Barraute": (48.4333, -77.6333),
}
MATERIALS = {
    "wood": ("Cendres d'usines forestières", "Wood ash"),
    "organics": ("Drêches", "Spent grain"),
    "plastics": ("Plastiques d'ensilage", "Silage film"),
    "metals": ("Ferraille", "Steel scrap"),
    "minerals": ("Résidus miniers", "Tailings"),
    "energy": ("Vapeur", "Steam"),
    "paper": ("Carton ondulé", "Corrugated cardboard"),
}
HOSTILE = (
    "<img src=x onerror=alert(1)>",
    "${alert(1)}",
    "`${alert(1)}`",
    "{{7*7}}",
    "a\u2028b",
    "\u202eabc",
    "\\x3cscript\\x3e",
    "'\"--></script><script>alert(1)</script>",
)


def sites(count: int = 30, seed: int = 3) -> pd.DataFrame:
    """Return `count` sites; several share the point of their municipality and one has no position."""
    rng = np.random.default_rng(seed)
    towns = list(PLACES)
    weights = np.array([8, 6, 4, 3, 2, 2, 1, 1, 1, 1]) / 29
    rows = []
    for i in range(count):
        town = towns[rng.choice(len(towns), p=weights)]
        latitude, longitude = PLACES[town]
        moved = i % 4 != 0
        rows.append(
            {
                "company_id": f"abi-{i + 1:03d}",
                "name": f"Scierie Exemple {i + 1} (fictif)",
                "kind": "company",
                "sector_fr": "Scieries",
                "sector_en": "Sawmills",
                "sector_code": "321111",
                "municipality": town,
                "park": None,
                "latitude": latitude + (rng.normal(0, 0.06) if moved else 0),
                "longitude": longitude + (rng.normal(0, 0.09) if moved else 0),
                "employees": float(rng.integers(5, 200)),
                "offers": int(rng.integers(0, 6)),
                "demands": int(rng.integers(0, 5)),
                "offer_mass_t_per_year": float(rng.lognormal(5, 2)),
                "demand_mass_t_per_year": float(rng.lognormal(5, 2)),
                "exchanges": int(rng.integers(0, 12)),
                "category_id": list(MATERIALS)[rng.integers(0, len(MATERIALS))],
            }
        )
    rows[-1] |= {"latitude": np.nan, "longitude": np.nan}
    return pd.DataFrame(rows)


def exchanges(of: pd.DataFrame, count: int = 60, seed: int = 5) -> pd.DataFrame:
    """Return `count` potential exchanges between the given sites."""
    rng = np.random.default_rng(seed)
    return pd.DataFrame([_exchange(of, i, rng) for i in range(count)])


def _exchange(of: pd.DataFrame, i: int, rng: np.random.Generator) -> dict[str, object]:
    giver, taker = (of.iloc[k] for k in rng.choice(len(of), 2, replace=False))
    category = list(MATERIALS)[rng.integers(0, len(MATERIALS))]
    material_fr, material_en = MATERIALS[category]
    basis = ("same", "family", "substitution")[i % 3]
    matter = category != "energy"
    offered, wanted = rng.lognormal(5, 2, 2)
    row: dict[str, object] = {
        "offer_id": f"{giver.company_id}-o{i}",
        "demand_id": f"{taker.company_id}-d{i}",
        "offer_company_id": giver.company_id,
        "offer_company": giver["name"],
        "demand_company_id": taker.company_id,
        "demand_company": taker["name"],
        "offer_material_id": category,
        "offer_material_fr": material_fr,
        "offer_material_en": material_en,
        "demand_material_id": category,
        "demand_material_fr": material_fr if basis == "same" else "Amendement calcique",
        "demand_material_en": material_en if basis == "same" else "Agricultural lime",
        "kind": "matter" if matter else "energy",
        "category_id": category,
        "basis": basis,
        "condition_fr": "pH supérieur à 12" if basis == "substitution" else None,
        "condition_en": "pH above 12" if basis == "substitution" else None,
        "use_fr": "chaulage de sols" if basis == "substitution" else None,
        "use_en": "liming of soils" if basis == "substitution" else None,
        "status": "implemented" if basis == "substitution" else None,
        "library_id": "S001" if basis == "substitution" else None,
        "source": "Guide MRF" if basis == "substitution" else None,
        "source_year": 2012.0,
        "confidence": "seen",
        "ghg_route": None,
        "distance_km": float(rng.uniform(0.5, 120)),
        "road_km_estimate": float(rng.uniform(1, 150)),
        "offer_quantity": float(offered),
        "demand_quantity": float(wanted) if i % 5 else np.nan,
        "pair_quantity": float(min(offered, wanted)),
        "unit": "t" if matter else "kWh",
        "mass_t_per_year": float(min(offered, wanted)) if matter else np.nan,
        "months_in_common": 12 if i % 2 else 5,
        "season_months": 0b111111111111 if i % 2 else 0b000111110000,
        "age_months": float(rng.integers(0, 40)),
        "score": (score := float(rng.uniform(20, 95))),
        "score_low": score,
        "score_high": score,
        "conditional": False,
        "offer_latitude": giver.latitude,
        "offer_longitude": giver.longitude,
        "demand_latitude": taker.latitude,
        "demand_longitude": taker.longitude,
        "offer_municipality": giver.municipality,
        "demand_municipality": taker.municipality,
        "former_destination": "landfill" if matter else None,
        "allocated_t_per_year": np.nan,
    }
    parts = ("material", "distance", "quantity", "season", "freshness", "quality")
    return row | {f"score_{part}": float(rng.uniform(0, 1)) for part in parts}


def synergies(of: pd.DataFrame, count: int = 8, seed: int = 9) -> pd.DataFrame:
    """Return `count` synergies at various stages between the given sites."""
    rng = np.random.default_rng(seed)
    stages = ("identified", "proposed", "prefeasibility", "pilot", "realised", "verified")
    rows = []
    for i in range(count):
        giver, taker = (of.iloc[k] for k in rng.choice(len(of) - 1, 2, replace=False))
        rows.append(
            {
                "synergy_id": f"abi-s{i + 1:02d}",
                "title_fr": f"Synergie {i + 1}",
                "title_en": f"Synergy {i + 1}",
                "type": "substitution",
                "term_fr": "Substitution",
                "term_en": "Substitution",
                "stage": stages[i % 6],
                "stage_on": "2022-09-15",
                "category_id": list(MATERIALS)[i % len(MATERIALS)],
                "mass_t_per_year": float(rng.lognormal(5, 2)) if i % 3 else np.nan,
                "giver_company_id": giver.company_id,
                "giver": giver["name"],
                "taker_company_id": taker.company_id,
                "taker": taker["name"],
                "offer_latitude": giver.latitude,
                "offer_longitude": giver.longitude,
                "demand_latitude": taker.latitude,
                "demand_longitude": taker.longitude,
                "ghg_low": np.nan,
                "ghg_central": float(rng.normal(50, 40)) if i % 2 else np.nan,
                "ghg_high": np.nan,
            }
        )
    return pd.DataFrame(rows)


def territories() -> gpd.GeoDataFrame:
    """Return six square territories with figures: one zero, one without data, two approximate."""
    squares = [box(-80 + i, 47, -79 + i, 48) for i in range(6)]
    frame = gpd.GeoDataFrame(
        {
            "territory_id": [f"mrc-{80 + i}" for i in range(6)],
            "kind": "mrc",
            "code": [str(80 + i) for i in range(6)],
            "name": [
                "Abitibi",
                "Abitibi-Ouest",
                "La Vallée-de-l'Or",
                "Témiscamingue",
                "Rouyn-Noranda",
                "Voisine",
            ],
            "approximate": [False, False, True, True, False, False],
        },
        geometry=squares,
        crs="EPSG:4326",
    )
    return with_figures(frame)


def with_figures(frame: gpd.GeoDataFrame, seed: int = 2) -> gpd.GeoDataFrame:
    """Give territories plausible figures; the first has zero and the last has none."""
    rng = np.random.default_rng(seed)
    made = frame.copy()
    for name in ("companies", "offers", "demands", "exchanges", "synergies"):
        made[name] = rng.integers(1, 40, len(made)).astype(float)
    for name in ("offer_mass_t_per_year", "demand_mass_t_per_year"):
        made[name] = rng.lognormal(7, 2, len(made))
        made.loc[made.index[0], name] = 0.0
        made.loc[made.index[-1], name] = np.nan
    return made
