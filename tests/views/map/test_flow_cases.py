"""Paper and screen gather the same places, add up the same flows and draw the same curves: one table holds both."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import shapely

from eit.views.map import curves, nodes
from eit.views.map.curves import Disc

TABLE = json.loads((Path(__file__).parents[2] / "js" / "flow_cases.json").read_text(encoding="utf-8"))


def found(level: float) -> dict[str, Any]:
    """What eit/views/map makes of the table at one level, in its shape."""
    weight = [0.0] * len(TABLE["sites"])
    ends = [nodes.Ends(*row) for row in TABLE["flows"]]
    for one in ends:
        if one.unit == "t":
            weight[one.giver] += one.quantity or 0
            weight[one.taker] += one.quantity or 0
    sites = [nodes.Spotted(*site, heavy) for site, heavy in zip(TABLE["sites"], weight, strict=True)]
    made = nodes.clusters(sites, level)
    links, inside = nodes.sums(ends, made, nodes.widest_of(made, 2**level))
    through = nodes.totals(links, len(made), "t")
    most = max(map(sum, through))
    largest = nodes.LARGEST_SITE_PX if level >= nodes.SITE_ZOOM else nodes.LARGEST_PX
    discs = [
        Disc((one.x - 70) * 2**level, (one.y - 88) * 2**level, nodes.disc_of(sum(both) / most, largest))
        for one, both in zip(made, through, strict=True)
    ]
    drawn = curves.bundles([link for link in links if nodes.carries(link)][:60])
    return {
        "nodes": [[*disc, one.area, one.members] for disc, one in zip(discs, made, strict=True)],
        "inside": [[n, count] for n, count in sorted(inside.items())],
        "links": [[o.a, o.b, o.kind, o.unit, o.quantity, len(o.flows), o.width] for o in links],
        "bands": [
            [b.link.a, b.link.b, b.link.kind, b.link.unit, [[x, y] for x, y in b.head]]
            for b in curves.lay(drawn, discs)
        ],
    }


def flat(value: Any) -> list[Any]:
    return [leaf for one in value for leaf in flat(one)] if isinstance(value, list) else [value]


@pytest.mark.parametrize("expected", TABLE["results"], ids=lambda case: str(case["level"]))
def test_the_paper_agrees_with_the_screen(expected: dict[str, Any]) -> None:
    made = found(expected["level"])
    assert len(expected["nodes"]) >= 3 and expected["bands"]
    for part in ("nodes", "inside", "links", "bands"):
        ours, theirs = flat(made[part]), flat(expected[part])
        assert len(ours) == len(theirs), part
        for one, other in zip(ours, theirs, strict=True):
            assert one == (pytest.approx(other, abs=0.06) if isinstance(other, float) else other) or (
                isinstance(other, int) and one == pytest.approx(other, abs=0.06)
            ), part


def test_no_head_lies_under_a_disc_and_no_two_meet() -> None:
    faults = []
    for case in TABLE["results"]:
        discs = shapely.buffer(
            shapely.points([one[:2] for one in case["nodes"]]), [one[2] for one in case["nodes"]]
        )
        heads = shapely.polygons([band[4] for band in case["bands"]])
        faults += [(case["level"], "disc", n) for n in shapely.STRtree(discs).query(heads, "overlaps")[0]]
        first, second = shapely.STRtree(heads).query(heads, "overlaps")
        meeting = shapely.area(shapely.intersection(heads[first], heads[second]))
        faults += [
            (case["level"], a, b) for a, b, much in zip(first, second, meeting, strict=True) if much > 0.5
        ]
    assert not faults
