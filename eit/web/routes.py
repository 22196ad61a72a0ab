"""What the server answers beside the pages: whether it is ready, the outlines behind the maps, that one is drawn.

What only the data can say is handed in: the server reads none.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from pathlib import Path

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from eit.domain.errors import DataError
from eit.web import assets, first_paint, modes
from eit.web.page_shell import HeadOf
from eit.web.public_routes import PublicAnswers, public_routes
from eit.web.unknown_address import UnknownAddress

MAIN_SCRIPT = Path(__file__).resolve().parents[1] / "ui" / "main.py"


@dataclass(frozen=True)
class Outlines:
    """The outlines behind every map of one jurisdiction, as GeoJSON, and the same compressed by gzip."""

    content: bytes
    small: bytes


@dataclass(frozen=True)
class Answers:
    """What the routes ask of the data; each raises DataError when it cannot be read."""

    of_database: Callable[[], dict[str, object]]
    """A real query on the file in use, and what it says of it."""
    of_edition: Callable[[], dict[str, object]]
    """The same on the sealed edition of a public server."""
    outlines: Callable[[str], Outlines | None]
    """By jurisdiction; None for one that is not known."""
    head: HeadOf
    """What a page says before its scripts run."""
    public: PublicAnswers
    """What stands beside the page of a public server."""
    pages: Collection[str]
    """What the addresses of pages end with, in the mode of this server."""


def context_url(jurisdiction_id: str, version: str = "") -> str:
    """Address of the outlines behind the map, relative to the frame of the map: right under any base path.

    `version`: what makes a browser ask again after an import.
    """
    return f"../../context/{jurisdiction_id}.json" + (f"?{version}" if version else "")


def routes(answers: Answers) -> list[BaseRoute]:
    """The routes that are ours."""

    def ready(_: Request) -> JSONResponse:
        """200 after a real query on the file in use (in public mode: the edition), 503 with the reason otherwise."""
        try:
            found = answers.of_edition() if modes.is_public() else answers.of_database()
        except DataError as error:
            return JSONResponse({"ready": False, "reason": error.code}, status_code=503)
        return JSONResponse({"ready": True, **found})

    def context(request: Request) -> Response:
        """The outlines behind every map of one jurisdiction: sent once and kept by the browser, not with each rerun."""
        try:
            found = answers.outlines(request.path_params["jurisdiction_id"])
        except DataError as error:
            return JSONResponse({"error": error.code}, status_code=503)
        if found is None:
            return JSONResponse({"error": "unknown jurisdiction"}, status_code=404)
        return _outlines_response(found, request.headers.get("accept-encoding", ""))

    own: list[BaseRoute] = [Route("/readyz", ready), Route("/context/{jurisdiction_id}.json", context)]
    own += public_routes(answers.public) if modes.is_public() else []
    return [*own, assets.route(), first_paint.route(), UnknownAddress(answers.pages)]


def _outlines_response(found: Outlines, encodings: str) -> Response:
    headers = {"Cache-Control": "max-age=300", "Vary": "Accept-Encoding"}
    if "gzip" not in encodings:
        return Response(found.content, media_type="application/geo+json", headers=headers)
    headers["Content-Encoding"] = "gzip"
    return Response(found.small, media_type="application/geo+json", headers=headers)
