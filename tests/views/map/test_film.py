"""The film of the years: one step for each day, bands by the stage of that day, at the same place in all."""

from __future__ import annotations

import io
from datetime import date, timedelta

import pytest
from PIL import Image

from eit.views.drawing.shapes import Words, breadth, fitted
from eit.views.map.film import CHANGED, EDGE, MOST_STEPS, WIDTH, Step, _ground, chosen_days, film
from eit.views.map.layout import lay_out
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


def test_a_long_title_ends_before_the_day() -> None:
    title = "De l'idée à la synergie vérifiée – Programme régional d’écologie industrielle de l’Abitibi-Témiscamingue"
    for text in ("Court", title, title * 3):
        words, size = fitted(text, 24, 790, 15)
        assert breadth(words, size) <= 790 and size >= 15
        assert words == text or words.endswith("…")
    assert fitted("Court", 24, 790, 15) == ("Court", 24)
    ground = _ground(lay_out(scene(), None, 1080, 600), title, "")
    said = next(shape for shape in ground.shapes if isinstance(shape, Words) and shape.bold)
    day = Words((WIDTH - EDGE, 42), "30 septembre 2026", 26, CHANGED, "end", bold=True)
    assert EDGE + breadth(said.text, said.size) < day.at[0] - breadth(day.text, day.size)
