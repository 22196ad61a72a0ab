"""A map in the page of somebody else: by the sites that are named alone, and to the others a sentence."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from eit.ui import served
from eit.ui.public import edition_answers, edition_embed
from eit.views.public.embed import embed_code
from eit.views.texts import texts
from eit.web.headers import SecurityHeaders
from eit.web.public_settings import HOSTS_VARIABLE
from eit.web.routes import routes
from tests.web.aside import run_aside
from tests.web.conftest import HOSTILE
from tests.web.test_modes import opened

HOSTS = "https://journal.exemple, https://ville.exemple:8443"
MAP = "/embed/fr/quebec/offer_mass"
ELSEWHERE = [
    "/",
    "/readyz",
    "/embed/style.css",
    "/preview/fr/quebec.png",
    "/embed/fr/quebec",
    "/x/embed/fr/a/b",
]


@pytest.fixture
def public(public_of_hostile_name: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(HOSTS_VARIABLE, HOSTS)
    return public_of_hostile_name


def get(path: str, **named: str) -> tuple[int, dict[str, str], str]:
    """Status, headers and text of an answer; `named` are headers of the request."""

    def say(_: object) -> PlainTextResponse:
        return PlainTextResponse("here")

    app = SecurityHeaders(
        Starlette(routes=[*routes(served.answers()), Route("/{path:path}", say)]),
        served.sentence, served.own_pages(),
    )  # fmt: skip
    path, _, query = path.partition("?")
    more = [(name.replace("_", "-").encode(), value.encode()) for name, value in named.items()]
    sent: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Any) -> None:
        sent.append(message)

    scope = {
        "type": "http", "method": "GET", "path": path, "raw_path": path.encode(), "query_string": query.encode(),
        "headers": [(b"host", b"localhost:8501"), *more], "server": ("127.0.0.1", 8501),
        "client": ("127.0.0.1", 5), "scheme": "http", "root_path": "", "http_version": "1.1",
    }  # fmt: skip
    run_aside(app(scope, receive, send))  # type: ignore[arg-type]
    headers = {key.decode(): value.decode() for key, value in sent[0]["headers"]}
    return (
        sent[0]["status"],
        headers,
        b"".join(one.get("body", b"") for one in sent[1:]).decode("utf-8", "replace"),
    )


def ancestors(headers: dict[str, str]) -> str:
    return re.findall("frame-ancestors ([^;]*)", headers["content-security-policy"])[0]


def test_a_map_stands_in_the_pages_of_the_sites_that_are_named(public: Path) -> None:
    for path in (
        MAP,
        f"{MAP}?family=metals",
        "/embed/en/abitibi/demand_mass?family=%22%3E",
        "/embed/xx/quebec/offer_energy",
    ):
        status, headers, page = get(path)
        assert status == 200 and headers["content-type"].startswith("text/html"), path
        assert ancestors(headers) == "https://journal.exemple https://ville.exemple:8443"
        assert "x-frame-options" not in headers and headers["cross-origin-resource-policy"] == "cross-origin"
        assert (
            "x-maillage-lent" not in headers
            and "data:image/svg+xml;base64," in page
            and "<script" not in page
        )
    assert "&lt;/title&gt;&lt;script&gt;" in get(MAP)[2] and HOSTILE not in get(MAP)[2]
    assert "../../../?programme=quebec&amp;lang=fr&amp;indicator=offer_mass&amp;family=total" in get(MAP)[2]
    nothing = texts("fr")("public.nothing_told")
    assert nothing.split(" ; ")[0].replace("'", "&#x27;") in get("/embed/fr/quebec/offer_energy")[2]
    assert nothing[:30] not in get(MAP)[2]


def test_every_other_answer_stays_at_home(public: Path) -> None:
    for path in ELSEWHERE:
        _, headers, _ = get(path)
        assert ancestors(headers) == "'self'" and headers["x-frame-options"] == "SAMEORIGIN", path


@pytest.mark.parametrize(
    ("referer", "kind", "status"),
    [
        ("https://journal.exemple/", "iframe", 200), ("https://ville.exemple:8443/a?b", "iframe", 200),
        ("https://evil.example/", "iframe", 403), ("https://journal.exemple.evil.example/", "object", 403),
        ("http://journal.exemple/", "iframe", 403), ("https://evil.example/", "document", 200), ("", "iframe", 200),
    ],
)  # fmt: skip
def test_a_site_that_is_not_named_gets_a_sentence_and_nothing_else(
    public: Path, referer: str, kind: str, status: int
) -> None:
    """A browser that does not say who asks is told who may: it refuses by itself."""
    found, headers, page = get(MAP, referer=referer, sec_fetch_dest=kind)
    assert found == status
    assert ancestors(headers) == (
        "*" if status == 403 else "https://journal.exemple https://ville.exemple:8443"
    )
    if status == 403:
        assert "https://journal.exemple, https://ville.exemple:8443" in page and "data:image" not in page
        assert "Boucle" not in page and headers["cache-control"] == "no-store"


def test_what_the_edition_does_not_hold_is_a_sentence(public: Path) -> None:
    gone = texts("en")("public.embed_gone")
    for path in ("/embed/en/nowhere/offer_mass", "/embed/en/quebec/nothing", "/embed/en/%3Cscript%3E/x"):
        status, headers, page = get(path)
        assert (status, gone in page, "<script" in page) == (404, True, False), path
        assert ancestors(headers) == "https://journal.exemple https://ville.exemple:8443"
    public.unlink()
    assert get(MAP)[0] == 503 and "edition.duckdb" in get(MAP)[2]


def test_nothing_is_lent_unless_sites_are_named(public: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(HOSTS_VARIABLE)
    status, headers, page = get(MAP)
    assert status == 404 and ancestors(headers) == "'self'" and "data:image" not in page
    assert "ne se reprennent pas ailleurs" in page
    monkeypatch.setenv("EIT_MODE", "coordination")
    assert get(MAP)[2] == "here" and ancestors(get(MAP)[1]) == "'self'"


def test_the_code_to_copy_is_offered_where_sites_are_named(
    public: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EIT_SITE_ADDRESS", "https://matieres.exemple.org")
    app = opened(programme="quebec", indicator="demand_mass")
    [code] = app.code
    assert code.value.startswith(
        '<iframe src="https://matieres.exemple.org/embed/fr/quebec/demand_mass?family=total" title="'
    )
    assert any("journal" in one.value for one in app.caption)
    monkeypatch.delenv(HOSTS_VARIABLE)
    assert not opened(programme="quebec").code


def test_a_map_alone_is_made_once(public: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    edition = edition_answers.edition_now()
    one = edition_embed.embedded(edition, "quebec", "fr", "offer_mass", "total")
    assert edition_embed.embedded(edition, "quebec", "fr", "offer_mass", "total") is one
    assert embed_code('https://a/"><b>', "offer_mass", "total", "fr").count("<") == 2
