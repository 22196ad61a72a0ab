"""Saved views and tags: kept, found, replaced only when it is meant, taken back, and erased with who is forgotten."""

from __future__ import annotations

import pytest

from eit.actions.edit import EditContext
from eit.actions.grid import correct_cells
from eit.actions.history import undo
from eit.actions.organisation.organisations import add_organisation, correct_organisation, merge_organisations
from eit.actions.programme.saved_views import keep_view, remove_view
from eit.analysis.find import FindIndex, find_index
from eit.analysis.history import latest_entry
from eit.analysis.organisation import organisation
from eit.analysis.saved_views import saved_views
from eit.analysis.tags import tags_in_use
from eit.cli import main
from eit.domain.errors import InvalidSelection
from eit.domain.programme.saved_view import LONGEST_NAME
from eit.store.database import Database
from eit.store.version.swap import generations

P = "abitibi"
WORDS = {"programme": P, "lang": "en", "radius": "20", "company": "abi-001", "panel": "live", "fix": "x"}


def views(door: EditContext) -> dict[str, tuple[str, dict[str, str]]]:
    with Database(door.path) as database:
        return {view.name: (view.page, dict(view.words)) for view in saved_views(database, P)}


def index(door: EditContext) -> FindIndex:
    with Database(door.path) as database:
        return find_index(database, P, "fr", ("mrc",), (("map", "Carte"),))


def test_a_view_keeps_how_the_page_is_set_and_nothing_of_who_reads_it(door: EditContext) -> None:
    keep_view(door, P, "  Carton à 20 km ", "carte", WORDS)
    kept = ("carte", {"radius": "20", "company": "abi-001"})
    assert views(door) == {"Carton à 20 km": kept}
    assert [(one.kind, one.name) for one in index(door).find("carton 20")] == [("view", "Carton à 20 km")]
    with pytest.raises(InvalidSelection) as told:
        keep_view(door, P, "carton a 20 KM", "echanges", {})
    assert told.value.key == "view-name-taken" and views(door) == {"Carton à 20 km": kept}
    keep_view(door, P, "carton a 20 KM", "echanges", {}, again=True)
    assert views(door) == {"carton a 20 KM": ("echanges", {})}
    with Database(door.path) as database:
        entry = latest_entry(database)
    undo(door, entry)
    assert views(door) == {"Carton à 20 km": kept}


def test_what_is_no_view_is_refused(door: EditContext) -> None:
    for name, words, key in (
        ("", {}, "text-missing"),
        ("—!", {}, "name-without-letters"),
        ("x" * (LONGEST_NAME + 1), {}, "text-too-long"),
        ("Longue", {f"scenario{n}": "y" * 400 for n in range(20)}, "view-too-long"),
    ):
        with pytest.raises(InvalidSelection) as told:
            keep_view(door, P, name, "carte", words)
        assert told.value.key == key
    with pytest.raises(InvalidSelection) as told:
        remove_view(door, P, "abi-p99")
    assert told.value.key == "view-unknown" and views(door) == {}


def test_a_whole_scenario_is_kept_to_its_last_sign(door: EditContext) -> None:
    keep_view(door, P, "Plus de cendres", "regrouper", {"scenario": "z" * 4000})
    assert views(door)["Plus de cendres"] == ("regrouper", {"scenario": "z" * 4000})


def test_a_view_is_taken_away_and_belongs_to_its_programme(door: EditContext) -> None:
    keep_view(door, P, "Une", "carte", {})
    with Database(door.path) as database:
        [view] = saved_views(database, P)
        assert saved_views(database, "quebec") == ()
    with pytest.raises(InvalidSelection):
        remove_view(door, "quebec", view.view_id)
    remove_view(door, P, view.view_id)
    assert views(door) == {}


def test_a_tag_finds_whatever_carries_it(door: EditContext) -> None:
    correct_organisation(door, "abi-001", {"tags": "#Prioritaire; à revoir"})
    correct_cells(door, P, "synergy", {"abi-s15": {"tags": "prioritaire"}}, {})
    with Database(door.path) as database:
        assert tags_in_use(database, P) == {"à revoir": 1, "Prioritaire": 2}
        assert tags_in_use(database, "quebec") == {}
    found = index(door)
    assert {(one.kind, one.id) for one in found.find("#prioritaire")} == {
        ("organisation", "abi-001"),
        ("synergy", "abi-s15"),
    }
    assert ("tag", "#à revoir") in [(one.kind, one.name) for one in found.find("revoir")]
    assert ("organisation", "abi-001") in [(one.kind, one.id) for one in found.find("prior")]
    assert found.find("#prior") == found.find("#") == []


def test_two_rows_made_one_keep_the_tags_of_both(door: EditContext) -> None:
    place = {"municipality_id": "ca-qc-mun-89008"}
    with Database(door.path) as database:
        place["municipality_id"] = str(organisation(database, "abi-001")["municipality_id"])
    one, other = (add_organisation(door, P, {"name": name, **place, "tags": tags})
                  for name, tags in (("Essai Un", "bois, urgent"), ("Essai Deux", "Urgent, visite")))  # fmt: skip
    merge_organisations(door, one, other)
    with Database(door.path) as database:
        assert organisation(database, one)["tags"] == "bois, urgent, visite"


def test_who_is_forgotten_leaves_no_tag_and_no_view(
    door: EditContext, capsys: pytest.CaptureFixture[str]
) -> None:
    with Database(door.path) as database:
        name = str(organisation(database, "abi-001")["name"])
    correct_organisation(door, "abi-001", {"tags": "zyzomys"})
    keep_view(door, P, f"Autour de {name}", "carte", {"company": "abi-001"})
    given = ["--db", str(door.path), "--author", "Camille", "--yes", "--programme", P]
    assert main(["forget", "--organisation", "abi-001", *given]) == 0, capsys.readouterr()
    for path in (door.path, *generations(door.path)):
        held = path.read_bytes()
        assert b"zyzomys" not in held and name.encode() not in held
