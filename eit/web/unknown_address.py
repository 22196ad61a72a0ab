"""An address that no page has leads to the first page: Streamlit would say so in English, whatever the language."""

from __future__ import annotations

from collections.abc import Collection

from starlette.requests import Request
from starlette.responses import RedirectResponse
from starlette.routing import Match, Route
from starlette.types import Scope
from streamlit import config


class UnknownAddress(Route):
    """Whatever is written where the name of a page stands, and is none."""

    def __init__(self, pages: Collection[str]) -> None:
        """`pages` are the names that the addresses of pages end with; the first page has none."""
        super().__init__("/{name}", to_first_page, methods=["GET"])
        self.known = {*pages, str(config.get_option("server.baseUrlPath") or "").strip("/"), ""}

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """None for a page, a file (`favicon.png`), or what Streamlit keeps for itself (`_stcore`)."""
        name = scope["path"].strip("/")
        if name in self.known or name.startswith("_") or "." in name:
            return Match.NONE, {}
        return super().matches(scope)


async def to_first_page(request: Request) -> RedirectResponse:
    """The first page, with the programme and the language that were asked."""
    query = request.url.query
    return RedirectResponse(f"./?{query}" if query else "./", status_code=302)
