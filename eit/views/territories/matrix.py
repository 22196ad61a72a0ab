"""Matrix of flows: who gives (rows) how much to whom (columns), the broadest first, sums at the edges."""

from __future__ import annotations

from collections.abc import Mapping
from textwrap import wrap

import pandas as pd
import plotly.graph_objects as go

from eit.views import format as fmt
from eit.views import palette
from eit.views.charts import plain_label, template
from eit.views.territories.charts import gathered, node_name, shortened
from eit.views.texts import texts

SHADES = [[0.0, "#f4f6f5"], [0.02, "#dcebec"], [1.0, "#5fa3b0"]]
DARK_SHADES = [[0.0, "#1a2c30"], [0.02, "#1d3b42"], [1.0, "#27707d"]]
"""Figures of the page's ink stand on every shade; the figure in each cell says what the shade says."""
ROW_PX, HEAD_PX, COLUMN_CHARACTERS = 34, 110, 11


def flow_matrix(links: pd.DataFrame) -> pd.DataFrame:
    """Tonnes per year from giver (index) to taker (columns), both by what they give and take together, 0 = nothing.

    `links` has giver, taker, category_id, t_per_year, count; the smallest of many are one.
    """
    kept = gathered(links)
    sums = kept.pivot_table("t_per_year", "giver", "taker", "sum", fill_value=0.0)
    through = sums.sum(axis=1).add(sums.sum(axis=0), fill_value=0.0)
    order = sorted(through.index, key=lambda name: (-through[name], str(name)))
    return sums.reindex(index=[name for name in order if name in sums.index],
                        columns=[name for name in order if name in sums.columns])  # fmt: skip


def matrix_chart(matrix: pd.DataFrame, names: Mapping[str, str], lang: str, dark: bool = False) -> go.Figure:
    """Draw a matrix of `flow_matrix` [t/yr]: cells by the root of their share of the largest, sums without a shade."""
    t = texts(lang)
    rows, columns = ([node_name(key, names, t) for key in keys] for keys in (matrix.index, matrix.columns))
    largest = float(matrix.to_numpy().max()) or 1.0
    values = [[*map(float, line), float(sum(line))] for line in matrix.to_numpy()]
    values.append([*map(float, matrix.sum(axis=0)), float(matrix.to_numpy().sum())])
    shades = [
        [(value / largest) ** 0.5 if value else 0.0 for value in line[:-1]] + [0.0] for line in values[:-1]
    ]
    shades.append([0.0] * len(values[-1]))
    written = [[fmt.number(value, lang, significant=3) if value else "" for value in line] for line in values]
    for line in written[:-1]:
        line[-1] = f"<b>{line[-1]}</b>"
    written[-1] = [f"<b>{cell}</b>" for cell in written[-1]]
    said = [
        [f"{plain_label(giver)} → {plain_label(taker)}<br>{fmt.quantity(value, 't', lang)}"
         for taker, value in zip([*columns, t("matrix.total")], line, strict=True)]
        for giver, line in zip([*rows, t("matrix.total")], values, strict=True)
    ]  # fmt: skip
    across, down = ([*keys, t(f"matrix.{total}")] for keys, total in ((columns, "given"), (rows, "received")))
    trace = go.Heatmap(
        **{"z": shades, "x": list(range(len(across))), "y": list(range(len(down))), "text": written},
        texttemplate="%{text}",
        textfont={"size": 13, "color": palette.inks(dark)["ink"]},
        customdata=said,
        meta={"values": values},
        hovertemplate="%{customdata}<extra></extra>",
        colorscale=DARK_SHADES if dark else SHADES,
        **{"zmin": 0, "zmax": 1, "showscale": False, "xgap": 2, "ygap": 2},
    )
    return go.Figure([trace]).update_layout(
        template=template(lang, dark),
        height=HEAD_PX + ROW_PX * len(down),
        xaxis={"side": "top", "tickangle": 0, **_ticks([_lines(name) for name in across])},
        yaxis={"autorange": "reversed", **_ticks([plain_label(shortened(name)) for name in down])},
    )


def _lines(name: str) -> str:
    """A head of a column in lines short enough to stand beside the next."""
    return "<br>".join(plain_label(line) for line in wrap(name, COLUMN_CHARACTERS, break_long_words=False))


def _ticks(labels: list[str]) -> dict[str, object]:
    return {"tickvals": list(range(len(labels))), "ticktext": labels}
