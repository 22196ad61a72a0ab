"""The address of a scene: nonsense is refused before it is kept."""

from __future__ import annotations

import pytest

from eit.domain.address import Choices
from eit.domain.errors import InvalidSelection
from eit.domain.scene import checked_address, read_scene_address, scene_controls, scene_selection

CHOICES = Choices(
    ("demo", "other"), ("mrc", "municipality"), ("offers",), {"mrc-1"}, ("wood",), {"c-1"}, 50.0
)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("/carte", "/carte?programme=demo"),
        ("carte?radius=30", "/carte?programme=demo&radius=30"),
        (
            "http://localhost:8501/echanges?programme=demo&categories=wood",
            "/echanges?programme=demo&categories=wood",
        ),
        ("https://maillage.example/", "/accueil?programme=demo"),
    ],
)
def test_an_address_is_kept_without_its_server(typed: str, kept: str) -> None:
    assert checked_address(typed, "demo", CHOICES) == kept


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("", "scene-address"),
        ("x" * 3000, "scene-address"),
        ("/methode", "scene-page-unknown"),
        ("javascript:alert(1)", "scene-page-unknown"),
        ("/carte?radius=beaucoup", "scene-word-unknown"),
        ("/carte?company=nobody", "scene-word-unknown"),
        ("/carte?programme=other", "scene-programme"),
        ("/carte?;;;", "scene-address"),
    ],
)
def test_nonsense_is_refused(typed: str, key: str) -> None:
    with pytest.raises(InvalidSelection) as told:
        checked_address(typed, "demo", CHOICES)
    assert told.value.key == key


def test_a_scene_gives_its_selection_and_else_the_programme_s_own() -> None:
    page, words = read_scene_address("/carte?programme=demo&radius=30&categories=wood&territory=gone")
    selection = scene_selection("demo", scene_controls(words, CHOICES), CHOICES)
    assert (page, selection.radius_km, selection.category_ids, selection.territory_id) == (
        "carte",
        30,
        ("wood",),
        None,
    )
    plain = scene_selection("demo", {}, CHOICES)
    assert (plain.radius_km, plain.level, plain.company_id) == (50, "mrc", None)
