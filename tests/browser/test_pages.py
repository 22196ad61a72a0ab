"""Every page in Chromium, in both languages and themes: local only, quiet, accessible, and it fits three screens."""

from __future__ import annotations

from pathlib import Path

import pytest

from eit.ui.page_context import NAVIGATION
from eit.views.texts import texts

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted((ROOT / "pages").glob("*.py"))
TITLES = {file.removesuffix(".py"): f"nav.{key}" for key, (file, _) in NAVIGATION.items()}


SMALLER = ((1366, 768), (390, 844), (320, 640))
"""A laptop, a phone, and what 200 % zoom of a small screen leaves: nothing is wider than the screen."""


def address(page: Path, **words: str) -> str:
    """The path of a page; the first page of the navigation is the root."""
    first = next(iter(TITLES))
    asked = "&".join(f"{key}={value}" for key, value in words.items())
    return f"/{'' if page.stem == first else page.stem}?{asked}"


@pytest.mark.parametrize(("lang", "scheme"), [("fr", "light"), ("en", "dark")])
@pytest.mark.parametrize("file", PAGES, ids=lambda file: file.stem)
def test_a_page_opens_in_both_languages_and_themes(
    file, lang, scheme, page, open_page, journal, screenshot, serious_faults
):
    page.emulate_media(color_scheme=scheme)
    open_page(address(file, programme="abitibi", lang=lang))
    say = texts(lang)
    title = page.locator("h1").first.inner_text()
    assert title and (file.stem == "rencontre" or title == say(TITLES[file.stem])), (
        "a meeting shows its scene"
    )
    assert page.locator(".eit-tag").first.inner_text() == say("app.demo_banner")
    assert page.locator(".eit-notice.error, .eit-notice.warning, [data-testid=stException]").count() == 0
    assert page.evaluate("document.documentElement.lang") == lang
    screenshot(f"{file.stem}-{lang}-{scheme}-1920x1080")
    journal.assert_local_only()
    journal.assert_quiet()
    assert serious_faults(page) == []
    for width, height in SMALLER if lang == "fr" else ():
        screenshot(f"{file.stem}-fr-{width}x{height}", width, height)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, f"wider than {width} px"


@pytest.mark.parametrize(("width", "height"), [(1366, 768), (390, 844)])
def test_the_map_fits_a_small_screen(width, height, page, open_page, map_frame):
    page.set_viewport_size({"width": width, "height": height})
    open_page("/carte?programme=abitibi")
    map_frame(page)
    box = page.locator("iframe[title='streamlit_folium.st_folium']").bounding_box()
    assert box["width"] > 0.8 * width if width < 500 else box["width"] > 0.4 * width


def test_no_data_file_is_a_sentence(start_server, open_page, journal):
    """On two pages, in a browser; tests/pages asks every page."""
    absent = start_server(EIT_DATABASE="/nowhere/absente.duckdb")
    for file in PAGES[:2]:
        page = open_page(address(file), at=absent)
        told = page.locator(".eit-notice.error")
        assert told.count() == 1
        assert "python -m eit build" in told.inner_text() and "/nowhere/absente.duckdb" in told.inner_text()
        seen = page.locator("body").inner_text()
        assert "Traceback" not in seen and "Error" not in seen
        assert page.locator("[data-testid=stException]").count() == 0
    journal.assert_local_only()
