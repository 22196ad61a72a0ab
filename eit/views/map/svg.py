"""SVG writer: the map as one file that stands alone, with title, legend, scale, sources, date and what is left out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from textwrap import wrap

from markupsafe import Markup

from eit.views import format as fmt
from eit.views import palette
from eit.views.map.bands import mark_at
from eit.views.map.layout import Only, Picture, lay_out
from eit.views.map.legend import NUMBERED_PX, Group, Row, area_fill, drawn_note, legend_groups
from eit.views.map.plane import Bounds, Spot, path, scale_bar
from eit.views.map.scene import MapScene
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
    scene: MapScene,
    bounds: Bounds | None,
    title: str,
    credits: Sequence[str],
    as_of: object,
    asked: str = "",
    width_px: int = 1600,
    height_px: int = 1000,
) -> Markup:
    """One SVG with everything a reader needs: what is typed is encoded; nothing is fetched, nothing runs.

    `bounds` is (west, south, east, north) in degrees; `credits` are plain sentences; `as_of` a date; `asked` says with
    which filters. The legend stands on the right, or below in a narrow picture.
    """
    narrow = width_px < NARROW_PX
    side, under = (0, 0) if narrow else (SIDE_PX, 0)
    wide = width_px - side - 2 * EDGE
    probe = lay_out(scene, bounds, wide, height_px / 2)
    foot = _foot(credits, probe, as_of, asked, width_px)
    foot_px = FOOT_PX + 17 * (len(foot) - 2)
    groups = legend_groups(probe)
    step = (width_px - 2 * EDGE) / COLUMNS if narrow else SIDE_PX - EDGE
    columns = _columns(groups, COLUMNS, step) if narrow else [groups]
    if narrow:
        under = max((_height(column, step) for column in columns), default=0)
    tall = height_px - HEAD_PX - foot_px - under - EDGE
    shown = lay_out(scene, bounds, wide, max(tall, 120))
    legend_at = (EDGE, HEAD_PX + shown.plane.height + EDGE) if narrow else (width_px - side + 2, HEAD_PX)
    return _drawn(
        shown,
        title,
        (width_px, height_px),
        palette.MAP_LIGHT,
        **{"edge": EDGE, "map_top": HEAD_PX, "foot_px": foot_px},
        head=_head(title, width_px - 2 * EDGE),
        legend=_legend(columns, legend_at, step),
        foot=_foot(credits, shown, as_of, asked, width_px),
    )


def bare_map_svg(
    scene: MapScene,
    bounds: Bounds | None,
    title: str,
    size_px: tuple[int, int],
    dark: bool = False,
    only: Only | None = None,
) -> tuple[Markup, str]:
    """The map alone, for a page that says its title and its sources itself; and how much of the flows it draws.

    `only` says which flows are drawn, all by default.
    """
    shown = lay_out(scene, bounds, *size_px, only=only)
    ink = palette.MAP_DARK if dark else palette.MAP_LIGHT
    frame = {"edge": 0, "map_top": 0, "foot_px": 0, "head": None, "legend": (), "foot": ()}
    return _drawn(shown, title, size_px, ink, **frame), drawn_note(shown)


def _drawn(
    shown: Picture, title: str, size_px: tuple[int, int], ink: Mapping[str, str], **frame: object
) -> Markup:
    length, pixels = scale_bar(shown.plane)
    lang = shown.scene.lang
    return render(
        "map/picture.svg",
        **{"palette": palette, "ink": ink, "prefix": PREFIX, "lang": lang, "title": title},
        **{"width": size_px[0], "height": size_px[1], "plane": shown.plane},
        **_shapes(shown, ink),
        scale={"pixels": pixels, "words": fmt.distance(length, lang)},
        **frame,
    )


def _foot(credits: Sequence[str], shown: Picture, as_of: object, asked: str, width_px: float) -> list[str]:
    """The date, what is drawn of what was asked, then the sources, in lines that fit."""
    t = texts(shown.scene.lang)
    dated = t("legend.data", date=fmt.date(as_of, t.lang))  # type: ignore[arg-type]
    said = [t("picture.made"), dated, drawn_note(shown), *([asked] if asked else [])]
    lines = [""]
    for word in t("legend.source", credits=" · ".join(credits)).split(" ") if credits else ():
        if len(lines[-1]) + len(word) > (width_px - 2 * EDGE) / FOOT_CHARACTER_PX:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return [" · ".join(said), *lines]


def _head(title: str, width: float) -> dict[str, object]:
    """As large as it fits on one line; cut when it would become too small."""
    size = min(LARGEST_TITLE, max(SMALLEST_TITLE, width / BOLD_EM / max(len(title), 1)))
    return {"words": _cut(title, width / BOLD_EM / size), "size": round(size, 1)}


def _cut(text: str, most: float) -> str:
    return text if len(text) <= most else text[: int(most) - 1].rstrip() + "…"


def _shapes(shown: Picture, ink: Mapping[str, str]) -> dict[str, object]:
    """What the template draws, in pixels: areas, bands, discs, names."""
    bands = [
        {
            "body": _line([*band.inner, *band.outer[::-1]]) + "Z",
            "head": _line(band.head) + "Z",
            "full": bool(band.link.kind),
            "mark": mark_at(band) if band.link.running else None,
            "fill": ink["synergy"] if band.link.kind else palette.tint(number / len(shown.bands), ink),
        }
        for number, band in enumerate(shown.bands, 1)
    ]
    circles = [
        {
            **{"x": one.disc.x, "y": one.disc.y, "r": one.disc.r, "label": one.label},
            "core": one.disc.r * (one.given / (one.received + one.given)) ** 0.5 if one.given else 0.0,
            "through": one.received + one.given,
            "inside": one.inside if one.disc.r >= NUMBERED_PX else 0,
        }
        for one in shown.circles
        if shown.plane.holds((one.disc.x, one.disc.y))
    ]
    areas = [
        {
            "path": path(rings),
            "fill": _fill(area_fill(shown.scene, area.value), ink),
            "dashed": area.approximate,
        }
        for area, rings in shown.areas
    ]
    ground = [{"kind": kind, "path": path(rings)} for kind, rings in shown.ground]
    lines = [
        {
            "path": _line(spots),
            "ink": ink[palette.GROUND_LINES[kind][0]],
            "weight": palette.GROUND_LINES[kind][1],
        }
        for kind, spots in shown.lines
    ]
    return {
        "ground": ground,
        "lines": lines,
        "areas": areas,
        "bands": bands,
        "circles": circles,
        "names": shown.names,
    }


def _line(spots: Sequence[Spot]) -> str:
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in spots)


def _fill(fill: str | None, ink: Mapping[str, str] = palette.MAP_LIGHT) -> str:
    return (fill or ink["territory"]).replace("url(#", f"url(#{PREFIX}")


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
                drawn.append({"x": x, "y": y - 5, "row": row._asdict() | {"fill": _fill(row.fill)}})
                for line in _wrapped(row, step):
                    say(x + SIGN_PX, y, line, 13.5, 400)
                    y += LINE_PX
                y += ROW_PX - LINE_PX
            y += GAP_PX
    return drawn
