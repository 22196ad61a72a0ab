"""Serves Leaflet from the installed package, and our own scripts: a map needs no network (folium asks four CDNs)."""

from __future__ import annotations

import hashlib
import importlib.util
from functools import lru_cache
from pathlib import Path

import streamlit.components.v1 as components

from eit.locations import PACKAGE as PACKAGE_FOLDER

PACKAGE, COMPONENT = "js_lib_leaflet", "leaflet"
"""The package is made for Django and needs nothing of it: static files, those that leafletjs.com publishes."""
OWN, OWN_FOLDER = "own", PACKAGE_FOLDER / "static"
MAP_SCRIPTS = ("flows.js", "draw.js", "panel.js", "map.js")
"""In this order: each calls those before it."""


def _data_folder() -> str:
    found = importlib.util.find_spec(PACKAGE)
    if found is None or found.origin is None:
        raise ModuleNotFoundError(f"{PACKAGE}: run `make install`")
    return str(Path(found.origin).parent / "static" / PACKAGE)


components.declare_component(COMPONENT, path=_data_folder())
components.declare_component(OWN, path=str(OWN_FOLDER))


def map_scripts() -> list[str]:
    """Addresses of the scripts of a map, relative to its frame: right under any base path; ours change with content."""
    own = (f"../{__name__}.{OWN}/{name}?v={_digest(name)}" for name in MAP_SCRIPTS)
    return [f"../{__name__}.{COMPONENT}/leaflet.js", *own]


def map_styles() -> list[str]:
    """Addresses of the style sheets that a map asks for, in the same way."""
    return [f"../{__name__}.{COMPONENT}/leaflet.css"]


@lru_cache(maxsize=len(MAP_SCRIPTS))
def _digest(name: str) -> str:
    return hashlib.sha256((OWN_FOLDER / name).read_bytes()).hexdigest()[:8]
