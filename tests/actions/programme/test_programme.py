"""Everything that a programme says about itself can be written, and what makes no sense leaves the file as it was."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import icalendar
import pytest

from eit.actions.edit import EditContext
from eit.actions.programme.fields import NewProgramme, new_programme, set_fields
from eit.actions.programme.parts import add_item, finish_item, save_part
from eit.actions.programme.start import start_file, start_programme
from eit.analysis.consortium import verdicts
from eit.analysis.history import history
from eit.analysis.impact.indicators import sheet
from eit.analysis.programme_parts import agenda, items, part_rows, path_of_steps
from eit.analysis.programmes import programme
from eit.domain.errors import DataError, Refusal
from eit.domain.programme.parts import PARTS
from eit.store.database import Database
from eit.views.calendar_file import calendar_file

P = "hurepoix"
TODAY = date(2026, 11, 28)


def rows_of(door: EditContext, name: str, programme_id: str = P) -> list[dict[str, object]]:
    with Database(door.path) as database:
        rows = part_rows(database, programme_id, PARTS[name])
    return rows.astype(object).where(rows.notna(), None).to_dict("records")


def refused(door: EditContext, key: str, do) -> None:
    before = door.path.stat().st_mtime_ns
    with pytest.raises(Refusal) as told:
        do()
    assert told.value.key == key
    assert door.path.stat().st_mtime_ns == before, "nothing may be written"


@pytest.mark.parametrize("programme_id", ["abitibi", "quebec", "fensch"])
def test_a_list_that_is_saved_as_it_was_read_changes_nothing(door: EditContext, programme_id: str) -> None:
    for name in PARTS:
        before = rows_of(door, name, programme_id)
        if any(one.required and row[one.name] is None for row in before for one in PARTS[name].fields):
            continue  # slots whose name is not known to us
        save_part(door, programme_id, name, before)
        assert rows_of(door, name, programme_id) == before, name
    with Database(door.path) as database:
        told = history(database, programme_id)
    assert told[told["action"] == "save-part"][["added", "changed", "removed"]].to_numpy().sum() == 0


def test_rows_are_added_changed_moved_and_taken_out_in_one_step(door: EditContext) -> None:
    first = {"name": "Communauté de communes", "role": "lead"}
    save_part(
        door, P, "partner", [first, {"name": "Chambre consulaire", "role": "expert", "since": "2024-05"}]
    )
    one, two = rows_of(door, "partner")
    save_part(door, P, "partner", [{**two, "role": "ambassador"}, {"name": "Région", "role": "funder"}])
    left, new = rows_of(door, "partner")
    assert (left["partner_id"], left["role"]) == (two["partner_id"], "ambassador")
    assert new["partner_id"] not in (one["partner_id"], two["partner_id"]), "a number is never used again"


def test_a_word_keeps_its_code_when_its_name_changes(door: EditContext) -> None:
    words = rows_of(door, "impact")
    save_part(
        door, P, "impact", [{**words[0], "name_fr": "Énergies"}, *words[1:], {"name_fr": "Biodiversité"}]
    )
    after = rows_of(door, "impact")
    assert [row["term_id"] for row in after] == [*(row["term_id"] for row in words), "biodiversite"]
    assert after[0]["name_fr"] == "Énergies"


def test_a_row_that_cannot_be_is_named_by_its_number_and_nothing_is_written(door: EditContext) -> None:
    good = {"name": "Région", "role": "funder"}
    refused(door, "text-missing", lambda: save_part(door, P, "partner", [good, {"name": "", "role": "lead"}]))
    refused(
        door,
        "choice-unknown",
        lambda: save_part(door, P, "priority_material", [{"material_id": "or", "term_fr": "Or"}]),
    )
    refused(door, "part-unknown", lambda: save_part(door, P, "secrets", []))
    refused(door, "programme-unknown", lambda: save_part(door, "ailleurs", "partner", [good]))
    refused(door, "name-without-letters", lambda: save_part(door, P, "partner", [{**good, "name": "!!!"}]))
    rule = {"term_id": "company-majority", "name_fr": "Majorité"}
    refused(door, "row-twice", lambda: save_part(door, P, "rule", [rule, rule]))


def test_a_rule_that_is_chosen_is_judged_and_groupings_count_as_companies(door: EditContext) -> None:
    from eit.actions.consortium import add_member

    save_part(door, P, "rule", [{"term_id": "company-majority", "name_fr": "Une majorité d’entreprises"}])
    with Database(door.path) as database:
        (before,) = verdicts(database, P, TODAY)
    assert not before.verdict.met and before.verdict.counted == 0, (
        "its members are institutions and associations"
    )
    for number in range(before.verdict.out_of + 1):
        add_member(door, P, f"Club des entreprises {number} (fictif)", "company-group", None)
    with Database(door.path) as database:
        (judged,) = verdicts(database, P, TODAY)
    assert judged.verdict.met and judged.verdict.counted == before.verdict.out_of + 1


def test_an_indicator_leaves_with_its_values(door: EditContext) -> None:
    known = rows_of(door, "indicator")
    save_part(door, P, "indicator", known[1:])
    with Database(door.path) as database:
        assert len(sheet(database, P, TODAY)) == len(known) - 1


def test_another_person_who_changed_the_same_row_is_named(door: EditContext) -> None:
    save_part(door, P, "partner", [{"name": "Région", "role": "funder"}])
    (row,) = rows_of(door, "partner")
    with Database(door.path) as database:
        seen = int(history(database, P)["entry"].max())
    save_part(EditContext(door.path, "Alix"), P, "partner", [{**row, "role": "expert"}])
    with pytest.raises(DataError) as told:
        save_part(EditContext(door.path, "Camille", seen), P, "partner", [{**row, "role": "lead"}])
    assert told.value.code == "changed_by_others" and told.value.values["who"] == "Alix"
    assert rows_of(door, "partner")[0]["role"] == "expert"


def test_a_new_programme_stands_beside_the_others(door: EditContext) -> None:
    new = NewProgramme("Économie circulaire", "", starts_on="2026")
    assert start_programme(door, new, ["mrc-78"]) == "economie-circulaire"
    refused(door, "programme-named-twice", lambda: start_programme(door, new, ["epci-245900428"]))
    other = NewProgramme("Économie circulaire 2", "", starts_on="2026")
    assert start_programme(door, other, ["epci-245900428"]) == "economie-circulaire-2"
    with Database(door.path) as database:
        here, there = (programme(database, f"economie-circulaire{suffix}") for suffix in ("", "-2"))
        assert here["name_fr"] == here["name_en"] == "Économie circulaire" and here["starts_on"] == "2026"
        assert (here["jurisdiction"], there["jurisdiction"]) == ("CA-QC", "FR")
        assert (here["currency"], there["currency"]) == ("CAD", "EUR")
        assert len(database.query("programmes")) == 7
    refused(door, "place-missing", lambda: start_programme(door, new))
    refused(door, "territory-unknown", lambda: start_programme(door, new, ["mrc-0"]))
    refused(door, "programme-twice", lambda: new_programme(door, NewProgramme("X", "FR", programme_id=P)))
    refused(door, "programme-id", lambda: new_programme(door, NewProgramme("X", "FR", programme_id="A b")))
    refused(door, "text-missing", lambda: start_programme(door, NewProgramme("  ", ""), ["mrc-78"]))


def test_a_file_of_ones_own_begins_with_one_programme_or_is_not_there(tmp_path: Path) -> None:
    target = tmp_path / "own.duckdb"
    assert start_file(target, "Ana", NewProgramme("Laurentides", ""), ["mrc-78"]) == "laurentides"
    with Database(target) as database:
        assert list(database.query("programmes")["programme_id"]) == ["laurentides"]
    with pytest.raises(Refusal):
        start_file(tmp_path / "other.duckdb", "Ana", NewProgramme("X", ""), ["nowhere"])
    assert not (tmp_path / "other.duckdb").exists()


def test_the_fields_of_a_programme_are_corrected_together_or_not_at_all(door: EditContext) -> None:
    set_fields(door, P, {"name_en": "Industrial ecology", "ends_on": "2027-06", "default_radius_km": 12.5})
    with Database(door.path) as database:
        row = programme(database, P)
    assert (row["name_en"], row["ends_on"], row["default_radius_km"]) == (
        "Industrial ecology",
        "2027-06",
        12.5,
    )
    refused(
        door, "due-before-start", lambda: set_fields(door, P, {"starts_on": "2027", "ends_on": "2026-12"})
    )
    refused(
        door, "radius-out-of-range", lambda: set_fields(door, P, {"name_fr": "Z", "default_radius_km": 0.0})
    )
    refused(door, "text-missing", lambda: set_fields(door, P, {"name_fr": " "}))
    refused(door, "choice-unknown", lambda: set_fields(door, P, {"programme_id": "z"}))


def test_an_item_is_late_until_it_is_done(door: EditContext) -> None:
    given = {
        "kind": "deliverable",
        "title_fr": "Plan d’affaires",
        "due_on": date(2026, 11, 1),
        "starts_on": None,
    }
    number = add_item(door, P, given)
    add_item(door, P, {"kind": "workshop", "title_fr": "Atelier", "due_on": date(2026, 12, 1)})
    add_item(door, P, {"kind": "study", "title_fr": "Sans date"})
    with Database(door.path) as database:
        todo = agenda(database, P, TODAY)
        assert list(todo["title_fr"])[:2] == ["Plan d’affaires", "Atelier"] and "Sans date" in set(
            todo["title_fr"]
        )
        assert list(todo["late"]).count(True) == 1 and list(todo["soon"]).count(True) == 1
    finish_item(door, P, number)
    with Database(door.path) as database:
        assert "Plan d’affaires" not in set(agenda(database, P, TODAY)["title_fr"])
        assert not items(database, P, TODAY)["late"].any()
    refused(door, "item-unknown", lambda: finish_item(door, P, "hur-t99"))


def test_the_calendar_has_whole_days_and_says_nothing_of_people(door: EditContext) -> None:
    add_item(door, P, {"kind": "workshop", "title_fr": "Atelier; «été», \nsuite", "owner": "06 11 22 33 44",
                       "starts_on": date(2027, 6, 1), "due_on": date(2027, 6, 3)})  # fmt: skip
    with Database(door.path) as database:
        text = calendar_file(items(database, P, TODAY), "Hurepoix", "fr")
    (event,) = icalendar.Calendar.from_ical(text).walk("VEVENT")
    assert (event.decoded("dtstart"), event.decoded("dtend")) == (date(2027, 6, 1), date(2027, 6, 4))
    assert str(event.decoded("summary")) == "Atelier; «été», suite"
    assert b"06 11" not in text


def test_the_path_of_a_programme_says_how_far_it_is(door: EditContext) -> None:
    with Database(door.path) as database:
        path = path_of_steps(database, "quebec", {"identified": 4, "proposed": 2})
    assert path.iloc[0]["name_fr"] == "Diagnostic" and len(path) == 6
    assert list(path["reached"]) == [True, True, True, False, False, False]


def test_a_programme_keeps_a_name_of_its_own_and_its_dates_in_order(door: EditContext) -> None:
    refused(door, "programme-named-twice", lambda: set_fields(door, P, {"name_fr": "abitibi temiscamingue"}))
    refused(door, "name-without-letters", lambda: set_fields(door, P, {"short_fr": "…"}))
    set_fields(door, P, {"starts_on": "2026-09"})
    refused(door, "due-before-start", lambda: set_fields(door, P, {"ends_on": "2025"}))


def test_a_new_programme_has_no_words_of_a_demonstration_that_has_its_name(tmp_path: Path) -> None:
    file = tmp_path / "neuf.duckdb"
    assert start_file(file, "Ana", NewProgramme("Québec", "CA-QC")) == "quebec-2"
    assert start_programme(EditContext(file, "Ana"), NewProgramme("Autre", "CA-QC", programme_id="fensch"))
    with Database(file) as database:
        assert database.query("vocabulary", {"programme_id": "fensch"}).empty
    rule = {"term_id": "every-territory", "name_fr": "Chacun"}
    door = EditContext(file, "Ana")
    refused(door, "rule-without-territory", lambda: save_part(door, "quebec-2", "rule", [rule]))
