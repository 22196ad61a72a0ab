"""The film of the years: one step for each day, bands by the stage of that day, at the same place in all."""

from __future__ import annotations

import io
from datetime import date, timedelta

import pytest
from PIL import Image

from eit.views.map.film import MOST_STEPS, Step, chosen_days, film
from eit.views.map.scene import MapContent, MapScene, make_scene
from tests.views import frames

DAY = date(2024, 1, 1)
SITES = frames.sites()
SYNERGIES = frames.synergies(SITES)


def scene() -> MapScene:
    return make_scene(MapContent("fr", territories=frames.territories(), sites=SITES, synergies=SYNERGIES))


def steps(count: int) -> list[Step]:
    ids = list(map(str, SYNERGIES["synergy_id"]))
    stages = ("identified", "pilot", "realised")
    return [Step(DAY + timedelta(30 * n), dict.fromkeys(ids[: n + 1], stages[n % 3])) for n in range(count)]


def test_a_film_loops_has_a_step_for_each_day_and_fits_a_presentation() -> None:
    made = film(scene(), None, steps(6), "Titre <b>", "Source")
    assert len(made) < 5_000_000
    with Image.open(io.BytesIO(made)) as image:
        assert image.format == "GIF" and image.n_frames == 6 and image.info["loop"] == 0
        shown = []
        for number in range(image.n_frames):
            image.seek(number)
            shown.append(image.convert("RGB").tobytes())
    assert len(set(shown)) == 6


def test_a_long_history_keeps_its_first_and_last_day() -> None:
    days = [DAY + timedelta(n) for n in range(500)]
    kept = chosen_days([*days, *days])
    assert (
        len(kept) == MOST_STEPS and kept[0] == days[0] and kept[-1] == days[-1] and kept == sorted(set(kept))
    )
    assert chosen_days(days[:5]) == days[:5]


def test_a_film_without_a_day_is_refused() -> None:
    with pytest.raises(ValueError):
        film(scene(), None, [], "", "")
