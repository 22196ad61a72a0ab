"""What the server answers beside the pages: whether it can really answer."""

from __future__ import annotations

from pathlib import Path

from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import BaseRoute, Route

from eit.store.connection import Database, DataError
from eit.ui.data import database_path

MAIN_SCRIPT = Path(__file__).with_name("main.py")


def ready(_: Request) -> JSONResponse:
    """200 after a real query on the file in use, 503 with the reason otherwise."""
    try:
        with Database(database_path()) as database:
            programmes = len(database.query("programmes"))
    except DataError as error:
        return JSONResponse({"ready": False, "reason": error.code}, status_code=503)
    return JSONResponse({"ready": True, "programmes": programmes})


def routes() -> list[BaseRoute]:
    """The routes that are ours."""
    return [Route("/readyz", ready)]
