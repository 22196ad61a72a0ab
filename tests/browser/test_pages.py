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


COLOURS = ("color-contrast", "link-in-text-block")
"""What the other theme changes for axe-core: the page is the same but for its colours."""
DARK = "getComputedStyle(document.querySelector('.stApp')).colorScheme === 'dark'"


def address(page: Path, **words: str) -> str:
    """The path of a page; the first page of the navigation is the root."""
    first = next(iter(TITLES))
    asked = "&".join(f"{key}={value}" for key, value in words.items())
    return f"/{'' if page.stem == first else page.stem}?{asked}"


def shown_whole(page, file: Path, lang: str, journal) -> None:
    """The page says what it is, in its language, and complains of nothing."""
    say = texts(lang)
    title = page.locator("h1").first.inner_text()
    assert title and (file.stem == "rencontre" or title == say(TITLES[file.stem])), (
        "a meeting shows its scene"
    )
    banner = "meeting.fictitious" if file.stem == "rencontre" else "app.demo_banner"
    assert page.locator(".eit-tag").first.inner_text() == say(banner)
    assert page.locator(".eit-notice.error, .eit-notice.warning, [data-testid=stException]").count() == 0
    assert page.evaluate("document.documentElement.lang") == lang
    journal.assert_local_only()
    journal.assert_quiet()


@pytest.mark.parametrize("file", PAGES, ids=lambda file: file.stem)
def test_a_page_opens_in_both_themes_and_fits_every_screen(
    file, page, open_page, journal, screenshot, serious_faults, wait_settled
):
    page.emulate_media(color_scheme="light")
    open_page(address(file, programme="abitibi", lang="fr"))
    shown_whole(page, file, "fr", journal)
    screenshot(f"{file.stem}-fr-light-1920x1080")
    assert serious_faults(page) == []
    page.emulate_media(color_scheme="dark")
    for _ in range(100):
        if page.evaluate(DARK):  # asked again from here: our own policy lets no page wait for a text of code
            break
        page.wait_for_timeout(200)
    assert page.evaluate(DARK)
    wait_settled(page)
    screenshot(f"{file.stem}-fr-dark-1920x1080")
    assert serious_faults(page, *COLOURS) == []
    for width, height in SMALLER:
        screenshot(f"{file.stem}-fr-{width}x{height}", width, height)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, f"wider than {width} px"


@pytest.mark.parametrize("stem", ["accueil", "carte", "rencontre"])
def test_a_page_opens_in_english(stem, page, open_page, journal):
    """In a browser; tests/pages opens every page in both languages."""
    file = ROOT / "pages" / f"{stem}.py"
    open_page(address(file, programme="abitibi", lang="en"))
    shown_whole(page, file, "en", journal)


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
