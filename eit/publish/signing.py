"""Signs a sealed edition (Ed25519), and tells whether one was signed by the key that a server accepts.

What is signed is the digest of the content: whoever changes a figure must have the private key.
"""

from __future__ import annotations

import base64
import binascii
import os
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from eit.domain.errors import DataError

SIGNATURE = "ed25519"
"""The row of the seal that holds a signature."""
ONLY_ITS_OWNER = 0o600
PREFIX = "ed25519:"


def make_key(path: Path) -> str:
    """Write a new private key that only its owner can read, and return the public one as text.

    Raises DataError("key_exists"): a key is never replaced, what it signed would be refused everywhere.
    """
    key = Ed25519PrivateKey.generate()
    held = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, ONLY_ITS_OWNER), "wb") as file:
            file.write(held)
    except FileExistsError as error:
        raise DataError("key_exists", path=str(path)) from error
    except OSError as error:
        raise DataError(
            "cannot_write", path=str(path), reason=error.strerror or type(error).__name__
        ) from error
    return public_text(key)


def read_key(path: Path) -> Ed25519PrivateKey:
    """The private key of a file. Raises DataError("key_unreadable") for anything else."""
    try:
        key = serialization.load_pem_private_key(path.read_bytes(), password=None)
    except (OSError, ValueError, TypeError) as error:
        raise DataError("key_unreadable", path=str(path)) from error
    if not isinstance(key, Ed25519PrivateKey):
        raise DataError("key_unreadable", path=str(path))
    return key


def public_text(key: Ed25519PrivateKey) -> str:
    """The public key that goes with a private one, as a server is told it: `ed25519:` and base64."""
    raw = key.public_key().public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)
    return PREFIX + base64.b64encode(raw).decode("ascii")


def public_key(text: str) -> Ed25519PublicKey:
    """The key of such a text. Raises DataError("key_unknown"): a typing error must not accept everything."""
    try:
        if not text.strip().startswith(PREFIX):
            raise ValueError(text)
        return Ed25519PublicKey.from_public_bytes(
            base64.b64decode(text.strip().removeprefix(PREFIX), validate=True)
        )
    except (ValueError, binascii.Error) as error:
        raise DataError("key_unknown", value=text.strip()) from error


def sign(key: Ed25519PrivateKey, digest: str, version: str) -> str:
    """The signature of a content, in base64; the same content gives the same one."""
    return base64.b64encode(key.sign(_message(digest, version))).decode("ascii")


def is_signed(key: Ed25519PublicKey, signature: str | None, digest: str, version: str) -> bool:
    """Whether a content was signed by the owner of a key."""
    try:
        key.verify(base64.b64decode(signature or "", validate=True), _message(digest, version))
    except (InvalidSignature, ValueError, binascii.Error):
        return False
    return True


def _message(digest: str, version: str) -> bytes:
    return f"maillage edition, schema {version}, sha256 {digest}".encode()
