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
            t("journal_field.added_on"): [fmt.date(day, lang) for day in rows["added_on"]],
            t("organisation.file_size"): rows["size_bytes"] / 2**20,
            t("organisation_field.note"): rows["note"].fillna("—"),
        }
    ).set_index(rows["attachment_id"])
    hints = {heading: Column() for heading in frame.columns}
    return Table(
        frame, {**hints, t("organisation.file_size"): Column("number", 2, "MB" if lang == "en" else "Mo")}
    )


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
