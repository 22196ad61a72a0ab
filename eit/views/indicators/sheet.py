"""The sheet of indicators as a funder reads it: the same rows on the screen and in the workbook."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from eit.domain.figures.figure import KNOWN, NOT_COMMUNICATED
from eit.domain.figures.indicator import Cell, Indicator, choices, years_of
from eit.views import format as fmt
from eit.views.escape import encode
from eit.views.export.tables import as_workbook
from eit.views.texts import Texts, texts

SIDES = ("min", "max", "threshold")
NOTHING = ""
MARKS = {"known": "", NOT_COMMUNICATED: "state", "not_estimated": "state", "not_available": "state"}


def cell_text(cell: Cell | None, indicator: Indicator, lang: str) -> str:
    """A value as it is said: the word of the unit, a number, or its state; nothing when nobody said anything."""
    if cell is None:
        return NOTHING
    if cell.state != KNOWN or cell.value is None:
        return fmt.state_word(cell.state, lang)
    words = choices(indicator.text("unit", lang))
    return words.get(cell.value) or fmt.number(cell.value, lang)


def cell_value(cell: Cell | None, indicator: Indicator, lang: str) -> str | float | None:
    """The same for a workbook: a number stays a number, a word and `n.c.` are text, nothing stays empty."""
    if cell is None:
        return None
    words = choices(indicator.text("unit", lang))
    if cell.state != KNOWN or cell.value is None or cell.value in words:
        return cell_text(cell, indicator, lang)
    return int(cell.value) if float(cell.value).is_integer() else cell.value


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


def sheet_html(indicators: Sequence[Indicator], lang: str) -> str:
    """The sheet as a table: a row per indicator, a column per year; typed text is encoded."""
    t, years = texts(lang), years_of(list(indicators))
    heads = ["indicator", "unit", *years, *SIDES, "target", "progress", "by"]
    head = "".join(f"<th scope='col'>{encode(_heading(name, t))}</th>" for name in heads)
    rows = "".join(_row(indicator, years, t) for indicator in indicators)
    return f'<div class="eit-sheet"><table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>'


def _heading(name: str | None, t: Texts) -> str:
    if name is None:
        return t("indicators.no_year")
    return t(f"indicators.{name}") if t.has(f"indicators.{name}") else name


def _row(indicator: Indicator, years: Sequence[str | None], t: Texts) -> str:
    notes = [formula(indicator, t), *_published(indicator, t), indicator.text("note", t.lang)]
    small = "".join(f"<small>{encode(note)}</small>" for note in notes if note)
    target = indicator.bound("target")
    aim = cell_text(target, indicator, t.lang)
    if target is not None and target.year:
        aim = f"{aim} ({target.year})"
    cells = [_value(indicator.at(year), indicator, t) for year in years]
    cells += [_value(indicator.bound(name), indicator, t) for name in SIDES]
    return (
        f'<tr><th scope="row">{encode(indicator.text("label", t.lang))}{small}</th>'
        f"<td>{encode(indicator.text('unit', t.lang))}</td>{''.join(cells)}"
        f"<td>{encode(aim)}</td><td>{_bar(indicator, t)}</td><td>{encode(who(indicator, t))}</td></tr>"
    )


def _value(cell: Cell | None, indicator: Indicator, t: Texts) -> str:
    mark = "" if cell is None else MARKS[cell.state]
    return f'<td class="value {mark}">{encode(cell_text(cell, indicator, t.lang))}</td>'


def _published(indicator: Indicator, t: Texts) -> list[str]:
    """What the programme itself published beside what the software computes."""
    said = []
    for cell in indicator.published:
        value = cell_text(cell, indicator, t.lang)
        key = "indicators.published_year" if cell.year else "indicators.published"
        said.append(t(key, value=value, **({"year": cell.year} if cell.year else {})))
    return said


def _bar(indicator: Indicator, t: Texts) -> str:
    if indicator.progress is None:
        return ""
    said = t("indicators.reached", share=fmt.percent(indicator.progress, t.lang))
    width = 100 * max(0.0, min(1.0, indicator.progress))
    return f'{encode(said)}<span class="bar" aria-hidden="true"><i style="width:{width:.0f}%"></i></span>'


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
        row["source"] = indicator.source
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
    return as_workbook(sheets, told, t("indicators.about_name"))


def impacts_html(impacts: Sequence[tuple[str, str, str]], lang: str) -> str:
    """The impacts that a programme aims at, each with its own mark."""
    t = texts(lang)
    tags = "".join(
        f'<span class="eit-tag">{encode(t("indicators.impact", name=fr if lang == "fr" else en, mark=mark))}</span>'
        for fr, en, mark in impacts
    )
    return f"<p><strong>{encode(t('indicators.impacts'))}</strong> {tags}</p>" if tags else ""
