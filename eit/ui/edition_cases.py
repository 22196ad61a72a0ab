"""A consent that ends takes its named cases out of the public edition at once: nobody has to remember it."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable

from eit.actions.edit import EditContext
from eit.locations import HOME
from eit.views.texts import Texts
from eit.web import modes

SECONDS = 120
Taken = int | str | None
"""How many cases were taken out, or why none could be; None where there is no edition."""


def ending(end: Callable[[EditContext], object]) -> Callable[[EditContext], Taken]:
    """The end of a consent, then the cases of the edition that stands here."""

    def do(door: EditContext) -> Taken:
        end(door)
        return take_out(door)

    return do


def take_out(door: EditContext) -> Taken:
    """Take the named cases that may not be told any more out of the edition, in a process of its own."""
    out = modes.edition_path()
    if not out.is_file():
        return None
    command = [sys.executable, "-m", "eit", "withdraw-cases", "--db", str(door.path), "--out", str(out)]
    try:
        done = subprocess.run(
            [*command, "--format", "json"], cwd=HOME, capture_output=True, text=True, timeout=SECONDS,
            check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        return ""
    return done.stderr.strip()[-300:] if done.returncode else int(json.loads(done.stdout)["withdrawn"])


def ended(say: Texts) -> Callable[[Taken], str]:
    """What is said once a consent has ended, and of the edition."""

    def said(taken: Taken) -> str:
        kept = say("privacy.consent_withdrawn")
        if isinstance(taken, str):
            return f"{kept} {say('privacy.cases_left', reason=taken)}"
        return f"{kept} {say('privacy.cases_taken', n=taken)}" if taken else kept

    return said
