"""A scene on a shared screen: large type, nothing to scroll; every text is encoded like anywhere else."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from eit.domain.figures.figure import KNOWN
from eit.domain.figures.indicator import Indicator
from eit.views import format as fmt
from eit.views.escape import encode
from eit.views.indicators.sheet import cell_text
from eit.views.meeting.consortium import decision_word
from eit.views.texts import texts

BODY_PX, TITLE_PX = 28, 54
"""Body and title on a screen 1080 pixels high: at four metres of a 1.2 m wide image, 28 px are read without effort."""
MAP_PX, MAP_SCALE = 740, 2
"""The map is drawn at half its size and shown twice as large: its names and signs grow with it."""
WIDE = "(min-width: 1200px)"
MEETING_CSS = f"""
[data-testid="stSidebar"], [data-testid="stSidebarCollapsedControl"], [data-testid="stExpandSidebarButton"],
[data-testid="stHeader"], [data-testid="stToolbar"] {{display: none !important;}}
.block-container {{padding: 1rem 1.2rem 1rem !important;}}
.eit-scene h1 {{font-weight: 700; margin: 0 !important; padding: 0 !important; line-height: 1.1;}}
.eit-scene p {{margin: 0.3rem 0 0; line-height: 1.25;}}
.eit-note {{opacity: 0.9; margin: 0;}}
.eit-says {{list-style: none; margin: 0 !important; padding: 0 !important;}}
.eit-says li {{padding: 0.5rem 0; border-top: 2px solid color-mix(in srgb, currentColor 16%, transparent);
  display: flex; gap: 1rem; align-items: baseline; margin: 0; line-height: 1.25;}}
.eit-says li > div {{flex: 1; min-width: 0;}}
.eit-says b {{font-weight: 700;}}
.eit-says .facts {{display: block;}}
.eit-says .score {{font-weight: 700; font-variant-numeric: tabular-nums; flex: none;}}
.eit-says .late {{font-weight: 700;}}
@media {WIDE} {{
  .stApp, [data-testid="stMain"] {{overflow: hidden !important;}}
  .block-container {{padding: 1.1rem 2.4rem 0.6rem !important; max-width: none; height: 100vh; overflow: hidden;}}
  .st-key-meeting-stage {{min-height: calc(100vh - 120px); max-height: calc(100vh - 120px); overflow: hidden;}}
  .st-key-meeting-stage [data-testid="stVerticalBlock"], .st-key-meeting-stage {{gap: 0.6rem;}}
  [data-testid="stMain"] [data-testid="stIconMaterial"] {{font-size: 34px !important;}}
  .st-key-room-map-box {{min-height: {MAP_PX}px; max-height: {MAP_PX}px; overflow: hidden;}}
  .st-key-room-map-box iframe {{width: {100 / MAP_SCALE:.2f}% !important; transform: scale({MAP_SCALE});
    transform-origin: 0 0;}}
  .eit-scene h1 {{font-size: {TITLE_PX}px !important;}}
  .eit-scene p, .eit-note, .eit-notice p, .eit-says li {{font-size: {BODY_PX}px !important;}}
  .eit-says .score {{font-size: 40px;}}
  .eit-cards {{gap: 1.1rem; grid-template-columns: repeat(4, 1fr);}}
  .eit-card {{padding: 0.9rem 1.3rem;}}
  .eit-card dt, .eit-card .note, .eit-card .unit {{font-size: {BODY_PX}px; line-height: 1.2;}}
  .eit-card .value {{font-size: 64px;}}
  [data-testid="stMain"] h2, [data-testid="stMain"] h3 {{font-size: 36px !important; padding: 0.2rem 0 !important;}}
  [data-testid="stMain"] button p, [data-testid="stMain"] label p, [data-testid="stMain"] input,
  [data-testid="stMain"] textarea, [data-testid="stMain"] [data-baseweb="select"] *,
  [data-testid="stMain"] [data-testid="stPageLink"] p {{font-size: {BODY_PX}px !important; line-height: 1.25;}}
  [data-testid="stMain"] [data-baseweb="select"] > div,
  [data-testid="stMain"] [data-baseweb="input"] {{min-height: 54px;}}
  [data-baseweb="popover"] li, [data-baseweb="popover"] li *, [data-testid="stSelectboxVirtualDropdown"] *,
  [role="listbox"] *, [role="option"] {{font-size: {BODY_PX}px !important;}}
  [data-testid="stMain"] [data-baseweb="button-group"] button {{min-height: 54px;}}
  [data-testid="stMain"] button kbd, [data-testid="stMain"] button [data-testid="stKeyboardShortcut"] {{display: none;}}
}}
.st-key-remote {{position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%);}}
"""


def scene_head_html(title: str, sentence: str) -> str:
    """Title and sentence of a scene."""
    told = f"<p>{encode(sentence)}</p>" if sentence else ""
    return f'<div class="eit-scene"><h1>{encode(title)}</h1>{told}</div>'


def note_html(sentence: str) -> str:
    """One line in the size of a room."""
    return f'<p class="eit-note">{encode(sentence)}</p>'


def pairs_html(pairs: pd.DataFrame, lang: str, most: int, side: str | None = None) -> str:
    """The best exchanges, three lines each: what, between whom, how much and how far and why.

    With `side` (offer or demand) the partner alone is named: the other one is who speaks.
    """
    items = "".join(_pair(row, lang, side) for row in pairs.head(most).itertuples())
    return f'<ol class="eit-says">{items}</ol>'


def _pair(row: Any, lang: str, side: str | None) -> str:
    t = texts(lang)
    offered, wanted = getattr(row, f"offer_material_{lang}"), getattr(row, f"demand_material_{lang}")
    title = offered if offered == wanted else f"{offered} → {wanted}"
    between = f"{row.offer_company} → {row.demand_company}"
    if side in ("offer", "demand"):
        other = "demand" if side == "offer" else "offer"
        between = _placed(str(getattr(row, f"{other}_company")), str(getattr(row, f"{other}_municipality")))
    facts = [
        fmt.quantity(row.pair_quantity, row.unit, lang),
        fmt.distance(row.distance_km, lang),
        t(f"basis.{row.basis}"),
    ]
    score = fmt.number(row.score, lang, decimals=0)
    return (
        f'<li><span class="score">{encode(score)}</span><div><b>{encode(title)}</b>'
        f'<span class="facts">{encode(between)}</span><span class="facts">{encode(" · ".join(facts))}</span></div></li>'
    )


def _placed(partner: str, place: str) -> str:
    """A partner and its place; one that is not named already says it."""
    return partner if partner.endswith(f", {place}") else f"{partner}, {place}"


def decisions_html(decisions: pd.DataFrame, lang: str, most: int) -> str:
    """The decisions, those to do first: wording, who, by when; a late one says so."""
    t = texts(lang)
    items = []
    for row in decisions.head(most).itertuples():
        owner = row.owner if isinstance(row.owner, str) and row.owner else t("consortium.no_owner")
        due = "" if pd.isna(row.due_on) else fmt.date(str(row.due_on)[:10], lang)
        word = encode(decision_word(row.state, row.overdue, t))
        state = f'<span class="late">{word}</span>' if row.overdue else word
        facts = " · ".join(encode(part) for part in (owner, due, t(f"consensus.{row.consensus}")) if part)
        items.append(
            f'<li><div><b>{encode(row.wording)}</b><span class="facts">{facts} · {state}</span></div></li>'
        )
    return f'<ol class="eit-says">{"".join(items)}</ol>'


def targets_html(indicators: Sequence[Indicator], lang: str, most: int) -> str:
    """Indicators as cards: those with a target first, then those with a value that is known."""
    t = texts(lang)
    aimed = [one for one in indicators if one.bound("target")]
    rest = [one for one in indicators if not one.bound("target") and one.latest and one.latest.state == KNOWN]
    others = [one for one in indicators if one not in aimed and one not in rest]
    cards = "".join(_card(one, lang) for one in [*aimed, *rest, *others][:most])
    return f'<dl class="eit-cards">{cards}</dl>' if cards else f"<p>{encode(t('meeting.no_indicator'))}</p>"


def _card(indicator: Indicator, lang: str) -> str:
    t = texts(lang)
    target, bar = indicator.bound("target"), ""
    if target is not None:
        label = encode(t("card.target", target=cell_text(target, indicator, lang)))
        share = max(0.0, min(1.0, indicator.progress or 0.0))
        filled = f'<span style="width:{100 * share:.0f}%"></span>'
        bar = f'<dd class="note">{label}</dd><dd class="bar" aria-hidden="true">{filled}</dd>'
    unit = indicator.text("unit", lang)
    shown = "" if unit.startswith("{") or unit in ("nombre", "count") else unit
    value = encode(cell_text(indicator.latest, indicator, lang))
    return (
        f'<div class="eit-card"><dt>{encode(indicator.text("label", lang))}</dt>'
        f'<dd class="value">{value} <span class="unit">{encode(shown)}</span></dd>{bar}</div>'
    )


def enlarged(chart: go.Figure, height: int, size: int = BODY_PX) -> go.Figure:
    """A chart in the size of a room."""
    chart.update_layout(height=height, font={"size": size}, legend={"font": {"size": size}})
    return chart.update_xaxes(title_font_size=size).update_traces(textfont={"size": size})
