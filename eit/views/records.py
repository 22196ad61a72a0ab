"""What an import would do, what was refused and what was done, as tables; what people typed stays text."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import pandas as pd
from markupsafe import Markup

from eit.views import format as fmt
from eit.views.cards import facts_html
from eit.views.tables import Column, Maker, Table, build_table, destination, known
from eit.views.templates import render
from eit.views.texts import LANGUAGES, Texts, texts

LONGEST_SHOWN = 80
SAID_APART = ("register", "register-unverified")
"""Notices that the page says at its head, with what can be done about them."""
SIGNS = {",": "comma", ".": "point"}
VALUE_WORDS = {
    **{"direction": "direction", "quality": "quality", "stage": "stage", "type": "synergy_type"},
    **{"reason": "reject", "consensus": "consensus", "confidence": "pipeline_confidence"},
    **{"origin": "pipeline_origin", "unit": "unit"},
}
"""Field of the file -> the words for its codes."""


def column_html(letter: str, title: str, sample: str, lang: str) -> Markup:
    """One column of a file as it was written: its letter, its heading and its first value, all inert."""
    untitled = texts(lang)("records.untitled")
    shown = sample[:LONGEST_SHOWN]
    return render("data/column.html", letter=letter, title=title, sample=shown, untitled=untitled)


def reading_html(choices: Mapping[str, Any], notices: list[tuple[str, str]], lang: str) -> Markup:
    """What the reader understood of the file, as a list of sentences."""
    t = texts(lang)
    lines = [
        t(f"records.reading.{key}", value=_chosen(key, choices[key], t))
        for key in ("encoding", "separator", "sheet", "header_row", "decimal", "dates", "ignored_columns")
        if choices.get(key)
    ]
    lines += [
        t(f"import.notice.{key}", value=value)
        for key, value in notices
        if key not in SAID_APART and t.has(f"import.notice.{key}")
    ]
    return facts_html(lines)


def _chosen(key: str, value: Any, t: Texts) -> str:
    if isinstance(value, Mapping):
        signs = dict.fromkeys(str(one) for one in value.values())
        return ", ".join(known(f"records.{key}.{SIGNS.get(one, one)}", one, t) for one in signs)
    if isinstance(value, list | tuple):
        return ", ".join(str(one) for one in value)
    return known(f"records.{key}.{value}", value, t)


def refusal_sentence(refusal: Any, lang: str) -> str:
    """What is wrong with a cell."""
    t = texts(lang)
    key = f"import.rule.{refusal.rule}"
    return t(key, value=refusal.value, proposal=refusal.proposal) if t.has(key) else str(refusal.rule)


def refusal_table(refusals: list[Any], lang: str) -> Table:
    """Every refusal with its cell, its sentence and what could be written instead."""
    t = texts(lang)
    makers: dict[str, tuple[Maker, Column]] = {
        "cell": (lambda r: r.cell, Column()),
        "heading": (lambda r: r.column, Column()),
        "written": (lambda r: r.value, Column()),
        "why": (lambda r: refusal_sentence(r, lang), Column(wide=True)),
        "proposal": (lambda r: r.proposal, Column()),
        "rule": (lambda r: r.rule, Column()),
    }
    fields = ("row", "cell", "column", "value", "rule", "proposal")
    rows = pd.DataFrame([[getattr(one, name) for name in fields] for one in refusals], columns=list(fields))
    return build_table(rows, makers, t, lambda r: f"{r.cell}|{r.rule}")


def journal_table(entries: pd.DataFrame, lang: str) -> Table:
    """The journal, the last entry first; the index is the number of the entry."""
    t = texts(lang)
    number = Column("number")
    makers: dict[str, tuple[Maker, Column]] = {
        "entry": (lambda r: r.entry, number),
        "recorded_at": (lambda r: _moment(r.recorded_at), Column()),
        "author": (lambda r: r.author, Column()),
        "action": (lambda r: known(f"records.action.{r.action}", r.action, t), Column()),
        "subject": (lambda r: _text(r.subject), Column(wide=True)),
        "added": (lambda r: r.added, number),
        "changed": (lambda r: r.changed, number),
        "removed": (lambda r: r.removed, number),
        "undoes": (lambda r: r.undoes, number),
        "undone_by": (lambda r: r.undone_by, number),
    }
    return build_table(entries, makers, t, lambda r: str(r.entry))


def entry_label(entry: pd.Series, lang: str) -> str:
    """One entry of the journal in a list to choose from: its number, moment, author and act."""
    action = known(f"records.action.{entry['action']}", entry["action"], texts(lang))
    parts = (_moment(entry["recorded_at"]), entry["author"], action, _text(entry["subject"]))
    return f"{int(entry['entry'])} · " + " · ".join(str(part) for part in parts if part)


def _moment(value: object) -> str:
    return pd.Timestamp(str(value)).strftime("%Y-%m-%d %H:%M")


def _text(value: object) -> str:
    return "" if fmt.is_missing(value) else str(value)


def change_table(rows: pd.DataFrame, lang: str) -> Table:
    """What one entry changed, field by field."""
    t = texts(lang)
    found = [
        (row.table_name, row.row_key, field, before, after)
        for row in rows.itertuples()
        for field, before, after in _fields(row.before, row.after)
    ]
    changes = pd.DataFrame(found, columns=["table", "key", "field", "before", "after"], dtype=object)
    makers: dict[str, tuple[Maker, Column]] = {
        "table": (lambda r: known(f"journal_table.{r.table}", r.table, t), Column()),
        "identifier": (lambda r: r.key, Column()),
        "field": (lambda r: field_word(r.field, t), Column()),
        "value_before": (lambda r: value_word(r.field, r.before, t), Column()),
        "value_after": (lambda r: value_word(r.field, r.after, t), Column()),
    }
    return build_table(changes, makers, t, lambda r: f"{r.table}|{r.key}|{r.field}")


def field_word(field: str, t: Texts) -> str:
    """A field of the file in words: `title_fr` → `titre (français)`."""
    base, _, lang = field.rpartition("_")
    if base and lang in LANGUAGES:
        return f"{field_word(base, t)} ({t(f'journal_language.{lang}')})"
    return known(f"journal_field.{field}", known(f"column.{field}", field, t), t)


def value_word(field: str, value: object, t: Texts) -> str:
    """A value of the file as the screens say it; what people typed stays as it was typed."""
    if isinstance(value, bool):
        return t("pipeline.yes" if value else "pipeline.no")
    if field == "former_destination":
        return destination(value, t)
    shown = _text(value)
    return known(f"{VALUE_WORDS[field]}.{shown}", shown, t) if field in VALUE_WORDS else shown


def _fields(before: object, after: object) -> list[tuple[str, Any, Any]]:
    """The fields that differ; of a row that came or went, those that say something."""
    old, new = (json.loads(one) if isinstance(one, str) else {} for one in (before, after))
    names = dict.fromkeys([*old, *new])
    return [(name, old.get(name), new.get(name)) for name in names if old.get(name) != new.get(name)]
