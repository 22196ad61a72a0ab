"""Charts: units on the axes, the language's numbers, unknown is not zero."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from eit.domain.stage import STAGES
from eit.views import charts, palette
from tests.views import frames

BALANCE = pd.DataFrame(
    {
        "category_id": ["wood", "metals"],
        "offer_mass_t_per_year": [12.0, np.nan],
        "demand_mass_t_per_year": [5.0, 900.0],
    }
)


@dataclass(frozen=True)
class Band:
    low: float
    central: float
    high: float


def test_the_template_is_transparent_and_speaks_the_language() -> None:
    assert charts.template("fr").layout.separators == ",\u202f"
    assert charts.template("en").layout.separators == ".,"
    assert charts.template("fr").layout.paper_bgcolor == "rgba(0,0,0,0)"


def test_the_balance_puts_the_largest_on_top_and_typed_names_are_inert() -> None:
    made = charts.balance_chart(BALANCE, "fr", names={"wood": "<a href='x'>Bois</a>"})
    assert list(made.data[0].y) == ["&lt;a href='x'&gt;Bois&lt;/a&gt;", "Métaux"]
    assert made.layout.xaxis.title.text == "tonnes par année"
    assert {bar.name for bar in made.data} == {"Offres", "Demandes"}
    offers = next(bar for bar in made.data if bar.name == "Offres")
    assert offers.customdata[1] == "n.c."


def test_a_sub_score_that_is_not_known_says_so() -> None:
    row = frames.exchanges(frames.sites(5), 1).iloc[0].to_dict() | {"score_season": np.nan}
    bars = charts.score_chart(row, "fr").data[0]
    assert dict(zip(bars.y, bars.text, strict=True))["Saison"] == "n.c."
    assert len(bars.y) == 6


def test_the_funnel_has_every_stage_and_its_targets() -> None:
    made = charts.funnel_chart({"identified": 22}, "fr", {"prefeasibility": 10, "pilot": 5})
    assert len(made.data[0].y) == len(STAGES)
    assert list(made.data[1].x) == [10, 5]
    assert len(charts.funnel_chart({}, "en").data) == 1


def test_charts_side_by_side_have_one_order_and_one_scale() -> None:
    more = pd.DataFrame(
        {"category_id": ["glass"], "offer_mass_t_per_year": [9e6], "demand_mass_t_per_year": [None]}
    )
    shared = charts.beside([BALANCE, more])
    made = [charts.balance_chart(rows, "fr", shared=shared) for rows in (BALANCE, more)]
    assert len({tuple(one.layout.xaxis.range) for one in made}) == 1
    assert len({one.data[0].y for one in made}) == 1 and made[0].data[0].y[-1].startswith("Verre")


def test_bars_can_be_seen_on_a_dark_page() -> None:
    ground = palette.luminance("#0f1c1f")
    funnel = charts.funnel_chart({"identified": 2, "verified": 1}, "fr", dark=True)
    bars = [*charts.balance_chart(BALANCE, "fr", dark=True).data, *funnel.data]
    colours = {one for bar in bars for one in np.atleast_1d(bar.marker.color)}
    reached = [(palette.luminance(str(one)) + 0.05) / (ground + 0.05) for one in colours]
    assert min(reached) >= 1.9 and sorted(reached)[1] >= 3
