"""How the page reaches the browser: from memory, compressed once, and without a pause between two parts."""

from __future__ import annotations

import gzip
import socket
from typing import Any

import pytest
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp

from eit.web import streamlit_internals
from eit.web.streamlit_internals import MAP_FRAME, Delivery
from tests.web.aside import run_aside


class Connection:
    """What uvicorn hands over with a request: something whose transport knows its socket."""

    def __init__(self, known: socket.socket | None = None) -> None:
        self.transport = self
        self.known = known

    def get_extra_info(self, _: str) -> socket.socket | None:
        return self.known

    async def receive(self) -> dict[str, Any]:
        return {"type": "http.request", "body": b"", "more_body": False}


def ask(
    path: str,
    behind: ASGIApp | None = None,
    accept: str = "*/*",
    encoding: str = "gzip",
    method: str = "GET",
    connection: Connection | None = None,
) -> tuple[int, dict[str, str], bytes]:
    """Status, headers and body of an answer."""
    messages: list[dict[str, Any]] = []
    pairs = [(b"accept", accept.encode()), (b"accept-encoding", encoding.encode())]
    scope = {"type": "http", "method": method, "path": path, "headers": pairs, "query_string": b""}

    async def send(message: Any) -> None:
        messages.append(message)

    layer = Delivery(behind or PlainTextResponse("behind"))
    run_aside(layer(scope, (connection or Connection()).receive, send))
    headers = {key.decode(): value.decode() for key, value in messages[0]["headers"]}
    return messages[0]["status"], headers, b"".join(message.get("body", b"") for message in messages[1:])


def addresses(start: str) -> list[str]:
    return sorted(name for name in streamlit_internals._files() if name.startswith(start))


@pytest.mark.parametrize("start", ["static/js/index.", "static/css/", f"{MAP_FRAME}/static/js/"])
@pytest.mark.parametrize("base", ["", "/under/a/path"])
def test_a_file_comes_from_memory_compressed_when_the_browser_can_read_it(start: str, base: str) -> None:
    name = addresses(start)[0]
    content = streamlit_internals._files()[name].read_bytes()
    status, headers, body = ask(f"{base}/{name}")
    assert (status, headers["content-encoding"], gzip.decompress(body)) == (200, "gzip", content)
    assert len(body) < len(content) / 2 and int(headers["content-length"]) == len(body)
    assert "max-age" in headers["cache-control"] and headers["vary"] == "Accept-Encoding"
    status, headers, body = ask(f"{base}/{name}", encoding="identity")
    assert (status, body) == (200, content) and "content-encoding" not in headers


def test_a_font_is_not_compressed_again() -> None:
    _, headers, body = ask(f"/{addresses('static/media/MaterialSymbols')[0]}")
    assert headers["content-type"] == "font/woff2" and body.startswith(b"wOF2")
    assert "content-encoding" not in headers


@pytest.mark.parametrize(
    "path",
    ["/static/js/absent.js", "/static/../pyproject.toml", "/static/js/../../index.html", "/carte", "/readyz"],
)
def test_whatever_is_not_one_of_these_files_is_asked_behind(path: str) -> None:
    assert ask(path)[2] == b"behind"
    assert ask(f"/{addresses('static/css/')[0]}", method="POST")[2] == b"behind"


def test_a_connection_does_not_wait_for_an_acknowledgement() -> None:
    """Streamlit listens on a socket that does not name TCP: asyncio then leaves Nagle's algorithm on."""
    with socket.socket() as known:
        assert known.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY) == 0
        ask("/carte", connection=Connection(known))
        assert known.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY) != 0
