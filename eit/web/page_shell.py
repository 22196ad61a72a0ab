"""Page shell: Streamlit's empty page leaves with our title, description and sentences, before any script has run.

A search engine, a messenger that shows a link and a browser without scripts read nothing else.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import parse_qs

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, MutableHeaders
from starlette.middleware import Middleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from eit.domain.address import LANG
from eit.domain.errors import DataError
from eit.web.hosts import named_host
from eit.web.public_settings import site_address
from eit.web.streamlit_internals import with_server_address

PROGRAMME = "programme"
NO_PAGE = re.compile(r"/(_stcore|component|media|static|embed)/|\.(?!html?$)[^/.]*$")
"""Files, and what stands in a frame: none of them is the page of the screens."""
LANGUAGE = re.compile(rb"(?i)(<html\b[^>]*?\slang=[\"'])[^\"']*")
TITLE = re.compile(rb"<title>.*?</title>", re.I | re.S)
NO_SCRIPT = re.compile(rb"<noscript>.*?</noscript>", re.I | re.S)


@dataclass(frozen=True)
class PageHead:
    """What a page says before its scripts run: its language, then its title and `noscript` as HTML."""

    lang: str
    head: str
    no_script: str


HeadOf = Callable[[str, str, str], PageHead]
"""(programme, language, address of the site, empty when it is not known), as asked → what the page says."""


def dressed(page: bytes, said: PageHead) -> bytes:
    """A page of HTML with that head; where it has no title or no `noscript` of its own, both come before the rest."""
    head, no_script = said.head.encode(), said.no_script.encode()
    page = LANGUAGE.sub(lambda found: found[1] + said.lang.encode(), page, count=1)
    page, titled = TITLE.subn(lambda _: head, page, count=1)
    page, told = NO_SCRIPT.subn(lambda _: no_script, page, count=1)
    if not titled:
        page = page.replace(b"</head>", head + b"</head>", 1)
    return page if told else page.replace(b"</body>", no_script + b"</body>", 1)


def address_of(scope: Scope) -> str:
    """Where this site is seen: as it was told, else the host that was asked, where the list of hosts names it."""
    try:
        told = site_address()
    except DataError:
        told = ""
    host = None if told else named_host(scope)
    return f"{scope['scheme']}://{host}" if host else told


class PageShell:
    """Stands before the pages of Streamlit, and changes nothing but their HTML."""

    def __init__(self, app: ASGIApp, head_of: HeadOf) -> None:
        self.app = app
        self.head_of = head_of

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] != "http" or scope["method"] != "GET" or NO_PAGE.search(scope["path"]):
            await self.app(scope, receive, send)
            return
        plain = [pair for pair in scope["headers"] if pair[0] != b"accept-encoding"]
        held = _HeldPage(send, lambda: self._head(scope))
        await self.app({**scope, "headers": plain}, receive, held)

    def _head(self, scope: Scope) -> PageHead | None:
        """What the page says; none, rather than no page, when it cannot be made."""
        asked = parse_qs(scope["query_string"].decode("latin-1"))
        programme, lang = (asked.get(name, [""])[-1] for name in (PROGRAMME, LANG))
        try:
            return self.head_of(programme, lang, address_of(scope))
        except Exception:
            logging.getLogger(__name__).exception("head of the page")
            return None


class _HeldPage:
    """Passes an answer on; a page of HTML is held until it is whole, then leaves with its head."""

    def __init__(self, send: Send, head: Callable[[], PageHead | None]) -> None:
        self.send, self.head = send, head
        self.start: Message | None = None
        self.body = b""

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            kind = Headers(raw=message["headers"]).get("content-type", "")
            if message["status"] == 200 and kind.startswith("text/html"):
                self.start = message
                return
        if self.start is None or message["type"] != "http.response.body":
            await self.send(message)
            return
        self.body += message.get("body", b"")
        if message.get("more_body"):
            return
        said = await run_in_threadpool(self.head)
        content = with_server_address(dressed(self.body, said) if said else self.body)
        headers = MutableHeaders(raw=list(self.start["headers"]))
        headers["content-length"] = str(len(content))
        for name in ("etag", "last-modified", "accept-ranges"):
            del headers[name]
        await self.send({**self.start, "headers": headers.raw})
        await self.send({"type": "http.response.body", "body": content})


def page_shell(head_of: HeadOf) -> Middleware:
    """What gives the pages of Streamlit their head."""
    return Middleware(PageShell, head_of=head_of)
