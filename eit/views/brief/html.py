"""The brief as one HTML page that needs nothing else: no script, no request, and A4 when it is printed."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from eit.domain.brief import Brief
from eit.domain.stage import STAGES
from eit.views import format as fmt
from eit.views import palette
from eit.views.brand import sign_svg
from eit.views.brief import words
from eit.views.brief.case_words import case_text
from eit.views.brief.style import brief_css
from eit.views.map.svg import static_map_svg
from eit.views.templates import render
from eit.views.texts import Texts, texts

MAP_PX = (920, 1120)
COUNTED = "#9fb3b9"
"""The bars of what is counted before the stages: offers, exchanges."""


def brief_html(brief: Brief) -> Markup:
    """The whole document; what people typed is inert in it."""
    t = texts(brief.lang)
    name = words.programme_name(brief)
    header = f"{name} {t('app.fictitious')}" if brief.fictitious else name
    opening = words.opening(brief)
    return render(
        "brief/brief.html",
        **{"lang": brief.lang, "say": t, "name": name, "title": f"{t('brief.title')} – {name}"},
        css=brief_css(header, f"{t('brief.title')} · {opening[0]}"),
        sign=sign_svg(),
        opening=opening[:2],
        banner=words.banner(brief),
        figures=[{"key": key, "cards": cards} for key, cards in words.said_figures(brief).items()],
        since=words.since_sentence(brief),
        synergies=words.synergy_grid(brief),
        decisions=words.decision_grid(brief),
        funnel=_funnel(brief, t),
        time_left=words.time_left(brief),
        map=_map(brief, name),
        cases=[case_text(card, brief.lang) for card in brief.cases],
        method=[*words.method_sentences(brief), t("brief.masked")],
        closing=[*words.licences(brief), t("picture.made")],
    )


def _map(brief: Brief, name: str) -> Markup:
    return static_map_svg(
        words.map_scene(brief),
        brief.bounds,
        name,
        words.credits(brief),
        brief.as_of,
        "",
        *MAP_PX,
    )


def _funnel(brief: Brief, t: Texts) -> list[dict[str, object]]:
    """What is counted, then the stages: two groups of bars, each with a scale of its own."""
    found = words.steps(brief)
    first = len(found) - len(STAGES)
    stages = [palette.STAGE_COLOURS[stage] for stage in STAGES]
    return [_bars(found[:first], [COUNTED] * first, t), _bars(found[first:], stages, t)]


def _bars(found: Sequence[words.Step], colours: Sequence[str], t: Texts) -> dict[str, object]:
    """The bars of steps that share one scale, and the top of the scale."""
    top = max([step.reached for step in found] + [step.target or 0 for step in found] + [1])
    bars = [_bar(step, colour, t) for step, colour in zip(found, colours, strict=True)]
    return {"top": top, "bars": bars}


def _bar(step: words.Step, colour: str, t: Texts) -> dict[str, object]:
    count = fmt.number(step.reached, t.lang, decimals=0)
    return {
        **{"name": step.name, "count": count, "reached": step.reached},
        **{"target": step.target, "aim": words.aim(step, t), "colour": colour},
    }
