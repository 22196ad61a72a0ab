"""A chart as a file that stands alone: PNG and SVG with title, source and date, its numbers as CSV."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import plotly.graph_objects as go

from eit.views import format as fmt
from eit.views.drawing.chart import chart_drawing
from eit.views.drawing.svg import drawing_svg
from eit.views.drawing.traces import figure_table
from eit.views.export.tables import as_csv
from eit.views.texts import texts

MIMES = {"png": "image/png", "svg": "image/svg+xml", "csv": "text/csv"}
"""What a chart is offered as, in this order."""


def chart_file(kind: str, figure: go.Figure, title: str, source: str, as_of: date, lang: str) -> bytes:
    """The bytes of one kind of MIMES; `source` is a plain sentence, `as_of` the day of the data.

    Raises KeyError for another kind.
    """
    t = texts(lang)
    foot = t("chart_file.foot", source=source, date=fmt.date(as_of, lang))
    made: dict[str, Callable[[], bytes]] = {
        "png": lambda: _png(figure, title, foot),
        "svg": lambda: drawing_svg(chart_drawing(figure, title, foot), lang).encode("utf-8"),
        "csv": lambda: as_csv(figure_table(figure, t), lang),
    }
    return made[kind]()


def _png(figure: go.Figure, title: str, foot: str) -> bytes:
    from eit.views.drawing.pixels import drawing_png  # only now: no page waits for what paints pixels

    return drawing_png(chart_drawing(figure, title, foot))
