"""The first day: from counts alone, always a range, nothing where nobody counted, less when somebody was met."""

from __future__ import annotations

import time
from dataclasses import replace

import numpy as np
import pytest

from eit.analysis.territories.first_day import first_day
from eit.analysis.territories.intensities import material_intensities, read_intensity
from eit.domain.errors import InvalidQuantity
from eit.domain.figures.expected import expected_share
from eit.domain.figures.first_day import Drawing, MaterialIntensity, best_for, drawn
from eit.domain.figures.ranges import Range
from tests.spec.tables import rows_of

COUNTS = """
sector_code | size_class | businesses
722         | 5-9        | {n}
311         | 20-49      | 900
321         | 0          | 100
"""
KNOWN = {
    "materials": "material\nkitchen-food-waste\nanimal-feed\nelectricity",
    "library": "offer | demand | receiver_naics\nkitchen-food-waste | animal-feed | 311",
}


def counted(n: int) -> list[dict[str, str]]:
    same = {
        "programme_id": "demo",
        "territory_id": "mun-a",
        "sector_scheme": "SCIAN",
        "sector_fr": "x",
        "sector_en": "x",
    }
    same |= {"year": "2024", "source": "spec", "confidence": "seen"}
    return [{**same, **row} for row in rows_of(COUNTS.format(n=n))]


def intensity(name: str, **codes: tuple[str, ...]) -> MaterialIntensity:
    return MaterialIntensity(name, "offer", "steel", codes, "t", Range(0.4, 1, 2.5), "derived", "spec")


def test_the_most_precise_intensity_of_a_sector_is_taken():
    known = [
        intensity("wide", SCIAN=("31",)),
        intensity("fine", SCIAN=("311",)),
        intensity("naf", NAF=("10",)),
    ]
    assert [one.intensity_id for one in best_for("SCIAN", "3118", known)] == ["fine"]
    assert [one.intensity_id for one in best_for("SCIAN", "31-33", known)] == ["fine+wide"]
    assert best_for("SCIAN", "722", known) == [] and [
        one.intensity_id for one in best_for("NAF", "10.71", known)
    ] == ["naf"]


def test_the_draws_have_the_band_of_the_table_and_are_made_once():
    low, middle, high = np.percentile(drawn(Range(0.4, 1.0, 2.5), np.random.default_rng(1)), [5, 50, 95])
    assert (low, middle, high) == (
        pytest.approx(0.4, rel=0.2),
        pytest.approx(1, rel=0.1),
        pytest.approx(2.5, rel=0.2),
    )
    drawing = Drawing()
    assert (
        drawing.of("a", Range(1, 2, 3)) is drawing.of("a", Range(1, 2, 3)) and not drawing.of_class("0").any()
    )


def test_the_usual_rate_moves_with_the_decisions_of_the_programme():
    usual, good, bad = expected_share(0, 0), expected_share(10, 10), expected_share(0, 90)
    assert (usual.low, usual.high) == (pytest.approx(0.1), pytest.approx(42 / 93))
    assert good.low == pytest.approx(0.55) and bad.high < usual.low and bad.low == pytest.approx(0.01)


def test_a_sector_counted_in_the_whole_is_the_span_of_its_parts():
    known = [
        replace(intensity(name, SCIAN=(code,)), value=Range(low, low * 2, low * 4))
        for name, code, low in (("food", "311", 1), ("steel", "331", 10), ("oil", "324", 100))
    ]
    (found,) = best_for("SCIAN", "31-33", known)
    assert (found.value.low, found.value.central, found.value.high) == (1, 20, 400)
    assert best_for("SCIAN", "41-43", known) == []


def test_a_bad_row_is_named():
    good = {"intensity_id": "MI-1", "side": "offer", "material_id": "steel", "nace": "", "naics": "311"}
    good |= {"unit": "t/employee/yr", "low": "1", "central": "2", "high": "3"}
    good |= {"geography": "x", "year": "2014", "source": "spec", "confidence": "derived"}
    assert read_intensity(good).unit == "t"
    for bad, key in (
        ({"unit": "t"}, "intensity-without-unit"),
        ({"unit": "/employee/yr"}, "intensity-without-unit"),
        ({"source": " "}, "factor-without-source"),
        ({"low": "5"}, "range-not-ordered"),
        ({"high": "beaucoup"}, "quantity-not-a-number"),
    ):
        with pytest.raises(InvalidQuantity) as refused:
            read_intensity({**good, **bad})
        assert (refused.value.key, refused.value.row_id) == (key, "MI-1")


def test_a_municipality_of_three_thousand_businesses_has_its_portrait_at_once(world):
    made = world(business_counts=counted(2000), companies="company | in\na | mun-a", **KNOWN)
    began = time.perf_counter()
    found = first_day(made.database, "demo", "mun-a")
    assert time.perf_counter() - began < 2
    streams = found.streams.set_index(["side", "material_id", "unit"])
    needs = found.streams[found.streams["side"] == "demand"]
    assert len(needs) and "t" not in set(needs["unit"])  # nobody publishes tonnes bought per employee
    assert ((streams["low"] <= streams["central"]) & (streams["central"] <= streams["high"])).all()
    food = streams.loc[("offer", "kitchen-food-waste", "t")]
    known = {one.intensity_id: one for one in material_intensities()}
    each = [one for one in known.values() if one.side == "offer" and one.material_id == "kitchen-food-waste"]
    by_sector = {code: best_for("SCIAN", code, each)[0].value.central for code in ("722", "311")}
    assert food["central"] == pytest.approx(2000 * 7 * by_sector["722"] + 900 * 34.5 * by_sector["311"])
    (lead,) = found.leads.to_dict("records")
    assert (lead["takers"], lead["sectors"], lead["central"]) == (900, "311", food["central"])
    assert found.visits["value_per_visit"].is_monotonic_decreasing
    taking = found.visits[found.visits["sector_code"] == "311"].iloc[0]["value_per_visit"]
    assert taking >= food["central"] / 900
    assert first_day(made.database, "demo", "mrc-a").streams.empty
    fewer = first_day(world(business_counts=counted(1000), **KNOWN).database, "demo", "mun-a").streams
    fewer = fewer.set_index(["side", "material_id", "unit"])
    assert fewer.loc[("offer", "kitchen-food-waste", "t"), "central"] < food["central"]
