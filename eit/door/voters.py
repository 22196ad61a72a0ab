"""One vote a device, also when its browser has forgotten its number: marks of devices, in memory, until the form ends.

A mark is made of the address in the network and of what the browser says of itself, by a key that is drawn when the
door opens and is written nowhere: what is kept says nothing of anybody, and is gone with the process. A second vote of
a mark is not refused, for two devices may share one (a router, a pool of equal tablets): it waits apart.
"""

from __future__ import annotations

import hashlib
import hmac
import ipaddress
import secrets
import threading
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import replace

from eit.domain.door.answers import AGAIN, VOTE, Answered

MOST_LINKS, MOST_MARKS = 8, 2000
"""Meetings whose marks are held at once, and marks of each: more than any room has phones."""


class Voters:
    """Which device voted by which number, of each meeting."""

    def __init__(self) -> None:
        self._key = secrets.token_bytes(32)
        self._seen: OrderedDict[str, dict[str, str]] = OrderedDict()
        self._lock = threading.Lock()

    def marked(
        self, link_id: str, phone: str, address: str, browser: str, answers: Sequence[Answered]
    ) -> list[Answered]:
        """The answers, their votes marked where the device has voted by another number."""
        mark = self._mark(link_id, address, browser)
        with self._lock:
            first = self._seen.get(link_id, {}).get(mark, phone) if mark else phone
        if first == phone:
            return list(answers)
        return [replace(one, said={**one.said, AGAIN: "yes"}) if one.kind == VOTE else one for one in answers]

    def voted(
        self, link_id: str, phone: str, address: str, browser: str, answers: Sequence[Answered]
    ) -> None:
        """Remember a device whose vote was taken in."""
        mark = self._mark(link_id, address, browser)
        if not mark or not any(one.kind == VOTE for one in answers):
            return
        with self._lock:
            marks = self._seen.setdefault(link_id, {})
            if len(marks) < MOST_MARKS:
                marks.setdefault(mark, phone)
            self._seen.move_to_end(link_id)
            while len(self._seen) > MOST_LINKS:
                self._seen.popitem(last=False)

    def _mark(self, link_id: str, address: str, browser: str) -> str:
        """Empty where an address tells no device apart: this machine, behind which a whole room may stand."""
        try:
            if ipaddress.ip_address(address).is_loopback:
                return ""
        except ValueError:
            return ""
        said = "\n".join((link_id, address, browser)).encode()
        return hmac.new(self._key, said, hashlib.sha256).hexdigest()
