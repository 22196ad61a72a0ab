"""The firms' own door under a room: thirty phones in a minute, each opens the form, reads it, votes and offers.

The door runs as it is served, in a process of its own; the phones are threads of this one. What the presenter's screen
asks is timed while they post.
"""

from __future__ import annotations

import http.client
import secrets
import socket
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlencode

from benchmarks.report import Table, duration
from benchmarks.timing import median, p95
from eit.domain.door.sheet import MEETING, Poll, Sheet
from eit.store.mailbox.box import Mailbox

ROOT = Path(__file__).resolve().parents[1]
PHONES, WITHIN_S = 30, 60.0
SLOWEST_S = 1.0
"""Target: 95 of 100 requests within it, and the presenter's screen too."""


def measure() -> Table:
    """One room: the times of the phones and of the screen, and whether everything arrived."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "work.duckdb"
        box = Mailbox(path)
        sheet = Sheet(
            MEETING, "Programme", "Programme", polls=(Poll("poll", "Priorité ?", ("Bois", "Chaleur")),),
            materials={f"m{n}": (f"Matière {n}", f"Material {n}", "matter") for n in range(55)},
            places={f"t{n}": f"Ville {n}" for n in range(60)},
        )  # fmt: skip
        link = box.make_link("p", "room", sheet, int(time.time()) + 3600)
        port = _free_port()
        door = subprocess.Popen([sys.executable, "-m", "eit.door", str(path), "--port", str(port)], cwd=ROOT)
        try:
            _wait(port)
            asked, screen = _room(port, f"/l/{box.token(link)}", box)
        finally:
            door.terminate()
            door.wait()
        kept = box.answers("p")
    rows = [
        ("phones", str(PHONES), ""),
        ("requests", str(len(asked)), f"median {duration(median(asked))}, p95 {duration(p95(asked))}"),
        ("screen", str(len(screen)), f"median {duration(median(screen))}, p95 {duration(p95(screen))}"),
        ("kept", str(len(kept)), f"of {2 * PHONES}"),
    ]
    late = [name for name, took in (("phones", asked), ("screen", screen)) if p95(took) > SLOWEST_S]
    missed = [f"door: {name} above {duration(SLOWEST_S)}" for name in late]
    if len(kept) != 2 * PHONES:
        missed.append(f"door: {len(kept)} answers kept of {2 * PHONES}")
    return Table("Thirty phones in a room", ("what", "count", "time"), rows, missed=missed)


def _room(port: int, path: str, box: Mailbox) -> tuple[list[float], list[float]]:
    """The times of the requests [s], and of what the screen asks every two seconds."""
    with ThreadPoolExecutor(PHONES + 1) as pool:
        phones = [pool.submit(_phone, port, path, number) for number in range(PHONES)]
        screen = []
        while not all(one.done() for one in phones):
            began = time.perf_counter()
            box.answers("p")
            screen.append(time.perf_counter() - began)
            time.sleep(2)
        return [took for one in phones for took in one.result()], screen


def _phone(port: int, path: str, number: int) -> list[float]:
    """One phone: it comes in, reads a while, sends."""
    time.sleep(number * WITHIN_S / PHONES / 2)
    form = {
        "lang": "fr", "sending": secrets.token_urlsafe(16), "vote.poll": "Bois", "name": f"Firme {number}",
        "place": "t1", "direction": "offer", "material": "m1", "quantity": "12", "unit": "t", "period": "year",
    }  # fmt: skip
    took, cookie = [], ""
    for method, body in (("GET", None), ("POST", urlencode(form))):
        began = time.perf_counter()
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        headers = {"Content-Type": "application/x-www-form-urlencoded", "Cookie": cookie}
        connection.request(method, path, body, headers)
        answer = connection.getresponse()
        answer.read()
        took.append(time.perf_counter() - began)
        if answer.status not in (200, 303):
            raise RuntimeError(f"{method} {answer.status}")
        cookie = cookie or str(answer.getheader("set-cookie")).partition(";")[0]
        connection.close()
        time.sleep(1)
    return took


def _free_port() -> int:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        return int(held.getsockname()[1])


def _wait(port: int) -> None:
    for _ in range(300):
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        except OSError:
            time.sleep(0.2)
    raise RuntimeError("the door does not listen")
