"""How far the project's distance is from the WGS84 geodesic, beside what others use."""

from __future__ import annotations

import numpy as np
from pyproj import Geod, Transformer

from benchmarks.report import Table
from benchmarks.rivals import EARTH_KM, PLANE
from eit.domain.exchange.geodesy import arc_km, to_geocentric

TARGET = 2e-6
PLACES = {"Québec (45–62° N)": (45, 62, -79, -57), "France": (42, 51, -5, 8)}


def measure(points: int = 200_000) -> Table:
    """Largest relative error of `points` random pairs 1 to 300 km apart, in each place."""
    rows = []
    worst = 0.0
    for name, box in PLACES.items():
        ours, sphere, plane = _errors(points, *box)
        worst = max(worst, ours)
        flat = f"{plane:.1e}" if name.startswith("Québec") else "—"
        rows.append((name, f"**{ours:.1e}**", f"{sphere:.1e}", flat))
    met = "atteinte (met)" if worst < TARGET else "NON atteinte (NOT met)"
    return Table(
        "Distance : plus grande erreur relative, 1 à 300 km / Largest relative error against the geodesic",
        ("", "la nôtre (ours)", "haversine", PLANE),
        rows,
        [f"Cible {TARGET:.0e} : {met}. {points} paires par ligne ; oracle : pyproj (GeographicLib)."],
    )


def _errors(points: int, south: float, north: float, west: float, east: float) -> tuple[float, float, float]:
    dice, geod = np.random.default_rng(3), Geod(ellps="WGS84")
    lat, lon = dice.uniform(south, north, points), dice.uniform(west, east, points)
    metres = np.exp(dice.uniform(np.log(1e3), np.log(3e5), points))
    lon2, lat2, _ = geod.fwd(lon, lat, dice.uniform(0, 360, points), metres)
    true = metres / 1000
    sides = to_geocentric(lat, lon), to_geocentric(lat2, lon2)
    ours = arc_km(sum((one - other) ** 2 for one, other in zip(*sides, strict=True)))
    phi, phi2, lam, lam2 = map(np.radians, (lat, lat2, lon, lon2))
    half = np.sin((phi2 - phi) / 2) ** 2 + np.cos(phi) * np.cos(phi2) * np.sin((lam2 - lam) / 2) ** 2
    to_plane = Transformer.from_crs("EPSG:4326", PLANE, always_xy=True).transform
    (x, y), (x2, y2) = to_plane(lon, lat), to_plane(lon2, lat2)
    guesses = (ours, 2 * EARTH_KM * np.arcsin(np.sqrt(half)), np.hypot(x - x2, y - y2) / 1000)
    return tuple(float(np.abs(guess / true - 1).max()) for guess in guesses)
