"""Leaflet is the file that leafletjs.com publishes, whoever packed it, and comes from here."""

from __future__ import annotations

import base64
import hashlib
from importlib.util import find_spec
from pathlib import Path

from eit.web import assets
from eit.web.streamlit_internals import LEAFLET, _files

PUBLISHED = {
    "leaflet.js": "20nQCchB9co0qIjJZRGuk2/Z9VM+kNiyxNV1lvTlZBo=",
    "leaflet.css": "p4NxAoJBhIIN+hmNHrzRCf9tD/miZyoHS5obTRR9BMY=",
}
"""SHA-256 of Leaflet 1.9.4, from https://leafletjs.com/download."""


def test_leaflet_is_what_its_makers_publish() -> None:
    found = find_spec(assets.PACKAGE)
    assert found is not None and found.origin is not None
    for name, published in PUBLISHED.items():
        file = _files()[f"{LEAFLET}/{name}"]
        assert file.is_relative_to(Path(found.origin).parent)
        assert base64.b64encode(hashlib.sha256(file.read_bytes()).digest()).decode() == published, name
    told = [*assets.map_scripts(), *assets.map_styles()]
    assert all(any(url.endswith(f"eit.web.assets.leaflet/{name}") for url in told) for name in PUBLISHED)
