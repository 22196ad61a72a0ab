"""The public page in a real browser: what it shows, that it holds under its own policy, and that anyone can read it."""

from __future__ import annotations

import base64
import re
import shutil
import struct
import threading
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import duckdb
import pytest

from eit.cli import main
from eit.views.public.edition_map import COLUMN, NARROW
from eit.views.texts import texts

ROOT = Path(__file__).resolve().parents[2]
WORDS = [f"CANARI{number:02d}zqx" for number in range(40)]
NUMBERS = [1000.0 + 0.001 * number + 0.000137 for number in range(10)]
"""Forty texts (names, addresses, labels, e-mails) and ten numbers (tonnes, coordinates) that are nowhere else."""


def seed_canaries(private: Path) -> None:
    """Each canary in a field of a company or flow of its own, of every programme."""
    with duckdb.connect(str(private)) as connection:
        companies = [row[0] for row in connection.execute("SELECT company_id FROM company").fetchall()]
        flows = [row[0] for row in connection.execute("SELECT flow_id FROM flow").fetchall()]
        for number, word in enumerate(WORDS):
            company = [f"{word}, 12 rue X", companies[number * len(companies) // 40]]
            flow = [f"{word}@x.ca", flows[number * len(flows) // 40]]
            field = ("name", "sector_fr")[number % 2]
            connection.execute(f"UPDATE company SET {field} = ? WHERE company_id = ?", company)
            field = ("note", "label")[number % 2]
            connection.execute(f"UPDATE flow SET {field} = ? WHERE flow_id = ?", flow)
        for number, value in enumerate(NUMBERS):
            place = [45 + value / 1e4, companies[number]]
            connection.execute("UPDATE company SET latitude = ? WHERE company_id = ?", place)


def hits(content: bytes) -> list[str]:
    """The canaries in what somebody received, pictures in the page included."""
    drawn = [base64.b64decode(one) for one in re.findall(rb"base64,([A-Za-z0-9+/=]+)", content)]
    whole = b"".join([content, *drawn])
    spelled = [word.encode(coding) for word in WORDS for coding in ("utf-8", "utf-16-le")]
    for number in NUMBERS:
        spelled += [struct.pack("<d", 45 + number / 1e4), repr(45 + number / 1e4).encode()]
    return [str(one) for one in spelled if one in whole]


@pytest.fixture(scope="module")
def public_edition(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("public")
    seed_canaries(Path(shutil.copy(ROOT / "data" / "flows.duckdb", folder / "private.duckdb")))
    words = [
        "--db",
        str(folder / "private.duckdb"),
        "--out",
        str(folder / "edition.duckdb"),
        "--edition",
        "2026-1",
    ]
    assert main(["publish", *words, "--format", "json"]) == 0
    return folder / "edition.duckdb"


@pytest.fixture(scope="module")
def public_server(start_server: Callable[..., Any], public_edition: Path) -> Any:
    return start_server(EIT_MODE="public", EIT_EDITION=str(public_edition), EIT_DATABASE="/nowhere")


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_the_public_page(
    open_page: Callable[..., Any],
    journal: Any,
    serious_faults: Any,
    screenshot: Any,
    public_server: Any,
    lang: str,
) -> None:
    page = open_page(f"/?lang={lang}&programme=abitibi", at=public_server)
    image = page.locator("img.eit-public-map")
    assert image.evaluate("image => image.complete && image.naturalWidth") > 0
    assert page.get_by_text("protégé" if lang == "fr" else "protected", exact=True).count() > 3
    assert page.get_by_role("combobox").count() == 4
    assert page.evaluate("document.documentElement.lang") == lang
    assert serious_faults(page) == []
    screenshot(f"public-{lang}")
    journal.assert_local_only()
    journal.assert_quiet()


def test_another_language_forgets_nothing_that_was_chosen(
    open_page: Callable[..., Any], wait_settled: Any, public_server: Any
) -> None:
    page = open_page("/?programme=abitibi&indicator=demand_mass", at=public_server)
    sidebar = page.get_by_test_id("stSidebar")
    sidebar.get_by_text("English").click()
    sidebar.get_by_text(texts("en")("public.indicator")).wait_for()
    wait_settled(page)
    page.get_by_role("combobox").nth(3).click()
    page.get_by_role("option").nth(1).click()
    page.wait_for_url("**territory=*")
    wait_settled(page)
    assert "indicator=demand_mass" in page.url
    assert page.get_by_role("combobox").nth(1).input_value() == texts("en")("public_indicator.demand_mass")


def test_what_a_reader_gets_holds_no_canary(
    page: Any, open_page: Callable[..., Any], wait_settled: Any, public_server: Any, tmp_path: Path
) -> None:
    """Every websocket frame, both downloads, the log and the errors."""
    frames: list[bytes] = []

    def keep(frame: bytes | str) -> None:
        frames.append(frame if isinstance(frame, bytes) else frame.encode())

    page.on("websocket", lambda socket: socket.on("framereceived", keep))
    for address in ("/?programme=abitibi", "/?programme=nowhere&lang=en", "/?programme=quebec"):
        open_page(address, at=public_server)
    page.get_by_role("combobox").nth(2).click()
    page.get_by_role("option").nth(1).click()
    wait_settled(page)
    files = []
    told = {"download_html": "<!doctype html>", "download_csv": "edition,programme_id", "figure_csv": ","}
    for kind, wanted in told.items():
        with page.expect_download() as waiting:
            page.get_by_role("button", name=texts("fr")(f"public.{kind}")).click()
        waiting.value.save_as(tmp_path / kind)
        assert wanted in (tmp_path / kind).read_text(encoding="utf-8-sig")
        files.append((tmp_path / kind).read_bytes())
    answers = []
    for path in ("/readyz", "/context/CA.json", "/carte", "/media/none", "/_stcore/metrics"):
        try:
            answers.append(urllib.request.urlopen(public_server.url + path, timeout=20).read())
        except urllib.error.HTTPError as error:
            answers.append(error.read())
    received = b"\n".join(frames)
    assert b"base64," in received and b"Abitibi" in received and "protégé".encode() in received
    assert hits(b"\n".join([received, *files, *answers, public_server.printed().encode()])) == []


@pytest.fixture
def neighbours() -> Iterator[Callable[[str], str]]:
    """A site of somebody else whose page shows an address in a frame; gives the end of the address of that page."""
    shown = [""]

    class Page(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(f'<iframe src="{shown[0]}" width="900" height="640"></iframe>'.encode())

        def log_message(self, *_: object) -> None:
            pass

    site = ThreadingHTTPServer(("127.0.0.1", 0), Page)
    threading.Thread(target=site.serve_forever, daemon=True).start()

    def showing(address: str) -> str:
        shown[0] = address
        return f":{site.server_address[1]}/"

    yield showing
    site.shutdown()
    site.server_close()


def test_a_map_stands_in_the_page_of_a_site_that_is_named_and_of_no_other(
    page: Any, start_server: Callable[..., Any], public_edition: Path, neighbours: Callable[[str], str]
) -> None:
    end = neighbours("")
    server = start_server(
        EIT_MODE="public",
        EIT_EDITION=str(public_edition),
        EIT_DATABASE="/nowhere",
        EIT_EMBED_HOSTS=f"http://127.0.0.1{end[:-1]}",
    )
    neighbours(f"{server.url}/embed/fr/quebec/offer_mass")
    page.goto(f"http://127.0.0.1{end}")
    picture = page.frame_locator("iframe").locator("img.eit-alone")
    assert picture.evaluate("image => image.complete && image.naturalWidth") > 0
    assert picture.evaluate("image => image.getBoundingClientRect().bottom < innerHeight")
    page.goto(f"http://localhost{end}")
    frame = page.frame_locator("iframe")
    assert f"http://127.0.0.1{end[:-1]}" in frame.locator("p").first.inner_text()
    assert frame.locator("img").count() == 0
    neighbours(f"{server.url}/?programme=quebec")
    page.goto(f"http://127.0.0.1{end}")
    assert page.frame_locator("iframe").locator("#root").count() == 0


def test_the_map_and_charts_hold_under_the_policy(
    open_page: Callable[..., Any], journal: Any, map_frame: Any
) -> None:
    page = open_page("/carte?programme=abitibi")
    map_frame(page)
    open_page("/?programme=abitibi")
    assert page.locator(".js-plotly-plot").count()
    assert not [error for error in journal.errors if "Content Security Policy" in error]


def test_the_map_is_read_beside_its_filters_and_prints_in_black_on_white(
    open_page: Callable[..., Any], public_server: Any
) -> None:
    """Letters of 10 px stood on the map of a small screen; whoever reads in the dark printed white on white."""
    page = open_page("/?programme=abitibi", at=public_server)
    for width in (1920, 1366, 1024, 800, 390):
        page.set_viewport_size({"width": width, "height": 900})
        page.wait_for_timeout(400)
        shown = page.locator("img.eit-public-map, img.eit-public-map-narrow")
        sizes = shown.evaluate_all(
            "all => all.map(one => [one.getBoundingClientRect().width, one.className])"
            ".filter(([width]) => width > 0)"
        )
        assert len(sizes) == 1, (width, sizes)
        frame = NARROW if "narrow" in sizes[0][1] else COLUMN
        assert sizes[0][0] / frame.width * frame.letters >= 12, (width, sizes)
    page.emulate_media(media="print", color_scheme="dark")
    inks = page.evaluate(
        "[...document.querySelectorAll('.stMain :is(p, th, td, h2, code)')].map(one => getComputedStyle(one).color)"
    )
    assert set(inks) == {"rgb(22, 40, 43)"}
    ground = page.evaluate("getComputedStyle(document.querySelector('.stApp')).backgroundColor")
    assert ground == "rgb(255, 255, 255)"
