"""A consortium, or a room, receives no name without consent: pages, addresses, downloads, slides, logs."""

from __future__ import annotations

import html
import io
import logging
import zipfile
from datetime import date
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from eit.analysis.anonymise import write_copy
from eit.analysis.exchanges.potential import potential_exchanges
from eit.analysis.impact.kpis import headline
from eit.analysis.territories.official import official_layers
from eit.domain.bands import sum_ends
from eit.domain.figures.figure import Figure
from eit.domain.figures.ranges import Range
from eit.domain.selection import Selection
from eit.store.database import Database
from eit.ui import data_file
from eit.ui.consortium.brief import brief_file
from eit.ui.page_context import NAVIGATION
from eit.views.cards import cards_html, follows_from_bands
from eit.views.texts import texts
from tests.opening import open_page
from tests.planted import REGISTERED, SECRET, keys_of, plant

DAY = date(2026, 11, 1)
ROOT = Path(__file__).resolve().parents[2]
PAGES = [file for key, (file, _) in NAVIGATION.items() if key not in ("records", "method")]

MOST_TYPED = ("consortium.py", "synergies.py", "rencontre.py", "organisation.py", "programme.py")
"""Pages that show what people type, in their own words."""


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return plant(ROOT / "data" / "flows.duckdb", tmp_path_factory.mktemp("web") / "planted.duckdb")


@pytest.fixture
def downloads(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What every button for a file would give, and its name."""
    given: list[str] = []

    def keep(*words: object, **named: object) -> bool:
        data = named.get("data", words[1] if len(words) > 1 else "")
        made = data() if callable(data) else data
        text = made.decode("utf-8", "ignore") if isinstance(made, bytes) else str(made)
        given.append(f"{named.get('file_name', '')} {text}")
        return False

    monkeypatch.setattr(st, "download_button", keep)
    return given


def opened(page: str, monkeypatch: pytest.MonkeyPatch, planted: Path, mode: str, lang: str = "fr") -> AppTest:
    monkeypatch.setenv("EIT_MODE", mode)
    monkeypatch.setenv("EIT_DATABASE", str(planted))
    return open_page(page, programme="abitibi", lang=lang)


def received(app: AppTest) -> str:
    """All that was sent to the browser for a page, and its address."""
    sent = "\n".join(str(element.proto) for element in app.main) + str(app.sidebar)
    return html.unescape(f"{sent} {dict(app.query_params)}")


def names_in(text: str) -> list[str]:
    words = keys_of(text)
    return [key for key in (*SECRET, *REGISTERED) if key in words]


def test_coordination_sees_them(monkeypatch: pytest.MonkeyPatch, planted: Path) -> None:
    """The same search finds the names where they may be read."""
    assert len(names_in(received(opened("consortium.py", monkeypatch, planted, "coordination")))) >= 3


@pytest.mark.parametrize(
    ("page", "lang"), [*((page, "fr") for page in PAGES), *((page, "en") for page in MOST_TYPED)]
)
def test_no_page_of_the_consortium_says_who_did_not_agree(
    page: str,
    lang: str,
    monkeypatch: pytest.MonkeyPatch,
    planted: Path,
    downloads: list[str],
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    app = opened(page, monkeypatch, planted, "consortium", lang)
    assert not app.exception
    assert not names_in(received(app))
    assert not names_in(" ".join(downloads))
    assert not names_in(caplog.text)
    assert not [record for record in caplog.records if record.levelno >= logging.ERROR]
    assert ("tranches" if lang == "fr" else "bands") in received(app) or page == "rencontre.py"


def test_the_shared_screen_says_no_more_than_the_consortium(
    monkeypatch: pytest.MonkeyPatch, planted: Path
) -> None:
    app = opened("rencontre.py", monkeypatch, planted, "coordination")
    for _ in range(4):
        assert not app.exception and not names_in(received(app))
        app.button(key="next").click().run()


def test_the_brief_and_its_slides_say_no_name(monkeypatch: pytest.MonkeyPatch, planted: Path) -> None:
    monkeypatch.setenv("EIT_MODE", "coordination")
    monkeypatch.setenv("EIT_DATABASE", str(planted))
    version = data_file.current_version()
    door, layers = data_file.database(version), official_layers(Path(version.path))
    for lang in ("fr", "en"):
        asked = (door, data_file.room_version(), layers, "abitibi", DAY, lang)
        page = brief_file(*asked, ".html").decode()
        slides = zipfile.ZipFile(io.BytesIO(brief_file(*asked, ".pptx")))
        said = " ".join(
            slides.read(name).decode("utf-8", "ignore") for name in slides.namelist() if name.endswith("xml")
        )
        assert not names_in(html.unescape(page)) and not names_in(html.unescape(said)), lang


def test_both_modes_rank_the_same_pairs_alike(monkeypatch: pytest.MonkeyPatch, planted: Path) -> None:
    """An exact score beside a banded one would give the secret back under a moving slider."""
    seen = []
    for mode in ("coordination", "consortium"):
        monkeypatch.setenv("EIT_MODE", mode)
        monkeypatch.setenv("EIT_DATABASE", str(planted))
        version = data_file.room_version()
        pairs = potential_exchanges(data_file.database(version), Selection("abitibi", radius_km=50), DAY)
        seen.append((version, pairs.to_csv()))
        assert (version == data_file.current_version()) is (mode == "consortium")
    assert seen[0] == seen[1]


def test_what_a_shared_screen_says_of_figures_is_true_of_the_figures_themselves(tmp_path: Path) -> None:
    """Bounds of a best plan were not: 1 to 8 GWh/yr were told where the plan carries 26."""
    told = 0
    with Database(ROOT / "data" / "flows.duckdb") as own:
        write_copy(ROOT / "data" / "flows.duckdb", tmp_path / "copy.duckdb", "fr")
        with Database(tmp_path / "copy.duckdb") as copy:
            for row in own.query("programmes").to_dict("records"):
                asked = Selection(str(row["programme_id"]), radius_km=float(row["default_radius_km"]))
                for true, shown in zip(headline(own, asked, DAY), headline(copy, asked, DAY), strict=True):
                    if not follows_from_bands(shown) or not true.value or shown.value is None:
                        continue
                    between = shown.interval or Range.point(shown.value)
                    low, high = sum_ends(between.low, between.high)
                    low, high = (shown.value, shown.value) if shown.unit == "count" else (low, high)
                    assert low <= true.value <= high, (row["programme_id"], true, shown)
                    told += 1
    assert told > 50


def test_a_shared_screen_says_that_the_rest_does_not_follow() -> None:
    potential = Figure("potential_energy", 2.9e6, "kWh/yr")
    html_of = str(cards_html([potential, Figure("companies", 3.0, "count")], "fr", banded=True))
    assert "GWh" not in html_of and ">3 <" in html_of and texts("fr")("card.not_from_bands") in html_of
