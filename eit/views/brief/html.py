"""The brief as one HTML page that needs nothing else: no script, no request, and A4 when it is printed."""

from __future__ import annotations

from collections.abc import Sequence

from eit.domain.brief import Brief
from eit.domain.stage import STAGES
from eit.views import format as fmt
from eit.views import palette
from eit.views.brand import sign_svg
from eit.views.brief import words
from eit.views.brief.case_words import CaseText, case_text
from eit.views.brief.style import brief_css
from eit.views.escape import encode, escape
from eit.views.map.svg import static_map_svg
from eit.views.texts import Texts, texts

MAP_PX = (920, 1120)


def brief_html(brief: Brief) -> str:
    """The whole document; what people typed is inert in it."""
    t = texts(brief.lang)
    name = words.programme_name(brief)
    header = f"{name} {t('app.fictitious')}" if brief.fictitious else name
    footer = f"{t('brief.title')} · {words.opening(brief)[0]}"
    sections = (
        _section(t("brief.figures"), _figures(brief, t)),
        _section(
            t("brief.new"), _grid(words.synergy_grid(brief), t("brief.none_new")), words.since_sentence(brief)
        ),
        _section(t("brief.decisions"), _grid(words.decision_grid(brief), t("brief.none_decision"))),
        _section(t("brief.funnel"), _funnel(brief, t), t("brief.funnel_note")),
        _section(t("brief.map"), _map(brief, name), t("brief.map_note"), new_page=True),
        _section(t("brief.cases"), _cases(brief, t), t("brief.cases_note"), new_page=bool(brief.cases)),
        _section(t("brief.method"), _list([*words.method_sentences(brief), t("brief.masked")])),
    )
    title = encode(f"{t('brief.title')} – {name}")
    head = f'<meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{title}</title>'
    css = brief_css(header, footer)
    return (
        f'<!doctype html>\n<html lang="{brief.lang}"><head>{head}<style>{css}</style></head>\n<body>'
        f"{_opening(brief, name, t)}{''.join(sections)}{_closing(brief)}</body></html>\n"
    )


def _opening(brief: Brief, name: str, t: Texts) -> str:
    lines = "".join(f"<p>{encode(line)}</p>" for line in words.opening(brief)[:2])
    banner = words.banner(brief)
    tag = f'<div class="banner">{encode(banner)}</div>' if banner else ""
    what = f'<p class="what">{encode(t("brief.title"))}</p>'
    return f"<header>{sign_svg()}<h1>{escape(name)}</h1>{what}{lines}{tag}</header>"


def _section(title: str, body: str, note: str = "", new_page: bool = False) -> str:
    said = f'<p class="note">{encode(note)}</p>' if note else ""
    look = ' class="new-page"' if new_page else ""
    return f"<section{look}><h2>{encode(title)}</h2>{said}{body}</section>\n"


def _figures(brief: Brief, t: Texts) -> str:
    parts = []
    for group, figures in words.said_figures(brief).items():
        cards = "".join(_card(figure) for figure in figures)
        note = f'<p class="note">{encode(t(f"home.{group}_help"))}</p>'
        parts.append(f'<h3>{encode(t(f"home.{group}"))}</h3>{note}<dl class="cards {group}">{cards}</dl>')
    return "".join(parts)


def _card(figure: words.FigureText) -> str:
    notes = "".join(f'<dd class="small">{encode(note)}</dd>' for note in figure.notes)
    bar = ""
    if figure.target:
        width = 100 * (figure.share or 0.0)
        bar = f'<dd class="small">{encode(figure.target)}<div class="bar"><i style="width:{width:.0f}%"></i></div></dd>'
    return (
        f'<div><dt>{encode(figure.label)}</dt><dd class="value">{encode(figure.value)}</dd>{notes}{bar}</div>'
    )


def _grid(grid: words.Grid, nothing: str) -> str:
    if not grid.rows:
        return f"<p>{encode(nothing)}</p>"
    heads = "".join(
        f'<th scope="col" style="width:{weight}%">{encode(head)}</th>'
        for head, weight in zip(grid.heads, grid.weights, strict=True)
    )
    rows = "".join(f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in row)}</tr>" for row in grid.rows)
    return f'<div class="wide"><table><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table></div>'


def _map(brief: Brief, name: str) -> str:
    drawn = static_map_svg(
        words.map_content(brief),
        brief.bounds,
        brief.lang,
        name,
        words.credits(brief),
        brief.as_of,
        *MAP_PX,
        category_names=brief.category_names,
    )
    return f'<div class="map">{drawn}</div>'


def _funnel(brief: Brief, t: Texts) -> str:
    found = words.steps(brief)
    first = len(found) - len(STAGES)
    rows = _bars(found[:first], ["#9fb3b9"] * first, t) + _bars(
        found[first:], [palette.STAGE_COLOURS[stage] for stage in STAGES], t
    )
    left = words.time_left(brief)
    said = f'<p class="note">{encode(left)}</p>' if left else ""
    return f'<table class="funnel"><tbody>{rows}</tbody></table>{said}'


def _bars(found: Sequence[words.Step], colours: Sequence[str], t: Texts) -> str:
    """The bars of steps that share one scale."""
    top = max([step.reached for step in found] + [step.target or 0 for step in found] + [1])
    return "".join(_bar(step, colour, top, t) for step, colour in zip(found, colours, strict=True))


def _bar(step: words.Step, colour: str, top: float, t: Texts) -> str:
    aim, mark = "", ""
    if step.target is not None:
        aim = t("brief.target", n=fmt.number(step.target, t.lang, decimals=0))
        mark = f'<b style="left:calc({100 * step.target / top:.1f}% - 2px)"></b>'
    bar = f'<i style="width:{100 * step.reached / top:.1f}%;background:{colour}"></i>'
    count = fmt.number(step.reached, t.lang, decimals=0)
    return (
        f'<tr><td class="name">{encode(step.name)}</td><td class="n">{encode(count)}</td>'
        f'<td><div class="track">{bar}{mark}</div></td><td class="aim">{encode(aim)}</td></tr>'
    )


def _cases(brief: Brief, t: Texts) -> str:
    if not brief.cases:
        return f"<p>{encode(t('brief.none_case'))}</p>"
    return "".join(_case(case_text(card, brief.lang), t) for card in brief.cases)


def _case(card: CaseText, t: Texts) -> str:
    facts = "".join(f"<dt>{encode(name)}</dt><dd>{encode(value)}</dd>" for name, value in card.facts)
    worked = f"<h4>{encode(t('brief_case.worked'))}</h4>{_list(card.worked)}" if card.worked else ""
    where = f"<h4>{encode(t('brief_case.elsewhere'))}</h4>{_list(card.elsewhere)}"
    title = f"<h3><span>{encode(card.head)}</span> {encode(card.title)}</h3>"
    halves = f'<div class="halves"><dl>{facts}</dl><div>{worked}{where}</div></div>'
    return f"<article>{title}{halves}</article>"


def _list(sentences: Sequence[str]) -> str:
    return f"<ul>{''.join(f'<li>{encode(sentence)}</li>' for sentence in sentences)}</ul>"


def _closing(brief: Brief) -> str:
    lines = [*words.licences(brief), texts(brief.lang)("picture.made")]
    return f"<footer>{''.join(f'<p>{encode(line)}</p>' for line in lines)}</footer>"
