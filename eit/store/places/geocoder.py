"""Geocoder: the position of an address, asked of the one service that the deployment names; of none by default.

Only the address leaves, never a name; it goes to no other host, and what comes back is believed only when it is a house
or a street. The Base Adresse Nationale, a Nominatim and the service of Québec answer alike: points in GeoJSON.
"""

from __future__ import annotations

import json
import math
import os
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from eit.domain.errors import DataError
from eit.domain.organisation.position import Located

ENVIRONMENT = "EIT_GEOCODER"
PLACE = "{q}"
"""What stands for the address in the URL of a service."""
TIMEOUT_S, LARGEST_ANSWER = 10, 1_000_000
LEAST_SCORE = 0.5
"""Of the score that a service gives itself, from 0 to 1: less is another address."""
HOUSE_RANK, STREET_RANK = 28, 26
"""`place_rank` of Nominatim."""
LOCAL = ("localhost", "127.0.0.1", "::1")


@dataclass(frozen=True)
class Geocoder:
    """The service that a deployment names."""

    template: str

    @property
    def host(self) -> str:
        """Who receives the addresses, as a person reads it."""
        return str(urllib.parse.urlsplit(self.template).hostname)

    def locate(self, address: str) -> Located | None:
        """The house or street of an address; None when the service knows none. Raises DataError("geocoder_silent")."""
        url = self.template.replace(PLACE, urllib.parse.quote(address, safe=""))
        asked = urllib.request.Request(url, headers={"User-Agent": "maillage", "Accept": "application/json"})
        try:
            with OPENER.open(asked, timeout=TIMEOUT_S) as answer:
                said = json.loads(answer.read(LARGEST_ANSWER))
        except (urllib.error.URLError, OSError, ValueError) as error:
            raise DataError("geocoder_silent", host=self.host, reason=str(error)[:200]) from error
        return first_located(said)


def named_geocoder(environment: Mapping[str, str] = os.environ) -> Geocoder | None:
    """The service that `EIT_GEOCODER` names, None when it names none. Raises DataError("geocoder_unusable")."""
    template = environment.get(ENVIRONMENT, "").strip()
    if not template:
        return None
    parts = urllib.parse.urlsplit(template)
    safe = parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOCAL)
    if not safe or not parts.hostname or PLACE not in f"{parts.path}?{parts.query}" or PLACE in parts.netloc:
        raise DataError("geocoder_unusable", value=template)
    return Geocoder(template)


def first_located(said: object) -> Located | None:
    """The first house or street of an answer in GeoJSON; None when it has none that can be believed."""
    features = said.get("features") if isinstance(said, dict) else None
    for feature in features if isinstance(features, list) else []:
        found = _located(feature)
        if found:
            return found
    return None


def _located(feature: object) -> Located | None:
    if not isinstance(feature, dict):
        return None
    told, geometry = feature.get("properties"), feature.get("geometry")
    if not isinstance(told, dict) or not isinstance(geometry, dict) or geometry.get("type") != "Point":
        return None
    quality = _quality(told)
    point = geometry.get("coordinates")
    if not quality or not isinstance(point, list) or len(point) < 2:
        return None
    longitude, latitude = point[0], point[1]
    if not all(isinstance(one, int | float) and math.isfinite(one) for one in (latitude, longitude)):
        return None
    label = next((str(told[name]) for name in ("label", "display_name", "nom", "name") if told.get(name)), "")
    return Located(round(float(latitude), 6), round(float(longitude), 6), quality, label[:200])


def _quality(told: Mapping[str, Any]) -> str:
    """`site` or `street`; empty for a town, or for what the service itself doubts."""
    score, rank = told.get("score"), told.get("place_rank")
    if isinstance(score, int | float) and score < LEAST_SCORE:
        return ""
    kind = str(told.get("type") or "").casefold()
    if kind in ("housenumber", "house", "adresse") or told.get("housenumber"):
        return "site"
    if isinstance(rank, int | float) and rank >= STREET_RANK:
        return "site" if rank >= HOUSE_RANK else "street"
    return "street" if kind in ("street", "road", "voie", "rue") else ""


class _Nowhere(urllib.request.HTTPRedirectHandler):
    """A service that sends the address on to another host is not followed: nobody was told of it."""

    def redirect_request(self, *_: Any) -> None:
        return None


OPENER = urllib.request.build_opener(_Nowhere)
