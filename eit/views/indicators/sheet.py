"""The sheet of indicators as a funder reads it: the same rows on the screen and in the workbook."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
from markupsafe import Markup

from eit.domain.figures.figure import KNOWN, NOT_COMMUNICATED
from eit.domain.figures.indicator import Cell, Indicator, choices, years_of
from eit.views import format as fmt
from eit.views.tables import Column, Table
from eit.views.templates import render
from eit.views.texts import Texts, texts

SIDES = ("min", "max", "threshold")
NOTHING = ""
MARKS = {"known": "", NOT_COMMUNICATED: "state", "not_estimated": "state", "not_available": "state"}


def cell_text(cell: Cell | None, indicator: Indicator, lang: str) -> str:
    """A value as it is said: the word of the unit, a number, or its state; nothing when nobody said anything."""
    if cell is None:
        return NOTHING
    part = "" if cell.coverage is None or cell.coverage >= 1 else fmt.percent(cell.coverage, lang)
    if cell.state != KNOWN or cell.value is None:
        word = fmt.state_word(cell.state, lang)
        return f"{word} ({part})" if part and cell.coverage else word
    words = choices(indicator.text("unit", lang))
    said = words.get(cell.value) or _band_text(cell, lang) or fmt.number(cell.value, lang)
    return texts(lang)("indicators.covered", value=said, share=part) if part else said


def _band_text(cell: Cell, lang: str) -> str:
    """`10 à 50`; empty for a value that is told exactly."""
    if cell.band is None or cell.band.high is None or cell.band.low == cell.band.high:
        return ""
    low, high = (fmt.number(end, lang) for end in (cell.band.low, cell.band.high))
    return texts(lang)("range.span", low=low, high=high)


def unit_text(indicator: Indicator, lang: str) -> str:
    """The unit of an indicator; of one that is answered by a word, the words: `non / oui`."""
    unit = indicator.text("unit", lang)
    return (" / ".join(choices(unit).values()) or unit).replace("CO2", "CO₂")


def cell_value(cell: Cell | None, indicator: Indicator, lang: str) -> str | float | None:
    """The same for a workbook: a number stays a number, a word and `n.c.` are text, nothing stays empty."""
    if cell is None:
        return None
    words = choices(indicator.text("unit", lang))
    if cell.state != KNOWN or cell.value is None or cell.value in words or cell.band is not None:
        return cell_text(cell, indicator, lang)
    return int(cell.value) if float(cell.value).is_integer() else cell.value


def least_covered(indicator: Indicator) -> str | None:
    """The share that the sums of a row cover at least, for a workbook where the number itself stays a number."""
    shares = [cell.coverage for cell in indicator.values if cell.coverage is not None]
    return f"{100 * min(shares):.0f}" if shares and min(shares) < 1 else None


def who(indicator: Indicator, t: Texts) -> str:
    """Who stands behind a row: its author, or the software with the formula in words."""
    if indicator.kind == "computed":
        return t("indicators.computed")
    author = indicator.author or fmt.state_word(NOT_COMMUNICATED, t.lang)
    return t("indicators.declared", who=author)


def formula(indicator: Indicator, t: Texts) -> str:
    """The formula of a computed indicator in words; empty for a declared one."""
    key = f"formula.{indicator.formula_key}"
    return t(key) if indicator.kind == "computed" and t.has(key) else ""


def sheet_html(indicators: Sequence[Indicator], lang: str) -> Markup:
    """The sheet as a table: a row per indicator, a column per year."""
    t = texts(lang)
    years, sides = _said_columns(indicators)
    heads = [_heading(name, t) for name in ("indicator", "unit", *years, *sides, "target", "progress")]
    rows = [_row(one, years, sides, t) for one in indicators]
    return render("indicators/sheet.html", heads=heads, rows=rows, definition=t("indicators.definition"))


def _said_columns(indicators: Sequence[Indicator]) -> tuple[list[str | None], list[str]]:
    """The years and the bounds that at least one indicator says something about: an empty column cuts the others."""
    years = [year for year in years_of(list(indicators)) if any(one.at(year) for one in indicators)]
    return years, [name for name in SIDES if any(one.bound(name) for one in indicators)]


def _heading(name: str | None, t: Texts) -> str:
    if name is None:
        return t("indicators.no_year")
    return t(f"indicators.{name}") if t.has(f"indicators.{name}") else name


def _row(
    indicator: Indicator, years: Sequence[str | None], sides: Sequence[str], t: Texts
) -> dict[str, object]:
    notes = [
        formula(indicator, t),
        *_published(indicator, t),
        indicator.text("note", t.lang),
        who(indicator, t),
    ]
    target = indicator.bound("target")
    aim = cell_text(target, indicator, t.lang)
    if target is not None and target.year:
        aim = f"{aim} ({fmt.date(target.year, t.lang)})"
    cells = [indicator.at(year) for year in years] + [indicator.bound(name) for name in sides]
    reached = ""
    if indicator.progress is not None:
        reached = t("indicators.reached", share=fmt.percent(indicator.progress, t.lang))
    return {
        "label": indicator.text("label", t.lang),
        "notes": [note for note in notes if note],
        "unit": unit_text(indicator, t.lang),
        "cells": [
            (cell_text(cell, indicator, t.lang), "" if cell is None else MARKS[cell.state]) for cell in cells
        ],
        "target": aim,
        "reached": reached,
        "progress": max(0.0, min(1.0, indicator.progress or 0.0)),
    }


def _published(indicator: Indicator, t: Texts) -> list[str]:
    """What the programme itself published beside what the software computes."""
    said = []
    for cell in indicator.published:
        value = cell_text(cell, indicator, t.lang)
        key = "indicators.published_year" if cell.year else "indicators.published"
        said.append(t(key, value=value, **({"year": cell.year} if cell.year else {})))
    return said


def sheet_frame(indicators: Sequence[Indicator], lang: str) -> pd.DataFrame:
    """The funder's rows: one per indicator, one column per year, bounds, target, who, formula, source."""
    t, years = texts(lang), years_of(list(indicators))
    rows: list[dict[str, Any]] = []
    for indicator in indicators:
        target = indicator.bound("target")
        row: dict[str, Any] = {
            "indicator": indicator.text("label", lang),
            "unit": indicator.text("unit", lang),
        }
        row |= {_heading(year, t): cell_value(indicator.at(year), indicator, lang) for year in years}
        row |= {name: cell_value(indicator.bound(name), indicator, lang) for name in SIDES}
        row |= {"target": cell_value(target, indicator, lang), "target_year": target.year if target else None}
        row |= {"author": indicator.author, "by": who(indicator, t), "formula": formula(indicator, t) or None}
        row |= {"source": indicator.source, "covered_share": least_covered(indicator)}
        rows.append({_heading(name, t): value for name, value in row.items()})
    return pd.DataFrame(rows, dtype=object)


def workbook(indicators: Sequence[Indicator], lang: str, about: Mapping[str, str]) -> bytes:
    """The funder's rows as an Excel file, with a sheet that says what it is; no cell can run as a formula."""
    t = texts(lang)
    told = [
        (t("indicators.about_programme"), about["programme"]),
        (t("indicators.about_date"), about["as_of"]),
        (t("indicators.about_missing"), t("indicators.about_missing_text")),
        (t("indicators.about_computed"), t("indicators.about_computed_text")),
    ]
    if about.get("fictitious"):
        told.append((t("indicators.about_fictitious"), t("indicators.about_fictitious_text")))
    sheets = {t("indicators.sheet_name"): sheet_frame(indicators, lang)}
    from eit.views.export.workbook import as_workbook  # only now: no page waits for what writes workbooks

    return as_workbook(sheets, told, t("indicators.about_name"))


def impacts_html(impacts: Sequence[tuple[str, str, str]], lang: str) -> Markup:
    """The impacts that a programme aims at, each with its own mark; nothing when it has none."""
    t = texts(lang)
    tags = [t("indicators.impact", name=fr if lang == "fr" else en, mark=mark) for fr, en, mark in impacts]
    return render("indicators/impacts.html", title=t("indicators.impacts"), tags=tags) if tags else Markup("")


def preset_table(rows: Sequence[Mapping[str, str]], lang: str) -> Table:
    """What a preset would add: name, unit, computed or declared, its definition, its source."""
    t = texts(lang)
    made = {
        t("indicators.label"): [row[f"label_{lang}"] for row in rows],
        t("column.unit"): [row[f"unit_{lang}"] for row in rows],
        t("indicators.how"): [
            t("indicators.computed" if row["formula_key"] else "indicators.to_declare") for row in rows
        ],
        t("indicators.definition"): [row[f"note_{lang}"] for row in rows],
        t("column.source"): [", ".join(one for one in (row["source"], row["year"]) if one) for row in rows],
        t("indicators.sure"): [t(f"confidence.{row['confidence']}") for row in rows],
    }
    frame = pd.DataFrame(made, index=[str(place) for place in range(len(rows))], dtype=object)
    return Table(frame, {heading: Column(wide=place == 0) for place, heading in enumerate(frame.columns)})
