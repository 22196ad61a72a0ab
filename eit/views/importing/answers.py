"""Lists around the questions of an import: proposals to confirm together, and answers that were given."""

from __future__ import annotations

from collections.abc import Iterable

from markupsafe import Markup

from eit.views import format as fmt
from eit.views.templates import render
from eit.views.texts import Texts


def proposals_html(rows: Iterable[tuple[str, str, int]], say: Texts) -> Markup:
    """What was written, its one proposal, and how many rows wait for it."""
    heads = [say(f"records.proposals.{name}") for name in ("written", "proposal", "rows")]
    lines = [(written, proposal, fmt.number(n, say.lang, decimals=0)) for written, proposal, n in rows]
    return render("small_table.html", caption=say("records.proposals.caption"), heads=heads, rows=lines)


def answers_html(rows: Iterable[tuple[str, str, str]], say: Texts) -> Markup:
    """What was asked, what was answered, and for which files it holds."""
    heads = [say(f"records.answers.{name}") for name in ("asked", "answer", "holds")]
    return render("small_table.html", caption=say("records.answers.caption"), heads=heads, rows=list(rows))
