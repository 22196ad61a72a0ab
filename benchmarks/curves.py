"""The exponents of a growth and its picture: log-log panels, a colour and a mark each, the exponent beside the name."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np

ALL, BEST = "all", "best"
SAID = {ALL: "toutes (all), SQL", BEST: "10 meilleurs (best 10)"}
FITTED_FROM = 3_000
"""Flows below which what every search costs (a plan, a start) weighs more than what grows."""
COLOURS = ("#1f6f5c", "#b5541c", "#3d4f9f", "#7a2f6b")
MARKS = ("o", "s", "^", "D")
STROKES = {ALL: "--", BEST: "-"}
TITLES = {
    "seconds": ("Temps", "Time", "s"),
    "peak_mb": ("Mémoire, données comprises (exposant : ajoutée)", "Memory (exponent: added)", "Mo (MB)"),
}
DRAWN_WITH = {"svg.hashsalt": "growth", "svg.fonttype": "none", "font.family": "sans-serif", "font.size": 9}


Point = dict[str, float]


def exponent(sizes: list[float], values: list[float]) -> float:
    """Slope of log(value) over log(size): 1 is linear, 2 is square."""
    return float(np.polyfit(np.log(sizes), np.log(values), 1)[0])


def of_flows(points: list[Point], radius_km: float, value: str) -> float | None:
    """Exponent with the flows at one radius; None with fewer than two points large enough.

    Of the memory, what comes on top of the smallest size: the libraries are there before the first flow.
    """
    here = [point for point in points if point["radius_km"] == radius_km]
    base = min(point[value] for point in here) if value == "peak_mb" else 0.0
    kept = [p for p in here if p["flows"] >= FITTED_FROM and p[value] > base]
    return exponent([p["flows"] for p in kept], [p[value] - base for p in kept]) if len(kept) > 1 else None


def of_radius(points: list[Point], flows: float, value: str) -> float:
    """Exponent with the radius at one size."""
    kept = [point for point in points if point["flows"] == flows]
    return exponent([p["radius_km"] for p in kept], [p[value] for p in kept])


def draw(points: dict[str, list[Point]], plot: Path) -> str:
    """Write the picture; the sentence that says where it is, or why there is none."""
    try:
        import matplotlib
    except ImportError:
        said = "Courbes NON tracées : matplotlib manque (NOT drawn: benchmarks/requirements.txt)."
        sys.stderr.write(f"*** {said}\n")
        return said
    matplotlib.use("Agg")
    from matplotlib import pyplot

    with matplotlib.rc_context(DRAWN_WITH):
        figure, axes = pyplot.subplots(2, 2, figsize=(18, 10))
        for (first, second), value in zip(axes, TITLES, strict=True):
            _against_flows(first, points, value)
            _against_radius(second, points, value)
        figure.suptitle(
            "Croissance avec les flux et avec le rayon / Growth with the flows and with the radius"
        )
        figure.tight_layout()
        figure.savefig(plot, metadata={"Date": None})
        pyplot.close(figure)
    return f"Courbes (plot) : [{plot.name}]({plot.name})."


def _against_flows(axis, points: dict[str, list[Point]], value: str) -> None:
    for road, its in points.items():
        for place, radius in enumerate(sorted({point["radius_km"] for point in its})):
            kept = [point for point in its if point["radius_km"] == radius]
            fit = of_flows(its, radius, value)
            said = "" if fit is None else f" : n^{fit:.2f}"
            _line(axis, kept, "flows", value, place, road, f"{SAID[road]}, {radius:g} km{said}")
    _dress(axis, value, "flux (flows)")


def _against_radius(axis, points: dict[str, list[Point]], value: str) -> None:
    for road, its in points.items():
        for place, flows in enumerate(sorted({point["flows"] for point in its})):
            kept = [point for point in its if point["flows"] == flows]
            size = f"{int(flows):,}".replace(",", "\u202f")
            said = f" : r^{of_radius(its, flows, value):.2f}" if value == "seconds" else ""
            _line(axis, kept, "radius_km", value, place, road, f"{SAID[road]}, {size}{said}")
    _dress(axis, value, "rayon (radius), km")


def _line(axis, kept: list[Point], key: str, value: str, place: int, road: str, label: str) -> None:
    axis.loglog(
        [point[key] for point in kept],
        [point[value] for point in kept],
        marker=MARKS[place % len(MARKS)],
        color=COLOURS[place % len(COLOURS)],
        linestyle=STROKES[road],
        label=label,
    )


def _dress(axis, value: str, below: str) -> None:
    french, english, unit = TITLES[value]
    axis.set_title(f"{french} / {english}")
    axis.set_xlabel(below)
    axis.set_ylabel(unit)
    axis.grid(True, which="both", alpha=0.2)
    axis.legend(fontsize=8, handlelength=4, loc="upper left", bbox_to_anchor=(1.01, 1.0), borderaxespad=0)
