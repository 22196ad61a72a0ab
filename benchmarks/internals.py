"""What each private name of another library brings to the first picture: with all of them, and with all but one.

Servers stand side by side and are asked in turn, so that what else the machine does weighs on all alike.
"""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path

from benchmarks.browser import first_map, moving_radii, not_measured, open_browser, server
from benchmarks.report import Table, duration
from eit.internals import VARIABLE

ASKED = ("no-delay", "memory", "server-address", "map-first")
"""Those that a first page meets."""
ALL, NONE = "tout en service (all in use)", "aucun (none)"


def measure(path: Path, rounds: int = 7) -> Table:
    """The best of several rounds each: what else runs only ever adds; a line instead of figures without a browser."""
    title = "Ce qu'apporte chaque nom privé / What each private name brings"
    absent = not_measured()
    if absent:
        return Table(title, (), notes=[absent])
    programme, _, _ = moving_radii(path)
    setups = {ALL: "", **{name: name for name in ASKED}, NONE: "1"}
    taken: dict[str, list[tuple[float, float]]] = {name: [] for name in setups}
    with ExitStack() as running, open_browser() as browser:
        addresses = {
            name: running.enter_context(server(**{VARIABLE: value}))[0] for name, value in setups.items()
        }
        for number in range(rounds + 1):
            for name, address in addresses.items():
                found = first_map(browser, f"{address}/carte?programme={programme}")
                if number:  # the first of each warms its server
                    taken[name].append(found)
    rows = [_row(name, taken) for name in setups]
    note = (
        f"Page Carte du programme `{programme}`, navigateur vide, serveurs chauds, {rounds} tours ; le meilleur de "
        "chacun (best of each). Apport : le temps sans lui moins le temps avec tous (time without it minus with all)."
    )
    heads = (
        "sans (without)",
        "carte peinte (map painted)",
        "apport",
        "carte et commandes (and controls)",
        "apport",
    )
    return Table(title, heads, rows, [note])


def _row(name: str, taken: dict[str, list[tuple[float, float]]]) -> tuple[str, ...]:
    cells = [name]
    for place in (0, 1):
        best, usual = (min(one[place] for one in taken[key]) for key in (name, ALL))
        gain = best - usual
        cells += [duration(best), "—" if name == ALL else f"{1000 * gain:+.0f} ms"]
    return tuple(cells)
