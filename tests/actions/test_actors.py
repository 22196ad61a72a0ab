"""The directory of actors: added with a source and a journal entry, or refused with what to do."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from eit.actions.actors import CONFIDENCES, KINDS, Actor, InvalidActor, add_actor
from eit.actions.edit import EditContext
from eit.analysis import actors
from eit.domain.errors import DataError
from eit.store.database import Database
from eit.store.version.write import CheckFailed
from eit.views.texts import texts

GOOD = Actor("Fonds Écoleader", "financing", "page consultée", "2025", "region-08", url="https://example.org")


def names(door: EditContext) -> list[str]:
    with Database(door.path) as database:
        return actors.directory(database, "abitibi")["name"].tolist()


def test_an_actor_is_added_with_its_source(door: EditContext) -> None:
    assert add_actor(door, "abitibi", GOOD) == "abitibi-fonds-ecoleader"
    with Database(door.path) as database:
        rows = actors.directory(database, "abitibi").set_index("actor_id")
    assert rows.loc["abitibi-fonds-ecoleader", ["kind", "source", "territory"]].tolist() == [
        "financing",
        "page consultée",
        "Abitibi-Témiscamingue",
    ]
    assert "financing" not in actors.kinds_without_actor(rows.reset_index())


def test_a_second_kind_of_help_gets_another_id(door: EditContext) -> None:
    add_actor(door, "abitibi", GOOD)
    assert add_actor(door, "abitibi", replace(GOOD, kind="training")) == "abitibi-fonds-ecoleader-2"


@pytest.mark.parametrize(
    ("changes", "key"),
    [
        ({"name": "  "}, "actor-name-missing"),
        ({"source": ""}, "actor-source-missing"),
        ({"year": ""}, "actor-year-missing"),
        ({"year": "hier"}, "actor-year-missing"),
        ({"kind": "magic"}, "actor-kind-unknown"),
        ({"confidence": "sure"}, "actor-confidence-unknown"),
        ({"url": "javascript:alert(1)"}, "actor-url"),
        ({"name": "x" * 201}, "actor-too-long"),
        ({"name": "ctri", "kind": "expertise"}, "actor-known"),
    ],
)
def test_what_is_refused_says_what_to_do(door: EditContext, changes: dict[str, str], key: str) -> None:
    before = names(door)
    with pytest.raises(InvalidActor) as refused:
        add_actor(door, "abitibi", replace(GOOD, **changes))
    assert refused.value.key == key
    assert names(door) == before
    for lang in ("fr", "en"):
        assert texts(lang).has(f"refusal.{key}")


def test_an_unknown_territory_or_an_unsigned_change_writes_nothing(door: EditContext) -> None:
    before = names(door)
    with pytest.raises(CheckFailed):
        add_actor(door, "abitibi", replace(GOOD, territory_id="atlantis"))
    with pytest.raises(DataError, match="author_missing"):
        add_actor(EditContext(door.path, " "), "abitibi", GOOD)
    assert names(door) == before


def test_every_kind_and_confidence_has_a_word() -> None:
    assert set(KINDS) == set(actors.KINDS)
    for lang in ("fr", "en"):
        t = texts(lang)
        assert all(t.has(f"actor_kind.{kind}") for kind in KINDS)
        assert all(t.has(f"confidence.{word}") for word in CONFIDENCES)


def test_the_demonstration_names_no_actor_without_a_source(root: Path) -> None:
    with Database(root / "data" / "flows.duckdb") as database:
        for programme in ("abitibi", "quebec", "hurepoix", "fensch", "qnp"):
            rows = actors.directory(database, programme)
            assert len(rows) and rows["source"].str.strip().ne("").all()
