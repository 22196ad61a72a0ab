"""Quarantine: what we know of the inside of Streamlit and uvicorn. See `eit.internals` for the switch of each.

How the page reaches the browser: no waiting for acknowledgements, files from memory, the map before the rest; and
what the first page of a process need not wait for.
"""

from __future__ import annotations

import gzip
import re
import socket
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path

from starlette.datastructures import Headers
from starlette.middleware import Middleware
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send
from streamlit import delta_generator, string_util
from streamlit.runtime.scriptrunner import get_script_run_ctx

from eit.internals import used
from eit.web.first_paint import MapFirst

TYPES = {
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".woff2": "font/woff2",
}
COMPRESSED = (".js", ".css")
"""Fonts are compressed already."""
FOREVER, A_DAY = "public, max-age=31536000, immutable", "public, max-age=86400"
"""The name of a file of Streamlit holds a digest of what is in it; those of the map's frame do not all."""
FILE = re.compile(r"/(static|component/[\w.]+)/([\w./-]+)$")
MAP_FRAME = "component/streamlit_folium.st_folium"

WHERE = '<script>window.__streamlit = {BACKEND_BASE_URL: new URL("./", location.href).href};</script>'
"""Streamlit would first look for its server under the address of the page: two errors in every console."""


def _package_folder(package: str, *inside: str) -> Path | None:
    """A folder of an installed package; None where it is not (another version keeps its files elsewhere)."""
    found = find_spec(package)
    folder = Path(str(found.origin)).parent.joinpath(*inside) if found and found.origin else None
    return folder if folder and folder.is_dir() else None


@lru_cache(maxsize=1)
def _files() -> dict[str, Path]:
    """Every file that is answered from memory, by the end of its address."""
    folders = {
        "static": _package_folder("streamlit", "static", "static"),
        MAP_FRAME: _package_folder("streamlit_folium", "frontend", "build"),
    }
    return {
        f"{address}/{path.relative_to(folder).as_posix()}": path
        for address, folder in folders.items()
        if folder is not None
        for path in folder.rglob("*")
        if path.suffix in TYPES
    }


@lru_cache(maxsize=512)
def _content(path: Path, small: bool) -> bytes:
    return gzip.compress(path.read_bytes(), 6) if small else path.read_bytes()


def shell_file(address: str, encodings: str) -> Response | None:
    """The answer for a file of Streamlit's page or of the map's frame, None when there is no such file."""
    asked = FILE.search(address) if used("memory") else None
    path = _files().get(f"{asked[1]}/{asked[2]}") if asked else None
    if asked is None or path is None:
        return None
    small = path.suffix in COMPRESSED and "gzip" in encodings
    headers = {"Cache-Control": FOREVER if asked[1] == "static" else A_DAY, "Vary": "Accept-Encoding"}
    headers |= {"Content-Encoding": "gzip"} if small else {}
    return Response(_content(path, small), media_type=TYPES[path.suffix], headers=headers)


def page_fonts() -> dict[str, str]:
    """Style -> address of the letters that the pages are written with, relative to the frame of a map; none without."""
    names = {"normal": "SourceSansVF-Upright", "italic": "SourceSansVF-Italic"}
    known = [name for name in _files() if name.startswith("static/media/")] if used("font") else []
    return {
        style: f"../../{name}"
        for style, start in names.items()
        for name in known
        if name.startswith(f"static/media/{start}.")
    }


def stepped() -> bool:
    """Whether this run was asked for by the buttons back or forward of the browser."""
    if not used("history"):
        return False
    return bool(getattr(get_script_run_ctx(suppress_warning=True), "is_history_navigation", False))


LAST_LATIN = "\u024f"
"""Up to here a letter is a letter: the emoji that Unicode counts among the letters come later."""


def spare_first_page() -> None:
    """Spare the first page of a process two looks of Streamlit that find nothing here."""
    if used("terminal"):
        delta_generator._use_warning_has_been_displayed = True
    if used("emoji"):
        string_util.extract_leading_emoji = _leading_emoji


_any_emoji = string_util.extract_leading_emoji


def _leading_emoji(text: str) -> tuple[str, str]:
    """The emoji before a label and what follows it; a label that begins with a letter has none."""
    begins_with_letter = text[:1].isalpha() and text[0] <= LAST_LATIN
    return ("", text) if begins_with_letter else _any_emoji(text)


def send_at_once(receive: Receive) -> None:
    """Switch Nagle's algorithm off for a connection.

    Streamlit makes its listening socket without naming TCP, so asyncio leaves the algorithm on: every answer of two
    parts then waits 40 ms for the browser's acknowledgement.
    """
    transport = getattr(getattr(receive, "__self__", None), "transport", None)
    connection = transport.get_extra_info("socket") if transport is not None else None
    if connection is not None and connection.family in (socket.AF_INET, socket.AF_INET6):
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)


class Delivery:
    """Stands before Streamlit: answers for its files from memory, without a pause between two parts."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] in ("http", "websocket") and used("no-delay"):
            send_at_once(receive)
        if scope["type"] == "websocket" and used("map-first"):
            conversation = MapFirst(receive, send)
            await self.app(scope, conversation.receive, conversation.send)
            return
        if scope["type"] != "http" or scope["method"] != "GET":
            await self.app(scope, receive, send)
            return
        answer = shell_file(scope["path"], Headers(scope=scope).get("accept-encoding", ""))
        await (answer or self.app)(scope, receive, send)


def with_server_address(page: bytes) -> bytes:
    """Streamlit's page, told where its server is before its first script."""
    return page.replace(b"<script", f"{WHERE}<script".encode(), 1) if used("server-address") else page


def delivery() -> Middleware:
    """What stands between the headers and Streamlit."""
    return Middleware(Delivery)
