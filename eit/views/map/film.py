"""The story of the years: synergies appear on the map and change stage, from the first event to today, as a film."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from eit.domain.stage import SET_ASIDE, STAGES
from eit.views import format as fmt
from eit.views import palette
from eit.views.drawing.film import film_gif
from eit.views.drawing.shapes import Dot, Drawing, Line, Polygon, Shape, Spot, Words, box, breadth, fitted
from eit.views.map.bands import Band
from eit.views.map.layout import Picture, lay_out
from eit.views.map.plane import Bounds
from eit.views.map.scene import SYNERGY, Flow, MapScene
from eit.views.texts import Texts, texts

WIDTH, HEIGHT, HEAD, FOOT, EDGE = 1120.0, 760.0, 62.0, 96.0, 20.0
DAY_PX = 290.0
"""What the longest day takes beside the title (« 30 septembre 2026 »)."""
MOST_STEPS = 40
CHANGED = "#c8741a"
"""Around what has just moved."""


class Step(NamedTuple):
    """A day and the stage that each synergy had reached on it."""

    day: date
    stages: Mapping[str, str]


def chosen_days(days: Sequence[date], most: int = MOST_STEPS) -> list[date]:
    """The days of a film: all of them, or as many spread evenly, with the first and the last."""
    known = sorted(set(days))
    if len(known) <= most:
        return known
    return [known[round(n * (len(known) - 1) / (most - 1))] for n in range(most)]


def film(scene: MapScene, bounds: Bounds | None, steps: Sequence[Step], title: str, source: str) -> bytes:
    """A looping GIF: synergies of the scene by the stage of each step, which `steps` gives in order.

    Raises ValueError without a step.
    """
    flows = [flow for flow in scene.flows if flow.kind == SYNERGY]
    shown = lay_out(
        scene, bounds, WIDTH - 2 * EDGE, HEIGHT - HEAD - FOOT, only=lambda flow: flow.kind == SYNERGY
    )
    ground = _ground(shown, title, source)
    before: Mapping[str, str] = {}
    drawn = []
    for step in steps:
        drawn.append(list(_step(shown, flows, step, before)))
        before = step.stages
    return film_gif(ground, drawn)


def _ground(shown: Picture, title: str, source: str) -> Drawing:
    """What does not move: land, territories, title, source."""
    ink = palette.MAP_LIGHT
    ground = Drawing(WIDTH, HEIGHT, title)
    behind = ink["water"] if shown.ground else ink["land"]
    ground.add(Polygon(box(EDGE, HEAD, shown.plane.width, shown.plane.height), behind))
    lands = [rings[0] for kind, rings in shown.ground if kind == "land"]
    waters = [rings[0] for kind, rings in shown.ground if kind == "water"]
    for ring in lands:
        ground.add(Polygon(_moved(_within(ring, shown)), ink["land"]))
    for _, rings in shown.areas:
        for ring in rings:
            ground.add(Polygon(_moved(_within(ring, shown)), ink["territory"], ink["outline"], 1.2))
    for ring in waters:
        ground.add(Polygon(_moved(_within(ring, shown)), ink["water"]))
    for kind, spots in shown.lines:
        colour, weight = palette.GROUND_LINES[kind]
        ground.add(Line(_moved(spots), ink[colour], weight))
    words, size = fitted(title, 24, WIDTH - 2 * EDGE - DAY_PX, 15)
    ground.add(Words((EDGE, 40), words, size, ink["ink"], bold=True))
    ground.add(Words((EDGE, HEIGHT - 14), source, 13, ink["quiet"]))
    return ground


def _within(ring: Sequence[Spot], shown: Picture) -> list[Spot]:
    """A ring held inside the picture."""
    wide, tall = shown.plane.width, shown.plane.height
    return [(min(max(x, 0.0), wide), min(max(y, 0.0), tall)) for x, y in ring]


def _moved(spots: Sequence[Spot]) -> list[Spot]:
    return [(x + EDGE, y + HEAD) for x, y in spots]


def _step(shown: Picture, flows: Sequence[Flow], step: Step, before: Mapping[str, str]) -> Iterator[Shape]:
    """Bands by stage, discs, names, the day, and how many synergies are at each stage."""
    t, ink = texts(shown.scene.lang), palette.MAP_LIGHT
    begun: set[int] = set()
    for band in shown.bands:
        ids = [flows[number].flow_id for number in band.link.flows]
        reached = [STAGES.index(step.stages[one]) for one in ids if step.stages.get(one) in STAGES]
        if not reached:
            continue
        begun |= {band.link.a, band.link.b}
        changed = any(step.stages.get(one) != before.get(one) for one in ids)
        yield from _band(band, palette.STAGE_COLOURS[STAGES[max(reached)]], changed)
    for number, circle in enumerate(shown.circles):
        at = (circle.disc.x + EDGE, circle.disc.y + HEAD)
        yield Dot(at, circle.disc.r + 1.5, ink["halo"])
        yield Dot(at, circle.disc.r, ink["given"] if number in begun else ink["quiet"])
    for name in shown.names:
        strong = name.look == "node"
        colour = ink["ink"] if strong else ink["quiet"]
        if name.mark:
            yield Dot((name.mark[0] + EDGE, name.mark[1] + HEAD), 1.8, ink["quiet"])
        yield Words(
            (name.spot[0] + EDGE, name.spot[1] + HEAD + 4),
            name.text,
            13,
            colour,
            "middle",
            strong,
            ink["halo"],
        )
    yield from _legend(step, t)


def _band(band: Band, colour: str, changed: bool) -> Iterator[Shape]:
    edge = CHANGED if changed else colour
    yield Polygon(_moved([*band.inner, *band.outer[::-1]]), colour, edge, 2.6 if changed else 0.8)
    yield Polygon(_moved(band.head), edge)


def _legend(step: Step, t: Texts) -> Iterator[Shape]:
    counts = Counter(step.stages.values())
    ink = palette.MAP_LIGHT
    yield Words((WIDTH - EDGE, 42), fmt.date(step.day, t.lang), 26, CHANGED, "end", bold=True)
    x, y = EDGE, HEIGHT - 58
    for stage in (*STAGES, SET_ASIDE):
        if stage == SET_ASIDE and not counts[stage]:
            continue
        words = f"{t(f'stage.{stage}').capitalize()} {counts[stage]}"
        yield Polygon(box(x, y - 12, 16, 16), palette.STAGE_COLOURS[stage])
        yield Words((x + 22, y + 1), words, 15, ink["ink"], bold=bool(counts[stage]))
        x += 46 + breadth(words, 15)
