"""The story of the years: what a programme announced year by year, as sentences, bars and a table."""

from __future__ import annotations

import csv
import io
from typing import Any

from markupsafe import Markup

from eit.views import format as fmt
from eit.views.export.cells import inert
from eit.views.public.page import EditionView
from eit.views.public.sentences import value_words
from eit.views.templates import render
from eit.views.texts import Texts


def years_of(told: EditionView, t: Texts) -> list[dict[str, Any]]:
    """Each result that was announced for two years at least: its label, a sentence, and a cell a year with its bar."""
    if told.statements.empty:
        return []
    values = told.statements[(told.statements["bound"] == "value") & told.statements["year"].notna()]
    found = []
    for _, rows in values.groupby("rank", sort=False):
        if rows["value"].notna().sum() > 1:
            found.append(_story(rows.sort_values("year").to_dict("records"), t))
    return found


def _story(rows: list[dict[str, Any]], t: Texts) -> dict[str, Any]:
    unit = str(rows[0][f"unit_{t.lang}"])
    top = max((float(row["value"]) for row in rows if not fmt.is_missing(row["value"])), default=0.0)
    cells = [
        {
            "year": str(row["year"]),
            "words": value_words(row["value"], unit, t.lang),
            "share": 0.0 if fmt.is_missing(row["value"]) or top <= 0 else max(0.0, 100 * row["value"] / top),
            "value": row["value"],
        }
        for row in rows
    ]
    first, last = cells[0], cells[-1]
    sentence = t(
        "public.from_to", before=first["words"], since=first["year"], now=last["words"], year=last["year"]
    )
    return {"label": str(rows[0][f"label_{t.lang}"]), "sentence": sentence, "cells": cells, "unit": unit}


def years_html(stories: list[dict[str, Any]]) -> Markup:
    """The stories under each other, each with its bars; nothing where nothing is told."""
    return render("public/years.html", years=stories) if stories else Markup("")


def years_csv(stories: list[dict[str, Any]]) -> bytes:
    """A row per result and year; what was not communicated is empty."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(["label", "unit", "year", "value"])
    for story in stories:
        for cell in story["cells"]:
            value = "" if fmt.is_missing(cell["value"]) else cell["value"]
            writer.writerow([inert(story["label"]), inert(story["unit"]), cell["year"], value])
    return out.getvalue().encode("utf-8-sig")
