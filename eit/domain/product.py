"""Which version of the software this is: backups say by which one they were made."""

from __future__ import annotations

VERSION = "0.3.0"
