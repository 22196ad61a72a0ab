"""Kilometres and minutes of a truck between two places, asked in large questions and remembered by this process."""

from __future__ import annotations

import json
import subprocess
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from eit.domain.errors import DataError
from eit.store.roads import engine
from eit.store.roads.building import CONFIG, Roads

FARTHEST_FROM_ROAD_M = 2_000
"""A place farther from any road that a truck may use has no distance by road: the estimate stands."""
MOST_PLACES = 500
LONGEST_S = 300
MOST_QUESTIONS = 200
"""One place without a way out refuses a whole question, which is then halved; islands must not make it endless."""
MOST_KEPT = 500_000
DECIMALS = 6

Place = tuple[float, float]
"""Latitude and longitude in degrees."""
Pair = tuple[Place, Place]


class Trip(NamedTuple):
    """From one place to another by truck."""

    km: float
    minutes: float


_known: dict[tuple[str, Pair], Trip | None] = {}


def trips(roads: Roads, pairs: Iterable[Pair]) -> list[Trip | None]:
    """The trip of each pair, in their order; None where the network has none.

    Raises DataError("no_roads_engine" or "roads_failed").
    """
    rounded = [(_rounded(start), _rounded(end)) for start, end in pairs]
    new = sorted({pair for pair in rounded if (roads.version, pair) not in _known})
    if new:
        if len(_known) + len(new) > MOST_KEPT:
            _known.clear()
        found = _measure(roads, new)
        _known.update({(roads.version, pair): found.get(pair) for pair in new})
    return [_known.get((roads.version, pair)) for pair in rounded]


def _rounded(place: Place) -> Place:
    return round(float(place[0]), DECIMALS), round(float(place[1]), DECIMALS)


def _measure(roads: Roads, pairs: list[Pair]) -> dict[Pair, Trip]:
    near = _near_a_road(roads, sorted({place for pair in pairs for place in pair}))
    ends: dict[Place, set[Place]] = {}
    for start, end in pairs:
        if start in near and end in near:
            ends.setdefault(start, set()).add(end)
    found: dict[Pair, Trip] = {}
    left = MOST_QUESTIONS
    for asked in _questions(ends):
        stack = [asked]
        while stack and left:
            left -= 1
            starts, stops = stack.pop()
            answer = _ask(roads, "sources_to_targets", _matrix_question(starts, stops))
            if answer is None:
                stack += _halves(starts, stops)
            else:
                found.update(_cells(answer, starts, stops))
    return found


def _questions(ends: dict[Place, set[Place]]) -> Iterator[tuple[list[Place], list[Place]]]:
    """Starts beside each other share a question, as long as its trips are few enough."""
    starts: list[Place] = []
    stops: set[Place] = set()
    for start, its in ends.items():
        for part in _chunks(sorted(its), engine.MOST_CELLS):
            wider = stops | set(part)
            if starts and (len(starts) + 1) * len(wider) > engine.MOST_CELLS:
                yield starts, sorted(stops)
                starts, stops, wider = [], set(), set(part)
            starts, stops = ([*starts, start] if start not in starts else starts), wider
    if starts:
        yield starts, sorted(stops)


def _chunks(places: list[Place], size: int) -> Iterator[list[Place]]:
    for first in range(0, len(places), size):
        yield places[first : first + size]


def _halves(starts: list[Place], stops: list[Place]) -> list[tuple[list[Place], list[Place]]]:
    if len(starts) == len(stops) == 1:
        return []
    if len(stops) >= len(starts):
        middle = len(stops) // 2
        return [(starts, stops[:middle]), (starts, stops[middle:])]
    middle = len(starts) // 2
    return [(starts[:middle], stops), (starts[middle:], stops)]


def _matrix_question(starts: list[Place], stops: list[Place]) -> dict[str, object]:
    return {"sources": _written(starts), "targets": _written(stops), "costing": "truck", "verbose": False}


def _written(places: list[Place]) -> list[dict[str, float]]:
    return [
        {"lat": latitude, "lon": longitude, "search_cutoff": FARTHEST_FROM_ROAD_M}
        for latitude, longitude in places
    ]


def _cells(answer: dict, starts: list[Place], stops: list[Place]) -> Iterator[tuple[Pair, Trip]]:
    table = answer["sources_to_targets"]
    for start, kilometres, seconds in zip(starts, table["distances"], table["durations"], strict=True):
        for stop, km, duration in zip(stops, kilometres, seconds, strict=True):
            if km is not None and duration is not None:
                yield (start, stop), Trip(float(km), float(duration) / 60)


def _near_a_road(roads: Roads, places: list[Place]) -> set[Place]:
    near: set[Place] = set()
    for part in _chunks(places, MOST_PLACES):
        asked = {"locations": _written(part), "costing": "truck", "verbose": False}
        answer = _ask(roads, "locate", asked)
        if answer is not None:
            near.update(place for place, told in zip(part, answer, strict=True) if told["edges"])
    return near


def _ask(roads: Roads, action: str, question: dict[str, object]) -> Any:
    """The answer to one question; None when the programs refuse it (a place that leads nowhere).

    Raises DataError("no_roads_engine" or "roads_failed").
    """
    with tempfile.TemporaryDirectory(prefix="maillage-") as folder:
        written = Path(folder) / "question.json"
        written.write_text(json.dumps(question), encoding="utf-8")
        try:
            done = engine.run(engine.ANSWER, [CONFIG, action, str(written)], Path(roads.folder), LONGEST_S)
            answer = json.loads(done.stdout)
        except (subprocess.TimeoutExpired, ValueError) as error:
            raise DataError("roads_failed", path=roads.folder) from error
    refused = isinstance(answer, dict) and "error_code" in answer
    return None if refused else answer
