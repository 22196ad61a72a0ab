"""What an edition says in plain words: one sentence per figure, what is offered and sought, and what is kept back."""

from __future__ import annotations

from typing import Any

import pandas as pd
from markupsafe import Markup

from eit.domain.figures.figure import NOT_COMMUNICATED
from eit.domain.figures.indicator import COUNT_UNITS, choices
from eit.views import format as fmt
from eit.views.escape import contact_link
from eit.views.public.page import (
    EMPTY,
    HIDDEN,
    NOT_ESTIMATED,
    TOTAL,
    UNTOLD,
    EditionView,
    band_text,
    cell_text,
    family_name,
    unit_word,
)
from eit.views.templates import render
from eit.views.texts import Texts, texts

SIDES = ("offer", "demand")


def in_short_html(told: EditionView, lang: str, linked: bool = True) -> Markup:
    """The first thing that a reader reads: totals, what is offered and sought by family, synergies, what is hidden.

    `linked`: each total leads to the part of its page of that name.
    """
    t = texts(lang)
    return render(
        "public/in_short.html",
        **_said(told, t),
        title=t("public.in_short"),
        linked=linked,
        totals=[_total(told, indicator, t) for indicator in told.indicators],
        heads=[t("public.by_family"), *(t(f"public.side_{side}") for side in SIDES)],
        families=_families(told, t),
        families_title=t("public.offered_and_sought"),
        subjects=subjects(told, t),
        subjects_title=t("public.who_has_what"),
        subject_heads=[t("public.by_material"), *(t(f"public.groups_{side}") for side in SIDES)],
        synergies=_synergies(told, t),
        hidden_title=t("public.hidden_title"),
        hidden=_hidden(told, t),
        cases_title=t("public.cases"),
        cases=_cases(told, t) or [t("public.no_case")],
        peers_title=t("public.peers"),
        peers=peers(told, t),
        near_me=t("public.near_me") if len(told.cases) else "",
    )


def headlines(told: EditionView, t: Texts) -> list[str]:
    """What a page says first: the results that the programme announces, then the totals that are told."""
    said = [one for one in told.indicators if says_something(told, one)]
    return [*_said(told, t)["results"], *(_total(told, one, t)["words"] for one in said)]


def _said(told: EditionView, t: Texts) -> dict[str, Any]:
    """What the programme says of itself: its presentation, its results with their targets, and whom to write to."""
    contact, join = told.presentation.get("public_contact"), told.presentation.get("join_url")
    return {
        "presentation": told.presentation.get(f"description_{t.lang}") or "",
        "results_title": t("public.results"),
        "results": [_result(rows, t) for _, rows in told.statements.groupby("rank", sort=False)]
        if len(told.statements)
        else [],
        "take_part_title": t("public.take_part_title"),
        "take_part": t("public.take_part"),
        "take_part_free": t("public.take_part_free"),
        "no_contact": t("public.no_contact"),
        "join_link": "" if fmt.is_missing(join) else str(join),
        "join_words": t("public.join"),
        "contact": "" if fmt.is_missing(contact) else str(contact).strip().removeprefix("mailto:"),
        "contact_link": "" if fmt.is_missing(contact) else contact_link(str(contact)),
        "contact_words": fmt.labelled(t("public.take_part"), str(contact), t.lang),
    }


def _result(rows: pd.DataFrame, t: Texts) -> str:
    """`Pre-feasibilities: 4 (2024), target 10 (2024)`: the last value that was declared, and the last target."""
    said = []
    for bound in ("value", "target"):
        of_bound = rows[rows["bound"] == bound]
        if len(of_bound):
            last = of_bound.iloc[-1]
            words = value_words(last["value"], str(last[f"unit_{t.lang}"]), t.lang)
            year = "" if fmt.is_missing(last["year"]) else f" ({last['year']})"
            said.append(t(f"public.result_{bound}", value=words) + year)
    return fmt.labelled(str(rows.iloc[0][f"label_{t.lang}"]), ", ".join(said), t.lang)


def value_words(value: float | None, unit: str, lang: str) -> str:
    """A number with its unit, the word that the unit has for it (`{0=non;1=oui}`), or "n.c."."""
    if fmt.is_missing(value) or value is None:
        return fmt.state_word(NOT_COMMUNICATED, lang)
    words = choices(unit).get(float(value))
    return words or fmt.with_unit(float(value), "" if unit in COUNT_UNITS else unit, lang)


def _total(told: EditionView, indicator: str, t: Texts) -> dict[str, str]:
    """One figure of the whole programme as a sentence, with the anchor of its details."""
    name = t(f"public_indicator.{indicator}")
    rows = told.chosen(indicator, territory=TOTAL)
    whole = rows[rows["family"] == TOTAL] if TOTAL in told.families(indicator) else rows
    states = set(whole["state"])
    if len(whole) == 1 and not states & {*UNTOLD}:
        [row] = whole.to_dict("records")
        said = t(
            "public.total_told", value=cell_text(row, t.lang), groups=band_text(row["count_band"], t.lang)
        )
    elif states <= {EMPTY}:
        said = t("public.empty")
    elif states <= {EMPTY, NOT_ESTIMATED}:
        said = fmt.state_word(NOT_ESTIMATED, t.lang)
    elif states <= {*UNTOLD}:
        said = _largest_part(told, indicator, t) or t("public.hidden")
    else:  # derived figures are told family by family, and never added up
        said = t("public.by_family_only")
    return {"anchor": indicator, "words": fmt.labelled(name, said, t.lang)}


def total_sentence(told: EditionView, indicator: str, t: Texts) -> str:
    """One figure of the whole programme as a sentence."""
    return _total(told, indicator, t)["words"]


def _largest_part(told: EditionView, indicator: str, t: Texts) -> str:
    """Where the whole is protected: the largest figure that is told, and what it is of."""
    rows = told.chosen(indicator)
    rows = rows[~rows["state"].isin(UNTOLD)]
    if rows.empty:
        return ""
    row = rows.loc[rows["value"].astype(float).idxmax()].to_dict()
    names = [
        told.place(row["territory_id"], t) if row["territory_id"] != TOTAL else "",
        family_name(row["family"], t) if row["family"] != told.whole(indicator) else "",
    ]
    groups = band_text(row["count_band"], t.lang)
    return t(
        "public.total_partly",
        value=cell_text(row, t.lang), names=", ".join(filter(None, names)), groups=groups,
    )  # fmt: skip


def says_something(told: EditionView, indicator: str, family: str | None = None) -> bool:
    """Whether at least one figure of the indicator (of its `family`) is told somewhere."""
    return not set(told.chosen(indicator, family)["state"]) <= {*UNTOLD}


def shades_something(told: EditionView, indicator: str) -> bool:
    """Whether a map of all families would hold a value: one that is hatched everywhere says nothing."""
    rows = told.alone(told.chosen(indicator, told.whole(indicator)))
    return not set(rows["state"]) <= {*UNTOLD}


def _families(told: EditionView, t: Texts) -> list[dict[str, Any]]:
    """Per family of materials, energy or water: what is offered and what is sought, in all, where something is told."""
    cells: dict[tuple[str, str], str] = {}
    for indicator in told.indicators:
        side = indicator.partition("_")[0]
        if side in SIDES:
            for row in told.chosen(indicator, territory=TOTAL).to_dict("records"):
                if row["family"] != TOTAL:
                    cells[str(row["family"]), side] = cell_text(row, t.lang)
    protected = t("public.hidden")
    families = dict.fromkeys(family for (family, _), words in cells.items() if words != protected)
    return [
        {"name": family_name(family, t), "cells": [cells.get((family, side), "—") for side in SIDES]}
        for family in families
    ]


def _synergies(told: EditionView, t: Texts) -> list[str]:
    rows = told.synergies[told.synergies["territory_id"] == TOTAL].to_dict("records")
    return [
        t(f"public.told_{row['status']}", band=band_text(row["count_band"], t.lang))
        for row in rows
        if row["state"] == "told"
    ]


def _cases(told: EditionView, t: Texts) -> list[str]:
    """One sentence per case: who, what and since when, or how many of a kind."""
    return [
        t(
            f"public.case_{row['kind']}",
            subject=row[f"subject_{t.lang}"], year=row["year"], parties=row["parties"],
            band=band_text(row["count_band"], t.lang),
        )
        for row in told.cases.to_dict("records")
    ]  # fmt: skip


def peers(told: EditionView, t: Texts) -> list[str]:
    """One sentence per figure: the band in which programmes like this one are in the middle, and where this one is."""
    units = dict(zip(told.cells["indicator"], told.cells["unit"], strict=True)) if len(told.cells) else {}
    return [
        fmt.labelled(
            t(f"public_indicator.{row['indicator']}"),
            t(
                f"public.peers_{row['position']}", groups=band_text(row["peers_band"], t.lang),
                low=fmt.number(row["low"], t.lang), high=fmt.number(row["high"], t.lang),
                unit=unit_word(str(units[row["indicator"]]), t),
            ),
            t.lang,
        )
        for row in told.benchmark.to_dict("records") if row["indicator"] in units
    ]  # fmt: skip


def subjects(told: EditionView, t: Texts) -> list[dict[str, Any]]:
    """Per material: how many groups offer it and how many seek it, in bands; what fewer have is not told."""
    bands: dict[tuple[str, str], dict[str, str]] = {}
    for row in told.presence.to_dict("records"):
        name = str(row[f"name_{t.lang}"])
        words = t("public.others_of", name=name) if row["rest"] else name
        bands.setdefault((str(row["family"]), words), {})[row["direction"]] = band_text(
            row["count_band"], t.lang
        )
    few = t("public.few")
    return [
        {"name": words, "cells": [sides.get(side, few) for side in SIDES]}
        for (_, words), sides in bands.items()
    ]


def _hidden(told: EditionView, t: Texts) -> list[str]:
    """How much is kept back, and by which rules: in bands, never which figure by which rule."""
    filled = told.cells[~told.cells["state"].isin([EMPTY, NOT_ESTIMATED])]
    count = int((filled["state"] != HIDDEN).sum())
    share = {"told": fmt.number(count, t.lang), "all": fmt.number(len(filled), t.lang)}
    sentences = [t("public.share_told", **share) if count else t("public.none_told", all=share["all"])]
    if count == len(filled):
        return [t("public.all_told")]
    reasons = [
        t(f"public.kept_{row['rule']}", band=band_text(row["count_band"], t.lang))
        for row in told.protection.to_dict("records")
    ]
    if not reasons:  # an edition of before, or too few hidden to be counted
        reasons = [t("public.kept_any")]
    return [
        *sentences,
        t("public.kept_by" if count else "public.all_kept_by", reasons=t("public.reason_join").join(reasons)),
        t("public.why_hidden"),
    ]
