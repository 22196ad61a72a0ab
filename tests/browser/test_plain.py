"""Without a private name of any library (`EIT_PLAIN_STREAMLIT=1`), everything still works: slower, not otherwise."""

from __future__ import annotations

import pytest

from eit.internals import VARIABLE

MAIN_PAGES = ("", "echanges", "synergies", "indicateurs", "donnees")


@pytest.mark.parametrize("path", MAIN_PAGES)
def test_a_page_opens_plain(path, start_server, page, open_page, journal):
    plain = start_server(**{VARIABLE: "1"})
    open_page(f"/{path}?programme=abitibi&lang=fr", at=plain)
    assert_opened(page, journal)


def assert_opened(page, journal) -> None:
    assert page.locator("h1").first.inner_text()
    assert page.locator(".eit-notice.error, [data-testid=stException]").count() == 0
    assert page.evaluate("document.documentElement.lang") == "fr"
    journal.assert_local_only()
    journal.assert_quiet()


def test_the_map_opens_is_drawn_and_follows_the_radius_plain(
    start_server, page, open_page, map_frame, wait_settled, journal
):
    plain = start_server(**{VARIABLE: "1"})
    open_page("/carte?programme=abitibi&radius=12&lang=fr", at=plain)
    frame = map_frame(page)
    assert_opened(page, journal)
    count = "maillage.board().data.flows.id.length"
    before = frame.evaluate(count)
    page.get_by_role("slider").first.focus()
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    wait_settled(page)
    frame.wait_for_function(f"n => {count} > n", arg=before)


def test_the_guards_do_not_hang_on_the_switch(start_server, page, open_page):
    plain = start_server(**{VARIABLE: "1"})
    answer = page.request.get(f"{plain.url}/carte")
    [scripts] = [
        part for part in answer.headers["content-security-policy"].split(";") if "script-src" in part
    ]
    assert "'sha256-" in scripts and "unsafe-inline" not in scripts and "'unsafe-eval'" not in scripts
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert page.request.get(f"{plain.url}/_stcore/metrics").status == 404
