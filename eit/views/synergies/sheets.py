"""Documents about one synergy: the pre-feasibility sheet, and the sheet that an auditor reads."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pandas as pd
from markupsafe import Markup

from eit.domain.bands import Band, round_band
from eit.domain.stage import AXES
from eit.views import format as fmt
from eit.views.details import door_words
from eit.views.export.document import document_html
from eit.views.synergies.board import due_text, ghg_text
from eit.views.synergies.split import band_text
from eit.views.tables import Column, Table, destination
from eit.views.texts import Texts, texts


def prefeasibility_html(
    row: Mapping[str, Any],
    answers: pd.DataFrame,
    doors: Iterable[Mapping[str, str]],
    programme: Mapping[str, Any],
    day: object,
    lang: str,
    shares: Sequence[str] = (),
    exact: bool = False,
) -> Markup:
    """Parties, quantities, logistics, money, permits, gain and the answers so far; what nobody knows says so.

    `shares` are the lines of the split. Cost and saving, which give a part away, are bands unless `exact`: all agreed.
    """
    t = texts(lang)
    currency = str(programme["currency"])

    def lines(*facts: tuple[str, str]) -> list[str]:
        return [fmt.labelled(name, value or t("sheet.unknown"), lang) for name, value in facts]

    def number(name: str, unit: str) -> str:
        value = row[name]
        return "" if fmt.is_missing(value) else f"{fmt.number(float(value), lang)} {unit}"

    refused = "" if fmt.is_missing(row["share_refused"]) else fmt.percent(float(row["share_refused"]), lang)
    parts = [
        (t("sheet.parties"), list(row["parties"])),
        (
            t("sheet.quantities"),
            lines(
                (t("sheet.material"), str(row[f"material_{lang}"])),
                (t("pipeline.quantity"), _told_quantity(row, t)),
                *((t(f"sheet.{side}"), _side(row, side, t)) for side in ("offer", "demand")),
                (t("pipeline.former"), destination(row["former_destination"], t)),
                (t("pipeline.refused"), refused),
            ),
        ),
        (
            t("sheet.logistics"),
            lines(
                (t("sheet.distance"), number("distance_km", "km")),
                (t("sheet.former_distance"), number("previous_distance_km", "km")),
            ),
        ),
        (t("sheet.money"), [*lines(*_money(row, currency, exact, t)), t("sheet.money_source")]),
        (t("share.title"), list(shares)),
        (t("sheet.permits"), [" ".join(door_words(door, t).values()) for door in doors] or [t("door.none")]),
        (t("sheet.gain"), [*lines((t("column.ghg_range"), ghg_text(row, t))), t("sheet.gain_source")]),
        (t("sheet.questions"), _answers(str(row["stage"]), answers, t)),
        (t("sheet.next"), [due_text(row, t)]),
    ]
    title = t("sheet.title", title=row[f"title_{lang}"])
    return document_html(title, str(programme[f"name_{lang}"]), day, parts, lang)


def _told_quantity(row: Mapping[str, Any], t: Texts) -> str:
    """The quantity of a year and what it rests on: confirmed for a year, else what was declared of the synergy."""
    quantity = fmt.quantity(row["quantity_per_year"], row["unit"], t.lang)
    if fmt.is_missing(row["confirmed_on"]):
        return t("sheet.declared", quantity=quantity)
    year, day = str(int(row["confirmed_year"])), fmt.date(str(row["confirmed_on"])[:10], t.lang)
    return t("sheet.confirmed", quantity=quantity, year=year, day=day)


def _side(row: Mapping[str, Any], side: str, t: Texts) -> str:
    """What a side has or seeks in a year, as it is on record; empty: nobody said it in the unit of the synergy."""
    value = row[f"{side}_quantity"]
    if fmt.is_missing(value):
        return ""
    quantity = fmt.quantity(float(value), row["unit"], t.lang)
    return f"{quantity} ({t('quality.' + str(row['quality']))})" if side == "offer" else quantity


def _money(row: Mapping[str, Any], currency: str, exact: bool, t: Texts) -> list[tuple[str, str]]:
    """Investment, cost, saving and jobs; cost and saving give the gain of one party away: bands until all agreed."""

    def amount(name: str, banded: bool = False) -> str:
        if fmt.is_missing(row[name]):
            return ""
        value = float(row[name])
        return f"{band_text(round_band(value) if banded else Band(value, value), t)} {currency}"

    jobs = "" if fmt.is_missing(row["jobs"]) else fmt.number(float(row["jobs"]), t.lang)
    return [
        (t("pipeline.investment"), amount("investment")),
        (t("pipeline.cost"), amount("cost_per_year", not exact)),
        (t("pipeline.saving"), amount("saving_per_year", not exact)),
        (t("pipeline.jobs"), jobs),
    ]


def _answers(stage: str, answers: pd.DataFrame, t: Texts) -> list[str]:
    """The six questions of a stage, each with its answer."""
    if not t.has(f"readiness.{stage}"):
        return []
    own = answers[answers["stage"] == stage].set_index("axis")
    said = []
    for axis in AXES:
        answer = t("sheet.no_answer")
        if axis in own.index:
            note = own.at[axis, "note"]
            answer = t(f"readiness.state.{own.at[axis, 'state']}") + (
                "" if fmt.is_missing(note) else f" ({note})"
            )
        said.append(f"{t(f'readiness.axis.{axis}')} · {t(f'readiness.{stage}.{axis}')} {answer}")
    return said


def proof_table(rows: pd.DataFrame, unit: str, lang: str) -> Table:
    """The proofs of a synergy, one line each."""
    t = texts(lang)
    made = {
        t("proof.for_year"): [str(year) for year in rows["for_year"]],
        t("proof.document"): rows["document"].tolist(),
        t("column.quantity"): [fmt.quantity(value, unit, lang) for value in rows["quantity_per_year"]],
        t("proof.attachment_id"): rows["name"].fillna("—").tolist(),
        t("proof.checked_by"): [_checked(row, t) for row in rows.to_dict("records")],
    }
    frame = pd.DataFrame(made, index=rows["proof_id"].astype(str), dtype=object)
    return Table(frame, {heading: Column() for heading in frame.columns})


def _checked(row: Mapping[str, Any], t: Texts) -> str:
    if fmt.is_missing(row["checked_on"]):
        return t("proof.unchecked")
    return f"{row['checked_by']}, {fmt.date(str(row['checked_on'])[:10], t.lang)}"


def audit_html(
    row: Mapping[str, Any],
    proofs: pd.DataFrame,
    years: pd.DataFrame,
    programme: Mapping[str, Any],
    day: object,
    lang: str,
) -> Markup:
    """What was declared and what is shown, year by year; every document with its fingerprint and who checked it."""
    t, unit = texts(lang), str(row["unit"])

    def amount(value: object) -> str:
        return t("sheet.unknown") if fmt.is_missing(value) else fmt.quantity(float(str(value)), unit, lang)

    by_year = []
    for one in years.to_dict("records"):
        told = [
            fmt.labelled(t("proof.declared", year=str(one["for_year"])), amount(one["declared"]), lang),
            fmt.labelled(t("proof.proved"), amount(one["proved"]), lang),
        ]
        if not fmt.is_missing(one["declared"]) and not fmt.is_missing(one["proved"]):
            told.append(fmt.labelled(t("proof.difference"), amount(one["proved"] - one["declared"]), lang))
        by_year.append(" · ".join(told))
    documents = []
    for one in proofs.to_dict("records"):
        said = [
            str(one["for_year"]),
            str(one["document"]),
            amount(one["quantity_per_year"]),
            _checked(one, t),
        ]
        if not fmt.is_missing(one["sha256"]):
            said += [str(one["name"]), fmt.labelled(t("proof.sha256"), str(one["sha256"]), lang)]
        said += [] if fmt.is_missing(one["note"]) else [str(one["note"])]
        documents.append(" · ".join(said))
    parts = [
        (t("sheet.parties"), list(row["parties"])),
        (t("proof.years"), by_year),
        (t("proof.title"), documents or [t("proof.none")]),
    ]
    title = t("proof.sheet_title", title=row[f"title_{lang}"])
    return document_html(title, str(programme[f"name_{lang}"]), day, parts, lang)
