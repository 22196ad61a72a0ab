"""The legend as one piece of HTML beside the map: every sign explained, in words as well as in colour."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from eit.views import format as fmt
from eit.views import palette
from eit.views.escape import encode
from eit.views.map.base import Credit, credits_html
from eit.views.map.choropleth import ESTIMATED
from eit.views.map.classes import MASS_WEIGHTS, mass_labels
from eit.views.map.content import Drawing
from eit.views.map.tooltips import category_name, category_short
from eit.views.texts import Texts, texts

_BOX = f"font:13px/1.45 {palette.FONT};color:inherit"
_ROW = "display:flex;align-items:center;gap:.55em;margin:.14em 0"
_HEAD = "font-weight:650;margin:.75em 0 .2em"
_EDGE = "1px solid rgba(128,140,144,.75)"
_HATCH = f"repeating-linear-gradient(45deg,#c9c5bb 0 2px,{palette.CHOROPLETH_NONE} 2px 6px)"


def legend_html(
    drawing: Drawing,
    lang: str,
    credits: Sequence[Credit] = (),
    as_of: str | None = None,
    category_names: Mapping[str, str] | None = None,
) -> str:
    """Explain one drawing. `category_names` replaces the names of categories by the programme's own words.

    Colours of text are inherited, so the legend reads on a light and on a dark page.
    """
    t = texts(lang)
    parts = [
        _territories(drawing, t),
        _lines(drawing, t),
        _categories(drawing, t, category_names or {}),
        _sites(drawing, t),
        _sources(t, credits, as_of),
    ]
    return f'<div lang="{lang}" style="{_BOX}">{"".join(f"<section>{part}</section>" for part in parts if part)}</div>'


def _head(text: str) -> str:
    return f'<div style="{_HEAD}">{encode(text)}</div>'


def _row(sign: str, text: str) -> str:
    return f'<div style="{_ROW}">{sign}<span>{encode(text)}</span></div>'


def _swatch(background: str, border: str = _EDGE) -> str:
    look = f"flex:none;width:26px;height:15px;background:{background};border:{border}"
    return f'<span aria-hidden="true" style="{look}"></span>'


def _stroke(weight: float, dashed: bool) -> str:
    """A sample of a line in plain CSS: Streamlit's sanitiser drops inline SVG."""
    on, off = 7 + weight, 5 + weight / 2
    dashes = f"repeating-linear-gradient(90deg,currentColor 0 {on}px,transparent {on}px {on + off}px)"
    look = f"flex:none;width:44px;height:{weight}px;background:{dashes if dashed else 'currentColor'}"
    return f'<span aria-hidden="true" style="{look}"></span>'


def _arrow() -> str:
    bar = "height:1.5px;background:currentColor"
    edge = "5px solid transparent"
    looks = (
        f"width:24px;{bar}",
        f"border-left:11px solid currentColor;border-top:{edge};border-bottom:{edge}",
        f"width:9px;{bar}",
    )
    spans = "".join(f'<span style="{look}"></span>' for look in looks)
    return f'<span aria-hidden="true" style="flex:none;display:flex;align-items:center">{spans}</span>'


def _territories(drawing: Drawing, t: Texts) -> str:
    if drawing.classes is None or drawing.figure is None:
        return ""
    classes = drawing.classes
    head = f"{t(f'figure.{drawing.figure}')} ({t(f'figure_unit.{drawing.figure}')})"
    look = _dotted if drawing.figure == ESTIMATED else str
    shades = [look(colour) for colour in classes.colours]
    rows = [_row(_swatch(c), label) for c, label in zip(shades, classes.labels(t.lang), strict=True)]
    if drawing.figure == ESTIMATED:
        rows.append(f"<div>{encode(t('legend.estimated'))}</div>")
    if classes.has_zero:
        rows.insert(0, _row(_swatch(palette.CHOROPLETH_ZERO), t("legend.zero")))
    if classes.has_missing:
        rows.append(_row(_swatch(_HATCH), t("legend.no_data")))
    if drawing.approximate:
        dashed = _swatch("transparent", "1.5px dashed currentColor")
        rows.append(_row(dashed, t("legend.approximate")))
    return _head(head) + "".join(rows)


def _dotted(colour: str) -> str:
    """The dots of an estimate, on the shade of its class."""
    shade = palette.ESTIMATED[palette.CHOROPLETH.index(colour)]
    return f"radial-gradient({palette.ESTIMATED_DOT} 1.1px,{shade} 1.5px) 0 0/6px 6px"


def _lines(drawing: Drawing, t: Texts) -> str:
    if not drawing.drawn_lines:
        return ""
    rows = [_row(_stroke(2.5, dashed=True), t("legend.total" if drawing.totals else "legend.exchange"))]
    if drawing.totals:
        rows.append(_row(_badge("transparent", "currentColor"), t("legend.inside")))
    if drawing.with_synergies:
        rows.append(_row(_stroke(3, dashed=False), t("legend.synergy")))
    rows.append(_row(_arrow(), t("legend.direction")))
    head = f"{t('legend.thickness')} ({t('unit.t_per_year')})"
    samples = zip(MASS_WEIGHTS, mass_labels(t.lang), strict=True)
    thick = [_row(_stroke(weight, dashed=False), label) for weight, label in samples]
    thick.append(_row(_stroke(MASS_WEIGHTS[0], dashed=False), t("legend.mass_unknown")))
    hidden = drawing.hidden_note(t)
    note = f'<div style="opacity:.85">{encode(hidden)}</div>' if hidden else ""
    return _head(t("legend.lines")) + "".join(rows) + note + _head(head) + "".join(thick)


def _disc(colour: str, letters: str) -> str:
    look = (
        f"flex:none;width:20px;height:20px;border-radius:50%;background:{colour};"
        f"color:{palette.ink_on(colour)};border:1px solid rgba(255,255,255,.8);font-size:10.5px;"
        "font-weight:700;display:inline-flex;align-items:center;justify-content:center"
    )
    return f'<span aria-hidden="true" style="{look}">{encode(letters)}</span>'


def _dot(size: int) -> str:
    look = f"flex:none;width:{size}px;height:{size}px;border-radius:50%;background:currentColor;opacity:.7"
    return f'<span aria-hidden="true" style="{look}"></span>'


def _badge(background: str, edge: str) -> str:
    look = f"flex:none;width:20px;height:20px;border-radius:50%;background:{background};border:2.5px solid {edge}"
    return f'<span aria-hidden="true" style="{look}"></span>'


def _categories(drawing: Drawing, t: Texts, names: Mapping[str, str]) -> str:
    if not drawing.categories:
        return ""
    order = [c for c in palette.CATEGORY_COLOURS if c in drawing.categories]
    order += [c for c in drawing.categories if c not in palette.CATEGORY_COLOURS]
    rows = [
        _row(_disc(palette.category_colour(c), category_short(c, t)), names.get(c, category_name(c, t)))
        for c in order
    ]
    return _head(t("legend.categories")) + "".join(rows)


def _sites(drawing: Drawing, t: Texts) -> str:
    rows = [_row(_dot(10) + _dot(19), t("legend.site_size"))]
    if drawing.groups:
        rows.append(_row(_disc(palette.INK, "5"), t("legend.group")))
    if drawing.with_selection:
        ring = "flex:none;width:18px;height:18px;border-radius:50%;border:3px solid currentColor"
        rows.append(_row(f'<span aria-hidden="true" style="{ring}"></span>', t("legend.selected")))
    return _head(t("legend.sites")) + "".join(rows)


def _sources(t: Texts, credits: Sequence[Credit], as_of: str | None) -> str:
    lines = []
    if credits:
        lines.append(f"{encode(t('legend.source', credits=''))}{credits_html(credits)}")
    if as_of:
        lines.append(encode(t("legend.data", date=fmt.date(as_of, t.lang))))
    if not lines:
        return ""
    return f'<div style="margin-top:.8em;opacity:.85;font-size:12px">{"<br>".join(lines)}</div>'
