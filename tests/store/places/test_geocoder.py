"""A geocoder is asked only where one is named, of one host, with an address and nothing else; its answer is doubted."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar
from urllib.parse import parse_qs, urlsplit

import pytest

from eit.domain.errors import DataError
from eit.store.places.geocoder import Geocoder, first_located, named_geocoder


def answer(point: list[object], **told: object) -> dict[str, Any]:
    feature = {"type": "Feature", "geometry": {"type": "Point", "coordinates": point}, "properties": told}
    return {"type": "FeatureCollection", "features": [feature]}


BAN = {"type": "housenumber", "score": 0.97, "label": "1 Rue A 91410 Dourdan"}


class Service(BaseHTTPRequestHandler):
    """Answers what the address asks for; what it was asked stands in `heard`."""

    heard: ClassVar[list[str]] = []

    def do_GET(self) -> None:
        said = parse_qs(urlsplit(self.path).query)["q"][0]
        self.heard.append(self.path)
        if "ailleurs" in said:
            self.send_response(302)
            self.send_header("Location", f"http://127.0.0.1:{self.server.server_port}/?q=1+rue+A")
            self.end_headers()
            return
        self.send_response(500 if "panne" in said else 200)
        self.end_headers()
        body = "<html>" if "page" in said else json.dumps(answer([2.01, 48.53], **BAN))
        self.wfile.write(body.encode())

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def service() -> Iterator[Geocoder]:
    Service.heard.clear()
    with ThreadingHTTPServer(("127.0.0.1", 0), Service) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        found = named_geocoder({"EIT_GEOCODER": f"http://127.0.0.1:{server.server_port}/?limit=1&q={{q}}"})
        assert found is not None
        yield found
        server.shutdown()


def test_none_is_named_and_none_is_asked_by_default() -> None:
    assert named_geocoder({}) is None
    for wrong in (
        "x",
        "https://a.fr/search",
        "http://a.fr/?q={q}",
        "file:///etc/passwd?{q}",
        "https://{q}.fr/",
    ):
        with pytest.raises(DataError) as refused:
            named_geocoder({"EIT_GEOCODER": wrong})
        assert refused.value.code == "geocoder_unusable", wrong
    assert named_geocoder({"EIT_GEOCODER": "https://a.fr/s?q={q}"}) == Geocoder("https://a.fr/s?q={q}")


def test_an_address_is_asked_whole_and_alone(service: Geocoder) -> None:
    found = service.locate("1 rue d’É & fils?q=2, 91410, Dourdan")
    assert found is not None and (found.latitude, found.longitude, found.quality) == (48.53, 2.01, "site")
    (asked,) = Service.heard
    assert parse_qs(urlsplit(asked).query) == {"limit": ["1"], "q": ["1 rue d’É & fils?q=2, 91410, Dourdan"]}


@pytest.mark.parametrize("address", ["panne", "page", "ailleurs"])
def test_a_service_that_fails_or_sends_elsewhere_is_said(service: Geocoder, address: str) -> None:
    with pytest.raises(DataError) as refused:
        service.locate(address)
    assert (refused.value.code, len(Service.heard)) == ("geocoder_silent", 1), (
        "nobody was told of another host"
    )


def test_only_a_house_or_a_street_is_believed() -> None:
    right = {
        "ban street": (answer([2.0, 48.0], type="street", score=0.8, label="Rue A"), "street"),
        "nominatim house": (
            answer([-79.0, 48.2], place_rank=30, type="industrial", display_name="1"),
            "site",
        ),
        "nominatim road": (answer([-79.0, 48.2], place_rank=26, type="residential"), "street"),
        "town": (answer([2.0, 48.0], type="municipality", score=0.9), None),
        "nominatim town": (answer([2.0, 48.0], place_rank=16, type="city"), None),
        "doubtful": (answer([2.0, 48.0], type="housenumber", score=0.3), None),
        "no number": (answer(["2", None], **BAN), None),
        "not finite": (answer([float("nan"), 48.0], **BAN), None),
        "short": (answer([2.0], **BAN), None),
        "nothing": ({"features": []}, None),
        "null": ({"features": [None, {"properties": {}, "geometry": None}]}, None),
        "list": ([1], None),
    }
    told = {name: getattr(first_located(said), "quality", None) for name, (said, _) in right.items()}
    assert told == {name: meant for name, (_, meant) in right.items()}
