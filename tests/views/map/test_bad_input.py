"""What a programme may hold that no one hoped for: each is drawn or counted by every writer, never hidden."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from typing import Any
from xml.etree import ElementTree

import numpy as np
import pandas as pd
import pytest

from eit.views.map.film import Step, film
from eit.views.map.layout import lay_out
from eit.views.map.leaflet import scene_json
from eit.views.map.multiples import by_material, by_year, multiples_html
from eit.views.map.scene import MOST_FLOWS, MapContent, MapScene, _largest, make_scene
from eit.views.map.svg import bare_map_svg, static_map_svg
from tests.views import frames

DAY = date(2026, 3, 1)
HOSTILE = '<script>alert("1")</script>\u202e&`-1-`'
Change = Callable[[pd.DataFrame, pd.DataFrame], tuple[pd.DataFrame, pd.DataFrame]]


def moved(sites: pd.DataFrame, exchanges: pd.DataFrame, at: Any) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The same programme with each of its sites at `at(number)`."""
    spots = {company: at(number) for number, company in enumerate(sites["company_id"])}
    places = pd.DataFrame([spots[one] for one in sites["company_id"]], columns=["latitude", "longitude"])
    sites = sites.assign(**{name: places[name].to_numpy() for name in places})
    for side in ("offer", "demand"):
        ends = pd.DataFrame([spots[one] for one in exchanges[f"{side}_company_id"]])
        exchanges = exchanges.assign(**{f"{side}_latitude": ends[0], f"{side}_longitude": ends[1]})
    return sites, exchanges


def only_between_two(sites: pd.DataFrame, exchanges: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Both directions and every material, all between the first two sites, far from each other."""
    sites, exchanges = moved(sites, exchanges, lambda n: (48.0 + n, -78.0 - n))
    exchanges = exchanges.copy()
    for number in range(len(exchanges)):
        for side, of in (("offer", number % 2), ("demand", 1 - number % 2)):
            site = sites.iloc[of]
            for name, value in (("company_id", site.company_id), ("latitude", site.latitude),
                                ("longitude", site.longitude)):  # fmt: skip
                exchanges.loc[number, f"{side}_{name}"] = value
    return sites.head(2), exchanges


CASES: dict[str, Change] = {
    "no site": lambda sites, exchanges: (sites.head(0), exchanges.head(0)),
    "one site": lambda sites, exchanges: (sites.head(1), exchanges.head(0)),
    "all at one point": lambda sites, exchanges: moved(sites, exchanges, lambda n: (48.5, -78.1)),
    "both directions, many materials": only_between_two,
    "across the antimeridian": lambda s, e: moved(
        s, e, lambda n: (-17.0 - n / 9, 179.9 if n % 2 else -179.9)
    ),
    "at the poles": lambda s, e: moved(s, e, lambda n: (89.9 if n % 2 else -89.9, float(n))),
    "no position": lambda s, e: moved(s, e, lambda n: (np.nan, np.nan)),
    "hostile names": lambda s, e: (
        s.assign(name=HOSTILE, municipality=HOSTILE),
        e.assign(offer_company=HOSTILE),
    ),
    "nothing communicated": lambda s, e: (s, e.assign(allocated_quantity=np.nan, pair_quantity=np.nan)),
    "an unknown unit": lambda s, e: (s, e.assign(unit="bushel")),
    "no unit": lambda s, e: (s, e.assign(unit=None)),
    "no unit known": lambda s, e: (s, e.assign(unit=np.nan)),
}


def scene(change: Change) -> MapScene:
    sites = frames.sites().dropna(subset=["latitude"])
    exchanges = frames.exchanges(sites).assign(allocated_quantity=10.0)
    known, asked = change(sites, exchanges)
    return make_scene(MapContent("fr", territories=frames.territories(), sites=known, exchanges=asked))


@pytest.mark.parametrize("case", CASES)
def test_every_writer_draws_it_and_what_is_not_drawn_is_counted(case: str) -> None:
    made = scene(CASES[case])
    data = json.loads(scene_json(made))
    assert (
        len(data["flows"]["id"]) + made.unplaced_flows + made.smaller_flows
        == len(made.flows) + made.unplaced_flows
    )
    shown = lay_out(made, None, 900, 600)
    inside = sum(circle.inside for circle in shown.circles)
    linked = {number for band in shown.bands for number in band.link.flows}
    assert inside + len(linked) <= len(made.flows) and (shown.links or inside == len(made.flows))
    documents = [
        static_map_svg(made, None, HOSTILE, [], DAY),
        bare_map_svg(made, None, HOSTILE, (440, 300))[0],
    ]
    for document in documents:
        said = list(ElementTree.fromstring(document.replace("\u202e", "")).iter())
        assert not [one for one in said if one.tag.endswith("script")]
        assert "nan" not in document.lower().replace("naname", "")
    for parts in (by_material(made), by_year(made)):
        assert "<script" not in multiples_html(made, None, parts, dark=True)
    assert film(made, None, [Step(DAY, {})], HOSTILE, "")[:3] == b"GIF"


def test_what_cannot_be_placed_is_counted() -> None:
    made = scene(CASES["no position"])
    assert not made.sites and not made.flows and made.unplaced_sites and made.unplaced_flows


def test_two_directions_lie_side_by_side_and_every_material_is_in_one_of_them() -> None:
    shown = lay_out(scene(CASES["both directions, many materials"]), None, 900, 600)
    ends = {(band.link.a, band.link.b) for band in shown.bands}
    assert ends == {(0, 1), (1, 0)}
    assert sum(len(band.link.flows) for band in shown.bands) == 60


def test_the_antimeridian_leaves_neighbours_side_by_side() -> None:
    made = scene(CASES["across the antimeridian"])
    longitudes = [site.longitude for site in made.sites]
    assert max(longitudes) - min(longitudes) < 1


def test_a_quantity_without_a_unit_is_not_communicated() -> None:
    for case in ("no unit", "no unit known"):
        made = scene(CASES[case])
        assert made.flows and {flow.quantity for flow in made.flows} == {None}


def test_of_sixty_thousand_exchanges_the_largest_are_kept() -> None:
    one = scene(CASES["an unknown unit"]).flows[0]
    kept = _largest([one._replace(quantity=float(n)) for n in range(60_000)])
    assert len(kept) == MOST_FLOWS and min(flow.quantity or 0 for flow in kept) == 60_000 - MOST_FLOWS
