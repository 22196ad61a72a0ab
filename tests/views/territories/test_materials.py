"""The view of a material in words: singular and plural, n.c., typed text inert."""

from __future__ import annotations

from types import SimpleNamespace

import pandas as pd
import pytest

from eit.domain.figures.ranges import Range
from eit.views.territories import materials
from eit.views.texts import texts

KEYS = [
    ("no-holder", {}),
    ("no-outlet", {}),
    ("no-taker", {"n": 1}),
    ("no-taker-in-radius", {"radius": 50.0, "nearest": 80.0}),
    ("holders-without-taker", {"n": 2}),
    ("quantity-nc", {"n": 1}),
    ("no-position", {"n": 1}),
    ("months-without-offer", {"months": 0b111, "n": 3}),
    ("months-without-taker", {"months": 0b1, "n": 1}),
    ("no-factor", {}),
    ("too-small", {"total": 2.0, "minimum": 10.0}),
    ("too-far", {"total": 20.0, "minimum": 10.0}),
    ("no-minimum", {}),
]


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_everything_that_may_be_missing_is_a_sentence(lang: str) -> None:
    shown = materials.missing_html(SimpleNamespace(missing=tuple(KEYS)), lang)
    assert shown.count("<li>") == len(KEYS)
    assert {key for key, _ in KEYS} == {key.split(".")[1] for key in texts(lang).keys("priority_missing.")}


def test_one_is_singular() -> None:
    shown = materials.missing_html(SimpleNamespace(missing=(("no-position", {"n": 1}),)), "fr")
    assert "1 offre sans" in shown


def test_a_stream_has_its_range_and_says_what_is_not_communicated() -> None:
    stream = SimpleNamespace(
        unit="t", offers=3, quantity=Range(8, 10, 12), by_quality={"declared": 10.0}, not_communicated=1
    )
    shown = materials.stream_html(SimpleNamespace(streams=(stream,)), "fr")
    assert "10" in shown and "8" in shown and "n.c." in shown
    unknown = SimpleNamespace(unit="t", offers=1, quantity=None, by_quality={}, not_communicated=1)
    assert "n.c." in materials.stream_html(SimpleNamespace(streams=(unknown,)), "fr")
    assert "0" not in materials.stream_html(SimpleNamespace(streams=(unknown,)), "fr").split("<ul")[0]


def test_an_outlet_says_condition_state_and_source_and_is_inert() -> None:
    row = {
        **{"library_id": "S1", "use_fr": "<b>Chaulage</b>", "use_en": "Liming", "condition_fr": "sec"},
        **{"condition_en": None, "known_effect_fr": None, "known_effect_en": None, "status": "pilot"},
        **{"place": None, "source": "Guide", "url": None, "year": "2015", "confidence": "seen"},
    }
    shown = materials.outlets_html(SimpleNamespace(outlets=pd.DataFrame([row])), "fr")
    assert "<b>Chaulage" not in shown.replace("<b>&lt;b&gt;Chaulage", "")
    assert "sec" in shown and "pilote" in shown and "Guide (2015)" in shown


@pytest.mark.parametrize("verdict", ["pooled", "alone", "too-small", "too-far", "unknown"])
def test_every_verdict_has_its_sentence(verdict: str) -> None:
    found = SimpleNamespace(
        verdict=verdict, total=12.0, minimum=10.0, source=None, confidence=None, alone=1, hubs=()
    )
    if verdict == "pooled":
        found.hubs = (SimpleNamespace(quantity=Range(10, 12, 14), companies=3, hub_id="h"),)
    assert len(materials.verdict_html(SimpleNamespace(verdict=found), "fr")) > 60
