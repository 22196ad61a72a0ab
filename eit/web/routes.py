"""What the server answers beside the pages: whether it is ready, the outlines behind the maps, that one is drawn."""

from __future__ import annotations

import gzip
from functools import lru_cache
from pathlib import Path

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from eit.analysis.impact.avoided import CIRCUITY
from eit.analysis.territories.official import Layers, official_layers
from eit.domain.errors import DataError
from eit.store.database import Database
from eit.ui.answers import context_map
from eit.ui.data_file import database_path
from eit.ui.public.edition_answers import edition_now
from eit.views.map.base import context_geojson
from eit.web import first_paint, modes

MAIN_SCRIPT = Path(__file__).resolve().parents[1] / "ui" / "main.py"


def ready(_: Request) -> JSONResponse:
    """200 after a real query on the file in use (in public mode: the edition), 503 with the reason otherwise."""
    try:
        answer = _edition_answer() if modes.is_public() else _database_answer()
    except DataError as error:
        return JSONResponse({"ready": False, "reason": error.code}, status_code=503)
    return JSONResponse({"ready": True, **answer})


def _database_answer() -> dict[str, object]:
    with Database(database_path()) as database:
        return {"programmes": len(database.query("programmes"))}


def _edition_answer() -> dict[str, object]:
    edition = edition_now()
    return {"edition": str(edition.edition()["name"]), "programmes": len(edition.programmes())}


def context_url(country: str) -> str:
    """Address of the outlines behind the map, relative to the frame of the map: right under any base path."""
    return f"../../context/{country}.json"


@lru_cache(maxsize=4)
def _context(country: str, layers: Layers) -> tuple[bytes, bytes]:
    """The outlines, and the same compressed."""
    content = context_geojson(context_map(country, layers)).encode("utf-8")
    return content, gzip.compress(content)


def context(request: Request) -> Response:
    """The outlines behind every map of one country: sent once and kept by the browser, not with each rerun."""
    country = request.path_params["country"]
    if country not in CIRCUITY:
        return JSONResponse({"error": "unknown country"}, status_code=404)
    try:
        content, small = _context(country, official_layers(database_path()))
    except DataError as error:
        return JSONResponse({"error": error.code}, status_code=503)
    headers = {"Cache-Control": "max-age=300", "Vary": "Accept-Encoding"}
    if "gzip" not in request.headers.get("accept-encoding", ""):
        return Response(content, media_type="application/geo+json", headers=headers)
    return Response(small, media_type="application/geo+json", headers={**headers, "Content-Encoding": "gzip"})


def routes() -> list[BaseRoute]:
    """The routes that are ours."""
    return [Route("/readyz", ready), Route("/context/{country}.json", context), first_paint.route()]
