"""Signed links: what a firm holds is an id and a day, signed by a key that lies beside the mailbox."""

from __future__ import annotations

import hmac
import json
import os
import secrets
import stat
from pathlib import Path

from itsdangerous import BadData, URLSafeSerializer

from eit.domain.errors import InvalidSelection
from eit.locations import OWNER

KEY, KEY_BYTES = "key", 32
SALT = "maillage door link"
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's: nobody takes a one for a letter."""
CODE_SIGNS = 10
"""Fifty bits: with a thousand codes and ten tries a minute, a thousand centuries to meet one."""


def signer(folder: Path) -> URLSafeSerializer:
    """Signs and reads links."""
    return URLSafeSerializer(key_of(folder), salt=SALT)


def key_of(folder: Path) -> bytes:
    """The key of a mailbox, made the first time, readable by its owner only."""
    file = folder / KEY
    if not file.exists():
        folder.mkdir(mode=stat.S_IRWXU, exist_ok=True)
        fresh = folder / f".{KEY}-{secrets.token_hex(4)}"
        with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OWNER), "wb") as opened:
            opened.write(secrets.token_bytes(KEY_BYTES))
        try:
            os.link(fresh, file)  # of two that come at once, one key stays
        except FileExistsError:
            pass
        finally:
            fresh.unlink()
    return file.read_bytes()


def written(folder: Path, link_id: str, expires_at: int) -> str:
    """The signed word of a link."""
    text = signer(folder).dumps([link_id, expires_at])
    return text if isinstance(text, str) else text.decode()


def read(folder: Path, token: str) -> str:
    """The id of a link, whose day of expiry stands in the mailbox. Raises InvalidSelection("door-forged")."""
    try:
        link_id, _ = signer(folder).loads(token)
    except (BadData, ValueError, TypeError):
        raise InvalidSelection("door-forged") from None
    return str(link_id)


def lead_name(key: bytes, offer_id: str, demand_id: str) -> str:
    """What a lead is called on a form: neither end can be read from it. `key`: of the mailbox."""
    return hmac.new(key, json.dumps([offer_id, demand_id]).encode(), "sha256").hexdigest()[:20]


def new_code() -> str:
    """What a firm types from paper instead of an address: `7F3KQ-2MXWA`."""
    signs = "".join(secrets.choice(ALPHABET) for _ in range(CODE_SIGNS))
    return f"{signs[:5]}-{signs[5:]}"


def read_code(typed: str) -> str:
    """A code as it is kept, whatever case, spaces or look-alikes were typed; empty when it cannot be one."""
    signs = "".join(sign for sign in typed.upper() if sign.isalnum())
    signs = signs.replace("O", "0").replace("I", "1").replace("L", "1")
    good = len(signs) == CODE_SIGNS and all(sign in ALPHABET for sign in signs)
    return f"{signs[:5]}-{signs[5:]}" if good else ""
