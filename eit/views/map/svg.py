"""The map as one SVG file that stands alone: title, legend, scale, sources and date are inside it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from textwrap import wrap

from markupsafe import Markup

from eit.views import format as fmt
from eit.views import palette
from eit.views.map.content import MapContent
from eit.views.map.pixel_legend import DISC, Group, Row, legend_groups
from eit.views.map.pixels import Area, Bounds, Picture, Spot, picture, scale_bar
from eit.views.templates import render
from eit.views.texts import texts

SIDE_PX, NARROW_PX = 300, 1150
HEAD_PX, FOOT_PX, EDGE = 58, 50, 16
ROW_PX, LINE_PX, TITLE_ROW_PX, GAP_PX = 22, 17, 25, 12
SIGN_PX, LEGEND_CHARACTER_PX = 54, 7.6
COLUMNS = 3
PREFIX = "picture-"
"""Before the names of patterns: the map of a page may stand in the same document."""
LARGEST_TITLE, SMALLEST_TITLE, BOLD_EM = 25.0, 15.0, 0.66
FOOT_CHARACTER_PX = 6.2


def static_map_svg(
    content: MapContent,
    bounds: Bounds,
    lang: str,
    title: str,
    credits: Sequence[str],
    as_of: object,
    width_px: int = 1600,
    height_px: int = 1000,
    category_names: Mapping[str, str] | None = None,
) -> Markup:
    """One SVG with everything a reader needs: what is typed is encoded; nothing is fetched, nothing runs.

    `bounds` is (west, south, east, north) in degrees; `credits` are plain sentences; `as_of` a date. The legend
    stands on the right, or below in a narrow picture.
    """
    narrow = width_px < NARROW_PX
    side, under = (0, 0) if narrow else (SIDE_PX, 0)
    foot = _foot(credits, lang, as_of, width_px)
    foot_px = FOOT_PX + 17 * (len(foot) - 2)
    probe = picture(content, bounds, width_px - side - 2 * EDGE, height_px / 2)
    groups = legend_groups(probe.drawing, lang, category_names)
    step = (width_px - 2 * EDGE) / COLUMNS if narrow else SIDE_PX - EDGE
    columns = _columns(groups, COLUMNS, step) if narrow else [groups]
    if narrow:
        under = max((_height(column, step) for column in columns), default=0)
    tall = height_px - HEAD_PX - foot_px - under - EDGE
    shown = picture(content, bounds, width_px - side - 2 * EDGE, max(tall, 120))
    legend_at = (EDGE, HEAD_PX + shown.plane.height + EDGE) if narrow else (width_px - side + 2, HEAD_PX)
    return render(
        "map/picture.svg",
        **{"palette": palette, "prefix": PREFIX, "lang": lang, "title": title, "plane": shown.plane},
        **{"width": width_px, "height": height_px, "edge": EDGE, "map_top": HEAD_PX},
        head=_head(title, width_px - 2 * EDGE),
        **_shapes(shown, lang),
        legend=_legend(columns, legend_at, step),
        foot=foot,
        foot_px=foot_px,
    )


def _foot(credits: Sequence[str], lang: str, as_of: object, width_px: float) -> list[str]:
    """The date, then the sources, in lines that fit."""
    t = texts(lang)
    dated = t("legend.data", date=fmt.date(as_of, lang))  # type: ignore[arg-type]
    lines = [""]
    for word in t("legend.source", credits=" · ".join(credits)).split(" ") if credits else ():
        if len(lines[-1]) + len(word) > (width_px - 2 * EDGE) / FOOT_CHARACTER_PX:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return [f"{t('picture.made')} · {dated}", *lines]


def _head(title: str, width: float) -> dict[str, object]:
    """As large as it fits on one line; cut when it would become too small."""
    size = min(LARGEST_TITLE, max(SMALLEST_TITLE, width / BOLD_EM / max(len(title), 1)))
    return {"words": _cut(title, width / BOLD_EM / size), "size": round(size, 1)}


def _cut(text: str, most: float) -> str:
    return text if len(text) <= most else text[: int(most) - 1].rstrip() + "…"


def _shapes(shown: Picture, lang: str) -> dict[str, object]:
    """What the template draws, in pixels: areas, lines, arrows, names, discs and the scale."""
    length, pixels = scale_bar(shown.plane)
    return {
        "areas": [_area(one) for one in shown.areas],
        "lines": [vars(one) | {"path": _path(one.spots)} for one in shown.lines],
        "arrows": [vars(one) | {"path": _path(one.spots, closed=True)} for one in shown.arrows],
        "labels": shown.labels,
        "discs": shown.discs,
        "scale": {"pixels": pixels, "words": fmt.distance(length, lang)},
    }


def _path(spots: Sequence[Spot], closed: bool = False) -> str:
    return "M" + "L".join(f"{x:g} {y:g}" for x, y in spots) + ("Z" if closed else "")


def _fill(fill: str) -> str:
    return fill.replace("url(#", f"url(#{PREFIX}")


def _area(area: Area) -> dict[str, object]:
    hollow = area.fill is None or (area.dashed and area.fill == "#ffffff")
    outline = "".join(_path(ring, closed=True) for ring in area.rings)
    return vars(area) | {"path": outline, "fill": "none" if hollow else _fill(str(area.fill))}


def _height(groups: Sequence[Group], step: float) -> int:
    rows = [lines for group in groups for row in group.rows for lines in [_wrapped(row, step)]]
    more = sum(LINE_PX * (len(lines) - 1) for lines in rows)
    return (TITLE_ROW_PX + GAP_PX) * len(groups) + ROW_PX * len(rows) + more


def _wrapped(row: Row, step: float) -> list[str]:
    return wrap(row.text, max(12, int((step - SIGN_PX) / LEGEND_CHARACTER_PX))) or [""]


def _columns(groups: list[Group], most: int, step: float) -> list[list[Group]]:
    """The groups in order in at most `most` columns, as low as they can be."""
    limit = max((_height([group], step) for group in groups), default=0)
    while True:
        columns: list[list[Group]] = [[]]
        for group in groups:
            if columns[-1] and _height([*columns[-1], group], step) > limit:
                columns.append([])
            columns[-1].append(group)
        if len(columns) <= most:
            return columns
        limit += ROW_PX


def _legend(columns: list[list[Group]], at: Spot, step: float) -> list[dict[str, object]]:
    """The pieces of the legend, each a sign or a line of words at its place."""
    drawn: list[dict[str, object]] = []

    def say(x: float, y: float, words: str, size: float, weight: int) -> None:
        drawn.append({"x": x, "y": y, "words": words, "size": size, "weight": weight, "row": None})

    for number, column in enumerate(columns):
        x, y = at[0] + number * step, at[1] + 12
        for group in column:
            say(x, y, group.head, 14.5, 650)
            y += TITLE_ROW_PX
            for row in group.rows:
                drawn.append({"x": x, "y": y - 5, "row": _signed(row)})
                for line in _wrapped(row, step):
                    say(x + SIGN_PX, y, line, 13.5, 400)
                    y += LINE_PX
                y += ROW_PX - LINE_PX
            y += GAP_PX
    return drawn


def _signed(row: Row) -> dict[str, object]:
    """A row with the ink of its letters and the name that its fill has in this document."""
    ink = palette.ink_on(row.colour) if row.sign == DISC else ""
    return row._asdict() | {"ink": ink, "fill": _fill(row.colour)}
