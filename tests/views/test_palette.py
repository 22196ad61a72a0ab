"""Colours can be told apart and read."""

from __future__ import annotations

from itertools import combinations, pairwise

import numpy as np

from eit.views import palette
from eit.views.texts import texts

TO_XYZ = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])
# Machado, Oliveira and Fernandes (2009), severity 1, linear RGB.
SEEN_BY = {
    "all": np.eye(3),
    "deuteranopes": np.array([[0.367, 0.861, -0.228], [0.280, 0.673, 0.047], [-0.012, 0.043, 0.969]]),
    "protanopes": np.array([[0.152, 1.053, -0.205], [0.115, 0.786, 0.099], [-0.004, -0.048, 1.052]]),
}


def lab(colour: str, eye: np.ndarray) -> np.ndarray:
    channel = np.array([int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)])
    linear = np.where(channel <= 0.04045, channel / 12.92, ((channel + 0.055) / 1.055) ** 2.4)
    x, y, z = TO_XYZ @ np.clip(eye @ linear, 0, 1) / np.array([0.95047, 1, 1.08883])
    fx, fy, fz = (v ** (1 / 3) if v > 216 / 24389 else (24389 / 27 * v + 16) / 116 for v in (x, y, z))
    return np.array([116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)])


def smallest_difference(eye: np.ndarray) -> float:
    seen = [lab(colour, eye) for colour in palette.CATEGORY_COLOURS.values()]
    return min(float(np.linalg.norm(one - other)) for one, other in combinations(seen, 2))


def test_categories_differ_from_one_another_also_without_red_or_green() -> None:
    assert smallest_difference(SEEN_BY["all"]) > 30
    assert smallest_difference(SEEN_BY["deuteranopes"]) > 13
    assert smallest_difference(SEEN_BY["protanopes"]) > 13


def test_categories_stand_out_from_the_land() -> None:
    assert min(palette.contrast(c, palette.MAP_LAND) for c in palette.CATEGORY_COLOURS.values()) >= 3


def test_the_letters_on_a_disc_and_the_names_on_the_map_can_be_read() -> None:
    colours = palette.CATEGORY_COLOURS.values()
    assert min(palette.contrast(palette.ink_on(c), c) for c in colours) >= 4.5
    grounds = (*palette.CHOROPLETH, palette.CHOROPLETH_ZERO, palette.CHOROPLETH_NONE, palette.MAP_LAND)
    assert min(palette.contrast(palette.INK, ground) for ground in grounds) >= 4.5


def test_the_ramp_darkens_step_by_step() -> None:
    light = [palette.luminance(c) for c in (palette.CHOROPLETH_ZERO, *palette.CHOROPLETH)]
    assert all(one > other * 1.1 for one, other in pairwise(light))


def test_every_category_has_its_own_letters_in_both_languages() -> None:
    for lang in ("fr", "en"):
        letters = [texts(lang)(f"category.{c}.short") for c in palette.CATEGORY_COLOURS]
        assert len(set(letters)) == len(letters) == 12


def test_contrast_agrees_with_wcag() -> None:
    assert round(palette.contrast("#000000", "#ffffff"), 6) == 21
    assert round(palette.contrast("#767676", "#ffffff"), 2) == 4.54
