"""One organisation in words: its fields, the title of a flow, its synergies, what is missing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from eit.domain.forms.row_fields import Part
from eit.views import format as fmt
from eit.views.findings import finding_sentence
from eit.views.programme import Names, field_cell, field_label
from eit.views.tables import Column, Table
from eit.views.texts import texts

KILOBYTE, MEGABYTE = 1_000, 1_000_000


def field_lines(part: Part, row: Mapping[str, Any], names: Names, lang: str) -> list[str]:
    """One line per field: its name and what it says, a dash when nobody said it."""
    return [
        fmt.labelled(
            field_label(part, one, lang).removesuffix(" *"),
            field_cell(part, one, row.get(one.name), names, lang) or "—",
            lang,
        )
        for one in part.fields
    ]


def flow_title(row: Mapping[str, Any], lang: str) -> str:
    """A flow in a list: its direction, its material, its quantity of a year."""
    t = texts(lang)
    quantity = fmt.quantity(row["quantity_per_year"], row["canonical"], lang)
    return " · ".join(
        [t(f"direction.{row['direction']}"), str(row["label"] or row[f"material_{lang}"]), quantity]
    )


def record_title(part: Part, row: Mapping[str, Any], lang: str) -> str:
    """A contact, a visit or a note in a list: its name, or its day, its kind and its first words."""
    if "name" in row:
        return str(row["name"])
    said = str(row["wording"] or row["next_step"] or "")
    kind = texts(lang)(f"follow_up_kind.{row['kind']}")
    return " · ".join(one for one in (fmt.date(row["happened_on"], lang), kind, said[:60]) if one)


def sign_sentences(signs: Mapping[str, tuple[str, Any]], lang: str) -> dict[str, str]:
    """Who wrote each field last, and when."""
    t = texts(lang)
    return {
        name: t("organisation.signed", who=who, date=fmt.date(day, lang))
        for name, (who, day) in signs.items()
    }


def synergy_lines(rows: pd.DataFrame, lang: str) -> list[str]:
    """Each synergy with its stage."""
    t = texts(lang)
    return [f"{row[f'title_{lang}']} · {t('stage.' + str(row['stage']))}" for row in rows.to_dict("records")]


def file_table(rows: pd.DataFrame, lang: str) -> Table:
    """The attached files: name, day, size, note."""
    t = texts(lang)
    frame = pd.DataFrame(
        {
            t("organisation_field.name"): rows["name"],
            t("organisation.file_added"): [fmt.date(day, lang) for day in rows["added_on"]],
            t("organisation.file_size"): [file_size(size, lang) for size in rows["size_bytes"]],
            t("organisation_field.note"): rows["note"].fillna("—"),
        }
    ).set_index(rows["attachment_id"])
    return Table(frame, {heading: Column() for heading in frame.columns})


def file_size(size: int, lang: str) -> str:
    """Bytes as people count them: kilobytes, megabytes from one on."""
    unit, of = ("mb", MEGABYTE) if size >= MEGABYTE else ("kb", KILOBYTE)
    return f"{fmt.number(size / of, lang)} {texts(lang)(f'organisation.{unit}')}"


def missing_sentences(findings: pd.DataFrame, lang: str) -> list[str]:
    """What is missing, of which row, and in which part of the page it is written."""
    t = texts(lang)
    where = {
        "company": "organisation.identity",
        "flow": "organisation.flows",
        "synergy": "organisation.synergies",
    }
    return [
        f"{row['name']} · {finding_sentence(row['key'], row['values'], lang)} → {t(where[row['kind']])}"
        for row in findings.to_dict("records")
    ]
