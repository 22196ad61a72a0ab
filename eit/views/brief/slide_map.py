"""The map on a slide as shapes that stay sharp and can be moved: outlines, curves, arrows, sites, legend."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pptx.dml.color import RGBColor
from pptx.enum.dml import MSO_LINE, MSO_PATTERN
from pptx.enum.shapes import MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.util import Emu, Inches, Pt

from eit.domain.brief import Brief
from eit.views import format as fmt
from eit.views import palette
from eit.views.brief import words
from eit.views.map.bands import RING_PX, Band, mark_at
from eit.views.map.layout import Circle, lay_out
from eit.views.map.legend import (
    BAND,
    FULL,
    NODE,
    NONE,
    PLAIN,
    RUNNING,
    SWATCH,
    Group,
    Row,
    area_fill,
    drawn_note,
    legend_groups,
)
from eit.views.map.plane import Spot, scale_bar

LEFT, TOP, WIDE, TALL = 0.5, 1.05, 9.0, 5.3
PX_PER_INCH = 110.0
LEGEND_LEFT, ROW = 9.75, 0.245
INK = palette.MAP_LIGHT
_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff\u202a-\u202e\u2066-\u2069]")


def draw_map(slide, brief: Brief) -> None:  # type: ignore[no-untyped-def]
    """Draw the map and its legend on a slide, in the box LEFT, TOP, WIDE, TALL [inches]."""
    shown = lay_out(words.map_scene(brief), brief.bounds, WIDE * PX_PER_INCH, TALL * PX_PER_INCH)
    pen = _Pen(slide)
    pen.box((0, 0), (shown.plane.width, shown.plane.height), INK["water"] if shown.ground else INK["land"])
    for rings in (rings for kind, rings in shown.ground if kind == "land"):
        pen.ground(rings, INK["land"])
    for area, rings in shown.areas:
        pen.area(rings, area_fill(shown.scene, area.value) or INK["territory"], area.approximate)
    for rings in (rings for kind, rings in shown.ground if kind == "water"):
        pen.ground(rings, INK["water"])
    for kind, spots in shown.lines:
        colour, weight = palette.GROUND_LINES[kind]
        pen.stroke(spots, INK[colour], weight * 0.75)
    for number, band in enumerate(shown.bands, 1):
        pen.band(band, number / len(shown.bands))
    for circle in shown.circles:
        if shown.plane.holds((circle.disc.x, circle.disc.y)):
            pen.circle(circle)
    for name in shown.names:
        if name.mark:
            pen.disc(name.mark, 1.8, INK["quiet"])
        pen.label(name.spot, name.text, INK["ink"] if name.look == "node" else INK["quiet"])
    length, pixels = scale_bar(shown.plane)
    low = shown.plane.height - 14
    pen.stroke(((14, low), (14 + pixels, low)), INK["ink"], 1.5)
    pen.label((14 + pixels / 2, low - 12), fmt.distance(length, brief.lang), INK["ink"])
    pen.label((shown.plane.width / 2, shown.plane.height + 12), drawn_note(shown), INK["quiet"])
    _legend(pen, legend_groups(shown))


class _Pen:
    """Draws in the pixels of the picture; the slide has its own units."""

    def __init__(self, slide) -> None:  # type: ignore[no-untyped-def]
        self.shapes = slide.shapes

    def at(self, spot: Spot) -> tuple[Emu, Emu]:
        """Where a spot of the picture lies on the slide."""
        return Emu(Inches(LEFT + spot[0] / PX_PER_INCH)), Emu(Inches(TOP + spot[1] / PX_PER_INCH))

    def size(self, pixels: float) -> Emu:
        """A length of the picture on the slide."""
        return Emu(Inches(pixels / PX_PER_INCH))

    def box(self, spot: Spot, size: Spot, fill: str) -> None:
        """A rectangle without an outline."""
        shape = self.shapes.add_shape(
            MSO_SHAPE.RECTANGLE, *self.at(spot), self.size(size[0]), self.size(size[1])
        )
        _paint(shape, fill)
        shape.line.fill.background()

    def _free(self, rings: Sequence[Sequence[Spot]], closed: bool):  # type: ignore[no-untyped-def]
        builder = None
        for ring in rings:
            first, *rest = (self.at(spot) for spot in ring)
            if builder is None:
                builder = self.shapes.build_freeform(*first)
            else:
                builder.move_to(*first)
            builder.add_line_segments(rest, close=closed)
        assert builder is not None
        shape = builder.convert_to_shape()
        shape.shadow.inherit = False
        return shape

    def area(self, rings: Sequence[Sequence[Spot]], fill: str, dashed: bool) -> None:
        """A territory: its fill (hatched without data) and its outline (dashed when approximate)."""
        shape = self._free(rings, closed=True)
        _paint(shape, fill)
        shape.line.color.rgb, shape.line.width = _rgb(INK["outline"]), Pt(0.75)
        if dashed:
            shape.line.dash_style = MSO_LINE.DASH

    def ground(self, rings: Sequence[Sequence[Spot]], fill: str) -> None:
        """Land or water: a fill without an outline."""
        shape = self._free(rings, closed=True)
        _paint(shape, fill)
        shape.line.fill.background()

    def band(self, band: Band, rank: float) -> None:
        """A link and its head: a synergy in full ink, a potential exchange as a tint with an edge."""
        full = INK["synergy"] if band.link.kind else INK["edge"]
        self.filled([*band.inner, *band.outer[::-1]], full if band.link.kind else palette.tint(rank), full)
        self.filled(band.head, full, full)
        if band.link.running:
            self.mark(mark_at(band))

    def mark(self, spot: Spot) -> None:
        """The ring of a synergy that is realised."""
        self.disc(spot, RING_PX, INK["synergy"])
        self.disc(spot, RING_PX - 2, INK["halo"])

    def stroke(self, spots: Sequence[Spot], colour: str, points: float) -> None:
        """An open line."""
        shape = self._free([spots], closed=False)
        shape.fill.background()
        shape.line.color.rgb, shape.line.width = _rgb(colour), Pt(points)

    def filled(self, spots: Sequence[Spot], colour: str, edge: str) -> None:
        """A small closed shape."""
        shape = self._free([spots], closed=True)
        _paint(shape, colour)
        shape.line.color.rgb, shape.line.width = _rgb(edge), Pt(0.4)

    def label(self, spot: Spot, text: str, ink: str) -> None:
        """A name centred on its spot."""
        wide = max(60.0, 8.5 * len(text))
        box = (*self.at((spot[0] - wide / 2, spot[1] - 10)), self.size(wide), self.size(20))
        self.words(self.shapes.add_textbox(*box), text, 9, ink)

    def circle(self, one: Circle) -> None:
        """A node: the ring is what it receives, the core what it gives."""
        through, (x, y, r) = one.received + one.given, one.disc
        shape = self.disc((x, y), r, INK["received"] if through else INK["node"])
        shape.name = plain(one.label)
        if one.given:
            self.disc((x, y), r * (one.given / through) ** 0.5, INK["given"])

    def disc(self, middle: Spot, radius: float, fill: str):  # type: ignore[no-untyped-def]
        """A disc with a thin edge."""
        corner = self.at((middle[0] - radius, middle[1] - radius))
        shape = self.shapes.add_shape(MSO_SHAPE.OVAL, *corner, self.size(2 * radius), self.size(2 * radius))
        _paint(shape, fill)
        shape.line.color.rgb, shape.line.width = (
            _rgb(INK["quiet"] if fill == INK["node"] else INK["halo"]),
            Pt(0.75),
        )
        shape.shadow.inherit = False
        return shape

    def words(self, shape, text: str, points: float, ink: str, left: bool = False) -> None:  # type: ignore[no-untyped-def]
        """Text in a shape without margins."""
        frame = shape.text_frame
        frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
        frame.vertical_anchor, frame.word_wrap = MSO_ANCHOR.MIDDLE, False
        paragraph = frame.paragraphs[0]
        paragraph.alignment = PP_ALIGN.LEFT if left else PP_ALIGN.CENTER
        run = paragraph.add_run()
        run.text, run.font.size, run.font.bold = plain(text), Pt(points), not left
        run.font.color.rgb = _rgb(ink)


def plain(text: str) -> str:
    """The text without what XML refuses or what would turn the words around it."""
    return _NO_XML.sub("\ufffd", text)


def _rgb(written: str) -> RGBColor:
    return RGBColor.from_string(written.removeprefix("#").upper())


def _paint(shape, fill: str | None) -> None:  # type: ignore[no-untyped-def]
    if fill is None:
        shape.fill.background()
    elif fill.startswith("#"):
        shape.fill.solid()
        shape.fill.fore_color.rgb = _rgb(fill)
    else:
        dotted = "estimated" in fill
        shape.fill.patterned()
        shape.fill.pattern = MSO_PATTERN.PERCENT_10 if dotted else MSO_PATTERN.WIDE_UPWARD_DIAGONAL
        shape.fill.fore_color.rgb = _rgb(palette.ESTIMATED_DOT if dotted else "#c9c5bb")
        shape.fill.back_color.rgb = _rgb(palette.ESTIMATED[1] if dotted else palette.CHOROPLETH_NONE)


def _legend(pen: _Pen, groups: Sequence[Group]) -> None:
    lines = sum(len(group.rows) + 1 for group in groups)
    step = min(ROW, TALL / max(lines, 1))
    x, y = (LEGEND_LEFT - LEFT) * PX_PER_INCH, 0.0
    for group in groups:
        _legend_words(pen, group.head, (x, y), step, bold=True)
        y += step * PX_PER_INCH
        for row in group.rows:
            _sign(pen, row, (x, y + step * PX_PER_INCH / 2))
            _legend_words(pen, row.text, (x + 46, y), step)
            y += step * PX_PER_INCH


def _legend_words(pen: _Pen, text: str, spot: Spot, step: float, bold: bool = False) -> None:
    kept = text if len(text) <= 44 else text[:43] + "…"
    shape = pen.shapes.add_textbox(*pen.at(spot), Inches(2.7), Inches(step))
    pen.words(shape, kept, 10 if bold else 9, palette.INK, left=True)
    shape.text_frame.paragraphs[0].runs[0].font.bold = bold


def _sign(pen: _Pen, row: Row, middle: Spot) -> None:
    x, y = middle
    if row.sign == NONE:
        return
    if row.sign == NODE:
        pen.disc((x + 18, y), 9.0, INK["received"])
        pen.disc((x + 18, y), 5.0, INK["given"])
    elif row.sign == PLAIN:
        pen.disc((x + 18, y), 5.0, INK["node"])
    elif row.sign in (BAND, FULL, RUNNING):
        half, full = row.weight / 2, INK["edge" if row.sign == BAND else "synergy"]
        spots = ((x, y - half), (x + 38, y - half), (x + 38, y + half), (x, y + half))
        pen.filled(spots, INK["potential"] if row.sign == BAND else full, full)
        if row.sign == RUNNING:
            pen.mark((x + 15, y))
    else:
        spots = ((x + 5, y - 7), (x + 33, y - 7), (x + 33, y + 7), (x + 5, y + 7))
        pen.area((spots,), row.fill if row.sign == SWATCH else INK["territory"], row.sign != SWATCH)
