"""The legend as one piece of HTML beside the map: every sign explained, in words as well as in colour."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from markupsafe import Markup

from eit.views import format as fmt
from eit.views import palette
from eit.views.categories import category_name, category_sign
from eit.views.map.base import Credit, credits_html
from eit.views.map.choropleth import ESTIMATED
from eit.views.map.classes import MASS_WEIGHTS, mass_labels
from eit.views.map.content import Drawing
from eit.views.templates import render
from eit.views.texts import Texts, texts

EDGE = "1px solid rgba(128,140,144,.75)"
HATCH = f"repeating-linear-gradient(45deg,#c9c5bb 0 2px,{palette.CHOROPLETH_NONE} 2px 6px)"


class Row(NamedTuple):
    """One line of the legend: the sign (`kind`, with its colour, thickness or letters) and what it means.

    Signs are plain CSS: the page's own HTML may hold no drawing.
    """

    kind: str
    text: str
    colour: str = ""
    weight: float = 0.0
    letters: str = ""
    ink: str = ""


class Group(NamedTuple):
    """Rows under a head, and a remark about them."""

    head: str
    rows: list[Row]
    note: str = ""


def legend_html(
    drawing: Drawing,
    lang: str,
    credits: Sequence[Credit] = (),
    as_of: str | None = None,
    category_names: Mapping[str, str] | None = None,
) -> Markup:
    """Explain one drawing. `category_names` replaces the names of categories by the programme's own words.

    Colours of text are inherited, so the legend reads on a light and on a dark page.
    """
    t = texts(lang)
    sections = [
        _territories(drawing, t),
        _lines(drawing, t),
        _categories(drawing, t, category_names or {}),
        _sites(drawing, t),
    ]
    return render(
        "map/legend.html",
        lang=lang,
        font=palette.FONT,
        edge=EDGE,
        sections=[section for section in sections if section],
        source=t("legend.source", credits=""),
        credits=credits_html(credits),
        dated=t("legend.data", date=fmt.date(as_of, lang)) if as_of else "",
    )


def framed_html(legend: Markup) -> Markup:
    """The legend in columns, under the map."""
    return render("legend_frame.html", legend=legend)


def _territories(drawing: Drawing, t: Texts) -> list[Group]:
    if drawing.classes is None or drawing.figure is None:
        return []
    classes, estimated = drawing.classes, drawing.figure == ESTIMATED
    head = f"{t(f'figure.{drawing.figure}')} ({t(f'figure_unit.{drawing.figure}')})"
    look = _dotted if estimated else str
    rows = [
        Row("swatch", label, look(colour))
        for colour, label in zip(classes.colours, classes.labels(t.lang), strict=True)
    ]
    if classes.has_zero:
        rows.insert(0, Row("swatch", t("legend.zero"), palette.CHOROPLETH_ZERO))
    if classes.has_missing:
        rows.append(Row("swatch", t("legend.no_data"), HATCH))
    if drawing.approximate:
        rows.append(Row("outline", t("legend.approximate")))
    return [Group(head, rows, t("legend.estimated") if estimated else "")]


def _dotted(colour: str) -> str:
    """The dots of an estimate, on the shade of its class."""
    shade = palette.ESTIMATED[palette.CHOROPLETH.index(colour)]
    return f"radial-gradient({palette.ESTIMATED_DOT} 1.1px,{shade} 1.5px) 0 0/6px 6px"


def _lines(drawing: Drawing, t: Texts) -> list[Group]:
    if not drawing.drawn_lines:
        return []
    rows = [Row("dashed", t("legend.total" if drawing.totals else "legend.exchange"), weight=2.5)]
    if drawing.totals:
        rows.append(Row("badge", t("legend.inside")))
    if drawing.with_synergies:
        rows.append(Row("line", t("legend.synergy"), weight=3))
    rows.append(Row("arrow", t("legend.direction")))
    samples = zip(MASS_WEIGHTS, mass_labels(t.lang), strict=True)
    thick = [Row("line", label, weight=weight) for weight, label in samples]
    thick.append(Row("line", t("legend.mass_unknown"), weight=MASS_WEIGHTS[0]))
    head = f"{t('legend.thickness')} ({t('unit.t_per_year')})"
    return [Group(t("legend.lines"), rows, drawing.hidden_note(t)), Group(head, thick)]


def _categories(drawing: Drawing, t: Texts, names: Mapping[str, str]) -> list[Group]:
    order = [c for c in palette.CATEGORY_COLOURS if c in drawing.categories]
    order += [c for c in drawing.categories if c not in palette.CATEGORY_COLOURS]
    rows = [_badge(c, names.get(c, category_name(c, t)), t) for c in order]
    return [Group(t("legend.categories"), rows)] if rows else []


def _badge(category_id: str, text: str, t: Texts) -> Row:
    sign = category_sign(category_id, t)
    return Row("letters", text, sign.colour, letters=sign.letters, ink=sign.ink)


def _sites(drawing: Drawing, t: Texts) -> list[Group]:
    rows = [Row("dots", t("legend.site_size"))]
    if drawing.groups:
        ink = palette.ink_on(palette.INK)
        rows.append(Row("letters", t("legend.group"), palette.INK, letters="5", ink=ink))
    if drawing.with_selection:
        rows.append(Row("ring", t("legend.selected")))
    return [Group(t("legend.sites"), rows)]
