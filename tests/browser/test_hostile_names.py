"""A name that tries to be a script, a picture or a direction of writing stays a name, everywhere it is seen."""

from __future__ import annotations

import shutil
from pathlib import Path

import duckdb
import pytest

from eit.views.texts import texts

ROOT = Path(__file__).resolve().parents[2]
HOSTILE = (
    "<img src=x onerror=window.hacked=1>",
    "${window.hacked=1}",
    "`-window.hacked=1-`",
    "{{7*7}}",
    "![x](http://evil.example/x.png)",
    "a\u2028window.hacked=1//",
    "\u202eemulos \u202c",
    "</script><script>window.hacked=1</script>",
    '"><svg onload=window.hacked=1>',
    "[link](javascript:window.hacked=1) :red[x] $x$",
)
PROGRAMME, WIDE = "quebec", "/?programme=quebec"


@pytest.fixture(scope="module")
def hostile_server(start_server, tmp_path_factory):
    """The demonstration with every company of one programme renamed; names repeat with a number."""
    path = tmp_path_factory.mktemp("hostile") / "hostile.duckdb"
    shutil.copy(ROOT / "data" / "flows.duckdb", path)
    with duckdb.connect(str(path)) as connection:
        asked = "SELECT company_id FROM company WHERE programme_id = ? ORDER BY company_id"
        ids = [row[0] for row in connection.execute(asked, [PROGRAMME]).fetchall()]
        for index, company_id in enumerate(ids):
            name = f"{HOSTILE[index % len(HOSTILE)]} {index}"
            connection.execute("UPDATE company SET name = ? WHERE company_id = ?", [name, company_id])
    return start_server(EIT_DATABASE=str(path))


def flat(text: str) -> str:
    """Text without the characters that a screen does not show, white space as one space."""
    hidden = dict.fromkeys(map(ord, "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f"))
    return " ".join(text.translate(hidden).split())


def assert_nothing_ran(page, journal) -> None:
    page.wait_for_timeout(300)
    for frame in page.frames:
        assert frame.evaluate("typeof window.hacked") == "undefined", frame.url
    journal.assert_local_only()
    assert not [url for url in journal.requests if "evil" in url or url.endswith("/x")]
    journal.assert_quiet()


def test_the_map_and_its_tables_show_names_as_text(
    hostile_server, open_page, map_frame, journal, screenshot, wait_settled
):
    page = open_page(f"/carte?programme={PROGRAMME}&radius=50", at=hostile_server)
    frame = map_frame(page)
    names = [flat(name) for name in frame.evaluate("maillage.board().data.sites.name")]
    for name in HOSTILE:
        assert any(flat(name) in shown for shown in names), f"{name!r} is not in the scene"
    frame.evaluate("map.setZoom(15, {animate: false})")
    for row in frame.locator(".maillage-list button").all()[:20]:
        row.hover()
    frame.locator(".maillage-list button").first.click()
    frame.wait_for_selector(".maillage-details li")
    assert frame.evaluate("document.querySelectorAll('img, svg[onload]').length") == 0
    assert frame.locator(".maillage-panel script, .maillage-tip script").count() == 0
    shown = flat(frame.locator(".maillage-panel").inner_text())
    assert any(flat(name) in shown for name in HOSTILE), shown[:500]
    wait_settled(page)
    page.get_by_text(texts("fr")("map.tables")).click()
    wait_settled(page)
    page.get_by_test_id("stTab").nth(1).click()
    wait_settled(page)
    cells = flat(" ".join(page.get_by_test_id("stTabPanel").nth(1).locator("td").all_text_contents()))
    assert sum(flat(name) in cells for name in HOSTILE) >= 3, cells[:500]
    screenshot("hostile-carte")
    assert_nothing_ran(page, journal)


@pytest.mark.parametrize("number", [0, 5])
def test_the_panel_and_the_sidebar_of_a_chosen_company(number, hostile_server, open_page, journal, map_frame):
    company = f"que-{number + 1:03d}"
    page = open_page(f"/carte?programme={PROGRAMME}&radius=50&company={company}", at=hostile_server)
    map_frame(page)
    name = flat(f"{HOSTILE[number]} {number}")
    assert flat(page.locator(".eit-name").first.inner_text()) == name
    box = page.get_by_test_id("stSidebar").get_by_test_id("stSelectbox").nth(1)
    assert name in flat(box.inner_text() + " " + (box.locator("input").input_value() or ""))
    assert page.locator(".eit-list img, .eit-list script, .eit-name *").count() == 0
    assert_nothing_ran(page, journal)


def test_the_list_of_companies_and_the_other_pages(hostile_server, open_page, journal, screenshot):
    page = open_page(f"/echanges?programme={PROGRAMME}&radius=50", at=hostile_server)
    page.locator("td").nth(20).wait_for(state="attached", timeout=30_000)
    cells = flat(" ".join(page.locator("td").all_text_contents()))
    assert any(flat(name) in cells for name in HOSTILE), cells[:500]
    page.get_by_test_id("stSidebar").get_by_test_id("stSelectbox").nth(1).locator("input").click()
    shown = [flat(text) for text in page.get_by_role("option").all_inner_texts()]
    assert any(flat(name) in text for name in HOSTILE for text in shown), shown
    screenshot("hostile-echanges")
    assert_nothing_ran(page, journal)
    open_page(WIDE, at=hostile_server)
    assert_nothing_ran(page, journal)
