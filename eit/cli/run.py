"""`run`: opens the application, from a checkout or from the installed package, in whatever folder one stands."""

from __future__ import annotations

import argparse
import os
import socket
import subprocess
import sys
from pathlib import Path

from eit.cli.commands import CommandList
from eit.cli.typed import PORTS, add_number
from eit.locations import APPLICATION

PORT = 8501
"""Streamlit's own default."""
LOOPBACK, EVERY = ("localhost", "127.0.0.1", "::1"), ("0.0.0.0", "::")


def add_commands(commands: CommandList) -> None:
    """`run`."""
    run = commands.add_parser("run")
    run.add_argument("--db", type=Path, help="fichier de données / data file")
    add_number(run, "--port", PORTS, PORT)
    run.add_argument("--address", help="adresse où écouter ; sans elle, cette machine / where to listen")
    run.add_argument(
        "--host",
        action="append",
        help="avec --address, un autre nom du serveur / with --address, another name of the server",
    )
    run.add_argument("--headless", action="store_true", help="sans ouvrir de navigateur / opens no browser")
    run.set_defaults(run=_run)


def command(options: argparse.Namespace) -> list[str]:
    """What starts the server; the settings of the product stand beside its entry, and Streamlit reads them there."""
    asked = [sys.executable, "-m", "streamlit", "run", str(APPLICATION), "--server.port", str(options.port)]
    if options.address:
        asked += ["--server.address", options.address]
        for name in dict.fromkeys([*LOOPBACK, *_own_names(options.address), *(options.host or ())]):
            asked += ["--server.allowedHosts", name]
    if options.headless:
        asked += ["--server.headless", "true"]
    return asked


def _own_names(address: str) -> list[str]:
    """The names under which others on the network come to this machine."""
    name = socket.gethostname()
    try:
        numbers = [str(found[4][0]) for found in socket.getaddrinfo(name, None)]
    except OSError:
        numbers = []
    return [*([] if address in EVERY else [address]), name, *numbers]


def environment(options: argparse.Namespace) -> dict[str, str]:
    """That of this process, and which file is read: by its whole path, because the server may stand elsewhere."""
    named = str(options.db) if options.db else os.environ.get("EIT_DATABASE")
    return {**os.environ, "EIT_DATABASE": str(Path(named).resolve())} if named else dict(os.environ)


def _run(options: argparse.Namespace) -> int:
    try:
        return subprocess.run(command(options), env=environment(options), check=False).returncode
    except KeyboardInterrupt:
        return 0
