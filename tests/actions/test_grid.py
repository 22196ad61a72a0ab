"""Cells of a table: read as in a form, written together or not at all, both values where two people meet."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from eit.actions.edit import EditContext
from eit.actions.grid import correct_cells
from eit.actions.history import undo
from eit.actions.organisation.flows import add_flow
from eit.actions.organisation.organisations import correct_organisation
from eit.analysis.grid import grid_rows
from eit.analysis.history import latest_entry
from eit.domain.errors import Refusal
from eit.domain.forms.grid import MOST_ROWS
from eit.store.database import Database

P = "abitibi"


def rows(door: EditContext, part: str, text: str = "") -> pd.DataFrame:
    with Database(door.path) as database:
        return grid_rows(database, P, part, text).frame


def row(door: EditContext, part: str, key: str, place: int = 0) -> dict[str, object]:
    found = rows(door, part).iloc[place].astype(object)
    return {str(name): None if pd.isna(value) else value for name, value in found.items()}


CHANGES: dict[str, tuple[str, dict[str, object]]] = {
    "organisation": ("company_id", {"employees": 77, "address": "2, rue Haute"}),
    "flow": ("flow_id", {"note": "Pesé au pont"}),
    "synergy": ("synergy_id", {"lead": "Camille", "next_step_due": date(2026, 5, 4), "jobs": 2.5}),
}


def test_cells_of_every_table_are_written_by_one_entry_that_one_undo_takes_back(door: EditContext) -> None:
    for part, (key, given) in CHANGES.items():
        before = rows(door, part)
        seen = {str(row(door, part, key, place)[key]): row(door, part, key, place) for place in (0, 1)}
        assert correct_cells(door, P, part, dict.fromkeys(seen, given), seen) == 2
        after = rows(door, part)
        for name, value in given.items():
            assert list(after[name].head(2)) == [value, value], (part, name)
        with Database(door.path) as database:
            entry = latest_entry(database)
        undo(door, entry)
        pd.testing.assert_frame_equal(rows(door, part), before)


def test_one_wrong_cell_leaves_all_as_they_were_and_says_which(door: EditContext) -> None:
    first, second = (row(door, "organisation", "company_id", place) for place in (0, 1))
    one, other = str(first["company_id"]), str(second["company_id"])
    before = door.path.read_bytes()
    cells: dict[str, dict[str, object]] = {one: {"employees": 5}, other: {"position_quality": "guessed"}}
    with pytest.raises(Refusal) as told:
        correct_cells(door, P, "organisation", cells, {one: first, other: second})
    assert (told.value.key, told.value.row_id) == ("choice-unknown", f"{other}|position_quality")
    assert door.path.read_bytes() == before


def test_two_people_merge_on_two_cells_and_meet_on_one(door: EditContext) -> None:
    seen = row(door, "organisation", "company_id")
    firm = str(seen["company_id"])
    correct_organisation(EditContext(door.path, "Dominique"), firm, {"employees": 50})
    correct_cells(door, P, "organisation", {firm: {"address": "1, rue Neuve"}}, {firm: seen})
    with pytest.raises(Refusal) as told:
        correct_cells(door, P, "organisation", {firm: {"employees": 70}}, {firm: seen})
    assert (told.value.key, told.value.value, told.value.unit) == ("changed-by-other", "50", "70")
    assert row(door, "organisation", "company_id")["employees"] == 50


def test_a_cell_that_says_the_same_is_no_row_that_changed(door: EditContext) -> None:
    seen = row(door, "organisation", "company_id")
    firm, before = str(seen["company_id"]), door.path.read_bytes()
    assert correct_cells(door, P, "organisation", {firm: {"name": seen["name"]}}, {firm: seen}) == 0
    assert door.path.read_bytes() == before


def test_words_narrow_a_table_whatever_their_accents(door: EditContext) -> None:
    firm = str(row(door, "organisation", "company_id")["company_id"])
    wood = {
        "direction": "offer",
        "material_id": "wood",
        "quantity": 3.0,
        "unit": "t",
        "label": "Écorces zébrées",
    }
    with Database(door.path) as database:
        materials = set(database.rows("material")["material_id"])
    wood["material_id"] = "wood" if "wood" in materials else sorted(materials)[0]
    flow_id = add_flow(door, firm, wood)
    assert list(rows(door, "flow", "ecorces ZÉBR")["flow_id"]) == [flow_id]
    assert rows(door, "flow", "no such words").empty


def test_more_rows_than_a_person_reads_are_refused(door: EditContext) -> None:
    with pytest.raises(Refusal) as told:
        correct_cells(door, P, "flow", {str(number): {"note": "x"} for number in range(MOST_ROWS + 1)}, {})
    assert told.value.key == "cells-too-many"
