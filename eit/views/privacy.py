"""What is kept about organisations and people, as tables for a screen and as a file for the one who asks for it."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import pandas as pd

from eit.views.export.cells import inert
from eit.views.tables import Column, Table
from eit.views.texts import Texts

CONSENTS = ("name", "named", "scope", "given_on", "given_by", "how", "withdrawn_on")
CONTACTS = ("name", "company", "role", "email", "phone", "purpose", "responsible", "notice_on")
ROLES = ("email", "role", "granted_by", "granted_on")
INCIDENTS = (
    *("happened_on", "known_on", "wording", "information", "people", "serious", "reasons"),
    *("authority_told_on", "told_on", "done", "responsible"),
)
PERIODS = ("kind", "months", "past", "oldest")


def privacy_table(rows: pd.DataFrame, columns: tuple[str, ...], say: Texts, words: dict[str, str]) -> Table:
    """Rows as a table. `words`: column → the list of words that its codes are said in."""
    made = {
        say(f"privacy.column.{column}"): [_cell(value, words.get(column), say) for value in rows[column]]
        for column in columns
    }
    frame = pd.DataFrame(made, index=[str(place) for place in range(len(rows))], dtype=object)
    return Table(frame, {heading: Column() for heading in frame.columns})


def register_csv(rows: pd.DataFrame, say: Texts) -> bytes:
    """The register of incidents for whoever asks for it; UTF-8 with a mark, no cell that a spreadsheet would run."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([say(f"privacy.column.{name}") for name in INCIDENTS])
    for row in rows.to_dict("records"):
        writer.writerow([inert(_cell(row[name], None, say)) for name in INCIDENTS])
    return out.getvalue().encode("utf-8-sig")


def dossier_json(found: dict[str, Any]) -> bytes:
    """The dossier of one, for a machine."""
    tables = {
        name: json.loads(rows.to_json(orient="records", date_format="iso"))
        for name, rows in found["tables"].items()
    }
    return json.dumps({**found, "tables": tables}, ensure_ascii=False, indent=1).encode()


def dossier_text(found: dict[str, Any], say: Texts) -> bytes:
    """The dossier of one, for reading: each row with what it says, nothing that is empty."""
    lines = [say("privacy.dossier_title", who=", ".join(found["names"])), ""]
    for name, rows in found["tables"].items():
        lines += ["", say(f"journal_table.{name}") if say.has(f"journal_table.{name}") else name]
        for row in rows.to_dict("records"):
            said = ", ".join(
                f"{column} : {_plain(value)}" for column, value in row.items() if not _empty(value)
            )
            lines.append(f"- {said}")
    for key in ("generations", "backups"):
        if found[key]:
            lines += ["", say(f"privacy.dossier_{key}"), *(f"- {one}" for one in found[key])]
    return ("\n".join(lines) + "\n").encode()


def _cell(value: Any, words: str | None, say: Texts) -> str:
    if _empty(value):
        return "—"
    if isinstance(value, bool):
        return say("privacy.yes" if value else "privacy.no")
    return say(f"privacy.{words}.{value}") if words else _plain(value)


def _plain(value: Any) -> str:
    return value.date().isoformat() if isinstance(value, pd.Timestamp) else str(value)


def _empty(value: Any) -> bool:
    return value is None or (not isinstance(value, list | dict) and bool(pd.isna(value)))
