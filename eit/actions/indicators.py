"""Values that a programme declares: with a year, a unit and an author; what is computed cannot be typed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from eit.actions.consortium import ask, ensure_programme, insert
from eit.actions.edit import EditContext, apply
from eit.actions.lookup import today_at
from eit.actions.numbering import next_id, stem_of
from eit.domain.consortium import known_text
from eit.domain.errors import DataError, InvalidSelection
from eit.domain.figures import indicator as rules
from eit.domain.figures.figure import KNOWN
from eit.store.field_rules import indicator_presets
from eit.store.sql_files import read_sql
from eit.store.version.edit import Connection

NO_YEAR = ""
"""What the table holds for a value without a year: a key holds no NULL."""
MONEY = "{currency}"
"""In the unit of a preset: the currency of the programme that takes it."""


@dataclass(frozen=True)
class Declared:
    """One value of an indicator: which bound, of which year (None: not given; a target: its date), and what; None is
    n.c."""

    bound: str
    year: int | str | None
    value: float | None
    by: str | None = None


def declare(door: EditContext, programme_id: str, indicator_id: str, declared: Declared) -> None:
    """Write a value in place of the one of the same bound and year.

    Raises InvalidSelection: an unknown indicator, a value for a computed one (`indicator-computed`), a year in the
    future, a target without a unit; InvalidQuantity: what the unit does not allow, a minimum above the maximum.
    """
    this_year = today_at(door.path, programme_id).year
    year = rules.checked_year(declared.year, declared.bound, this_year, indicator_id)

    def change(connection: Connection) -> None:
        rows = ask(connection, "indicators", programme_id=programme_id)
        own = rows[rows["indicator_id"] == indicator_id]
        if own.empty:
            raise InvalidSelection("indicator-unknown", value=indicator_id)
        first = own.iloc[0]
        refuse_stale(connection, door, indicator_id, str(first["label_fr"]))
        if first["kind"] == "computed" and declared.bound == "value":
            raise InvalidSelection("indicator-computed", value=first["label_fr"], row_id=indicator_id)
        value = _fitting(declared, own, year, indicator_id)
        key = {"indicator_id": indicator_id, "bound": declared.bound, "year": year or NO_YEAR}
        connection.execute(read_sql("actions", "forget_indicator_value"), key)
        state = rules.NOT_COMMUNICATED if value is None else "known"
        insert(connection, "indicator_value", {**key, "value": value, "state": state})
        if declared.by and declared.by.strip() and first["kind"] == "declared":
            said = {"author": known_text(declared.by, indicator_id), "indicator_id": indicator_id}
            connection.execute(read_sql("actions", "indicator_author"), said)

    apply(door, "declare-indicator", programme_id, indicator_id, {indicator_id}, change)


@dataclass(frozen=True)
class Target:
    """What a programme aims at: a figure (a formula, or an indicator of its own), where (None: everywhere), by when."""

    figure: str
    value: float
    due_on: str | None
    territory_id: str | None = None


def set_target(door: EditContext, programme_id: str, target: Target, words: Mapping[str, str]) -> str:
    """Write a target in place of the one of the same date; the id of the indicator that has it.

    A figure that the sheet does not follow there joins it; `words` are its label and unit in both languages. Raises
    InvalidSelection("target-without-date", "indicator-unknown", "territory-unknown") and what `declare` raises.
    """
    year = rules.checked_year(target.due_on, "target", 0, "due_on")
    used: list[str] = []

    def change(connection: Connection) -> None:
        ensure_programme(connection, programme_id)
        rows = ask(connection, "indicators", programme_id=programme_id)
        own = rows[_is_the_figure(rows, target)]
        if own.empty:
            own = _followed(connection, programme_id, target, words, rows)
        indicator_id = str(own.iloc[0]["indicator_id"])
        value = _fitting(Declared("target", year, target.value), own, year, indicator_id)
        key = {"indicator_id": indicator_id, "bound": "target", "year": year}
        connection.execute(read_sql("actions", "forget_indicator_value"), key)
        insert(connection, "indicator_value", {**key, "value": value, "state": KNOWN})
        used.append(indicator_id)

    apply(door, "declare-indicator", programme_id, target.figure, set(), change)
    return used[0]


def _is_the_figure(rows: pd.DataFrame, target: Target) -> pd.Series:
    """Which rows are the indicator that is meant: by its id, else by its formula where it is computed there."""
    there = (
        rows["territory_id"].isna()
        if target.territory_id is None
        else rows["territory_id"] == target.territory_id
    )
    computed = (rows["formula_key"] == target.figure) & (rows["kind"] == "computed")
    return (rows["indicator_id"] == target.figure) | (computed & there)


def _followed(
    connection: Connection, programme_id: str, target: Target, words: Mapping[str, str], rows: pd.DataFrame
) -> pd.DataFrame:
    """The figure as a new computed row of the sheet."""
    if target.figure not in rules.FORMULAS:
        raise InvalidSelection("indicator-unknown", value=target.figure)
    if (
        target.territory_id is not None
        and not connection.execute(
            "SELECT 1 FROM territory WHERE territory_id = ?", [target.territory_id]
        ).fetchone()
    ):
        raise InvalidSelection("territory-unknown", value=target.territory_id)
    row = {
        "indicator_id": next_id(connection, "indicator", "indicator_id", f"{stem_of(programme_id)}-i"),
        **{"programme_id": programme_id, "rank": int(max(rows["rank"], default=0)) + 1, **words},
        **{"kind": "computed", "formula_key": target.figure, "territory_id": target.territory_id},
    }
    insert(connection, "indicator", row)
    return pd.DataFrame([{**row, "year": None, "bound": None, "value": None}])


def _fitting(declared: Declared, own: pd.DataFrame, year: str | None, indicator_id: str) -> float | None:
    """The value when the unit of the indicator and its other bounds allow it."""
    unit = str(own.iloc[0]["unit_fr"] or "").strip()
    if declared.bound == "target" and declared.value is not None and not unit:
        raise InvalidSelection("target-without-unit", value=declared.value, row_id=indicator_id)
    value = rules.checked_value(declared.value, unit, indicator_id)
    same_year = own[own["year"].isna()] if year is None else own[own["year"] == year]
    bounds = dict(zip(same_year["bound"], same_year["value"], strict=True))
    rules.ensure_ordered({**bounds, declared.bound: value}, unit, indicator_id)
    return value


def refuse_stale(connection: Connection, door: EditContext, indicator_id: str, label: str) -> None:
    """Raise DataError("changed_by_others") when somebody declared for the same indicator since the form was drawn.

    The values have no key of their own: the journal knows them by the indicator that the entry is about.
    """
    if door.seen_entry is None:
        return
    rows = ask(connection, "journal_rows_since", entry=door.seen_entry)
    mine = rows[(rows["table_name"] == "indicator_value") & (rows["subject"] == indicator_id)]
    if len(mine):
        raise DataError("changed_by_others", who=str(mine.iloc[-1]["author"]), what=label)


def add_indicator(
    door: EditContext,
    programme_id: str,
    label: str,
    unit: str,
    by: str,
    target: float | None = None,
    target_year: int | str | None = None,
) -> None:
    """Add a declared indicator to the sheet, with its author and perhaps a target.

    Raises InvalidSelection or InvalidQuantity: no label, no author, a target without a unit, a value that the unit
    does not allow.
    """
    said, author = known_text(label, "indicator"), known_text(by, "indicator")
    measured_in = unit.strip()
    if target is not None and not measured_in:
        raise InvalidSelection("target-without-unit", value=target, row_id=said)
    this_year = today_at(door.path, programme_id).year
    year = None if target is None else rules.checked_year(target_year, "target", this_year, said)
    aim = rules.checked_value(target, measured_in, said)

    def change(connection: Connection) -> None:
        ensure_programme(connection, programme_id)
        held = ask(connection, "indicators", programme_id=programme_id)
        if said.casefold() in {str(other).casefold() for other in held["label_fr"]}:
            raise InvalidSelection("indicator-twice", value=said)
        new = next_id(connection, "indicator", "indicator_id", f"{stem_of(programme_id)}-i")
        row = {
            "indicator_id": new,
            "programme_id": programme_id,
            "rank": int(max(held["rank"], default=0)) + 1,
            **{f"label_{lang}": said for lang in ("fr", "en")},
            **{f"unit_{lang}": measured_in for lang in ("fr", "en")},
            "kind": "declared",
            "author": author,
        }
        insert(connection, "indicator", row)
        if aim is not None:
            cell = {
                "indicator_id": new,
                "bound": "target",
                "year": year or NO_YEAR,
                "value": aim,
                "state": "known",
            }
            insert(connection, "indicator_value", cell)

    apply(door, "add-indicator", programme_id, said, set(), change)


def add_preset(door: EditContext, programme_id: str, preset: str) -> int:
    """Add the indicators of a funder or a framework to the sheet; how many. Those that are there already are left.

    Raises InvalidSelection: "preset-unknown", "preset-there" when nothing is left to add.
    """
    asked = indicator_presets(preset)
    if not asked:
        raise InvalidSelection("preset-unknown", value=preset)
    added: list[str] = []

    def change(connection: Connection) -> None:
        ensure_programme(connection, programme_id)
        held = ask(connection, "indicators", programme_id=programme_id)
        whole = held[held["territory_id"].isna()]
        [(currency,)] = connection.execute(
            "SELECT currency FROM programme WHERE programme_id = ?", [programme_id]
        ).fetchall()
        labels = {str(label).casefold() for label in held["label_fr"]}
        formulas = set(whole.loc[whole["kind"] == "computed", "formula_key"])
        rank = int(max(held["rank"], default=0))
        for row in asked:
            if row["label_fr"].casefold() in labels or row["formula_key"] in formulas - {None}:
                continue
            key = next_id(connection, "indicator", "indicator_id", f"{stem_of(programme_id)}-i")
            added.append(key)
            said = {name: row[name] or None for name in ("note_fr", "note_en", "formula_key")}
            named = {name: row[name] or "—" for name in ("label_fr", "label_en", "unit_fr", "unit_en")}
            named |= {name: named[name].replace(MONEY, currency) for name in ("unit_fr", "unit_en")}
            own = {"indicator_id": key, "programme_id": programme_id, "rank": rank + len(added)}
            source = ", ".join(one for one in (row["source"], row["year"], row["url"]) if one)
            kind = "computed" if row["formula_key"] else "declared"
            insert(connection, "indicator", {**own, **named, **said, "kind": kind, "source": source})
        if not added:
            raise InvalidSelection("preset-there", value=preset)

    apply(door, "add-preset", programme_id, preset, set(), change)
    return len(added)
