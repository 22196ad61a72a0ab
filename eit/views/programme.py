"""A programme in words: the rows of its lists, the labels of their fields, what is due, its path."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import pandas as pd
from markupsafe import Markup

from eit.domain.errors import Refusal
from eit.domain.forms.row_fields import Field, Part
from eit.domain.own_words import own_wording
from eit.domain.programme.parts import ITEM_STATES
from eit.views import format as fmt
from eit.views.refusals import editable
from eit.views.static_files import style_html
from eit.views.tables import Column, Table, destination
from eit.views.templates import render
from eit.views.texts import Texts, texts

Names = Mapping[str, Mapping[str, str]]
WORDS_OF = {
    ("partner", "role"): "partner_role",
    ("item", "kind"): "item_kind",
    ("item", "state"): "item_state",
    ("synergy_type", "maps_to"): "synergy_type",
    ("step", "maps_to"): "stage",
    ("rule", "term_id"): "rule_kind",
    ("indicator", "kind"): "indicator_kind",
    ("carbon_switch", "switch"): "carbon_switch",
    ("carbon_switch", "applies_to"): "carbon_side",
    ("indicator", "audience"): "audience",
    ("indicator", "formula_key"): "formula",
    ("organisation", "kind"): "company_kind",
    ("organisation", "position_quality"): "position_quality",
    ("follow_up", "kind"): "follow_up_kind",
    ("follow_up", "outcome"): "follow_up_outcome",
    ("consent", "scope"): "privacy.scope",
    ("synergy", "confidence"): "pipeline_confidence",
    ("flow", "direction"): "direction",
    ("flow", "quality"): "quality",
    ("flow", "unit"): "typed_unit",
    ("flow", "period"): "period",
    ("flow", "months"): "month_short",
}
"""Which group of texts names the choices of a field."""
CHOSEN = ("choice", "choices", "territory", "material", "company", "route", "destination")
NOBODY_SAID = "—"
SHOWN = 6
"""Columns of a list; the form has them all."""


def field_label(part: Part, one: Field, lang: str, currency: str = "") -> str:
    """The label of a field, money with its `currency`, with a star where it must be filled."""
    t = texts(lang)
    own = f"{part.subject}_field.{part.name}_{one.name}"
    label = t(own) if t.has(own) else t(f"{part.subject}_field.{one.name}")
    if one.money and currency:
        label = t("pipeline.in_currency", label=label, currency=currency)
    return f"{label} *" if one.required else label


def option_label(part: Part, one: Field, word: str, names: Names, lang: str) -> str:
    """A choice in words; what has none (a territory that is gone) stays as it is."""
    t = texts(lang)
    if one.kind == "destination":
        return destination(word, t)
    group = WORDS_OF.get((part.name, one.name))
    if group and t.has(f"{group}.{word}"):
        return t(f"{group}.{word}")
    return (names.get(one.name) or names.get(one.kind) or {}).get(word, word)


def row_title(part: Part, row: Mapping[str, Any], lang: str) -> str:
    """What a row is called: its name in the language of the screen, else in French, else its first field."""
    for name in (
        f"name_{lang}",
        f"title_{lang}",
        f"label_{lang}",
        f"term_{lang}",
        "name_fr",
        "title_fr",
        "name",
    ):
        if isinstance(row.get(name), str) and row[name]:
            return str(row[name])
    return str(row.get(part.fields[0].name) or "")


def preset_label(programme_id: str, row: Mapping[str, Any], lang: str) -> str:
    """A programme whose words may be taken: the name it has here, else the one that Maillage brings it under."""
    t, name = texts(lang), row[f"short_{lang}"]
    known = f"word_preset.{programme_id}"
    said = name if isinstance(name, str) else t(known) if t.has(known) else programme_id
    return t("programme.preset_label", name=said, n=int(row["terms"]))


def part_table(part: Part, rows: pd.DataFrame, names: Names, lang: str) -> Table:
    """The rows of a list in their order; the index is their place."""
    other = "_en" if lang == "fr" else "_fr"
    shown = [one for one in part.fields if not one.name.endswith(other)][:SHOWN]
    made = {
        field_label(part, one, lang).removesuffix(" *"): [
            field_cell(part, one, value, names, lang) for value in rows[one.name]
        ]
        for one in shown
    }
    frame = pd.DataFrame(made, index=[str(place) for place in range(len(rows))], dtype=object)
    return Table(frame, {heading: Column(wide=number == 1) for number, heading in enumerate(frame.columns)})


def field_cell(part: Part, one: Field, value: Any, names: Names, lang: str) -> str:
    """A value of a field in words; empty when nobody said it."""
    if value is None or pd.isna(value):
        return ""
    if one.kind == "choices":
        return ", ".join(option_label(part, one, word, names, lang) for word in str(value).split("|"))
    if one.kind in ("choice", "territory", "material", "company", "route", "destination"):
        return option_label(part, one, str(value), names, lang)
    if one.kind == "day":
        return fmt.date(str(value)[:10], lang)
    if one.kind == "partial_date":
        return fmt.date(str(value), lang)
    return fmt.number(float(value), lang) if one.kind in ("number", "integer") else str(value)


def cell_text(one: Field, value: Any, lang: str) -> str | None:
    """A value as a cell shows it to be corrected: what is typed back unchanged says the same; None: nobody said it."""
    if value is None or pd.isna(value):
        return None
    if one.kind in ("number", "integer"):
        return editable(float(value), lang)
    return str(value)[:10] if one.kind == "day" else str(value)


def clash_words(part: Part, one: Field, refusal: Refusal, names: Names, lang: str) -> Refusal:
    """The refusal of a field that two people wrote, both values as the form shows them."""

    def said(text: str) -> str:
        if text == NOBODY_SAID:
            return text
        if one.kind in ("number", "integer"):
            return editable(float(text), lang)
        if one.kind == "day":
            return fmt.date(date.fromisoformat(text[:10]), lang)
        if one.kind in CHOSEN:
            return ", ".join(option_label(part, one, word, names, lang) for word in text.split("|"))
        return text

    return refusal.saying(said(str(refusal.value)), said(str(refusal.unit)))


def territory_table(rows: pd.DataFrame, lang: str) -> Table:
    """The territories of a programme; the index is their id."""
    t = texts(lang)

    def kind(word: str) -> str:
        return t(f"portrait_kind.{word}") if t.has(f"portrait_kind.{word}") else word

    made = {
        t("programme_field.territory_id"): rows["name"].tolist(),
        t("programme_field.kind"): [kind(word) for word in rows["kind"]],
        t("programme_field.territory_code"): ["" if pd.isna(code) else str(code) for code in rows["code"]],
        t("programme_field.population"): [
            "" if pd.isna(people) else fmt.number(float(people), lang) for people in rows["population"]
        ],
    }
    frame = pd.DataFrame(made, index=rows["territory_id"].astype(str), dtype=object)
    return Table(frame, {heading: Column(wide=place == 0) for place, heading in enumerate(frame.columns)})


def due_sentence(row: Mapping[str, Any], t: Texts) -> str:
    """One item to do: its kind, its title, who, and how late or by when."""
    said = t(f"item_kind.{row['kind']}")
    title = row.get(f"title_{t.lang}") or row["title_fr"]
    day = None if pd.isna(row["due_on"]) else fmt.date(str(row["due_on"])[:10], t.lang)
    when = (
        t("programme.no_due")
        if day is None
        else t("programme.late" if row["late"] else "programme.due", day=day)
    )
    owner = row["owner"] if isinstance(row["owner"], str) and row["owner"] else None
    return " · ".join([said, str(title), *([owner] if owner else []), when])


def board_html(items: pd.DataFrame, lang: str) -> Markup:
    """The items as a board, a column per state, late ones first and then by date; what is late says so in words."""
    t = texts(lang)
    ordered = items.sort_values(["late", "due_on"], ascending=[False, True], na_position="last")
    columns = []
    for state in ITEM_STATES:
        rows = ordered[ordered["state"] == state].to_dict("records")
        cards = [
            {
                "kind": t(f"item_kind.{row['kind']}"),
                "title": own_wording(row["title_fr"], row["title_en"], lang),
                "late": bool(row["late"]),
                "facts": _card_facts(row, t),
            }
            for row in rows
        ]
        if cards:
            columns.append({"state": t(f"item_state.{state}"), "count": len(cards), "cards": cards})
    return style_html("board.css") + render("data/board.html", columns=columns)


def _card_facts(row: Mapping[str, Any], t: Texts) -> list[str]:
    said = [row["owner"]] if isinstance(row["owner"], str) and row["owner"] else []
    if not pd.isna(row["due_on"]):
        day = fmt.date(str(row["due_on"])[:10], t.lang)
        said.append(t("programme.late" if row["late"] else "programme.due", day=day))
    if not pd.isna(row["amount"]):
        said.append(f"{fmt.number(float(row['amount']), t.lang)} {row['currency'] or ''}".strip())
    return said


def path_html(steps: Sequence[Mapping[str, Any]], lang: str) -> Markup:
    """The steps in order, each with how many synergies came to it; the furthest that was reached is where it stands."""
    t = texts(lang)
    furthest = max((place for place, step in enumerate(steps) if step["reached"]), default=-1)
    shown = [
        {
            "name": own_wording(step["name_fr"], step["name_en"], lang),
            "count": None if pd.isna(step["count"]) else t("programme.step_count", n=int(step["count"])),
            "reached": bool(step["reached"]),
            "here": place == furthest,
        }
        for place, step in enumerate(steps)
    ]
    return render("data/path.html", steps=shown, here=t("programme.step_here"))


def place_label(place: Any, within: Sequence[str], lang: str) -> str:
    """A place as a person tells it apart: its name, its kind, what it lies in, its code."""
    t = texts(lang)
    kind = (
        t(f"portrait_kind.{place.kind}")
        if t.has(f"portrait_kind.{place.kind}")
        else place.designation or place.kind
    )
    inside = f", {', '.join(within)}" if within else ""
    return f"{place.name} ({kind}{inside})" + (f" · {place.code}" if place.code else "")
