"""Figures as cards: the number, its unit, its range, its target; a state is a word, never a 0."""

from __future__ import annotations

from collections.abc import Iterable

from eit.domain.figures.figure import KNOWN, Figure
from eit.views import format as fmt
from eit.views.escape import encode
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
    if figure.unit == "t CO2e/yr":
        return fmt.number(figure.value, lang, significant=3), texts(lang)("unit.tCO2e_per_year")
    number, _, unit = fmt.quantity(figure.value, figure.unit.removesuffix("/yr"), lang).partition("\u00a0")
    return number, unit


def _card(figure: Figure, t: Texts, kind: str) -> str:
    number, unit = figure_text(figure, t.lang)
    notes = "".join(f'<dd class="note">{encode(note)}</dd>' for note in figure_notes(figure, t))
    title = encode(t(f"kpi.{figure.key}.help"))
    label = encode(t(f"kpi.{figure.key}.label"))
    value = f'{encode(number)} <span class="unit">{encode(unit)}</span>'
    return (
        f'<div class="eit-card {kind}" title="{title}"><dt>{label}</dt>'
        f'<dd class="value">{value}</dd>{notes}{_bar(figure, t)}</div>'
    )


def figure_notes(figure: Figure, t: Texts) -> list[str]:
    """The range of a figure and every reserve about it, one sentence each."""
    notes = []
    if figure.interval and not figure.interval.is_point:
        low, high = (
            fmt.number(end, t.lang, significant=2) for end in (figure.interval.low, figure.interval.high)
        )
        notes.append(t("range.span", low=low, high=high))
    if figure.provisional:
        share = fmt.percent(float(figure.detail.get("provisional_share", 1)), t.lang)
        notes.append(t("card.provisional_share", share=share))
    left_out = int(float(figure.detail.get("not_estimated", 0)))
    if left_out and figure.state == KNOWN:
        notes.append(t("card.not_estimated", n=left_out))
    stale = int(float(figure.detail.get("stale", 0)))
    if stale:
        notes.append(t("card.stale", n=stale))
    return notes


def _bar(figure: Figure, t: Texts) -> str:
    if not figure.target or figure.value is None:
        return ""
    share = max(0.0, min(1.0, figure.value / figure.target))
    label = encode(t("card.target", target=fmt.number(figure.target, t.lang, decimals=0)))
    return (
        f'<dd class="note">{label}<div class="bar" aria-hidden="true">'
        f'<span style="width:{100 * share:.0f}%"></span></div></dd>'
    )


def tag_html(text: str) -> str:
    """A short remark in an outline."""
    return f'<span class="eit-tag">{encode(text)}</span>'


def page_head(title: str, programme: str, banner: str | None) -> str:
    """The head of a page: its title, the programme, and the banner of the demonstration when there is one."""
    tag = tag_html(banner) if banner else ""
    return f'<div class="eit-head"><h1>{encode(title)}</h1><span>{encode(programme)}</span>{tag}</div>'


def notice_html(sentences: list[str], kind: str) -> str:
    """A box with one or more sentences; `kind` (info, warning, error) chooses its edge and how it is announced."""
    role = "alert" if kind == "error" else "status"
    lines = "".join(f"<p>{encode(sentence)}</p>" for sentence in sentences)
    return f'<div class="eit-notice {kind}" role="{role}">{lines}</div>'


def figure_line_html(figure: Figure, lang: str) -> str:
    """One figure on a line: its meaning, its value and every reserve about it."""
    t = texts(lang)
    number, unit = figure_text(figure, lang)
    notes = "".join(f" · {encode(note)}" for note in figure_notes(figure, t))
    meaning = encode(t(f"kpi.{figure.key}.help"))
    return f'<p><strong class="eit-figure">{encode(number)} {encode(unit)}</strong>{notes}<br>{meaning}</p>'
