"""What a public server is told of the web around it: where it is seen, and which sites may show one of its maps."""

from __future__ import annotations

import os
import re

from eit.domain.address import is_host, is_site_address
from eit.domain.errors import DataError

ADDRESS_VARIABLE, HOSTS_VARIABLE = "EIT_SITE_ADDRESS", "EIT_EMBED_HOSTS"


def site_address() -> str:
    """Where readers find this server (`https://…`, without a last stroke), empty when unsaid. Raises DataError."""
    named = os.environ.get(ADDRESS_VARIABLE, "").strip().rstrip("/")
    if named and not is_site_address(named):
        raise DataError("site_address_unknown", value=named)
    return named


def embed_hosts() -> tuple[str, ...]:
    """The sites that may show a map in a page of theirs; none unless they are named. Raises DataError."""
    named = [one.rstrip("/") for one in re.split(r"[,\s]+", os.environ.get(HOSTS_VARIABLE, "")) if one]
    for one in named:
        if not is_host(one):
            raise DataError("embed_host_unknown", value=one)
    return tuple(dict.fromkeys(named))
