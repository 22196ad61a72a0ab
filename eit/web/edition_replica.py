"""A public server that keeps no file of its own: it follows the edition of an object store, beside those who read."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from functools import lru_cache

from eit.domain.errors import DataError
from eit.web import modes
from eit.web.public_settings import embed_hosts, site_address

EVERY_VARIABLE = "EIT_EDITION_EVERY"
EVERY_S, SOONEST_S = 60.0, 1.0


def every_s() -> float:
    """Seconds between two looks at the store: `EIT_EDITION_EVERY`, one minute when it is no number."""
    try:
        return max(SOONEST_S, float(os.environ.get(EVERY_VARIABLE) or EVERY_S))
    except ValueError:
        return EVERY_S


@lru_cache(maxsize=1)
def follow_store() -> threading.Event | None:
    """Start to follow `EIT_EDITION_URL`, once per process; nothing without it or in another mode.

    Returns what ends it. Raises DataError when the address may not be asked, or the accepted key is none.
    """
    url = os.environ.get(modes.URL_VARIABLE)
    if not url or not modes.is_public():
        return None
    from eit.publish.fetching import Store, follow  # only there: other servers fetch nothing

    store, ended = Store(url, modes.edition_path(), key=modes.edition_key()), threading.Event()
    threading.Thread(target=follow, args=(store, every_s(), ended), name="edition store", daemon=True).start()
    return ended


def refuse_bad_settings(sentence: Callable[..., str]) -> None:
    """End the program when the store may not be asked, the accepted key is none, or a site that is named is none."""
    try:
        modes.edition_key()
        site_address()
        embed_hosts()
        follow_store()
    except DataError as error:
        raise SystemExit(f"\n{sentence(f'problem.{error.code}', **error.values)}\n") from None
