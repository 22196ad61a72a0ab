"""Serves Leaflet from the installed package, and our own scripts: a map needs no network (folium asks four CDNs)."""

from __future__ import annotations

import gzip
import hashlib
import importlib.util
from functools import lru_cache
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from eit.locations import PACKAGE as PACKAGE_FOLDER

PACKAGE, LEAFLET = "js_lib_leaflet", ("leaflet.js", "leaflet.css")
"""The package is made for Django and needs nothing of it: static files, those that leafletjs.com publishes."""
OWN_FOLDER = PACKAGE_FOLDER / "static" / "map"
MAP_SCRIPTS = (
    *("nodes.js", "curves.js", "layout.js", "draw.js", "elements.js", "legend.js", "panel.js", "words.js"),
    *("canvas.js", "labels.js", "targets.js", "picture.js", "model.js", "ground.js", "map.js"),
)
"""In this order: each calls those before it."""
TYPES = {".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8"}
FOREVER = "public, max-age=31536000, immutable"


@lru_cache(maxsize=1)
def map_files() -> dict[str, Path]:
    """The files of a map by their names: Leaflet's, then ours. Raises ModuleNotFoundError before `make install`."""
    found = importlib.util.find_spec(PACKAGE)
    if found is None or found.origin is None:
        raise ModuleNotFoundError(f"{PACKAGE}: run `make install`")
    leaflet = Path(found.origin).parent / "static" / PACKAGE
    return {name: leaflet / name for name in LEAFLET} | {name: OWN_FOLDER / name for name in MAP_SCRIPTS}


@lru_cache(maxsize=16)
def _content(path: Path, small: bool) -> bytes:
    return gzip.compress(path.read_bytes(), 6) if small else path.read_bytes()


def map_scripts() -> list[str]:
    """Addresses of the scripts of a map, relative to its frame: right under any base path; new with new content."""
    return [_address(name) for name in ("leaflet.js", *MAP_SCRIPTS)]


def map_styles() -> list[str]:
    """Addresses of the style sheets that a map asks for, in the same way."""
    return [_address("leaflet.css")]


def _address(name: str) -> str:
    return f"../../map/{name}?v={hashlib.sha256(_content(map_files()[name], False)).hexdigest()[:8]}"


def map_file(request: Request) -> Response:
    """A file of a map, compressed once; its address changes with its content, so that a browser keeps it."""
    path = map_files().get(request.path_params["name"])
    if path is None:
        return Response(status_code=404)
    small = "gzip" in request.headers.get("accept-encoding", "")
    headers = {"Cache-Control": FOREVER, "Vary": "Accept-Encoding"}
    headers |= {"Content-Encoding": "gzip"} if small else {}
    return Response(_content(path, small), media_type=TYPES[path.suffix], headers=headers)


def route() -> Route:
    """The address of the files of a map."""
    return Route("/map/{name}", map_file)
