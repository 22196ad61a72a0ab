"""The map as one SVG file that stands alone: title, legend, scale, sources and date are inside it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from textwrap import wrap

from eit.views import format as fmt
from eit.views import palette
from eit.views.escape import encode
from eit.views.map.content import MapContent
from eit.views.map.pixel_legend import ARROW, DASHED, DISC, LINE, OUTLINE, Group, Row, legend_groups
from eit.views.map.pixels import Area, Arrow, Bounds, Disc, Label, Line, Picture, Spot, picture, scale_bar
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
) -> str:
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
    parts = [
        _title(title, width_px - 2 * EDGE),
        f'<g transform="translate({EDGE} {HEAD_PX})">{_map(shown, lang)}</g>',
        _legend(columns, legend_at, step),
        *(_text((EDGE, height_px - foot_px + 22 + 17 * i), line, 12.5) for i, line in enumerate(foot)),
    ]
    size = f'viewBox="0 0 {width_px} {height_px}" width="{width_px}" height="{height_px}"'
    look = f'font-family="{encode(palette.FONT)}" fill="{palette.INK}"'
    paper = f'<rect width="{width_px}" height="{height_px}" fill="#ffffff"/>'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} {look} role="img" lang="{lang}" '
        f'aria-label="{encode(title)}"><title>{encode(title)}</title>{_definitions(shown)}{paper}{"".join(parts)}</svg>'
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


def _title(title: str, width: float) -> str:
    """As large as it fits on one line; cut when it would become too small."""
    size = min(LARGEST_TITLE, max(SMALLEST_TITLE, width / BOLD_EM / max(len(title), 1)))
    return _text((EDGE, 38), _cut(title, width / BOLD_EM / size), size=round(size, 1), weight=700)


def _cut(text: str, most: float) -> str:
    return text if len(text) <= most else text[: int(most) - 1].rstrip() + "…"


def _text(at: Spot, words: str, size: float = 14, weight: int = 400, more: str = "") -> str:
    place = f'x="{at[0]:.1f}" y="{at[1]:.1f}"'
    # Right-to-left letters stay inside their own text.
    look = f'font-size="{size}" font-weight="{weight}" style="unicode-bidi:escape" {more}'
    return f"<text {place} {look}>{encode(words)}</text>"


def _definitions(shown: Picture) -> str:
    dots = "".join(
        f'<pattern id="{PREFIX}estimated-{number}" width="8" height="8" patternUnits="userSpaceOnUse">'
        f'<rect width="8" height="8" fill="{shade}"/><circle cx="2" cy="2" r="1.1" fill="{palette.ESTIMATED_DOT}"/>'
        f'<circle cx="6" cy="6" r="1.1" fill="{palette.ESTIMATED_DOT}"/></pattern>'
        for number, shade in enumerate(palette.ESTIMATED)
    )
    return (
        f'<defs><clipPath id="{PREFIX}frame">'
        f'<rect width="{shown.plane.width}" height="{shown.plane.height}"/></clipPath>'
        f'<pattern id="{PREFIX}hatch" width="7" height="7" patternUnits="userSpaceOnUse" '
        f'patternTransform="rotate(45)">'
        f'<rect width="7" height="7" fill="{palette.CHOROPLETH_NONE}"/>'
        f'<line x1="0" y1="0" x2="0" y2="7" stroke="#c9c5bb" stroke-width="2"/></pattern>{dots}</defs>'
    )


def _map(shown: Picture, lang: str) -> str:
    plane = shown.plane
    edge = f'width="{plane.width}" height="{plane.height}"'
    layers = (
        _all(_area(one) for one in shown.areas),
        _all(_line(one) for one in shown.lines),
        _all(_arrow(one) for one in shown.arrows),
        _all(_name(one) for one in shown.labels),
        _all(_disc(one) for one in shown.discs),
    )
    inside = "".join(f"<g>{layer}</g>" for layer in layers)
    frame = f'<rect {edge} fill="none" stroke="{palette.CONTEXT_OUTLINE}"/>'
    land = f'<rect {edge} fill="{palette.MAP_LAND}"/>'
    return f'{land}<g clip-path="url(#{PREFIX}frame)">{inside}</g>{frame}{_scale(shown, lang)}'


def _all(shapes: Iterable[str]) -> str:
    return "".join(shapes)


def _path(spots: Sequence[Spot], closed: bool = False) -> str:
    return "M" + "L".join(f"{x:g} {y:g}" for x, y in spots) + ("Z" if closed else "")


def _fill(fill: str) -> str:
    return fill.replace("url(#", f"url(#{PREFIX}")


def _area(area: Area) -> str:
    outline = "".join(_path(ring, closed=True) for ring in area.rings)
    dash = ' stroke-dasharray="3 4"' if area.dashed else ""
    fill = "none" if area.fill is None or (area.dashed and area.fill == "#ffffff") else _fill(area.fill)
    return (
        f'<path d="{outline}" fill="{fill}" fill-rule="evenodd" stroke="{area.colour}" '
        f'stroke-width="{area.weight:g}" stroke-opacity="0.8"{dash}/>'
    )


def _line(line: Line) -> str:
    dash = f' stroke-dasharray="{line.dash}"' if line.dash else ""
    look = f'stroke="{line.colour}" stroke-width="{line.weight:g}" stroke-opacity="{line.opacity:g}"'
    return f'<path d="{_path(line.spots)}" fill="none" {look}{dash}/>'


def _arrow(arrow: Arrow) -> str:
    look = f'fill="{arrow.colour}" fill-opacity="{arrow.opacity:g}" stroke="#ffffff" stroke-width="0.8"'
    return f'<path d="{_path(arrow.spots, closed=True)}" {look}/>'


def _name(label: Label) -> str:
    halo = 'text-anchor="middle" stroke="#ffffff" stroke-width="3.5" stroke-linejoin="round" paint-order="stroke"'
    return _text((label.spot[0], label.spot[1] + 4), label.text, 13.5, 600, halo)


def _disc(disc: Disc) -> str:
    (x, y), radius = disc.spot, disc.radius
    edge = palette.SELECTION if disc.chosen else "#ffffff"
    circle = f'<circle cx="{x:g}" cy="{y:g}" r="{radius:g}" fill="{disc.fill}" stroke="{edge}" stroke-width="1.5"/>'
    letters = _text((x, y + 3.6), disc.letters, 10, 700, f'text-anchor="middle" fill="{disc.ink}"')
    return f'<g opacity="{disc.opacity:g}"><title>{encode(disc.name)}</title>{circle}{letters}</g>'


def _scale(shown: Picture, lang: str) -> str:
    length, pixels = scale_bar(shown.plane)
    y = shown.plane.height - 16
    bar = f'<path d="M14 {y - 6}V{y}H{14 + pixels:.1f}V{y - 6}" fill="none" stroke="{palette.INK}" stroke-width="1.6"/>'
    behind = (
        f'<rect x="6" y="{y - 28}" width="{pixels + 16:.1f}" height="36" fill="#ffffff" fill-opacity="0.85"/>'
    )
    return behind + bar + _text((18, y - 10), fmt.distance(length, lang), 13)


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


def _legend(columns: list[list[Group]], at: Spot, step: float) -> str:
    drawn = []
    for number, column in enumerate(columns):
        x, y = at[0] + number * step, at[1] + 12
        for group in column:
            drawn.append(_text((x, y), group.head, 14.5, 650))
            y += TITLE_ROW_PX
            for row in group.rows:
                drawn.append(f'<g transform="translate({x:.1f} {y - 5:.1f})">{_sign(row)}</g>')
                for line in _wrapped(row, step):
                    drawn.append(_text((x + SIGN_PX, y), line, 13.5))
                    y += LINE_PX
                y += ROW_PX - LINE_PX
            y += GAP_PX
    return "".join(drawn)


def _sign(row: Row) -> str:
    if row.sign == DISC:
        letters = _text(
            (22, 3.6), row.letters, 10, 700, f'text-anchor="middle" fill="{palette.ink_on(row.colour)}"'
        )
        return f'<circle cx="22" cy="0" r="9.5" fill="{row.colour}"/>{letters}'
    if row.sign in (LINE, DASHED):
        dash = ' stroke-dasharray="9 6"' if row.sign == DASHED else ""
        return f'<path d="M0 0H44" stroke="{row.colour}" stroke-width="{row.weight:g}"{dash}/>'
    if row.sign == ARROW:
        stroke = f'<path d="M0 0H44" stroke="{row.colour}" stroke-width="1.6"/>'
        return f'{stroke}<path d="M30 0L18 -5V5Z" fill="{row.colour}"/>'
    dash = ' stroke-dasharray="3 3"' if row.sign == OUTLINE else ""
    fill = "none" if row.sign == OUTLINE else _fill(row.colour)
    edge = palette.TERRITORY_OUTLINE
    return f'<rect x="8" y="-7.5" width="28" height="15" fill="{fill}" stroke="{edge}"{dash}/>'
