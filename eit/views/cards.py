"""Figures as cards: the number, its unit, its range, its target; a state is a word, never a 0."""

from __future__ import annotations

from collections.abc import Iterable

from eit.domain.figures import KNOWN, Figure
from eit.views import format as fmt
from eit.views.encode import encode
from eit.views.texts import Texts, texts

RESULT, POTENTIAL, PLAIN = "result", "potential", ""


def cards_html(figures: Iterable[Figure], lang: str, kind: str = PLAIN) -> str:
    """A row of cards; `kind` tells results (solid edge) from potential (dashed edge), by shape and not by colour."""
    t = texts(lang)
    return f'<dl class="eit-cards">{"".join(_card(figure, t, kind) for figure in figures)}</dl>'


def figure_text(figure: Figure, lang: str) -> tuple[str, str]:
    """The number (or its state) and the unit of a figure, as written on a screen."""
    if figure.state != KNOWN or figure.value is None:
        return fmt.state_word(figure.state, lang), ""
    if figure.unit == "count":
        return fmt.number(figure.value, lang, decimals=0), ""
    written = fmt.quantity(figure.value, figure.unit.removesuffix("/yr"), lang)
    number, _, unit = written.partition("\u00a0")
    return number, unit


def _card(figure: Figure, t: Texts, kind: str) -> str:
    number, unit = figure_text(figure, t.lang)
    notes = "".join(f'<dd class="note">{encode(note)}</dd>' for note in _notes(figure, t))
    title = encode(t(f"kpi.{figure.key}.help"))
    return (
        f'<div class="eit-card {kind}" title="{title}"><dt>{encode(t(f"kpi.{figure.key}.label"))}</dt>'
        f'<dd class="value">{encode(number)} <span class="unit">{encode(unit)}</span></dd>{notes}{_bar(figure, t)}</div>'
    )


def _notes(figure: Figure, t: Texts) -> list[str]:
    notes = []
    if figure.interval and not figure.interval.is_point:
        notes.append(t("card.range", range=fmt.span(figure.interval, "", t.lang).strip()))
    if figure.provisional:
        notes.append(t("card.provisional"))
    left_out = int(float(figure.detail.get("not_estimated", 0)))
    if left_out and figure.state == KNOWN:
        notes.append(t("card.not_estimated", n=left_out))
    return notes


def _bar(figure: Figure, t: Texts) -> str:
    if not figure.target or figure.value is None:
        return ""
    share = max(0.0, min(1.0, figure.value / figure.target))
    label = encode(t("card.target", target=fmt.number(figure.target, t.lang, decimals=0)))
    return (
        f'<dd class="note">{label}</dd><dd class="bar" role="img" aria-label="{label}">'
        f'<span style="width:{100 * share:.0f}%"></span></dd>'
    )
