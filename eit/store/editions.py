"""Where the public editions made from a file are remembered, and what proves that the memory is whole."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

LEDGER = "ledger.json"


def editions_folder(path: Path) -> Path:
    """Where the public editions made from a file are remembered."""
    return path.with_name(path.name + ".editions")


def ledger_digest(rows: list[dict[str, Any]]) -> str:
    """SHA-256 of the editions that a ledger tells of."""
    return hashlib.sha256(json.dumps(rows, sort_keys=True).encode()).hexdigest()
