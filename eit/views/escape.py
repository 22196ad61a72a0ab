"""Text that people typed goes into a map or a page only through here, so that it stays text.

`html.escape` is not enough: folium and the map component put strings into JavaScript, where a back-tick
or `${…}` would run; a bidirectional control would turn the sense of what stands beside it.
"""

from __future__ import annotations

import html
import math
import re

_REFERENCED = re.compile("[`$\\\\{}\u2028\u2029\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
# Control characters have no meaning in HTML; U+FFFD shows that something was there.
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
_ANY = re.compile(f"[&<>\"'{_REFERENCED.pattern[1:-1]}{_CONTROL.pattern[1:-1]}]")
"""Most words hold none of all this: they are looked at once."""
_MAIL = re.compile(r"mailto:[^\s@?&<>\"'`/:]+@[^\s@?&<>\"'`/:]+")
"""Nothing but an address: a subject, a body or a copy would be written by whoever typed it."""

_MARKS = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|~$:&^=])")


def markdown_text(text: str) -> str:
    """Return `text` for what reads Markdown, a caption, a heading or a label: none of its signs is one any more."""
    return _MARKS.sub(r"\\\1", " ".join(text.split()))


def encode(text: object) -> str:
    """Return `text` as inert HTML (content or quoted attribute); None and NaN become the empty string."""
    if text is None or (isinstance(text, float) and math.isnan(text)):
        return ""
    written = str(text)
    if not _ANY.search(written):
        return written
    safe = html.escape(_CONTROL.sub("\ufffd", written), quote=True)
    return _REFERENCED.sub(lambda found: f"&#{ord(found.group())};", safe)


def encode_url(url: str) -> str:
    """Return an encoded http(s) or e-mail address for an `href`. Raises ValueError for any other scheme."""
    if not url.lower().startswith(("https://", "http://")) and not _MAIL.fullmatch(url):
        raise ValueError(f"only http, https and mailto addresses may be linked, not {url!r}")
    return encode(url)


def contact_link(contact: str) -> str:
    """The address that leads to whom a programme named: of a page, or of an e-mail; empty for anything else."""
    words = contact.strip()
    if any(character.isspace() for character in words):
        return ""
    if words.lower().startswith(("https://", "http://")):
        return words
    mail = "mailto:" + words.removeprefix("mailto:")
    return mail if _MAIL.fullmatch(mail) else ""
