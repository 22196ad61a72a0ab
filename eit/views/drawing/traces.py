"""What of a chart's figure is drawn and written as a table: its bars, marks, cells and bands as plain values."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from eit.views.texts import Texts

BREAK, TAG = re.compile(r"<br\s*/?>"), re.compile(r"</?[bi]>")


def plain(text: object) -> str:
    """A label without the few tags that a chart reads in it, on one line."""
    return html.unescape(TAG.sub("", BREAK.sub(" ", str(text)))).strip()


def values_of(given: object) -> list[Any]:
    """The values of a property of a trace, which may be a tuple, an array or nothing."""
    return [] if given is None else list(given)  # type: ignore[call-overload]


def figure_table(figure: go.Figure, t: Texts) -> pd.DataFrame:
    """The numbers of a chart as rows: names, series where there are several, value in the unit of the axis."""
    rows = [row for trace in figure.data for row in _rows(trace, figure, t)]
    table = pd.DataFrame(rows)
    return table.loc[:, [column for column in table if table[column].astype(str).str.len().any()]]


def _rows(trace: Any, figure: go.Figure, t: Texts) -> Iterator[dict[str, object]]:
    name, row, series = t("chart_file.name"), t("chart_file.row"), t("chart_file.series")
    if trace.type == "sankey":
        # Each label ends with what passes through its node, which the rows say already.
        labels = [plain(label).rpartition(" · ")[0] for label in trace.node.label]
        ends = zip(trace.link.source, trace.link.target, trace.link.value, trace.link.customdata, strict=True)
        for source, target, value, said in ends:
            what = plain(str(said).split("<br>")[0])
            yield {
                t("chart_file.giver"): labels[source],
                t("chart_file.taker"): labels[target],
                series: what,
                t("chart_file.value"): value,
            }
    elif trace.type == "heatmap":
        labels = axis_labels(figure.layout.yaxis, trace.y)
        cells = trace.meta["values"] if trace.meta else trace.z
        for label, line in zip(labels, cells, strict=True):
            for column, cell in zip(trace.x, line, strict=True):
                yield {row: label, name: plain(column), t("chart_file.value"): cell}
    else:
        unit = plain(value_axis(trace, figure).title.text or "")
        across = (trace.y, trace.x) if lies(trace) else (trace.x, trace.y)
        for label, value in zip(*map(values_of, across), strict=True):
            told = {name: plain(label), series: plain(trace.name or "")}
            yield told | {f"{t('chart_file.value')} ({unit})" if unit else t("chart_file.value"): value}


def lies(trace: Any) -> bool:
    """Whether the values of a trace lie along x: bars on their side, marks beside names."""
    return getattr(trace, "orientation", None) == "h" or (
        trace.type == "scatter" and any(isinstance(one, str) for one in values_of(trace.y))
    )


def value_axis(trace: Any, figure: go.Figure) -> Any:
    """The axis along which values are read."""
    return figure.layout.xaxis if lies(trace) else figure.layout.yaxis


def axis_labels(axis: Any, given: Iterable[object]) -> list[str]:
    """The names on an axis, those that stand for numbers in their place."""
    named = dict(zip(values_of(axis.tickvals), values_of(axis.ticktext), strict=True))
    return [plain(named.get(one, one)) for one in given]
