"""A scene on a shared screen: large type, nothing to scroll; every text is encoded like anywhere else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

import pandas as pd
from markupsafe import Markup

from eit.domain.figures.figure import KNOWN
from eit.domain.figures.indicator import Indicator
from eit.domain.own_words import own_wording
from eit.domain.stage import STAGES
from eit.views import format as fmt
from eit.views import palette
from eit.views.brief.band_words import distance_word, told_word
from eit.views.cards import paragraphs_html
from eit.views.indicators.sheet import cell_text, unit_text
from eit.views.meeting.consortium import decision_word
from eit.views.reasons import exchange_title
from eit.views.static_files import script_html, script_json, static_text, style_html
from eit.views.templates import render
from eit.views.texts import Texts, texts

BODY_PX, TITLE_PX = 28, 54
"""Body and title on a screen of 1920 by 1080, in proportion on others: read at four metres of a 1.2 m wide image."""
MAP_PX, MAP_SCALE = 740, 2
"""The map is drawn at half its size and shown twice as large: its names and signs grow with it."""
KEYS = {"jump": "jump-to", "overview": "go-overview", "speaker": "go-speaker", "back": "go-scenes"}
"""What the script presses, by the keys of the buttons as they stand in the page."""


def room_style_html() -> Markup:
    """The style of a shared screen: large type on a wide window."""
    return style_html(
        "meeting.css",
        **{"room_body": str(BODY_PX), "room_title": str(TITLE_PX)},
        **{"room_map": str(MAP_PX), "room_scale": str(MAP_SCALE)},
    )


def scene_head_html(title: str, sentence: str) -> Markup:
    """Title and sentence of a scene."""
    return render("meeting/scene_head.html", title=title, sentence=sentence)


def note_html(sentence: str) -> Markup:
    """One line in the size of a room."""
    return render("note.html", text=sentence)


def group_html(title: str, cards: Markup) -> Markup:
    """Cards under their title."""
    return render("meeting/group.html", title=title, cards=cards)


def pairs_html(pairs: pd.DataFrame, lang: str, most: int, side: str | None = None) -> Markup:
    """The best exchanges, three lines each: what, between whom, how much and how far and why.

    With `side` (offer or demand) the partner alone is named: the other one is who speaks.
    """
    shown = [_pair(row, lang, side) for row in pairs.head(most).itertuples()]
    return render("meeting/pairs.html", pairs=shown)


def _pair(row: Any, lang: str, side: str | None) -> dict[str, str]:
    between = f"{row.offer_company} → {row.demand_company}"
    if side in ("offer", "demand"):
        other = "demand" if side == "offer" else "offer"
        between = _placed(str(getattr(row, f"{other}_company")), str(getattr(row, f"{other}_municipality")))
    t = texts(lang)
    banded = told_word(row.pair_quantity, row.unit, t), distance_word(row.distance_km, t)
    return {
        "score": fmt.number(row.score, lang, decimals=0),
        "title": exchange_title(row, lang),
        "between": between,
        "facts": " · ".join((*banded, t(f"basis.{row.basis}"))),
    }


def _placed(partner: str, place: str) -> str:
    """A partner and its place; one that is not named already says it."""
    return partner if partner.endswith(f", {place}") else f"{partner}, {place}"


def decisions_html(decisions: pd.DataFrame, lang: str, most: int) -> Markup:
    """The decisions, those to do first: wording, who, by when; a late one says so."""
    shown = [_decision(row, texts(lang)) for row in decisions.head(most).itertuples()]
    return render("meeting/decisions.html", decisions=shown)


def _decision(row: Any, t: Texts) -> dict[str, object]:
    owner = row.owner if isinstance(row.owner, str) and row.owner else t("consortium.no_owner")
    due = "" if pd.isna(row.due_on) else fmt.date(str(row.due_on)[:10], t.lang)
    facts = " · ".join(part for part in (owner, due, t(f"consensus.{row.consensus}")) if part)
    state = decision_word(row.state, row.overdue, t)
    wording = own_wording(row.wording, row.wording_en, t.lang)
    return {"wording": wording, "facts": facts, "state": state, "late": bool(row.overdue)}


def targets_html(indicators: Sequence[Indicator], lang: str, most: int) -> Markup:
    """Indicators as cards: those with a target first, then those with a value that is known."""
    t = texts(lang)
    aimed = [one for one in indicators if one.bound("target")]
    rest = [one for one in indicators if not one.bound("target") and one.latest and one.latest.state == KNOWN]
    others = [one for one in indicators if one not in aimed and one not in rest]
    cards = [_card(one, t) for one in [*aimed, *rest, *others][:most]]
    return (
        render("meeting/targets.html", cards=cards) if cards else paragraphs_html([t("meeting.no_indicator")])
    )


def _card(indicator: Indicator, t: Texts) -> dict[str, object]:
    target, aim = indicator.bound("target"), ""
    if target is not None:
        aim = t("card.target", target=cell_text(target, indicator, t.lang))
    unit = unit_text(indicator, t.lang)
    return {
        "label": indicator.text("label", t.lang),
        "value": cell_text(indicator.latest, indicator, t.lang),
        "unit": "" if unit != indicator.text("unit", t.lang) or unit in ("nombre", "count") else unit,
        "target": aim,
        "share": max(0.0, min(1.0, indicator.progress or 0.0)),
    }


def funnel_html(counts: Mapping[str, int], targets: Mapping[str, float], lang: str) -> Markup:
    """How many synergies reached each stage, a bar each, with a mark at its target and both in figures."""
    t = texts(lang)
    top = max([*counts.values(), *targets.values(), 1])
    return render("meeting/funnel.html", bars=[_bar(stage, counts, targets, top, t) for stage in STAGES])


def _bar(
    stage: str, counts: Mapping[str, int], targets: Mapping[str, float], top: float, t: Texts
) -> dict[str, object]:
    reached, target = int(counts.get(stage, 0)), targets.get(stage)
    count = fmt.number(reached, t.lang, decimals=0)
    aim = "" if target is None else f" / {fmt.number(target, t.lang, decimals=0)}"
    return {
        **{"name": t(f"stage.{stage}").capitalize(), "colour": palette.STAGE_COLOURS[stage]},
        **{"share": 100 * reached / top, "target": None if target is None else 100 * target / top},
        "count": f"{count}{aim}",
    }


def room_html(programme_id: str, place: int, total: int, edits: int, say: Texts, corner: bool) -> Markup:
    """What the script of the room reads: which programme, which scene of how many, how many edits this window made.

    `corner`: its timer stands there.
    """
    return render(
        "meeting/room.html", programme=programme_id, place=place, total=total, edits=edits,
        over=say("meeting.timer_over"), corner=corner,
    )  # fmt: skip


def clocks_html(say: Texts) -> Markup:
    """The timer, the hour, and whether the screen of the room is black, for who speaks."""
    return render("meeting/clocks.html", black=say("meeting.black"))


def notes_html(notes: str) -> Markup:
    """The notes of who speaks."""
    return render("meeting/notes.html", notes=notes)


@lru_cache(maxsize=1)
def room_script() -> Markup:
    """The script of a shared screen; the same on every page, so its hash can be allowed."""
    keys = {name: KEYS[name] for name in ("jump", "overview", "speaker", "back")}
    return script_html(f"{static_text('room.js')}maillageRoom({script_json(keys)});")
