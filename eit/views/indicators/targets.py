"""Targets in words: what each is about, by when, and where it stands."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from eit.domain.figures.figure import KNOWN
from eit.domain.figures.indicator import Indicator, progress
from eit.views import format as fmt
from eit.views.indicators.sheet import cell_text, unit_text
from eit.views.tables import Column, Table
from eit.views.texts import texts

LANGS = ("fr", "en")


def figure_label(formula: str, lang: str) -> str:
    """What a formula is called on a sheet."""
    return texts(lang)(f"aimed_figure.{formula}")


def figure_words(formula: str, currency: str) -> dict[str, str]:
    """The label and the unit of a formula in both languages, for a new row of the sheet; money in `currency`."""
    return {f"label_{lang}": figure_label(formula, lang) for lang in LANGS} | {
        f"unit_{lang}": texts(lang)(f"aimed_unit.{formula}", currency=currency) for lang in LANGS
    }


def target_table(indicators: Sequence[Indicator], lang: str) -> Table | None:
    """A row per target: the figure with its territory, the target, by when, the value now, its share; None without."""
    t, rows = texts(lang), []
    for one in indicators:
        for cell in one.bounds.get("target", ()):
            if cell.state != KNOWN:
                continue
            part = progress(one.latest.value if one.latest else None, cell.value)
            rows.append(
                (
                    one.text("label", lang),
                    f"{cell_text(cell, one, lang)} {unit_text(one, lang)}".strip(),
                    fmt.date(cell.year, lang) if cell.year else t("programme.no_due"),
                    cell_text(one.latest, one, lang),
                    "" if part is None else fmt.percent(part, lang),
                )
            )
    if not rows:
        return None
    heads = [t(f"programme_field.target_{name}") for name in ("figure", "value", "due", "now", "share")]
    frame = pd.DataFrame(rows, columns=heads, index=[str(place) for place in range(len(rows))], dtype=object)
    return Table(frame, {head: Column(wide=place == 0) for place, head in enumerate(heads)})
