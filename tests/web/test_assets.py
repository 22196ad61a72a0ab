"""Leaflet is the file that leafletjs.com publishes, whoever packed it, and comes from here."""

from __future__ import annotations

import base64
import gzip
import hashlib
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import pytest
from starlette.requests import Request
from starlette.responses import Response

from eit.web import assets
from eit.web.streamlit_internals import MAP_FRAME

PUBLISHED = {
    "leaflet.js": "20nQCchB9co0qIjJZRGuk2/Z9VM+kNiyxNV1lvTlZBo=",
    "leaflet.css": "p4NxAoJBhIIN+hmNHrzRCf9tD/miZyoHS5obTRR9BMY=",
}
"""SHA-256 of Leaflet 1.9.4, from https://leafletjs.com/download."""


def test_leaflet_is_what_its_makers_publish() -> None:
    found = find_spec(assets.PACKAGE)
    assert found is not None and found.origin is not None
    for name, published in PUBLISHED.items():
        file = assets.map_files()[name]
        assert file.is_relative_to(Path(found.origin).parent)
        assert base64.b64encode(hashlib.sha256(file.read_bytes()).digest()).decode() == published, name


def ask(name: str, encoding: str = "identity") -> Response:
    headers = [(b"accept-encoding", encoding.encode())]
    return assets.map_file(Request({"type": "http", "path_params": {"name": name}, "headers": headers}))


@pytest.mark.parametrize("encoding", ["gzip", "identity"])
def test_every_address_of_a_map_is_answered(encoding: str) -> None:
    for told in (*assets.map_scripts(), *assets.map_styles()):
        url = urlsplit(urljoin(f"http://localhost/under/{MAP_FRAME}/index.html", told))
        assert url.path.startswith("/under/map/")
        name = url.path.removeprefix("/under/map/")
        answer, content = ask(name, encoding), assets.map_files()[name].read_bytes()
        read = gzip.decompress(answer.body) if encoding == "gzip" else answer.body
        assert (answer.status_code, read) == (200, content), told
        assert answer.headers.get("content-encoding", "identity") == encoding
        assert "immutable" in answer.headers["cache-control"] and url.query
    assert {ask(name).status_code for name in ("map.css", "../map.css", "")} == {404}
