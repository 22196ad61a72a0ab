"""What is missing or doubtful, as sentences and as a table whose links open the row where it can be seen."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
from markupsafe import Markup

from eit.views import format as fmt
from eit.views.tables import Column, Maker, Table, build_table
from eit.views.templates import render
from eit.views.texts import texts

LINK = "link"
"""Key of the column that holds addresses."""
AMOUNTS = ("quantity", "limit", "value", "usual")


def finding_sentence(key: str, values: Mapping[str, object], lang: str) -> str:
    """What is wrong with a row, with its quantities in units and its date in words."""
    unit = str(values.get("unit", ""))
    shown = {name: _amount(value, unit, lang) if name in AMOUNTS else value for name, value in values.items()}
    if "date" in shown:
        shown["date"] = fmt.date(str(shown["date"]), lang)
    return texts(lang)(f"data_quality.finding.{key}", **shown)


def _amount(value: object, unit: str, lang: str) -> str:
    number = None if value is None or fmt.is_missing(value) else float(str(value))
    return fmt.ghg(number, lang) if unit == "t CO2e" else fmt.quantity(number, unit, lang)


def finding_table(findings: pd.DataFrame, lang: str) -> Table:
    """Turn the findings into a table, the gravest first; the column `link` holds relative addresses."""
    t = texts(lang)
    makers: dict[str, tuple[Maker, Column]] = {
        "severity": (lambda r: t(f"data_quality.severity.{r.severity}"), Column()),
        "row_kind": (lambda r: t(f"data_quality.row.{r.kind}"), Column()),
        "identifier": (lambda r: r.id, Column()),
        "finding_about": (lambda r: r.name, Column()),
        "finding": (lambda r: finding_sentence(r.key, r.told, lang), Column(wide=True)),
        LINK: (lambda r: r.address, Column()),
    }
    rows = findings.rename(columns={"values": "told"})
    return build_table(rows, makers, t, lambda r: f"{r.id}|{r.key}")


def summary_html(summary: pd.DataFrame, lang: str) -> Markup:
    """One bar per question: how many rows are known, of how many; no row, no share."""
    t = texts(lang)
    rows = []
    for row in summary.itertuples():
        share = None if fmt.is_missing(row.share) else float(row.share)
        told = f"{fmt.percent(share, lang)} ({fmt.number(row.known, lang)} / {fmt.number(row.total, lang)})"
        rows.append({"name": t(f"data_quality.summary.{row.key}"), "told": told, "share": share})
    return render("data/summary.html", rows=rows)
