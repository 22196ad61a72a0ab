"""Everything on the map is also in a table: local headings, sortable numbers, the reasons in a sentence."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from textwrap import wrap
from typing import Any, NamedTuple

import pandas as pd

from eit.views import format as fmt
from eit.views.brief.band_words import told_word
from eit.views.categories import category_name
from eit.views.reasons import why
from eit.views.sources import own_source
from eit.views.texts import Texts, texts


class Column(NamedTuple):
    """How a column wants to be shown: `kind` is text, number or progress (then 0 to `largest`).

    `px`: as broad as its text needs when None; where several stand on a small screen, each says its own.
    """

    kind: str = "text"
    decimals: int = 0
    unit: str = ""
    wide: bool = False
    largest: float | None = None
    px: int | None = None


@dataclass(frozen=True)
class Table:
    """A frame to show, its index the identifiers of the rows, and a hint per heading."""

    frame: pd.DataFrame
    columns: Mapping[str, Column]

    @cached_property
    def rounded(self) -> pd.DataFrame:
        """The frame with its numbers as they are shown; once for a table that many look at."""
        numbers = {heading: column for heading, column in self.columns.items() if column.kind == "number"}
        return self.frame.round({heading: column.decimals for heading, column in numbers.items()})

    def longest_in_lines(self, letters: Mapping[str, int]) -> int:
        """How many lines the longest text needs, where a line of the column `heading` holds so many letters."""
        key = tuple(letters.items())
        if key not in self._lines:
            self._lines[key] = max([1, *(_lines(self.frame[name], most) for name, most in key)])
        return self._lines[key]

    @cached_property
    def _lines(self) -> dict[tuple[tuple[str, int], ...], int]:
        return {}


def _lines(texts: pd.Series, letters: int) -> int:
    """Lines of the longest of some texts."""
    long = [text for text in texts.dropna().astype(str).unique() if len(text) > letters]
    return max((len(wrap(text, letters)) for text in long), default=1)


Maker = Callable[[Any], Any]
NAME_PX, SHORT_PX = 162, 112
"""Two organisations, two materials, a quantity and a distance stand side by side on a screen of 1366 pixels."""


def exchange_table(exchanges: pd.DataFrame, lang: str, banded: bool = False) -> Table:
    """Turn the exchanges frame into a table, best first; the index is `offer_id|demand_id`.

    `banded`: what a plan would carry does not follow from quantities in bands, and is left out.
    Cells hold plain text, not HTML: Streamlit's grid draws them as text.
    """
    t = texts(lang)
    rows = exchanges.sort_values(
        ["conditional", "score"], ascending=[True, False], na_position="last", kind="stable"
    )
    makers: dict[str, tuple[Maker, Column]] = {
        "score": (lambda r: r.score, Column("progress", largest=100)),
        "offer_company": (lambda r: r.offer_company, Column(px=NAME_PX)),
        "offer_material": (lambda r: getattr(r, f"offer_material_{lang}"), Column(px=NAME_PX)),
        "demand_company": (lambda r: r.demand_company, Column(px=NAME_PX)),
        "demand_material": (lambda r: getattr(r, f"demand_material_{lang}"), Column(px=NAME_PX)),
        "quantity": (lambda r: fmt.quantity(r.pair_quantity, r.unit, lang), Column(px=SHORT_PX)),
        "distance": (lambda r: r.distance_km, Column("number", 1, t("unit.km"))),
        "basis": (lambda r: t("gate.conditional" if r.conditional else f"basis.{r.basis}"), Column()),
        "score_range": (lambda r: _score_range(r, lang), Column()),
        "synergy": (lambda r: synergy_word(r, t), Column()),
        **_road_makers(rows, t),
        "mass": (lambda r: r.mass_t_per_year, Column("number", 1, t("unit.t_per_year"))),
        "months": (lambda r: r.months_in_common, Column("number")),
        "age": (lambda r: r.age_months, Column("number")),
        "category": (lambda r: category_name(r.category_id, t), Column()),
        "former_destination": (lambda r: destination(r.former_destination, t), Column()),
        "allocated": (lambda r: r.allocated_t_per_year, Column("number", 1, t("unit.t_per_year"))),
        "why": (lambda r: why(r, lang), Column(wide=True)),
    }
    if banded:
        del makers["allocated"]
        makers["quantity"] = (lambda r: told_word(r.pair_quantity, r.unit, t), makers["quantity"][1])
    return build_table(rows, makers, t, lambda r: f"{r.offer_id}|{r.demand_id}")


def lead_table(leads: pd.DataFrame, lang: str) -> Table:
    """Turn the organisations to ask into a table, the best of each offer first; the index is `offer_id|company_id`."""
    t = texts(lang)
    makers: dict[str, tuple[Maker, Column]] = {
        "score": (lambda r: r.score, Column("progress", largest=100)),
        "offer_company": (lambda r: r.offer_company, Column(px=NAME_PX)),
        "offer_material": (lambda r: getattr(r, f"material_{lang}"), Column(px=NAME_PX)),
        "asked_company": (lambda r: r.company, Column(px=NAME_PX)),
        "use": (lambda r: getattr(r, f"use_{lang}"), Column(px=NAME_PX)),
        "offered": (lambda r: fmt.quantity(r.quantity_per_year, r.unit, lang), Column(px=SHORT_PX)),
        "distance": (lambda r: r.distance_km, Column("number", 1, t("unit.km"))),
        "sector": (lambda r: getattr(r, f"sector_{lang}"), Column()),
        "checked": (lambda r: t("lead.seen" if r.confidence == "seen" else "lead.to_check"), Column()),
        "condition": (lambda r: getattr(r, f"condition_{lang}"), Column(wide=True)),
        "source": (lambda r: own_source(r.source, t), Column(wide=True)),
    }
    return build_table(leads, makers, t, lambda r: f"{r.offer_id}|{r.company_id}")


def _score_range(row: Any, lang: str) -> str:
    """`70–83` when a position or a quantity is not known exactly; empty when the score is one number."""
    low, high = (fmt.number(end, lang, decimals=0) for end in (row.score_low, row.score_high))
    return "" if low == high else f"{low}–{high}"


def _road_makers(rows: pd.DataFrame, t: Texts) -> dict[str, tuple[Maker, Column]]:
    """The estimate alone; with a road network, what is measured where it is known, and which of the two a row has."""
    kilometres = Column("number", 1, t("unit.km"))
    if "road_basis" not in rows or not (rows["road_basis"] == "network").any():
        return {"road": (lambda r: r.road_km_estimate, kilometres)}
    return {
        "road_known": (lambda r: r.road_km_estimate if fmt.is_missing(r.road_km) else r.road_km, kilometres),
        "road_minutes": (lambda r: r.road_minutes, Column("number", 0, "min")),
        "road_basis": (lambda r: t(f"road_basis.{r.road_basis}"), Column()),
    }


def site_table(sites: pd.DataFrame, lang: str, banded: bool = False) -> Table:
    """Turn the sites frame into a table by name; the index is the company_id. `banded`: without sums of bands."""
    t = texts(lang)
    tonnes = Column("number", 1, t("unit.t_per_year"))
    makers: dict[str, tuple[Maker, Column]] = {
        "name": (lambda r: r.name, Column()),
        "kind": (lambda r: known(f"company_kind.{r.kind}", r.kind, t), Column()),
        "sector": (lambda r: getattr(r, f"sector_{lang}"), Column()),
        "municipality": (lambda r: r.municipality, Column()),
        "park": (lambda r: r.park, Column()),
        "category": (lambda r: category_name(r.category_id, t), Column()),
        "employees": (lambda r: r.employees, Column("number")),
        "offers": (lambda r: r.offers, Column("number")),
        "demands": (lambda r: r.demands, Column("number")),
        "offer_mass": (lambda r: r.offer_mass_t_per_year, tonnes),
        "demand_mass": (lambda r: r.demand_mass_t_per_year, tonnes),
        "exchanges": (lambda r: r.exchanges, Column("number")),
    }
    if banded:
        makers = {key: made for key, made in makers.items() if not key.endswith("_mass")}
    return build_table(sites.sort_values("name"), makers, t, lambda r: r.company_id)


def synergy_table(synergies: pd.DataFrame, lang: str, banded: bool = False) -> Table:
    """Turn the synergies frame into a table; the index is the synergy_id. `banded`: GHG need more than a band."""
    t = texts(lang)
    makers: dict[str, tuple[Maker, Column]] = {
        "title": (lambda r: getattr(r, f"title_{lang}"), Column(wide=True)),
        "type": (lambda r: known(f"synergy_type.{r.type}", r.type, t), Column()),
        "stage": (lambda r: known(f"stage.{r.stage}", r.stage, t), Column()),
        "stage_on": (lambda r: fmt.date(r.stage_on, lang), Column()),
        "giver": (lambda r: r.giver, Column()),
        "taker": (lambda r: r.taker, Column()),
        "category": (lambda r: category_name(r.category_id, t), Column()),
        "mass": (lambda r: r.mass_t_per_year, Column("number", 1, t("unit.t_per_year"))),
        "ghg": (lambda r: r.ghg_central, Column("number", 1, t("unit.tCO2e_per_year"))),
    }
    if banded:
        del makers["ghg"]
    return build_table(synergies, makers, t, lambda r: r.synergy_id)


def synergy_word(row: Any, t: Texts) -> str:
    """The stage of the synergy that a pair is already; empty when nobody works on it."""
    stage = getattr(row, "synergy_stage", None)
    return t(f"stage.{stage}") if isinstance(stage, str) else ""


def destination(written: object, t: Texts) -> str:
    """Name a former destination, or each of its shares: `landfill:0.7;recycling:0.3`."""
    if fmt.is_missing(written) or not str(written).strip():
        return ""
    parts = []
    for part in str(written).split(";"):
        name, _, share = part.strip().partition(":")
        said = known(f"destination.{name}", name, t)
        parts.append(f"{said} {fmt.percent(float(share), t.lang)}" if share else said)
    return ", ".join(parts)


def known(key: str, otherwise: object, t: Texts) -> str:
    """Return the text at `key`, or the raw value when there is none."""
    return t(key) if t.has(key) else str(otherwise)


def build_table(
    rows: pd.DataFrame, makers: dict[str, tuple[Maker, Column]], t: Texts, identify: Maker
) -> Table:
    """Make a table: one column per maker under the heading `column.<key>`, the index from `identify`."""
    records = list(rows.itertuples(index=False))
    data = {heading(key, column, t): [make(one) for one in records] for key, (make, column) in makers.items()}
    columns = {heading(key, column, t): column for key, (_, column) in makers.items()}
    frame = pd.DataFrame(data, index=[identify(record) for record in records])
    for words, column in columns.items():
        if column.kind != "text":
            frame[words] = pd.to_numeric(frame[words], errors="coerce")
    return Table(frame, columns)


def heading(key: str, column: Column, t: Texts) -> str:
    """The heading of a column, with the unit of its numbers where the words do not say it already."""
    words = t(f"column.{key}")
    said = not column.unit or "(" in words or column.unit.lower() in words.lower()
    return words if said else f"{words} ({column.unit})"


def territory_table(territories: pd.DataFrame, lang: str) -> Table:
    """Turn the territories frame into a table by name; the index is the territory_id."""
    t = texts(lang)
    tonnes = Column("number", 1, t("unit.t_per_year"))
    makers: dict[str, tuple[Maker, Column]] = {
        "name": (lambda r: r.name, Column()),
        "companies": (lambda r: r.companies, Column("number")),
        "offers": (lambda r: r.offers, Column("number")),
        "demands": (lambda r: r.demands, Column("number")),
        "offer_mass": (lambda r: r.offer_mass_t_per_year, tonnes),
        "demand_mass": (lambda r: r.demand_mass_t_per_year, tonnes),
        "exchanges": (lambda r: r.exchanges, Column("number")),
        "synergies": (lambda r: r.synergies, Column("number")),
    }
    if "estimated_t_per_year" in territories:
        makers["estimated_central"] = (lambda r: r.estimated_t_per_year, tonnes)
    return build_table(territories.sort_values("name"), makers, t, lambda r: r.territory_id)
