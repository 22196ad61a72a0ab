"""`python -m eit.door FILE --address A --port P`: the server of the door, in a process of its own."""

from __future__ import annotations

import argparse
from pathlib import Path

import uvicorn

from eit.door.app import application
from eit.locations import keep_files_private

MOST_AT_ONCE = 200
"""Conversations at once; the next one is told to come back (503)."""
KEPT_S = 5


def main() -> None:
    """Listen until the program is ended. The log of requests stays off: an address holds the word of a link."""
    parser = argparse.ArgumentParser(prog="maillage door run")
    parser.add_argument("file", type=Path)
    parser.add_argument("--address", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8502)
    options = parser.parse_args()
    keep_files_private()
    uvicorn.run(
        application(options.file), host=options.address, port=options.port, access_log=False,
        server_header=False, limit_concurrency=MOST_AT_ONCE, timeout_keep_alive=KEPT_S, log_level="warning",
    )  # fmt: skip


if __name__ == "__main__":
    main()
