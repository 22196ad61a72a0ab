"""The grid of a preview: what was written beside what was understood, its state in a sign, a word and a colour."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from markupsafe import Markup

from eit.views.records import refusal_sentence
from eit.views.templates import render
from eit.views.texts import Texts, texts
from eit.views.typography import digits

SIGNS = {"new": "+", "changed": "≠", "identical": "=", "question": "?", "refused": "×"}
LONGEST_CELL = 120
REASONS = 3
"""Reasons that a row says; the others come when these are settled."""
_YEARLY = re.compile(r"(?P<amount>.*?)\s*(?P<unit>[^\s/]+)/year")
_NUMBER = re.compile(r"-?\d+\.\d+")
Names = Mapping[str, Mapping[str, str]]
"""Column → value of ours → what it is called."""


def value_words(column: str, value: str, names: Names, t: Texts) -> str:
    """A value as it was understood, in the words of the reader: `landfill` is said enfouissement, 1.5 is 1,5."""
    found = names.get(column, {}).get(value)
    if found is not None:
        return found
    if yearly := _YEARLY.fullmatch(value):
        unit = f"unit.{yearly['unit']}"
        said = t(unit) if t.has(unit) else yearly["unit"]
        amount = _numbers(yearly["amount"], t)
        return t("unit.per_year", quantity=f"{amount} {said}".strip())
    return _numbers(value, t) if _NUMBER.fullmatch(value) else value


def _numbers(text: str, t: Texts) -> str:
    """The decimal numbers of a text as the reader writes them, with the digits that they have."""
    return _NUMBER.sub(lambda one: digits(float(one[0]), t.lang, len(one[0].partition(".")[2])), text)


def state_words(counts: Mapping[str, int], t: Texts) -> dict[str, str]:
    """State → its sign, its word and how many rows are in it; states without rows are not there."""
    return {
        state: f"{sign} {t(f'records.state.{state}', n=counts[state])}"
        for state, sign in SIGNS.items()
        if counts.get(state)
    }


def grid_html(
    rows: Iterable[tuple[Any, Sequence[Any]]], titles: Sequence[str], names: Names, lang: str
) -> Markup:
    """The rows of one page: each a planned row with its cells; `titles` are those of the columns shown."""
    t = texts(lang)
    lines = [_line(row, cells, names, t) for row, cells in rows]
    return render(
        "data/grid.html",
        caption=t("records.grid.caption"),
        row=t("records.grid.row"),
        state=t("records.grid.state"),
        reason=t("records.grid.reason") if any(line["reasons"] for line in lines) else "",
        heads=titles,
        lines=lines,
    )


def _line(row: Any, cells: Sequence[Any], names: Names, t: Texts) -> dict[str, Any]:
    reasons = dict.fromkeys(refusal_sentence(one, t.lang) for one in row.refusals)
    return {
        **{"number": row.row.number, "state": row.state, "sign": SIGNS[row.state]},
        **{"word": t(f"records.row_state.{row.state}"), "reasons": list(reasons)[:REASONS]},
        "cells": [_cell(cell, names, t) for cell in cells],
    }


def _cell(cell: Any, names: Names, t: Texts) -> dict[str, str]:
    understood = value_words(cell.column, cell.understood, names, t)
    written = cell.written[:LONGEST_CELL]
    same = " ".join(understood.split()) == " ".join(cell.written.split())
    return {
        "state": cell.state,
        "written": written,
        "understood": "" if same and cell.state != "changed" else understood[:LONGEST_CELL],
        "before": value_words(cell.column, cell.before, names, t)[:LONGEST_CELL]
        if cell.state == "changed"
        else "",
        "empty": t("records.grid.empty") if cell.state == "changed" else "",
    }


def change_words(kind: str, new: int, changed: int, t: Texts, organisations: int = 0) -> str:
    """What saving will do, in words: `3 organisations nouvelles, 2 modifiées`; `organisations`: new ones of flows."""
    said = [t("records.will.new.companies", n=organisations)] if organisations else []
    said += [t(f"records.will.new.{kind}", n=new)] if new else []
    if changed:
        said.append(t(f"records.will.{'also' if new else 'changed'}.{kind}", n=changed))
    return ", ".join(said)
