"""The board of synergies as HTML, and one synergy in full: what was typed is encoded, a state is a word and a sign."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from eit.domain.stage import SET_ASIDE, STAGES
from eit.views import format as fmt
from eit.views.escape import encode
from eit.views.tables import destination, known
from eit.views.texts import Texts, texts

COLUMNS = (*STAGES, SET_ASIDE)
DAYS_PER_MONTH = 30.44
FLAG_SIGNS = {"overdue": "⏰", "stale": "↻", "party-left": "⚠", "flow-removed": "⚠", "above-flow": "⚠"}


def board_html(frame: pd.DataFrame, lang: str) -> str:
    """One column per stage, one card per synergy (columns of `analysis.pipeline.board`)."""
    t = texts(lang)
    columns = []
    for stage in COLUMNS:
        rows = frame[frame["stage"] == stage]
        cards = "".join(_card(row, t) for row in rows.itertuples(index=False))
        empty = f'<p class="none">{encode(t("pipeline.none_here"))}</p>'
        head = f"{t(f'stage.{stage}').capitalize()} <span>{len(rows)}</span>"
        columns.append(f'<section class="{stage}"><h3>{head}</h3>{cards or empty}</section>')
    return f'<div class="eit-board">{"".join(columns)}</div>'


def _card(row: Any, t: Texts) -> str:
    facts = [fmt.quantity(row.quantity_per_year, row.unit, t.lang), ghg_text(row._asdict(), t)]
    lines = [encode(" · ".join(row.parties)), encode(" · ".join(fact for fact in facts if fact))]
    lines.append(encode(age_text(int(row.days_at_stage), t)))
    if row.stage == SET_ASIDE:
        lines.append(
            encode(fmt.labelled(t("pipeline.reason"), known(f"reject.{row.reason}", row.reason, t), t.lang))
        )
    elif step := due_text(row._asdict(), t):
        lines.append(encode(step))
    body = "".join(f"<p>{line}</p>" for line in lines if line)
    title = encode(str(getattr(row, f"title_{t.lang}")))
    return f"<article><h4>{title}</h4>{body}{flags_html(row.flags, t)}</article>"


def age_text(days: int, t: Texts) -> str:
    """How long a synergy has been at its stage: days, then months from two months on."""
    if days < 2 * DAYS_PER_MONTH:
        return t("pipeline.days", n=days)
    return t("pipeline.since", age=fmt.count(int(days / DAYS_PER_MONTH), "month", t.lang))


def due_text(row: Mapping[str, Any], t: Texts) -> str:
    """The next step and its day; what was typed, not yet encoded."""
    step = row[f"next_step_{t.lang}"]
    if fmt.is_missing(step) or not str(step).strip():
        return t("pipeline.due_none")
    if fmt.is_missing(row["next_step_due"]):
        return str(step)
    return t("pipeline.due", step=step, date=fmt.date(row["next_step_due"], t.lang))


def flags_html(flags: tuple[str, ...], t: Texts) -> str:
    """Each flag as a sign and a word: colour says nothing alone."""
    said = [f"{FLAG_SIGNS.get(flag, '⚠')} {t(f'pipeline_flag.{flag}')}" for flag in flags]
    return "".join(f'<span class="eit-tag flag">{encode(word)}</span>' for word in said)


def ghg_text(row: Mapping[str, Any], t: Texts) -> str:
    """Avoided GHG with its range, or `non estimé`; empty for what has no GHG (a service)."""
    if row["unit"] not in ("t", "kWh", "m3"):
        return ""
    if fmt.is_missing(row["ghg_central"]):
        return t("pipeline.not_estimated")
    central = fmt.ghg(float(row["ghg_central"]), t.lang)
    if fmt.is_missing(row["ghg_low"]) or row["ghg_low"] == row["ghg_high"]:
        return central
    ends = (fmt.number(float(row[end]), t.lang, significant=2) for end in ("ghg_low", "ghg_high"))
    low, high = ends
    return f"{central} ({t('range.span', low=low, high=high)})"


def synergy_html(row: Mapping[str, Any], lang: str) -> str:
    """Everything that is known of one synergy, as a list of facts."""
    t = texts(lang)
    title = f'<h3 class="eit-name">{encode(str(row[f"title_{lang}"]))}</h3>'
    lead = [
        t(f"stage.{row['stage']}"),
        fmt.date(row["stage_on"], lang),
        known(f"synergy_type.{row['type']}", "", t),
    ]
    term = row[f"term_{lang}"]
    if not fmt.is_missing(term) and str(term).casefold() != lead[2].casefold():
        lead.append(str(term))
    facts = [f"<li><b>{encode(name)}</b> {encode(value)}</li>" for name, value in _facts(row, t) if value]
    head = f'<p class="eit-lead">{encode(" · ".join(lead))}</p>'
    return f'{title}{head}{flags_html(row["flags"], t)}<ul class="eit-facts">{"".join(facts)}</ul>'


def _facts(row: Mapping[str, Any], t: Texts) -> list[tuple[str, str]]:
    lang = t.lang

    def share(name: str) -> str:
        return "" if fmt.is_missing(row[name]) else fmt.percent(float(row[name]), lang)

    def amount(name: str) -> str:
        return "" if fmt.is_missing(row[name]) else fmt.number(float(row[name]), lang)

    def text(name: str) -> str:
        return "" if fmt.is_missing(row[name]) else str(row[name])

    year = row["confirmed_year"]
    confirmed = t("pipeline.never") if fmt.is_missing(year) else fmt.date(row["confirmed_on"], lang)
    label = (
        t("pipeline.confirmed", year=str(int(year))) if not fmt.is_missing(year) else t("column.confirmed_on")
    )
    confidence = text("confidence")
    return [
        (t("pipeline.parties"), ", ".join(row["parties"])),
        ("", t("pipeline.left", names=", ".join(row["partners_left"])) if row["partners_left"] else ""),
        (t("pipeline.quantity"), fmt.quantity(row["quantity_per_year"], row["unit"], lang)),
        (label, confirmed if row["is_result"] else ""),
        (t("figure.ghg") if t.has("figure.ghg") else t("column.ghg_range"), ghg_text(row, t)),
        (t("pipeline.former"), destination(row["former_destination"], t)),
        (t("pipeline.refused"), share("share_refused")),
        (t("pipeline.attribution"), share("attribution_share")),
        (t("pipeline.investment"), amount("investment")),
        (t("pipeline.cost"), amount("cost_per_year")),
        (t("pipeline.saving"), amount("saving_per_year")),
        (t("pipeline.jobs"), amount("jobs")),
        (t("pipeline.confidence"), t(f"pipeline_confidence.{confidence}") if confidence else ""),
        (t("pipeline.lead"), text("lead")),
        (t("pipeline.next_step"), due_text(row, t)),
        (t("pipeline.origin"), t(f"pipeline_origin.{row['origin']}")),
    ]


def history_html(events: pd.DataFrame, lang: str) -> str:
    """The history of one synergy, the last event first."""
    t = texts(lang)
    items = []
    for row in events.itertuples(index=False):
        what = _event(row, t)
        more = [] if fmt.is_missing(row.reason) else [t(f"reject.{row.reason}")]
        more += (
            [] if fmt.is_missing(row.quantity_per_year) else [fmt.number(float(row.quantity_per_year), lang)]
        )
        more += [] if fmt.is_missing(row.author) else [t("pipeline.by", author=row.author)]
        more += [] if fmt.is_missing(row.note) else [str(row.note)]
        said = " · ".join(more)
        items.append(
            f"<li><b>{encode(fmt.date(row.occurred_on, lang))}</b> {encode(what)}<br><small>{encode(said)}</small></li>"
        )
    return f'<ul class="eit-facts">{"".join(items)}</ul>'


def _event(row: Any, t: Texts) -> str:
    if row.kind == "reconfirmation":
        return t("pipeline.event_reconfirmation", year=str(int(row.for_year)))
    return t("pipeline.event_note") if row.kind == "note" else t(f"stage.{row.stage}").capitalize()


def goals_html(goals: pd.DataFrame, lang: str) -> str:
    """The other targets of a programme, one line each; what was not communicated says so."""
    t = texts(lang)
    lines = [
        t(
            "pipeline.goal",
            label=row[f"label_{lang}"],
            value=fmt.number(row["value"], lang, decimals=0),
            target=fmt.number(row["target"], lang, decimals=0),
        )
        for row in goals.to_dict("records")
    ]
    return f'<ul class="eit-facts">{"".join(f"<li>{encode(line)}</li>" for line in lines)}</ul>'


def overdue_html(frame: pd.DataFrame, lang: str, most: int = 5) -> str:
    """The steps of `frame`, all overdue, the oldest first."""
    t = texts(lang)
    rows = frame.sort_values("next_step_due").head(most)
    lines = [
        f"<li>⏰ <b>{encode(str(row[f'title_{lang}']))}</b> {encode(due_text(row, t))}</li>"
        for row in rows.to_dict("records")
    ]
    return f'<ul class="eit-facts">{"".join(lines)}</ul>' if lines else ""
