"""How a small server of ours listens: a process of its own, a bounded number of conversations, no log of requests."""

from __future__ import annotations

import argparse
from pathlib import Path

import uvicorn
from starlette.types import ASGIApp

from eit.locations import keep_files_private

LOOPBACK = "127.0.0.1"
MOST_AT_ONCE = 200
"""Conversations at once; the next one is told to come back (503)."""
KEPT_S = 5


def listening_options(name: str, port: int) -> argparse.ArgumentParser:
    """The options of a server: the data file, and where it listens (this machine unless it is told)."""
    parser = argparse.ArgumentParser(prog=f"maillage {name}")
    parser.add_argument("file", type=Path)
    parser.add_argument("--address", default=LOOPBACK)
    parser.add_argument("--port", type=int, default=port)
    return parser


def listen(app: ASGIApp, address: str, port: int) -> None:
    """Listen until the program is ended. The log of requests stays off: an address may hold the word of a link."""
    keep_files_private()
    uvicorn.run(
        app, host=address, port=port, access_log=False, server_header=False,
        limit_concurrency=MOST_AT_ONCE, timeout_keep_alive=KEPT_S, log_level="warning",
    )  # fmt: skip
