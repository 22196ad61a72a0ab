"""The page as it leaves, before any script: its title and language, what a link shows, what is read without scripts."""

from __future__ import annotations

import struct
from collections.abc import Callable
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
import streamlit
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.types import ASGIApp

from eit.ui import served
from eit.ui.public import edition_answers, edition_head
from eit.views.public.sentences import headlines
from eit.views.texts import texts
from eit.web import modes, page_shell, streamlit_internals
from eit.web.headers import policy, script_hash
from eit.web.hosts import OPTION
from eit.web.page_shell import PageHead, PageShell, dressed
from eit.web.public_settings import ADDRESS_VARIABLE
from tests.web.aside import run_aside
from tests.web.conftest import HOSTILE
from tests.web.test_modes import DEMONSTRATION, get

SHELL = (Path(streamlit.__file__).parent / "static" / "index.html").read_text(encoding="utf-8")


class Read(HTMLParser):
    """What a page says of itself to who runs no script."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.lang, self.title, self.without = "", "", ""
        self.said: dict[str, str] = {}
        self.alternates: dict[str, str] = {}
        self.scripts = 0
        self._in: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        self._in.append(tag) if tag in ("title", "noscript") else None
        self.lang = found.get("lang", "") if tag == "html" else self.lang
        self.scripts += tag == "script"
        if tag == "meta" and "content" in found:
            self.said[found.get("property") or found.get("name", "")] = found["content"]
        if found.get("rel") == "alternate":
            self.alternates[found["hreflang"]] = found["href"]

    def handle_endtag(self, tag: str) -> None:
        if self._in and self._in[-1] == tag:
            self._in.pop()

    def handle_data(self, data: str) -> None:
        if self._in[:1] == ["title"]:
            self.title += data
        elif self._in[:1] == ["noscript"]:
            self.without += data + "\n"


@pytest.fixture
def public(public_of_hostile_name: Path) -> Path:
    return public_of_hostile_name


def ask(
    query: str = "",
    behind: ASGIApp | None = None,
    path: str = "/",
    accept: str = "*/*",
    host: str = "localhost:8501",
    method: str = "GET",
    head: Callable[[str, str, str], PageHead] | None = None,
) -> tuple[int, dict[str, str], str]:
    """Status, headers and text of an answer of the shell, asked as a messenger asks: it names no kind of answer."""
    messages: list[dict[str, Any]] = []
    scope = {
        "type": "http", "method": method, "path": path, "query_string": query.encode(), "scheme": "https",
        "headers": [(b"accept", accept.encode()), (b"accept-encoding", b"gzip"), (b"host", host.encode())],
    }  # fmt: skip

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Any) -> None:
        messages.append(message)

    layer = PageShell(behind or HTMLResponse(SHELL), head or served.answers().head)
    run_aside(layer(scope, receive, send))
    headers = {key.decode(): value.decode() for key, value in messages[0]["headers"]}
    body = b"".join(message.get("body", b"") for message in messages[1:])
    return messages[0]["status"], headers, body.decode()


def read(query: str = "", **more: Any) -> Read:
    return Read(ask(query, **more)[2])


@pytest.mark.parametrize("plain", ["", "1"])
@pytest.mark.parametrize("lang", ["fr", "en"])
def test_the_public_page_says_what_it_is_before_any_script(
    public: Path, lang: str, plain: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where the private names of Streamlit are left alone."""
    monkeypatch.setenv("EIT_PLAIN_STREAMLIT", plain)
    monkeypatch.setenv(ADDRESS_VARIABLE, "https://matieres.exemple.org/public/")
    t, page = texts(lang), read(f"programme=abitibi&lang={lang}")
    edition = edition_answers.edition_now()
    name = edition_answers.programme_names(edition, lang)["abitibi"]
    assert page.lang == lang and page.title == t("public.site_title", programme=name)
    assert page.said["og:title"] == page.said["og:image:alt"] == page.title
    assert name in page.said["description"] and page.said["description"] == page.said["og:description"]
    assert page.said["og:type"] == "website" and page.said["twitter:card"] == "summary_large_image"
    assert (page.said["og:image:width"], page.said["og:image:height"]) == ("1200", "630")
    root = "https://matieres.exemple.org/public"
    assert page.said["og:image"] == f"{root}/preview/{lang}/abitibi.png?v={edition.digest[:8]}"
    assert page.alternates == {one: f"{root}/?programme=abitibi&lang={one}" for one in ("fr", "en")}
    told = edition_answers.told(edition, "abitibi")
    for sentence in (t("app.demo_banner"), page.said["description"], t("app.needs_script")):
        assert sentence in page.without
    assert all(line in page.without for line in headlines(told, t))
    assert "JavaScript to run" not in page.without


def test_a_typed_name_stays_text(public: Path) -> None:
    page = read("programme=quebec")
    assert page.title == texts("fr")("public.site_title", programme=HOSTILE)
    assert page.said["og:title"] == page.title and HOSTILE in page.without
    ordinary = read("programme=abitibi")
    assert page.scripts == ordinary.scripts


@pytest.mark.parametrize(
    "query",
    [
        "", "programme=nowhere", "programme=%3C/title%3E%3Cscript%3E&lang=xx", "lang=%22%3E", "programme=&lang=",
        "programme=a&programme=b", "%ff=%fe&programme=%ff",
    ],
)  # fmt: skip
def test_what_nobody_knows_is_the_first_programme_in_french(public: Path, query: str) -> None:
    names = edition_answers.programme_names(edition_answers.edition_now(), "fr")
    page = read(query)
    assert page.lang == "fr" and page.title == texts("fr")(
        "public.site_title", programme=next(iter(names.values()))
    )


def test_the_picture_has_a_whole_address_or_none(public: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The host that was asked is believed where the configuration names it: another may be anybody's word."""
    for allowed, host, expected in (
        (["localhost"], "localhost:8501", "https://localhost:8501/preview/fr/abitibi.png"),
        (["*.exemple.org"], "a.exemple.org", "https://a.exemple.org/preview/fr/abitibi.png"),
        (["localhost"], "evil.example", ""), (["*"], "evil.example", ""), ([], "evil.example", ""),
    ):  # fmt: skip
        options = {OPTION: allowed}
        monkeypatch.setattr("eit.web.hosts.st.get_option", options.get)
        said = read("programme=abitibi", host=host).said
        assert said.get("og:image", "").partition("?")[0] == expected, (allowed, host)
        assert ("twitter:card" in said) is bool(expected)


def test_each_programme_has_its_picture_made_once(public: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[str] = []
    paint = edition_head.preview
    monkeypatch.setattr(edition_head, "preview", lambda *asked: made.append(asked[1]) or paint(*asked))
    pictures = [served.answers().public.preview("abitibi", lang) for lang in ("fr", "en", "fr", "xx")]
    assert made == ["fr", "en"] and pictures[0] == pictures[2] == pictures[3] != pictures[1]
    assert struct.unpack(">II", pictures[0][16:24]) == (1200, 630)
    status, headers = get("/preview/fr/abitibi.png")
    assert (status, headers["content-type"]) == (200, "image/png")
    assert headers["cross-origin-resource-policy"] == "cross-origin" and "x-maillage-lent" not in headers
    assert "frame-ancestors 'self'" in headers["content-security-policy"]
    assert get("/readyz")[1]["cross-origin-resource-policy"] == "same-origin"


def test_the_head_is_made_once_per_edition(public: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read("programme=fensch")
    monkeypatch.setattr(edition_head, "no_script_html", lambda *_: pytest.fail("made again"))
    assert "Fensch" in read("programme=fensch").title


@pytest.mark.parametrize("fault", ["no_edition", "damaged_edition"])
def test_a_page_without_an_edition_says_why(public: Path, fault: str) -> None:
    public.unlink() if fault == "no_edition" else public.write_bytes(b"hello " * 1000)
    page = read("programme=abitibi&lang=en")
    assert page.lang == "en" and page.title == texts("en")("public.title")
    assert texts("en")(f"problem.{fault}", path="edition.duckdb") in page.without
    assert get("/preview/fr/abitibi.png")[0] == 503


@pytest.mark.parametrize("mode", ["coordination", "consortium", "pubilc"])
def test_the_private_side_says_its_name_only(mode: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever is not signed in reads this page too."""
    monkeypatch.setenv("EIT_MODE", "coordination")
    head = served.answers().head
    monkeypatch.setenv("EIT_MODE", mode)
    monkeypatch.setenv("EIT_DATABASE", str(DEMONSTRATION))
    page = read("programme=quebec&lang=en", head=head)
    assert (page.lang, page.title) == ("en", "Maillage") and "og:title" not in page.said
    assert page.without.split("\n")[:2] == ["Maillage", texts("en")("app.needs_script")]
    if mode in modes.MODES:
        assert get("/preview/fr/quebec.png")[1].get("content-type") != "image/png"


def head(*_: str) -> PageHead:
    return PageHead("fr", "<title>T</title>", "<noscript>N</noscript>")


def test_a_page_leaves_whole_and_knows_its_server_and_has_no_stale_tag() -> None:
    shell = '<html lang="en"><head><title>S</title><script>1</script></head><body><noscript>J</noscript></body></html>'
    behind = HTMLResponse(shell, headers={"etag": '"1"', "cache-control": "no-cache"})
    status, headers, body = ask("", behind, "/carte", head=head)
    assert status == 200 and int(headers["content-length"]) == len(body)
    assert "etag" not in headers and headers["cache-control"] == "no-cache"
    where = streamlit_internals.WHERE
    told = f'<html lang="fr"><head><title>T</title>{where}<script>1</script></head>'
    assert body == told + "<body><noscript>N</noscript></body></html>"
    assert script_hash(where.removeprefix("<script>").removesuffix("</script>")) in policy()


def test_whatever_is_not_a_page_passes() -> None:
    page = HTMLResponse("<html><head></head></html>")
    for other in (Response("x" * 9, media_type="image/png"), HTMLResponse("no", status_code=404)):
        assert ask("", other, "/carte", head=head)[2] == other.body.decode()
    for path in ("/component/streamlit_folium.st_folium/index.html", "/embed/fr/a/b", "/favicon.png"):
        assert ask("", page, path, head=head)[2] == page.body.decode(), path
    assert ask("", page, "/", method="HEAD", head=head)[2] == page.body.decode()
    assert ask("", PlainTextResponse("ready"), "/readyz", head=head)[2] == "ready"


def test_a_head_that_cannot_be_made_keeps_no_reader_out() -> None:
    def broken(*_: str) -> PageHead:
        raise RuntimeError

    assert "<title>Streamlit</title>" in ask("", head=broken)[2]


def test_a_page_of_another_make_still_has_a_title() -> None:
    """A later Streamlit may write its page otherwise: what has no place of its own comes before the rest."""
    said = PageHead("fr", "<title>T</title>", "<noscript>N</noscript>")
    page = dressed(b'<HTML id="a" lang="en"><head></head><body></body></HTML>', said).decode()
    assert page == (
        '<HTML id="a" lang="fr"><head><title>T</title></head><body><noscript>N</noscript></body></HTML>'
    )
    assert dressed(SHELL.encode(), replace(said, head="<title>\\1</title>")).decode().count("<title>") == 1
    assert page_shell.TITLE.search(SHELL.encode()) and page_shell.NO_SCRIPT.search(SHELL.encode())
