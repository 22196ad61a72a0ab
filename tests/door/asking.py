"""Asks an ASGI application in the process: no socket, no client library."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from tests.web.aside import run_aside


@dataclass(frozen=True)
class Said:
    """What was answered."""

    status: int
    headers: dict[str, str]
    text: str


def ask(app: Any, path: str, form: dict[str, str] | bytes | None = None, **headers: str) -> Said:
    """One request: GET, or POST with a form. `path` may have a query; `peer` is the address that asks."""
    body = form if isinstance(form, bytes) else urlencode(form or {}).encode()
    peer = headers.pop("peer", "127.0.0.1")
    route, _, query = path.partition("?")
    scope = {
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "scheme": "http",
        "method": "GET" if form is None else "POST", "path": route, "raw_path": route.encode(),
        "query_string": query.encode(), "root_path": "", "server": ("door", 80), "client": (peer, 1),
        "headers": [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()],
    }  # fmt: skip
    sent: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(message: Any) -> None:
        sent.append(message)

    async def run() -> None:
        await app(scope, receive, send)

    run_aside(run())
    found = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
    text = b"".join(one.get("body", b"") for one in sent[1:]).decode()
    return Said(sent[0]["status"], found, text)
