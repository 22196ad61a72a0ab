"""The headers of every answer, and the routes that are closed: what a browser may load, and from whom."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Callable, Sequence
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path

from starlette.datastructures import MutableHeaders
from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from eit.domain.errors import DataError
from eit.web import modes, sign_in
from eit.web.hosts import known_host
from eit.web.page_shell import HeadOf, page_shell
from eit.web.start_checks import is_loopback
from eit.web.streamlit_internals import WHERE, delivery

CLOSED = re.compile(r"/_stcore/(metrics|agent)(/|$)")
LONGEST_QUERY, LONGEST_PATH = 8192, 2048
"""Characters of an address; a link of ours with every filter set has about 400."""
MAP = re.compile(r"/component/streamlit_folium")
INLINE = re.compile(r"<script(?![^>]*\bsrc=)[^>]*>(.*?)</script>", re.S | re.I)
ANCESTORS = "frame-ancestors 'self'"
BASE = (
    "default-src 'self'",
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self' data:",
    "connect-src 'self' ws: wss:",
    "worker-src 'self' blob:",
    "frame-src 'self'",
    "object-src 'none'",
    "base-uri 'self'",
    "form-action 'self'",
    ANCESTORS,
)
SHELL_SCRIPTS = "script-src 'self' 'wasm-unsafe-eval'"
"""Streamlit's reader of messages counts in 64 bits by WebAssembly; that word allows it, and no script from a text."""
MAP_SCRIPTS = "script-src 'self' 'unsafe-inline' 'unsafe-eval'"
"""The map's component runs the script that it is sent, inside its own frame."""
ORDINARY = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "X-Frame-Options": "SAMEORIGIN",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
    "Cross-Origin-Resource-Policy": "same-origin",
}
LENT = "X-Maillage-Lent"
"""Our own routes say by it that pages of others may hold their answer, and which sites in a frame; it never leaves."""


def script_hash(script: str) -> str:
    """What a policy calls a script that stands in the page itself."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'"


def _inline_scripts(own_pages: Sequence[str]) -> list[str]:
    """Those of Streamlit's own page, and ours."""
    found = find_spec("streamlit")
    shell = Path(str(found.origin)).parent / "static" / "index.html" if found and found.origin else None
    pages = [shell.read_text(encoding="utf-8")] if shell and shell.exists() else []
    pages += [WHERE, *own_pages]
    return [script for page in pages for script in INLINE.findall(page)]


@lru_cache(maxsize=4)
def policy(own_pages: tuple[str, ...] = (), of_map: bool = False) -> str:
    """The content security policy of the shell, with the scripts of `own_pages`, or of the frame of the map."""
    scripts = MAP_SCRIPTS
    if not of_map:
        scripts = " ".join([SHELL_SCRIPTS, *map(script_hash, _inline_scripts(own_pages))])
    return "; ".join([*BASE, scripts])


def closed_to(scope: Scope) -> bool:
    """Whether the private side was reached through the network although nobody signs in."""
    address = (scope.get("server") or ("",))[0]
    try:
        private = modes.mode() == modes.COORDINATION
    except DataError:
        return True
    address = (address or "").removeprefix("::ffff:")
    numeric = bool(re.fullmatch(r"[0-9a-fA-F:.%]+", address or ""))
    return private and numeric and not is_loopback(address.split("%")[0]) and not sign_in.configured()


def too_long(scope: Scope) -> bool:
    """Whether an address is longer than any that we write."""
    return len(scope.get("query_string") or b"") > LONGEST_QUERY or len(scope["path"]) > LONGEST_PATH


def lend(headers: MutableHeaders) -> None:
    """Let pages of others hold an answer that says so: as a picture, and in a frame those that it names alone."""
    hosts = headers.get(LENT)
    if hosts is None:
        return
    del headers[LENT]
    headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    if hosts:
        del headers["X-Frame-Options"]
        headers["Content-Security-Policy"] = headers["Content-Security-Policy"].replace(
            ANCESTORS, f"frame-ancestors {hosts}"
        )


class SecurityHeaders:
    """Adds the headers to every answer, and closes what nobody needs."""

    def __init__(self, app: ASGIApp, sentence: Callable[..., str], own_pages: Sequence[str] = ()) -> None:
        """`sentence` says a key in words; `own_pages` is HTML whose scripts may run in the shell."""
        self.app = app
        self.sentence = sentence
        self.own_pages = tuple(own_pages)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] == "websocket" and (closed_to(scope) or not known_host(scope) or too_long(scope)):
            await send({"type": "websocket.close", "code": 1008})
            return
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        path = scope["path"]

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers["Content-Security-Policy"] = policy(self.own_pages, bool(MAP.search(path)))
                for name, value in ORDINARY.items():
                    headers[name] = value
                lend(headers)
            await send(message)

        await self._answer(path, scope)(scope, receive, send_with_headers)

    def _answer(self, path: str, scope: Scope) -> ASGIApp:
        if CLOSED.search(path):
            return PlainTextResponse("404", status_code=404)
        if too_long(scope):
            return PlainTextResponse("414", status_code=414)
        if not known_host(scope):
            return PlainTextResponse(self.sentence("starting.unknown_host"), status_code=421)
        if closed_to(scope):
            said = self.sentence("starting.open_to_network", address=scope["server"][0])
            return PlainTextResponse(said, status_code=403)
        return self.app


def middleware(sentence: Callable[..., str], own_pages: Sequence[str], head_of: HeadOf) -> list[Middleware]:
    """What stands before every route; see `SecurityHeaders`."""
    return [
        Middleware(SecurityHeaders, sentence=sentence, own_pages=own_pages), delivery(), page_shell(head_of)
    ]  # fmt: skip
