"""How time and memory grow with the flows and with the radius: measured points, and the slope of their logarithms."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np

from benchmarks.matching import apart
from benchmarks.report import Table, duration

FLOWS = (10_000, 30_000, 100_000, 300_000, 1_000_000)
LARGEST = 5_000_000
RADII_KM = (5.0, 10.0, 20.0, 50.0, 100.0, 150.0, 300.0)
AT_RADIUS_KM, AT_FLOWS = 50.0, 100_000
PLOT = Path(__file__).with_name("growth.png")
TARGETS_S = {100_000: 0.6, 1_000_000: 15.0, 5_000_000: 60.0}
LARGEST_MB = 4000.0


def exponent(sizes: list[float], values: list[float]) -> float:
    """Slope of log(value) over log(size): 1 is linear, 2 is square."""
    return float(np.polyfit(np.log(sizes), np.log(values), 1)[0])


def measure(
    flows: tuple[int, ...] = FLOWS, radii_km: tuple[float, ...] = RADII_KM, at_flows: int = AT_FLOWS,
    largest: int | None = LARGEST, plot: Path | None = PLOT,
) -> Table:  # fmt: skip
    """Best 10 by value, each point in a process of its own."""
    by_flows = [apart(size, AT_RADIUS_KM) for size in flows]
    by_radius = [apart(at_flows, radius) for radius in radii_km]
    table = Table(
        "Croissance, 10 meilleurs par valeur / Growth, best 10 by value",
        (
            "flux (flows)",
            "km",
            "temps (time)",
            "mémoire, données comprises (peak memory with the data)",
            "paires (pairs)",
            "cible (target)",
        ),
    )
    for point in [*by_flows, *([apart(largest, AT_RADIUS_KM)] if largest else []), *by_radius]:
        table.rows.append(_row(point))
    fits = {
        "temps / flux": exponent([p["flows"] for p in by_flows], [p["seconds"] for p in by_flows]),
        "mémoire / flux": exponent([p["flows"] for p in by_flows], [p["peak_mb"] for p in by_flows]),
        "temps / rayon": exponent([p["radius_km"] for p in by_radius], [p["seconds"] for p in by_radius]),
    }
    said = ", ".join(f"{name} : {value:.2f}" for name, value in fits.items())
    table.notes.append(f"Exposants (exponents; 1 = linéaire) : {said}.")
    if plot:
        table.notes.append(_draw(by_flows, by_radius, fits, plot))
    return table


def _row(point: dict[str, float]) -> tuple[str, ...]:
    goal = TARGETS_S.get(int(point["flows"])) if point["radius_km"] == AT_RADIUS_KM else None
    met = goal is not None and point["seconds"] < goal and point["peak_mb"] < LARGEST_MB
    said = "—" if goal is None else f"{goal:g} s : {'atteinte (met)' if met else 'NON atteinte (NOT met)'}"
    flows, pairs = (f"{int(point[name]):,}".replace(",", " ") for name in ("flows", "pairs"))
    return (
        flows,
        f"{point['radius_km']:g}",
        duration(point["seconds"]),
        f"{point['peak_mb']:.0f} Mo",
        pairs,
        said,
    )


def _draw(by_flows: list[dict], by_radius: list[dict], fits: dict[str, float], plot: Path) -> str:
    try:
        import matplotlib
    except ImportError:
        said = "Courbe NON tracée : matplotlib manque (NOT drawn: benchmarks/requirements.txt)."
        sys.stderr.write(f"*** {said}\n")
        return said
    matplotlib.use("Agg")
    from matplotlib import pyplot

    figure, axes = pyplot.subplots(1, 3, figsize=(13, 4))
    for axis, points, key, value, fit in (
        (axes[0], by_flows, "flows", "seconds", "temps / flux"),
        (axes[1], by_flows, "flows", "peak_mb", "mémoire / flux"),
        (axes[2], by_radius, "radius_km", "seconds", "temps / rayon"),
    ):
        axis.loglog([p[key] for p in points], [p[value] for p in points], "o-", color="#1f6f5c")
        axis.set_title(f"{fit} : exposant {fits[fit]:.2f}")
        axis.set_xlabel({"flows": "flux (flows)", "radius_km": "rayon (radius), km"}[key])
        axis.set_ylabel({"seconds": "s", "peak_mb": "Mo (MB)"}[value])
        axis.grid(True, which="both", alpha=0.25)
    figure.tight_layout()
    figure.savefig(plot, dpi=110)
    return f"Courbes (plot) : [{plot.name}]({plot.name})."
