"""Nothing of what a room receives says who did not agree to be named: planted names, ids, sizes, places, quantities."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eit.analysis.anonymise import KEY_BYTES, open_room, write_copy
from eit.domain.bands import DISTANCE_LIMITS_KM, limit_band, middle, round_band
from eit.store import column_privacy as privacy
from eit.store.database import Database
from eit.store.derived.matching import DERIVED
from eit.store.schema import create_schema
from tests.planted import REGISTERED, SECRET, keys_of, plant

LEAST_SHARING = 3  # the promise, whatever the product says of it
PROGRAMMES = ("abitibi", "quebec", "hurepoix", "fensch", "qnp")


@pytest.fixture(scope="module")
def demonstration(root: Path) -> Path:
    return root / "data" / "flows.duckdb"


@pytest.fixture(scope="module")
def database(demonstration: Path) -> Iterator[Database]:
    with Database(demonstration) as opened:
        yield opened


@pytest.fixture(scope="module")
def planted(demonstration: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return plant(demonstration, tmp_path_factory.mktemp("planted") / "planted.duckdb")


@pytest.fixture(scope="module")
def copied(demonstration: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, str]]:
    """A copy of the demonstration in French, and which company each of its ids stands for."""
    target = tmp_path_factory.mktemp("copied") / "copy.duckdb"
    return target, write_copy(demonstration, target, "fr")


@pytest.fixture(scope="module")
def room(copied: tuple[Path, dict[str, str]]) -> Iterator[Database]:
    with Database(copied[0]) as opened:
        yield opened


@pytest.fixture(scope="module")
def planted_copy(planted: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, str]]:
    target = tmp_path_factory.mktemp("planted copy") / "copy.duckdb"
    return target, write_copy(planted, target, "fr")


@pytest.fixture(scope="module")
def languages(
    demonstration: Path, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, tuple[Path, dict[str, str]]]:
    """The copies of the demonstration in both languages, under one key of their ids."""
    folder = tmp_path_factory.mktemp("languages")
    paths = {lang: folder / f"{lang}.duckdb" for lang in ("fr", "en")}
    return {
        lang: (path, write_copy(demonstration, path, lang, bytes(KEY_BYTES))) for lang, path in paths.items()
    }


def everything(database: Database) -> dict[str, str]:
    """Every table of a file that people type into, or that is derived from one, as one text each."""
    with duckdb.connect(database.stamp.path, read_only=True) as connection:
        tables = [name for (name,) in connection.execute("SELECT table_name FROM duckdb_tables()").fetchall()]
    return {table: database.rows(table).to_csv() for table in tables if table not in privacy.PUBLIC}


def test_no_planted_name_is_in_any_table_of_the_copy(planted: Path, planted_copy: tuple[Path, dict]) -> None:
    with Database(planted) as before:
        tables = everything(before)
        words = [keys_of(said) for said in tables.values()]
        found = {key for key in SECRET if any(key in said for said in words)}
        found |= {number for number in REGISTERED if number in tables["company"]}
    assert found == {*SECRET, *REGISTERED}  # the same search finds each of them in the file itself
    with Database(planted_copy[0]) as room:
        for table, said in everything(room).items():
            words = keys_of(said)
            assert not [key for key in (*SECRET, *REGISTERED) if key in words], table


def test_the_file_of_the_copy_holds_no_name_in_any_byte(planted_copy: tuple[Path, dict]) -> None:
    content = planted_copy[0].read_bytes().lower()
    assert not [key for key in SECRET if key.encode() in content and " " not in key]


def test_every_text_column_says_what_it_may_tell_and_every_number_how(database: Database) -> None:
    """A new table or column is declared in `store/column_privacy.py`, or the copy tells nothing of it."""
    undeclared = []
    with duckdb.connect() as connection:
        create_schema(connection)
        columns = connection.execute(
            "SELECT table_name, column_name, data_type FROM duckdb_columns() JOIN duckdb_tables() USING (table_name)"
        ).fetchall()
    for table, column, kind in columns:
        if table in (*privacy.PUBLIC, *privacy.EMPTIED, *DERIVED) or column in privacy.OPAQUE:
            continue
        texts, numbers = privacy.TEXTS.get(table), privacy.NUMBERS.get(table, {})
        if texts is None:
            undeclared.append(table)
        elif kind == "VARCHAR" and not any(column in some for some in texts.values()):
            undeclared.append(f"{table}.{column}")
        elif kind in ("DOUBLE", "INTEGER", "BIGINT") and table in privacy.NUMBERS:
            undeclared += [] if any(column in some for some in numbers.values()) else [f"{table}.{column}"]
    assert not undeclared
    assert privacy.kind_of_text("flow", "new_column") == privacy.NAME
    assert privacy.kind_of_number("flow", "new_column") == privacy.QUANTITY


def test_three_organisations_share_whatever_a_copy_tells_of_one(room: Database, database: Database) -> None:
    assert len(room.rows("company")) == len(database.rows("company"))
    _shared(room)


def test_three_share_what_the_two_languages_tell_together(
    demonstration: Path, languages: dict[str, tuple[Path, dict]], planted: Path, tmp_path: Path
) -> None:
    """The two copies of a version have the same ids: who reads both puts their labels beside each other."""
    for source in (demonstration, planted):
        sides = []
        for lang in ("fr", "en"):
            target = languages[lang][0] if source == demonstration else tmp_path / f"{lang}.duckdb"
            if source == planted:
                write_copy(source, target, lang, bytes(KEY_BYTES))
            with Database(target) as room:
                _shared(room)
                if source == planted:
                    for table, said in everything(room).items():
                        words = keys_of(said)
                        found = [key for key in (*SECRET, *REGISTERED) if key in words]
                        assert not found, (lang, table, found)
                sides.append(room.rows("company"))
        both = sides[0].merge(sides[1], on="company_id", suffixes=("", "_2"))
        silent = both[~both["consent_name"].astype(bool)]
        for more in ([], ["employees", "employees_2"]):
            told = [f"{name}{side}" for name in TOLD for side in ("", "_2")]
            some = silent.dropna(subset=more) if more else silent
            sharing = some.groupby([*told, *more], dropna=False)["group_id"].nunique()
            assert sharing.ge(LEAST_SHARING).all(), sharing[sharing < LEAST_SHARING]


TOLD = ("programme_id", "name", "sector_code", "sector_fr", "sector_en", "kind", "municipality_id")


def _shared(room: Database) -> None:
    rows = room.rows("company")
    silent = rows[~rows["consent_name"].astype(bool)]
    told = [*TOLD, "latitude", "longitude"]
    placed = silent[silent["latitude"].notna()]
    for columns, some in (
        (["programme_id", "name"], silent),
        (told[:-2], silent),
        (told, placed),
        ([*told[:7], "employees"], silent[silent["employees"].notna()]),
    ):
        sharing = some.groupby(columns, dropna=False)["group_id"].nunique()
        if columns == told:  # those without a position share the label of the others
            sharing = sharing[sharing > 0]
            assert some.groupby("name")[["latitude", "longitude"]].nunique().le(1).all().all()
            continue
        assert sharing.ge(LEAST_SHARING).all(), sharing[sharing < LEAST_SHARING]
    assert silent["park_id"].isna().all()


@settings(max_examples=4)
@given(st.integers(0, 2**32 - 1), st.floats(0.02, 0.9))
def test_in_random_worlds_too(
    demonstration: Path, tmp_path_factory: pytest.TempPathFactory, seed: int, share: float
) -> None:
    """Consent, sector, municipality and group drawn anew among those that exist."""
    path = tmp_path_factory.mktemp("world") / "world.duckdb"
    shutil.copy(demonstration, path)
    with duckdb.connect(str(path)) as connection:
        connection.execute("SET threads = 1")
        connection.execute("SELECT setseed(?)", [seed / 2**32])
        connection.execute("UPDATE company SET consent_name = random() > ?", [share])
        connection.execute(
            "UPDATE company SET group_id = 'g' || floor(random() * 90)::INT WHERE random() > 0.4"
        )
        connection.execute("UPDATE company SET sector_code = '', sector_fr = 'Autre' WHERE random() > 0.8")
    with open_room(path, "fr") as room:
        _shared(room)


def test_who_agreed_keeps_the_name_and_the_place(
    copied: tuple[Path, dict[str, str]], room: Database, database: Database
) -> None:
    ids, rows = copied[1], room.rows("company")
    before = database.rows("company").set_index("company_id")
    assert set(ids) == set(rows["company_id"]) and not set(ids) & set(before.index)
    kept = rows[(rows["programme_id"] == "abitibi") & rows["consent_name"].astype(bool)]
    own = before.loc[[ids[company] for company in kept["company_id"]]]
    assert len(kept) > 20
    for column in ("name", "municipality_id", "park_id", "latitude", "longitude", "sector_fr"):
        assert list(kept[column].astype(object).fillna("")) == list(own[column].astype(object).fillna("")), (
            column
        )


def test_a_position_that_is_not_known_stays_unknown(
    copied: tuple[Path, dict[str, str]], room: Database, database: Database
) -> None:
    ids, rows = copied[1], room.rows("company")
    before = database.rows("company").set_index("company_id")["latitude"]
    silent = rows[~rows["consent_name"].astype(bool)]
    missing = [ids[company] for company in silent.loc[silent["latitude"].isna(), "company_id"]]
    assert all(pd.isna(before[company]) for company in missing)


def test_quantities_and_distances_are_those_of_their_band(room: Database, database: Database) -> None:
    flows, synergies = room.rows("flow"), room.rows("synergy")
    for table, rows in {"flow": flows, "synergy": synergies}.items():
        for column in privacy.NUMBERS[table][privacy.QUANTITY]:
            assert all(value == middle(round_band(value)) for value in rows[column].dropna()), column
    told = synergies["previous_distance_km"].dropna()
    assert all(value == middle(limit_band(value, DISTANCE_LIMITS_KM)) for value in told)
    typed = {f"{value:g}" for value in flows["quantity_per_year"].dropna()}
    assert set(flows["quantity_typed"].dropna()) == typed
    before = database.rows("flow")
    assert (
        len(before) == len(flows)
        and before["quantity_per_year"].isna().sum() == flows["quantity_per_year"].isna().sum()
    )
    zero = (before["quantity_per_year"] == 0).sum()
    assert (flows["quantity_per_year"] == 0).sum() == zero


def test_ids_are_drawn_anew_for_each_copy_and_shared_by_the_two_languages(
    demonstration: Path, copied: tuple[Path, dict], languages: dict[str, tuple[Path, dict]], tmp_path: Path
) -> None:
    one, two = set(copied[1]), set(write_copy(demonstration, tmp_path / "two.duckdb", "fr"))
    assert one and not one & two
    assert languages["fr"][1] == languages["en"][1]


def test_a_rejection_that_stands_goes_on_standing(room: Database, database: Database) -> None:
    assert len(room.query("standing_rejections")) == len(database.query("standing_rejections")) > 0
    assert len(room.rows("rejected_pair")) == len(database.rows("rejected_pair"))


def test_a_scene_leads_to_the_company_under_its_id_of_the_copy(planted_copy: tuple[Path, dict]) -> None:
    target, ids = planted_copy
    with Database(target) as room:
        address = next(text for text in room.rows("scene")["address"] if "company=" in text)
    assert ids[address.partition("company=")[2].partition("&")[0]] in REGISTERED
    assert "scenario" not in address


def test_ordinary_texts_stay_as_they_were_typed(room: Database, database: Database) -> None:
    """Of all that the demonstration's people typed, only what says a name is rewritten."""
    typed = (("flow", "label"), ("decision", "wording"), ("scene", "sentence"), ("synergy", "title_fr"))
    for table, column in typed:
        before, after = set(database.rows(table)[column].dropna()), set(room.rows(table)[column].dropna())
        assert len(after - before) <= 1, after - before
    for table in privacy.PUBLIC:
        assert database.rows(table).to_csv() == room.rows(table).to_csv(), table
