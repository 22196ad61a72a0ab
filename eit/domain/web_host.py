"""The address of a web site as people write it in a setting: it ends in a header or a page, so nothing else passes."""

from __future__ import annotations

import re

_NAME = r"[a-z0-9][a-z0-9.-]*(:[0-9]{1,5})?"
_HOST = re.compile(rf"https://{_NAME}|http://(localhost|127\.0\.0\.1)(:[0-9]{{1,5}})?")
"""`http` for this machine only, where a page is tried before it is put somewhere."""
_PATH = re.compile(r"(/[A-Za-z0-9._~-]+)*")


def is_host(typed: str) -> bool:
    """Whether this is `https://` and a name, with a port or not, and nothing else."""
    return _HOST.fullmatch(typed) is not None


def is_site_address(typed: str) -> bool:
    """Whether this is the address under which pages lie: a host, with the folder of the pages or without."""
    found = _HOST.match(typed)
    return found is not None and _PATH.fullmatch(typed, found.end()) is not None
