"""Who could have what of a shared gain, in words: of a shared collection, and of one synergy."""

from __future__ import annotations

from typing import Any

import pandas as pd
from markupsafe import Markup

from eit.domain.bands import Band, round_band
from eit.domain.figures.returns import DISCOUNT_RATE, HORIZON_YEARS
from eit.views import format as fmt
from eit.views.cards import facts_html, small_table_html
from eit.views.texts import Texts, texts

WAYS = ("equal", "proportional", "shapley")


def band_text(band: Band | None, t: Texts) -> str:
    """A band by its two ends, a figure without a width alone; n.c. for none."""
    if band is None or band.high is None:
        return t("state.not_communicated")
    if band.low == band.high:
        return fmt.number(band.low, t.lang, decimals=None if abs(band.low) < 100 else 0)
    low, high = (fmt.number(end, t.lang) for end in (band.low, band.high))
    return t("range.span", low=low, high=high)


def split_html(split: pd.DataFrame, currency: str, lang: str) -> Markup:
    """What each organisation would get of the saving, three ways, in bands: an exact part tells the others' figures."""
    t = texts(lang)
    heads = [t("column.name"), *(t(f"grouping.split_{way}", currency=currency) for way in WAYS)]
    rows = [
        [row.company, *(band_text(round_band(getattr(row, way)), t) for way in WAYS)]
        for row in split.itertuples(index=False)
    ]
    return small_table_html(heads, rows, t("grouping.split")) + facts_html([t("grouping.split_bands")])


def share_lines(share: Any, t: Texts) -> list[str]:
    """The split of one synergy, a line per party and way, after the whole with its payback and present value."""
    unit = t("unit.per_year", quantity=share.currency)
    whole = t(f"share.gain_{share.basis}", gain=f"{band_text(share.gain, t)} {unit}")
    lines = [whole]
    if share.worth is not None:
        back = t("share.never") if share.payback is None else t("share.years", n=band_text(share.payback, t))
        worth = f"{band_text(share.worth, t)} {share.currency}"
        rate, years = fmt.percent(DISCOUNT_RATE, t.lang), HORIZON_YEARS
        lines.append(t("share.returns", back=back, worth=worth, rate=rate, years=years))
    for company, rows in share.rows.groupby("company", sort=False):
        told: dict[str, list[str]] = {}
        for row in rows.itertuples(index=False):
            told.setdefault(_part(row, unit, share.currency, t), []).append(t(f"share.way.{row.way}"))
        for said, ways in told.items():
            how = t("share.every_way") if len(told) == 1 else t("share.and").join(ways)
            lines.append(fmt.labelled(f"{company}, {how}", said, t.lang))
    return [*lines, t("share.exact" if share.exact else "share.bands")]


def _part(row: Any, unit: str, currency: str, t: Texts) -> str:
    """What one party has and bears, one way."""
    said = [t("share.gains", gain=f"{band_text(row.gain, t)} {unit}")]
    if row.cost is not None:
        said.append(t("share.bears", cost=f"{band_text(row.cost, t)} {currency}"))
    if row.worth is not None:
        said.append(t("share.worth", worth=f"{band_text(row.worth, t)} {currency}"))
    return ", ".join(said)
