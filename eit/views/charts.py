"""Plain charts in one look: transparent, few lines, units on the axes, numbers in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from textwrap import wrap
from typing import Any, NamedTuple

import pandas as pd
import plotly.graph_objects as go

from eit.domain.stage import STAGES
from eit.views import format as fmt
from eit.views import palette
from eit.views.categories import category_name
from eit.views.reasons import SUB_SCORES
from eit.views.texts import texts
from eit.views.typography import NARROW

LINE = "rgba(128,140,144,0.35)"
ROW_PX = 34
LABEL_CHARACTERS = 22
MASSES = ("offer_mass_t_per_year", "demand_mass_t_per_year")
TARGET_MARK = {"symbol": "line-ns", "size": 26, "line": {"width": 3, "color": palette.TARGET_COLOUR}}


@lru_cache(maxsize=4)
def template(lang: str, dark: bool = False) -> go.layout.Template:
    """Return our template: transparent, our font, decimal and thousands signs of the language; made once."""
    ink = "#f0f3f4" if dark else palette.INK
    axis = {
        "gridcolor": LINE,
        "zerolinecolor": LINE,
        "automargin": True,
        "ticks": "",
        "title": {"standoff": 10, "font": {"size": 13}},
    }
    layout = {
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "font": {"family": palette.FONT, "size": 14, "color": ink},
        "margin": {"l": 8, "r": 16, "t": 8, "b": 8},
        "separators": f",{NARROW}" if lang == "fr" else ".,",
        "xaxis": axis,
        # A name does not touch its bar.
        "yaxis": axis | {"showgrid": False, "ticklabelstandoff": 6},
        "legend": {"orientation": "h", "y": 1.02, "yanchor": "bottom", "x": 0, "traceorder": "reversed"},
        "bargap": 0.35,
        "hoverlabel": {"font": {"family": palette.FONT, "size": 13}},
        # A finger on a chart scrolls the page.
        "dragmode": False,
    }
    return go.layout.Template(layout=layout)


def _figure(traces: list[Any], lang: str, height: int, dark: bool, **layout: Any) -> go.Figure:
    shown = go.Figure(traces)
    return shown.update_layout(template=template(lang, dark), height=height, **layout)


class Beside(NamedTuple):
    """What charts side by side share: their categories, the largest first, and the longest bar [t/yr].

    `longest` 0: each has its own scale.
    """

    categories: tuple[str, ...]
    longest: float


def beside(balances: Sequence[pd.DataFrame]) -> Beside:
    """What the balances of several territories share, so that their charts can be compared."""
    held = pd.concat([rows.set_index("category_id")[list(MASSES)] for rows in balances])
    sums = held.groupby(level=0).sum().sum(axis=1).sort_values(ascending=False, kind="stable")
    longest = held.max(axis=None)
    return Beside(tuple(map(str, sums.index)), 0.0 if pd.isna(longest) else float(longest))


def balance_chart(
    balance: pd.DataFrame,
    lang: str,
    names: Mapping[str, str] | None = None,
    dark: bool = False,
    shared: Beside | None = None,
) -> go.Figure:
    """Draw tonnes on offer against tonnes in demand by category, largest first.

    `balance` has category_id, offer_mass_t_per_year, demand_mass_t_per_year [t/yr].
    """
    t, ink = texts(lang), palette.inks(dark)
    total = balance[list(MASSES)].fillna(0).sum(axis=1)
    rows = balance.loc[total.sort_values().index]
    if shared is not None:
        rows = balance.set_index("category_id").reindex(shared.categories[::-1]).reset_index()
    labels = [wrapped_label((names or {}).get(c, category_name(c, t))) for c in rows["category_id"]]
    sides = (
        ("demand", t("chart.demands"), ink["received"], "/"),
        ("offer", t("chart.offers"), ink["given"], ""),
    )
    traces = []
    for side, name, colour, pattern in sides:
        values = rows[f"{side}_mass_t_per_year"]
        said = [fmt.quantity(value, "t", lang) for value in values]
        look = {
            "color": colour,
            "pattern": {"shape": pattern, "fillmode": "overlay", "fgcolor": ink["halo"], "fgopacity": 0.5},
        }
        hover = "%{y}<br>" + name + " %{customdata}<extra></extra>"
        bar = go.Bar(x=values, y=labels, orientation="h", name=name, marker=look, customdata=said)
        traces.append(bar.update(hovertemplate=hover))
    height = 90 + int(ROW_PX * 1.4) * max(len(rows), 1)
    axis: dict[str, Any] = {"title": {"text": t("chart.mass_axis")}, "tickformat": ",~f"}
    if shared is not None and shared.longest:
        axis["range"] = [0, 1.04 * shared.longest]
    return _figure(traces, lang, height, dark, barmode="group", xaxis=axis)


def score_chart(row: Mapping[str, Any] | pd.Series, lang: str, dark: bool = False) -> go.Figure:
    """Draw the six sub-scores (0 to 100) of one exchange; one that is not known says n.c."""
    t = texts(lang)
    parts = list(reversed(SUB_SCORES))
    values = [row[f"score_{part}"] for part in parts]
    said = [fmt.number(v if fmt.is_missing(v) else 100 * v, lang, decimals=0) for v in values]
    bars = go.Bar(
        x=[0 if fmt.is_missing(v) else 100 * v for v in values],
        y=[wrapped_label(t(f"score.{part}")) for part in parts],
        orientation="h",
        text=said,
        textposition="outside",
        cliponaxis=False,
        marker={"color": palette.inks(dark)["given"]},
        customdata=[t(f"score_help.{part}") for part in parts],
        hovertemplate="%{y} %{text}<br>%{customdata}<extra></extra>",
    )
    axis = {"range": [0, 108], "title": {"text": t("score.axis")}, "tickvals": [0, 25, 50, 75, 100]}
    return _figure([bars], lang, 80 + ROW_PX * len(parts), dark, xaxis=axis)


def funnel_chart(
    counts: Mapping[str, int], lang: str, targets: Mapping[str, float] | None = None, dark: bool = False
) -> go.Figure:
    """Draw how many synergies reached each stage, from the first to the last, with a mark at each target.

    `counts` and `targets` are by stage; stages without a count are 0.
    """
    t = texts(lang)
    wanted = {stage: round(n) for stage, n in (targets or {}).items() if stage in STAGES}
    names = {stage: t(f"stage.{stage}").capitalize() for stage in STAGES}
    values = [int(counts.get(stage, 0)) for stage in STAGES]
    shades = palette.STAGE_DARK if dark else palette.STAGE_COLOURS
    bars = go.Bar(
        x=values,
        y=list(names.values()),
        orientation="h",
        text=[str(v) for v in values],
        textposition="outside",
        cliponaxis=False,
        marker={"color": [shades[stage] for stage in STAGES]},
        hovertemplate="%{y} %{x}<extra></extra>",
        showlegend=False,
    )
    marks = _target_marks(list(wanted.values()), [names[stage] for stage in wanted], lang)
    top = max([*values, *wanted.values(), 1])
    axis = {"title": {"text": t("chart.count_axis")}, "range": [0, top * 1.12], "rangemode": "tozero"}
    return _figure(
        [bars, marks] if wanted else [bars],
        lang,
        90 + ROW_PX * len(STAGES),
        dark,
        xaxis=axis,
        yaxis={"autorange": "reversed"},
        showlegend=bool(wanted),
    )


def _target_marks(targets: list[int], labels: list[str], lang: str) -> go.Scatter:
    t = texts(lang)
    return go.Scatter(
        x=targets,
        y=labels,
        mode="markers",
        name=t("chart.target_name"),
        marker=TARGET_MARK,
        hovertemplate=[t("chart.target", n=n) + "<extra></extra>" for n in targets],
    )


def plain_label(text: str) -> str:
    """Plotly reads a few tags (`<a>`, `<b>`, `<br>`) in labels: typed text must not hold any."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def wrapped_label(text: str) -> str:
    """A label in lines short enough for a phone, where a long one would be cut at its beginning."""
    return "<br>".join(plain_label(line) for line in wrap(text, LABEL_CHARACTERS))
