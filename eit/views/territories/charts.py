"""Charts of the portraits: who gives what to whom, and which months have too much or too little."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from textwrap import wrap

import pandas as pd
import plotly.graph_objects as go
from markupsafe import Markup

from eit.domain.portraits import ELSEWHERE, OTHERS
from eit.views import format as fmt
from eit.views import palette
from eit.views.categories import category_name, category_sign
from eit.views.charts import plain_label, template
from eit.views.tables import Column, Maker, Table, build_table
from eit.views.templates import render
from eit.views.texts import Texts, texts
from eit.views.typography import MINUS

MOST_NODES, MOST_ROWS = 12, 14
PAD_PX, NODE_ROOM_PX, SANKEY_HEAD_PX, SANKEY_FOOT_PX, LINE_PX = 22, 62, 34, 30, 17
BESIDE_PX, BESIDE_CHARACTERS = 142, 19
"""Beside the nodes there is room for so many letters in a line, on a phone too."""
LONGEST_LABEL = 30
NODE_COLOUR, NODE_DARK = "#5d6f74", "#9fb1b6"
LINK_OPACITY = 0.55
SURPLUS_SCALE = [[0, "#d9a066"], [0.5, "#f7f7f4"], [1, "#7db3bd"]]
SURPLUS_DARK = [[0, "#7d4f14"], [0.5, "#1c2b30"], [1, "#256572"]]
"""Figures of INK stand on every light shade, those of a dark page on every dark one; their sign says the same."""
SEASON_LABEL = 32


def gathered(links: pd.DataFrame, most: int = MOST_NODES) -> pd.DataFrame:
    """The links with the smallest givers and takers put together under OTHERS, so that a Sankey stays readable."""
    frame = links.copy()
    for side in ("giver", "taker"):
        sums = frame.groupby(side)["t_per_year"].sum().sort_values(ascending=False, kind="stable")
        kept = set(sums.index[:most]) | {ELSEWHERE}
        frame[side] = [name if name in kept else OTHERS for name in frame[side]]
    keys = ["giver", "taker", "category_id"]
    summed = frame.groupby(keys, as_index=False)[["t_per_year", "count"]].sum()
    return summed.sort_values(["t_per_year", *keys], ascending=[False, True, True, True], ignore_index=True)


def node_name(key: str, names: Mapping[str, str], t: Texts) -> str:
    """What a giver or taker is called; those that stand for several have names of their own."""
    reserved = {ELSEWHERE: t("portrait.elsewhere"), OTHERS: t("portrait.others")}
    return reserved.get(key) or names.get(key, key)


def sankey_chart(
    links: pd.DataFrame,
    names: Mapping[str, str],
    lang: str,
    dark: bool = False,
    categories: Mapping[str, str] | None = None,
) -> go.Figure:
    """Draw givers on the left, takers on the right, one band per category [t/yr]; `links` as `gathered` gives them."""
    t = texts(lang)
    givers, takers = (list(dict.fromkeys(links[side])) for side in ("giver", "taker"))
    labels = [*_labels(links, "giver", givers, names, t), *_labels(links, "taker", takers, names, t)]
    at = {("giver", key): n for n, key in enumerate(givers)}
    at |= {("taker", key): len(givers) + n for n, key in enumerate(takers)}
    said = [
        f"{plain_label(_category(row.category_id, categories, t))}<br>{fmt.quantity(row.t_per_year, 't', lang)}"
        for row in links.itertuples()
    ]
    trace = go.Sankey(
        arrangement="fixed",
        node={
            "label": labels,
            "pad": PAD_PX,
            "thickness": 14,
            "color": NODE_DARK if dark else NODE_COLOUR,
            "line": {"width": 0},
            "hovertemplate": "%{label}<extra></extra>",
            "x": [0.001] * len(givers) + [0.999] * len(takers),
            "y": [*_heights(links, "giver", givers), *_heights(links, "taker", takers)],
        },
        link={
            "source": [at["giver", key] for key in links["giver"]],
            "target": [at["taker", key] for key in links["taker"]],
            "value": links["t_per_year"].tolist(),
            "color": [_faded(palette.hue(key, dark)) for key in links["category_id"]],
            "customdata": said,
            "hovertemplate": "%{source.label} → %{target.label}<br>%{customdata}<extra></extra>",
        },
        # The names stand beside the nodes (annotations): plotly would write them on the bands.
        textfont={"color": "rgba(0,0,0,0)", "size": 1, "shadow": "none"},
    )
    tall = _sankey_px(links)
    height = tall + SANKEY_HEAD_PX + SANKEY_FOOT_PX
    margin = {"l": BESIDE_PX, "r": BESIDE_PX, "t": SANKEY_HEAD_PX, "b": SANKEY_FOOT_PX}
    notes = [
        _side(t("portrait.giver_side"), 0, "right"),
        _side(t("portrait.taker_side"), 1, "left"),
        *_beside(labels[: len(givers)], trace.node.y[: len(givers)], 0, tall),
        *_beside(labels[len(givers) :], trace.node.y[len(givers) :], 1, tall),
    ]
    made = go.Figure([trace])
    return made.update_layout(template=template(lang, dark), height=height, margin=margin, annotations=notes)


def _labels(links: pd.DataFrame, side: str, keys: list[str], names: Mapping[str, str], t: Texts) -> list[str]:
    """The name of each node with what passes through it."""
    sums = links.groupby(side)["t_per_year"].sum()
    return [
        f"{plain_label(node_name(key, names, t))} · {fmt.quantity(sums[key], 't', t.lang)}" for key in keys
    ]


def _sankey_px(links: pd.DataFrame) -> float:
    """The height of the bands: each node has room for its name in lines."""
    return NODE_ROOM_PX * max(links["giver"].nunique(), links["taker"].nunique(), 2)


def _heights(links: pd.DataFrame, side: str, keys: list[str]) -> list[float]:
    """The middle of each node of a side from the top [0–1], at the scale that plotly gives the fuller side."""
    tall, whole = _sankey_px(links), float(links["t_per_year"].sum()) or 1.0
    most = max(links["giver"].nunique(), links["taker"].nunique())
    scale = (tall - PAD_PX * (most - 1)) / whole
    sums = links.groupby(side)["t_per_year"].sum()
    pad = (tall - scale * whole) / max(len(keys) - 1, 1) if len(keys) > 1 else 0.0
    found, top = [], 0.0
    for key in keys:
        found.append(min(0.999, max(0.001, (top + scale * float(sums[key]) / 2) / tall)))
        top += scale * float(sums[key]) + pad
    return found


def _beside(labels: list[str], heights: Sequence[float], x: int, tall: float) -> list[dict[str, object]]:
    """The names of the nodes of a side, in lines, each beside its node or as near as the one above it lets."""
    lines = [wrap(label, BESIDE_CHARACTERS, break_long_words=False) for label in labels]
    rooms = [LINE_PX * len(one) for one in lines]
    middles: list[float] = []
    for high, room in zip(heights, rooms, strict=True):
        above = middles[-1] + (rooms[len(middles) - 1] + room) / 2 if middles else 0.0
        middles.append(max(high * tall, above))
    below = tall + SANKEY_FOOT_PX
    for n in reversed(range(len(middles))):
        middles[n] = min(middles[n], below - rooms[n] / 2)
        below = middles[n] - rooms[n] / 2
    return [
        {"text": "<br>".join(one), "showarrow": False, "font": {"size": 13},
         "x": x, "y": 1 - middle / tall, "xref": "paper", "yref": "paper", "xanchor": "left" if x else "right",
         "yanchor": "middle", "xshift": 8 if x else -8, "align": "left" if x else "right"}
        for one, middle in zip(lines, middles, strict=True)
    ]  # fmt: skip


def _side(text: str, x: float, anchor: str) -> dict[str, object]:
    place = {"x": x, "y": 1, "xref": "paper", "yref": "paper", "xanchor": anchor, "yanchor": "bottom"}
    return {"text": f"<b>{text}</b>", "showarrow": False, "yshift": 8, "xshift": 8 if x else -8, **place}


def _category(category_id: str, categories: Mapping[str, str] | None, t: Texts) -> str:
    return (categories or {}).get(category_id) or category_name(category_id, t)


def _faded(colour: str) -> str:
    red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return f"rgba({red},{green},{blue},{LINK_OPACITY})"


def category_key_html(links: pd.DataFrame, lang: str, categories: Mapping[str, str] | None = None) -> Markup:
    """The colours of the bands in words, largest first."""
    t = texts(lang)
    order = links.groupby("category_id")["t_per_year"].sum().sort_values(ascending=False, kind="stable")
    keys = [
        (category_sign(key, t), f"{_category(str(key), categories, t)} · {fmt.quantity(mass, 't', lang)}")
        for key, mass in order.items()
    ]
    return render("territories/category_key.html", keys=keys)


def links_summary(links: pd.DataFrame, names: Mapping[str, str], lang: str) -> str:
    """The Sankey in a sentence: the total and its largest band."""
    t, first = texts(lang), links.iloc[0]
    return t(
        "portrait.flows_summary",
        total=fmt.quantity(float(links["t_per_year"].sum()), "t", lang),
        category=category_name(first["category_id"], t).lower(),
        giver=node_name(first["giver"], names, t),
        taker=node_name(first["taker"], names, t),
        largest=fmt.quantity(float(first["t_per_year"]), "t", lang),
    )


def links_table(links: pd.DataFrame, names: Mapping[str, str], lang: str) -> Table:
    """The content of the Sankey as a table."""
    t = texts(lang)
    makers: dict[str, tuple[Maker, Column]] = {
        "giver": (lambda r: node_name(r.giver, names, t), Column()),
        "taker": (lambda r: node_name(r.taker, names, t), Column()),
        "category": (lambda r: category_name(r.category_id, t), Column()),
        "mass": (lambda r: r.t_per_year, Column("number", 1, t("unit.t_per_year"))),
        "links": (lambda r: r.count, Column("number")),
    }
    return build_table(links.rename_axis(None), makers, t, lambda r: f"{r.giver}|{r.taker}|{r.category_id}")


def season_chart(seasons: pd.DataFrame, lang: str, dark: bool = False) -> go.Figure:
    """Draw offers minus demands by month and material [t]; each cell writes it with its sign; last, the storage need.

    `seasons` as `analysis.movements.seasons` gives it; at most MOST_ROWS rows, the largest storage need on top.
    """
    t = texts(lang)
    rows = seasons[[net is not None for net in seasons["net_by_month"]]].head(MOST_ROWS).iloc[::-1]
    months = [*(t(f"month_short.m{month}") for month in range(1, 13)), t("portrait.storage_short")]
    shades, cells, said, labels, values = [], [], [], [], []
    strongest = (
        max((abs(value) for row in rows.itertuples() for value in row.net_by_month), default=0.0) or 1.0
    )
    for row in rows.itertuples():
        name = str(getattr(row, f"material_{lang}"))
        stored = fmt.number(row.storage_t, lang, significant=2)
        shades.append([*(_shade(value / strongest) for value in row.net_by_month), 0.0])
        months_said = [signed(value, lang) for value in row.net_by_month]
        said.append([f"{plain_label(name)}<br>{cell} t" for cell in (*months_said, stored)])
        if len(set(months_said)) == 1:
            each = t("portrait.each_month", quantity=months_said[0])
            months_said = ["", "", "", "", "", each, *[""] * 6]
        cells.append([*months_said, f"<b>{stored}</b>"])
        labels.append(_two_lines(name))
        values.append([*row.net_by_month, row.storage_t])
    trace = go.Heatmap(
        z=shades,
        x=months,
        y=list(range(len(labels))),
        text=cells,
        texttemplate="%{text}",
        textfont={"size": 12, "color": palette.inks(dark)["ink"]},
        customdata=said,
        meta={"values": values},
        hovertemplate="%{x}<br>%{customdata}<extra></extra>",
        colorscale=SURPLUS_DARK if dark else SURPLUS_SCALE,
        **{"zmin": -1, "zmax": 1, "showscale": False, "xgap": 2, "ygap": 2},
    )
    axis = {"tickvals": list(range(len(labels))), "ticktext": labels}
    layout = {
        "height": 70 + 38 * max(len(labels), 1),
        "yaxis": axis,
        "xaxis": {"side": "top", "tickangle": 0},
    }
    return go.Figure([trace]).update_layout(template=template(lang, dark), **layout)


def _two_lines(name: str) -> str:
    lines = wrap(name, SEASON_LABEL, max_lines=2, placeholder=" …")
    return "<br>".join(plain_label(line) for line in lines)


def _shade(share: float) -> float:
    """The root of a share, with its sign: a tenth of the largest can still be seen."""
    return (1 if share >= 0 else -1) * abs(share) ** 0.5


def shortened(name: str, longest: int = LONGEST_LABEL) -> str:
    """A label that leaves room for its chart; the table beside has the whole name."""
    return name if len(name) <= longest else f"{name[: longest - 1].rstrip()}…"


def signed(value: float, lang: str) -> str:
    """`+12`, `−3,5`, `0`: the sign is always written."""
    if abs(value) < 0.005:
        return "0"
    written = fmt.number(abs(value), lang, significant=2)
    return f"{'+' if value > 0 else MINUS}{written}"
