"""The brief as PowerPoint slides: shapes, a chart and tables that can be edited, no picture of anything."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from pptx import Presentation
from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE, XL_LEGEND_POSITION
from pptx.enum.shapes import MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR
from pptx.util import Emu, Inches, Pt

from eit.domain.brief import Brief
from eit.views import format as fmt
from eit.views import palette
from eit.views.brief import words
from eit.views.brief.case_words import CaseText, case_text
from eit.views.brief.pptx_internals import may_reorder, put_behind
from eit.views.brief.slide_map import draw_map, plain
from eit.views.texts import Texts, texts

WIDE, TALL, EDGE = 13.333, 7.5, 0.5
INNER = WIDE - 2 * EDGE
ROWS, LONGEST = 6, 150
"""Rows of a table on one slide, and characters of a cell: more would run over the edge."""
TITLE_ONLY = 5
Box = tuple[float, float, float, float]


def brief_pptx(brief: Brief) -> bytes:
    """The slides: title, figures, map, funnel, what is new, decisions, one per case, method."""
    deck = Presentation()
    deck.slide_width, deck.slide_height = Inches(WIDE), Inches(TALL)
    writer = _Writer(deck, brief)
    writer.opening()
    writer.figures()
    writer.map()
    writer.funnel()
    writer.table("new", words.synergy_grid(brief), "none_new")
    writer.table("decisions", words.decision_grid(brief), "none_decision")
    for card in brief.cases:
        writer.case(case_text(card, brief.lang))
    writer.method()
    written = io.BytesIO()
    deck.save(written)
    return written.getvalue()


def colour(written: str) -> RGBColor:
    """`#rrggbb` as the library wants it."""
    return RGBColor.from_string(written.removeprefix("#").upper())


class _Writer:
    """One deck under way: every slide has a title, the programme, the day and its number."""

    def __init__(self, deck, brief: Brief) -> None:  # type: ignore[no-untyped-def]
        self.deck, self.brief = deck, brief
        self.t: Texts = texts(brief.lang)
        properties = deck.core_properties
        properties.title = plain(f"{self.t('brief.title')} – {words.programme_name(brief)}")
        properties.author, properties.last_modified_by = "Maillage", "Maillage"
        properties.language = brief.lang
        properties.created = properties.modified = datetime(
            brief.as_of.year, brief.as_of.month, brief.as_of.day
        )

    def slide(self, title: str):  # type: ignore[no-untyped-def]
        """A slide with its title and its foot."""
        slide = self.deck.slides.add_slide(self.deck.slide_layouts[TITLE_ONLY])
        shape = slide.shapes.title
        shape.left, shape.top, shape.width, shape.height = (
            Inches(EDGE),
            Inches(0.25),
            Inches(INNER),
            Inches(0.75),
        )
        shape.text_frame.vertical_anchor = MSO_ANCHOR.MIDDLE
        self._write(shape.text_frame, [title], 26, bold=True, ink=palette.OFFER_COLOUR)
        foot = f"{words.programme_name(self.brief)} · {words.opening(self.brief)[0]}"
        if self.brief.fictitious:
            foot += f" {self.t('app.fictitious')}"
        self.text(slide, (EDGE, 7.08, INNER - 1, 0.32), [foot], 10, ink=palette.QUIET_INK)
        self.text(
            slide,
            (WIDE - EDGE - 0.8, 7.08, 0.8, 0.32),
            [str(len(self.deck.slides))],
            10,
            ink=palette.QUIET_INK,
        )
        return slide

    def text(  # type: ignore[no-untyped-def]
        self,
        slide,
        box: Box,
        lines: Sequence[str],
        size: float,
        bold: bool = False,
        ink: str = palette.INK,
    ) -> None:
        """Lines in a box given in inches (left, top, width, height)."""
        shape = slide.shapes.add_textbox(*(Inches(edge) for edge in box))
        self._write(shape.text_frame, lines, size, bold, ink)

    def _write(self, frame, lines: Sequence[str], size: float, bold: bool = False, ink: str = palette.INK) -> None:  # type: ignore[no-untyped-def]  # fmt: skip
        frame.word_wrap = True
        for number, line in enumerate(lines):
            paragraph = frame.paragraphs[0] if number == 0 else frame.add_paragraph()
            paragraph.alignment = 1
            run = paragraph.add_run()
            run.text = plain(line)
            run.font.size, run.font.bold, run.font.color.rgb = Pt(size), bold, colour(ink)

    def _band(self, slide: Any) -> str:
        """A band of colour behind the title, which is the first shape of a slide; the ink that is read on it."""
        if not may_reorder():
            return palette.OFFER_COLOUR
        band = slide.shapes.add_shape(MSO_SHAPE.RECTANGLE, 0, 0, Inches(WIDE), Inches(3.6))
        band.fill.solid()
        band.fill.fore_color.rgb = colour(palette.OFFER_COLOUR)
        band.line.fill.background()
        put_behind(slide, band)
        return "#ffffff"

    def opening(self) -> None:
        """The title slide."""
        slide = self.slide(words.programme_name(self.brief))
        ink = self._band(slide)
        title = slide.shapes.title
        title.top, title.height = Inches(1.3), Inches(2.0)
        for run in title.text_frame.paragraphs[0].runs:
            run.font.size, run.font.color.rgb = Pt(36), colour(ink)
        self.text(slide, (EDGE, 0.7, INNER, 0.5), [self.t("brief.title")], 20, ink=ink)
        self.text(slide, (EDGE, 3.9, INNER, 1.6), words.opening(self.brief), 18)
        if banner := words.banner(self.brief):
            self.text(slide, (EDGE, 5.7, INNER, 0.5), [banner], 18, bold=True, ink=palette.TARGET_COLOUR)

    def figures(self) -> None:
        """Every figure with its range, by group."""
        slide = self.slide(self.t("brief.figures"))
        groups = words.said_figures(self.brief)
        tall = 5.95 / max(len(groups), 1)
        for row, (group, figures) in enumerate(groups.items()):
            top = 1.05 + row * tall
            self.text(slide, (EDGE, top, INNER, 0.35), [self.t(f"home.{group}")], 14, bold=True)
            wide = INNER / max(len(figures), 4)
            for place, figure in enumerate(figures):
                self._card(slide, (EDGE + place * wide, top + 0.38, wide - 0.1, tall - 0.5), figure, group)

    def _card(self, slide, box: tuple[float, float, float, float], figure: words.FigureText, group: str) -> None:  # type: ignore[no-untyped-def]  # fmt: skip
        shape = slide.shapes.add_shape(MSO_SHAPE.RECTANGLE, *(Inches(edge) for edge in box))
        shape.fill.solid()
        shape.fill.fore_color.rgb = colour("#f3f6f6")
        shape.line.color.rgb = colour(palette.OFFER_COLOUR)
        shape.line.dash_style = 4 if group == "potential" else None
        shape.shadow.inherit = False
        frame = shape.text_frame
        frame.vertical_anchor = MSO_ANCHOR.TOP
        for side in ("left", "right", "top", "bottom"):
            setattr(frame, f"margin_{side}", Inches(0.08))
        self._write(frame, [figure.label], 11, ink=palette.QUIET_INK)
        for line, size in (
            (figure.value, 18),
            *((note, 9.5) for note in (*figure.notes, figure.target) if note),
        ):
            run = frame.add_paragraph().add_run()
            run.text, run.font.size, run.font.bold = plain(line), Pt(size), size > 12
            run.font.color.rgb = colour(palette.INK)
            frame.paragraphs[-1].alignment = 1

    def map(self) -> None:
        """The map as shapes, with its legend."""
        slide = self.slide(self.t("brief.map"))
        draw_map(slide, self.brief)
        credits = " · ".join(words.credits(self.brief))
        lines = [self.t("brief.map_note")]
        if credits:
            lines.append(self.t("legend.source", credits=credits))
        self.text(slide, (EDGE, 6.45, INNER, 0.6), lines, 10, ink=palette.QUIET_INK)

    def funnel(self) -> None:
        """The stages against their targets as a chart; what is before them in words."""
        slide = self.slide(self.t("brief.funnel"))
        found = words.steps(self.brief)
        entry, stages = found[:3], found[3:]
        said = " · ".join(f"{step.name} {step.reached}{_aim(step, self.t)}" for step in entry)
        self.text(slide, (EDGE, 1.0, INNER, 0.4), [said], 16, bold=True)
        chart_data = CategoryChartData()
        chart_data.categories = [step.name for step in stages]
        chart_data.add_series(self.t("nav.synergies"), [step.reached for step in stages])
        with_targets = any(step.target is not None for step in stages)
        if with_targets:
            chart_data.add_series(self.t("chart.target_name"), [step.target for step in stages])
        box = (Inches(edge) for edge in (EDGE, 1.5, INNER, 4.8))
        chart = slide.shapes.add_chart(XL_CHART_TYPE.BAR_CLUSTERED, *box, chart_data).chart
        chart.has_title = False
        chart.has_legend = with_targets
        if with_targets:
            chart.legend.position, chart.legend.include_in_layout = XL_LEGEND_POSITION.BOTTOM, False
        chart.category_axis.reverse_order = True
        chart.value_axis.visible = False
        chart.value_axis.has_major_gridlines = False
        chart.font.size = Pt(14)
        plot = chart.plots[0]
        plot.gap_width, plot.has_data_labels = 45, True
        plot.data_labels.show_value = True
        for series, shade in zip(plot.series, (palette.OFFER_COLOUR, palette.TARGET_COLOUR), strict=False):
            series.format.fill.solid()
            series.format.fill.fore_color.rgb = colour(shade)
        lines = [line for line in (words.time_left(self.brief), self.t("brief.funnel_note")) if line]
        self.text(slide, (EDGE, 6.4, INNER, 0.6), lines, 12, ink=palette.QUIET_INK)

    def table(self, key: str, grid: words.Grid, nothing: str) -> None:
        """A table, continued on as many slides as it needs."""
        title = self.t(f"brief.{key}")
        if not grid.rows:
            slide = self.slide(title)
            self.text(slide, (EDGE, 1.3, INNER, 0.6), [self.t(f"brief.{nothing}")], 18)
            return
        for part, first in enumerate(range(0, len(grid.rows), ROWS)):
            slide = self.slide(title if part == 0 else self.t("brief.continued", title=title, n=part))
            self.text(
                slide,
                (EDGE, 0.95, INNER, 0.35),
                [words.since_sentence(self.brief)],
                12,
                ink=palette.QUIET_INK,
            )
            self._rows(slide, grid, grid.rows[first : first + ROWS])

    def _rows(self, slide, grid: words.Grid, rows: Sequence[tuple[str, ...]]) -> None:  # type: ignore[no-untyped-def]
        box = (Inches(edge) for edge in (EDGE, 1.4, INNER, 0.4 * (len(rows) + 1)))
        table = slide.shapes.add_table(len(rows) + 1, len(grid.heads), *box).table
        for column, weight in zip(table.columns, grid.weights, strict=True):
            column.width = Emu(int(Inches(INNER) * weight / sum(grid.weights)))
        for place, line in enumerate((grid.heads, *rows)):
            for cell, words_in in zip(table.rows[place].cells, line, strict=True):
                cell.fill.solid()
                shade = palette.OFFER_COLOUR if place == 0 else ("#ffffff" if place % 2 else "#f3f6f6")
                cell.fill.fore_color.rgb = colour(shade)
                ink = "#ffffff" if place == 0 else palette.INK
                self._write(cell.text_frame, [cut(words_in)], 12, bold=place == 0, ink=ink)

    def case(self, card: CaseText) -> None:
        """One case: facts on the left; what made it work and where else on the right."""
        slide = self.slide(cut(f"{card.head} – {card.title}", 90))
        half = INNER / 2 - 0.2
        facts = [cut(fmt.labelled(name, value, self.brief.lang), 230) for name, value in card.facts]
        self.text(slide, (EDGE, 1.15, half, 5.6), facts, 14)
        worked = [f"• {line}" for line in card.worked]
        where = [f"• {cut(line)}" for line in card.elsewhere[:6]]
        right = EDGE + INNER / 2
        if worked:
            self.text(slide, (right, 1.15, half, 0.4), [self.t("brief_case.worked")], 16, bold=True)
            self.text(slide, (right, 1.55, half, 2.1), worked, 14)
        self.text(slide, (right, 3.95, half, 0.4), [self.t("brief_case.elsewhere")], 16, bold=True)
        self.text(slide, (right, 4.35, half, 2.5), where, 14)

    def method(self) -> None:
        """What a reader must know, and whom the outlines belong to."""
        slide = self.slide(self.t("brief.method"))
        sentences = [*words.method_sentences(self.brief), self.t("brief.masked")]
        self.text(slide, (EDGE, 1.1, INNER, 4.4), [f"• {line}" for line in sentences], 14)
        self.text(slide, (EDGE, 5.9, INNER, 1.0), words.licences(self.brief), 10, ink=palette.QUIET_INK)


def cut(text: str, most: int = LONGEST) -> str:
    """At most `most` characters; what is left out shows."""
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def _aim(step: words.Step, t: Texts) -> str:
    said = words.aim(step, t)
    return f" ({said})" if said else ""
