"""Lists around the questions of an import: proposals to confirm together, and answers that were given."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import pandas as pd
from markupsafe import Markup

from eit.views import format as fmt
from eit.views.tables import Column, Maker, Table, build_table
from eit.views.templates import render
from eit.views.texts import Texts, texts


def proposals_html(rows: Iterable[tuple[str, str, int]], say: Texts) -> Markup:
    """What was written, its one proposal, and how many rows wait for it."""
    heads = [say(f"records.proposals.{name}") for name in ("written", "proposal", "rows")]
    lines = [(written, proposal, fmt.number(n, say.lang, decimals=0)) for written, proposal, n in rows]
    return render("small_table.html", caption=say("records.proposals.caption"), heads=heads, rows=lines)


def memory_table(rows: Iterable[tuple[str, str, str, str, date | None]], lang: str) -> Table:
    """Remembered answers with who gave them and when; the index is their place in the list."""
    t = texts(lang)
    names = ("asked", "answer", "holds", "author", "given_on")
    frame = pd.DataFrame(list(rows), columns=list(names), dtype=object)
    makers: dict[str, tuple[Maker, Column]] = {
        "asked": (lambda r: r.asked, Column(wide=True)),
        "answer": (lambda r: r.answer, Column()),
        "holds_for": (lambda r: r.holds, Column()),
        "author": (lambda r: r.author, Column()),
        "given_on": (lambda r: fmt.date(r.given_on.isoformat() if r.given_on else None, lang), Column()),
    }
    places = iter(range(len(frame)))
    return build_table(frame, makers, t, lambda r: str(next(places)))


def answers_html(rows: Iterable[tuple[str, str, str]], say: Texts) -> Markup:
    """What was asked, what was answered, and for which files it holds."""
    heads = [say(f"records.answers.{name}") for name in ("asked", "answer", "holds")]
    return render("small_table.html", caption=say("records.answers.caption"), heads=heads, rows=list(rows))


def positions_html(rows: Iterable[tuple[str, str, str, str]], say: Texts) -> Markup:
    """Organisation, the address that was asked, what the service found, and how sure that is."""
    heads = [
        say(f"records.geocoder.head.{name}") for name in ("organisation", "address", "found", "position")
    ]
    return render("small_table.html", caption=say("records.geocoder.caption"), heads=heads, rows=list(rows))
