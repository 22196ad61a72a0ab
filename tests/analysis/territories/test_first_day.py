"""The first day: from counts alone, always a range, nothing where nobody counted, less when somebody was met."""

from __future__ import annotations

import time

import numpy as np
import pytest

from eit.analysis.territories.first_day import first_day, material_intensities
from eit.domain.figures.first_day import Drawing, MaterialIntensity, best_for, drawn, expected_share
from eit.domain.figures.ranges import Range
from tests.spec.tables import rows_of

COUNTS = """
sector_code | size_class | businesses
722         | 5-9        | {n}
311         | 20-49      | 900
321         | 0          | 100
"""
KNOWN = {
    "materials": "material\nkitchen-food-waste\nanimal-feed",
    "library": "offer | demand\nkitchen-food-waste | animal-feed",
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
    assert [one.intensity_id for one in best_for("SCIAN", "31-33", known)] == ["wide"]
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
    assert expected_share(0, 0) == pytest.approx(0.1)
    assert expected_share(10, 10) == pytest.approx(0.55) and expected_share(0, 90) == pytest.approx(0.01)


def test_a_municipality_of_three_thousand_businesses_has_its_portrait_at_once(world):
    made = world(business_counts=counted(2000), companies="company | in\na | mun-a", **KNOWN)
    began = time.perf_counter()
    found = first_day(made.database, "demo", "mun-a")
    assert time.perf_counter() - began < 2
    streams = found.streams.set_index(["side", "material_id", "unit"])
    assert {"offer", "demand"} == set(found.streams["side"])
    assert ((streams["low"] <= streams["central"]) & (streams["central"] <= streams["high"])).all()
    food = streams.loc[("offer", "kitchen-food-waste", "t")]
    known = {one.intensity_id: one for one in material_intensities()}
    each = [one for one in known.values() if one.side == "offer" and one.material_id == "kitchen-food-waste"]
    by_sector = {code: best_for("SCIAN", code, each)[0].value.central for code in ("722", "311")}
    assert food["central"] == pytest.approx(2000 * 7 * by_sector["722"] + 900 * 34.5 * by_sector["311"])
    assert (
        set(found.leads["basis"]) <= {"same", "substitution"}
        and found.visits["value_per_visit"].is_monotonic_decreasing
    )
    assert first_day(made.database, "demo", "mrc-a").streams.empty
    fewer = first_day(world(business_counts=counted(1000), **KNOWN).database, "demo", "mun-a").streams
    fewer = fewer.set_index(["side", "material_id", "unit"])
    assert fewer.loc[("offer", "kitchen-food-waste", "t"), "central"] < food["central"]
