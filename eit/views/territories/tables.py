"""What the portraits draw, as tables and sentences: balance, seasons, factors of an estimate, directory of actors."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd
from markupsafe import Markup

from eit.views import format as fmt
from eit.views.cards import small_table_html
from eit.views.categories import category_name
from eit.views.tables import Column, Maker, Table, build_table, known
from eit.views.texts import Texts, texts


def factor_table(factors: pd.DataFrame, lang: str) -> Table:
    """The intensities behind an estimate, each with its source."""
    t = texts(lang)
    makers: dict[str, tuple[Maker, Column]] = {
        "identifier": (lambda r: r.factor_id, Column()),
        "codes": (lambda r: r.codes, Column()),
        "central": (lambda r: r.central, Column("number", 2, "t")),
        "unit": (lambda r: t(f"estimated_per.{r.per}"), Column()),
        "geography": (lambda r: r.geography, Column()),
        "year": (lambda r: r.year, Column()),
        "source": (lambda r: r.source, Column(wide=True)),
        "confidence": (lambda r: known(f"confidence.{r.confidence}", r.confidence, t), Column()),
    }
    return build_table(factors, makers, t, lambda r: r.factor_id)


def balance_summary(portrait: Any, lang: str) -> str:
    """The balance of one territory in a sentence."""
    t, rows = texts(lang), portrait.balance
    net = rows["offer_mass_t_per_year"].fillna(0) - rows["demand_mass_t_per_year"].fillna(0)

    def most(values: pd.Series) -> str:
        if values.empty or values.max() <= 0:
            return t("portrait.nobody")
        at = values.idxmax()
        name = category_name(rows.loc[at, "category_id"], t)
        return f"{name} ({fmt.quantity(values[at], 't', lang)})"

    sums = [portrait.figures[f"{side}_mass"].value for side in ("offer", "demand")]
    offer, demand = (fmt.quantity(value, "t", lang) for value in sums)
    return t(
        "portrait.balance_summary",
        name=portrait.name,
        offer=offer,
        demand=demand,
        surplus=most(net),
        need=most(-net),
    )


def balance_table(balance: pd.DataFrame, lang: str) -> Table:
    """Offers and demands of matter by category, t/yr."""
    t = texts(lang)
    tonnes = Column("number", 1, t("unit.t_per_year"))
    makers: dict[str, tuple[Maker, Column]] = {
        "category": (lambda r: category_name(r.category_id, t), Column()),
        "offer_mass": (lambda r: r.offer_mass_t_per_year, tonnes),
        "demand_mass": (lambda r: r.demand_mass_t_per_year, tonnes),
        "offers": (lambda r: r.offers, Column("number")),
        "demands": (lambda r: r.demands, Column("number")),
        "not_communicated": (lambda r: r.not_communicated, Column("number")),
    }
    return build_table(balance, makers, t, lambda r: r.category_id)


def season_table(seasons: pd.DataFrame, lang: str) -> Table:
    """Storage need of each material, and its net quantity in each month [t]."""
    t = texts(lang)
    makers: dict[str, tuple[Maker, Column]] = {
        "material": (lambda r: getattr(r, f"material_{lang}"), Column()),
        "storage": (
            lambda r: None if r.net_by_month is None else r.storage_t,
            Column("number", 1, t("unit.t")),
        ),
        "storage_months": (lambda r: span_of_months(r, t), Column()),
        "structural": (
            lambda r: None if r.net_by_month is None else r.structural_t,
            Column("number", 1, t("unit.t")),
        ),
        "not_communicated": (lambda r: r.not_communicated, Column("number")),
    }
    table = build_table(seasons, makers, t, lambda r: r.material_id)
    months = {t(f"month_short.m{m + 1}"): m for m in range(12)}
    for name, month in months.items():
        values = [None if net is None else net[month] for net in seasons["net_by_month"]]
        table.frame[name] = pd.to_numeric(pd.Series(values, index=table.frame.index, dtype=object))
    return Table(table.frame, {**table.columns, **{name: Column("number", 1) for name in months}})


def span_of_months(row: Any, t: Texts) -> str:
    """`mai – octobre`, empty when nothing waits."""
    if fmt.is_missing(row.first_month) or row.first_month is None:
        return ""
    return f"{t(f'date.m{int(row.first_month)}')} – {t(f'date.m{int(row.last_month)}')}"


SMALLEST_T = 0.001
"""A kilogram: less does not need a store."""


def season_summary(seasons: pd.DataFrame, lang: str) -> list[str]:
    """The largest storage need in a sentence, and the materials whose quantity is n.c."""
    t, lines = texts(lang), []
    waiting = seasons[seasons["seasonal_t"] > SMALLEST_T]
    if waiting.empty:
        lines.append(t("portrait.seasons_none"))
    else:
        row = next(waiting.itertuples())
        lines.append(
            t(
                "portrait.seasons_summary",
                material=getattr(row, f"material_{lang}"),
                tonnes=fmt.quantity(row.storage_t, "t", lang, per_year=False),
                first=t(f"date.m{int(row.first_month)}"),
                last=t(f"date.m{int(row.last_month)}"),
            )
        )
    unknown = seasons[seasons["not_communicated"] > 0]
    if len(unknown):
        named = [
            t("estimated.businesses", sector=getattr(row, f"material_{lang}"), n=int(row.not_communicated))
            for row in unknown.itertuples()
        ]
        lines.append(t("portrait.seasons_unknown", list=", ".join(named)))
    return lines


def actor_table(actors: pd.DataFrame, lang: str) -> Table:
    """The directory, by kind of help, each with its source."""
    t = texts(lang)
    makers: dict[str, tuple[Maker, Column]] = {
        "actor_kind": (lambda r: known(f"actor_kind.{r.kind}", r.kind, t), Column()),
        "name": (lambda r: r.name, Column()),
        "actor_offer": (lambda r: _either(r, "offer", lang), Column(wide=True)),
        "territory": (
            lambda r: t("portrait.actors_whole") if fmt.is_missing(r.territory) else r.territory,
            Column(),
        ),
        "source": (lambda r: r.source, Column(wide=True)),
        "year": (lambda r: r.year, Column()),
        "confidence": (lambda r: known(f"confidence.{r.confidence}", r.confidence, t), Column()),
        "link": (lambda r: None if fmt.is_missing(r.url) else r.url, Column()),
    }
    return build_table(actors, makers, t, lambda r: r.actor_id)


def _either(row: Any, name: str, lang: str) -> str:
    """The text in the language of the screen, else in the other one."""
    other = "en" if lang == "fr" else "fr"
    values: Mapping[str, Any] = {key: getattr(row, f"{name}_{key}") for key in (lang, other)}
    return next((str(value) for value in values.values() if not fmt.is_missing(value) and value), "")


def movement_html(name: str, moved: pd.DataFrame, lang: str) -> Markup:
    """What leaves, enters and stays in a territory, t/yr by category."""
    t = texts(lang)
    heads = [t("column.category"), t("column.out"), t("column.into"), t("column.within")]
    rows = [
        [
            category_name(row.category_id, t),
            *(fmt.number(value, lang, significant=3) for value in (row.out, row.into, row.within)),
        ]
        for row in moved.itertuples()
    ]
    return small_table_html(heads, rows, f"{t('portrait.movements')} · {name}")
