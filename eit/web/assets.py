"""Serves Leaflet from the installed package, so that a map needs no network (folium would ask four CDNs)."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import streamlit.components.v1 as components

PACKAGE, COMPONENT = "xstatic.pkg.leaflet", "leaflet"


def _data_folder() -> str:
    found = importlib.util.find_spec(PACKAGE)
    if found is None or found.origin is None:
        raise ModuleNotFoundError(f"{PACKAGE}: run `make install`")
    return str(Path(found.origin).parent / "data")


components.declare_component(COMPONENT, path=_data_folder())


def leaflet_url(file: str) -> str:
    """Address of a Leaflet file, relative to the frame of the map: right under any base path."""
    return f"../{__name__}.{COMPONENT}/{file}"
