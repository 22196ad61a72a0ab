"""Every row that the demonstration has of the Hurepoix is typed on screen into a file that held nothing of it."""

from __future__ import annotations

import csv
import html
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import duckdb
import pytest
from streamlit.testing.v1 import AppTest

from eit.actions.programme.fields import NewProgramme
from eit.actions.programme.start import start_file
from eit.analysis.impact.indicators import sheet
from eit.analysis.programme_parts import own_territories, part_rows
from eit.analysis.programmes import programme
from eit.domain.programme.parts import PARTS
from eit.locations import DATA
from eit.store.database import Database
from eit.store.version.workspace import make_empty
from eit.ui.programme.identity import BELOW, SIDES
from eit.views.texts import texts
from tests.opening import ROOT, open_page
from tests.pages.test_pages import sentences, shown

P = "hurepoix"
SAY = texts("fr")
KINDS = ("text_input", "text_area", "selectbox", "multiselect", "radio")
Row = dict[str, str]


def seed(name: str, table: str = "demo", **only: str) -> list[Row]:
    """The rows of the Hurepoix in a table of the demonstration, what is empty left out."""
    asked = only if "indicator_id" in only else {"programme_id": P, **only}
    with (ROOT / "data" / table / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        rows = [row for row in csv.DictReader(lines) if asked.items() <= row.items()]
    return [{key: value for key, value in row.items() if value} for row in rows]


[PROGRAMME] = seed("programmes")
IDENTITY = [*SIDES[0], *SIDES[1], *BELOW]
WORDS = {name: seed("vocabulary", "reference", list=name) for name in ("synergy_type", "impact")}
LISTS: dict[tuple[str, str], list[Row]] = {
    ("partners", "partner"): seed("partners"),
    ("partners", "rule"): [{"term_id": "company-majority", "name_fr": "Une majorité d'entreprises"}],
    ("items", "item"): seed("items"),
    **{("words", name): rows for name, rows in WORDS.items()},
    ("words", "priority_material"): seed("priority_materials"),
    ("words", "step"): [{"name_fr": "Ateliers", "maps_to": "identified"}],
    ("words", "category"): [{"name_fr": "Bois"}],
    ("words", "kpi"): [{"name_fr": "Énergie économisée"}],
    ("words", "material_word"): [{"name_fr": "Palox perdus", "maps_to": "pallets"}],
    ("indicators", "indicator"): seed("indicators"),
    ("indicators", "index_slot"): [{"territory_id": "commune-91200", "slot": "1"}],
    ("indicators", "carbon_switch"): [
        {"switch": "soil-carbon", "route_id": "R-OCC", "applies_to": "kept", "kg_co2e_per_t": "12,5",
         "source": "Essai du programme", "year": "2024"},
    ],
}  # fmt: skip
"""Tab and list → rows; a list that the Hurepoix leaves empty has one row of this test."""
SHARED = {"carbon_switch": len(list((ROOT / "data/reference/carbon_switches.csv").open()))}
"""Rows that a list shows in every file, the new one in the place of the heading."""
PARK = "ZI de la Gaudrée"
OUTLINE = "48,536 2,017\n48,536 2,023\n48,540 2,023\n48,540 2,017"


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("neuf") / "ccdh.duckdb"
    first, *_ = seed("programme_territories")
    new = NewProgramme("À nommer", "", programme_id=P)
    return start_file(path, "Camille", new, [first["territory_id"]]) and path


@pytest.fixture
def work(file: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("EIT_DATABASE", str(file))
    monkeypatch.setenv("EIT_AUTHOR", "Camille")
    return file


def field(app: AppTest, start: str) -> object:
    [found] = [one for kind in KINDS for one in app.get(kind) if str(one.key).startswith(start)]
    return found


def put(app: AppTest, start: str, value: object) -> None:
    field(app, start).set_value(value)  # type: ignore[attr-defined]


def press(app: AppTest, form: str) -> AppTest:
    [button] = [item for item in app.button if item.form_id == form]
    return button.click().run()


def faults(app: AppTest) -> list[str]:
    return [html.unescape(said) for said in sentences(app)] + [str(one) for one in app.exception]


def names_of(part: str) -> list[str]:
    return [one.name for one in PARTS[part].fields]


def kept_rows(database: Database, part: str) -> list[Mapping[str, object]]:
    rows = part_rows(database, P, PARTS[part])
    return rows.astype(object).where(rows.notna(), None).to_dict("records")


def test_what_the_programme_is_and_every_row_of_its_lists(work: Path) -> None:
    app = open_page("programme", programme=P)
    for name in IDENTITY:
        put(app, f"programme identity {name}", PROGRAMME.get(name, ""))
    put(app, "programme identity radius", PROGRAMME["default_radius_km"])
    app = press(app, "programme identity")
    said = faults(app)
    for (tab, part), rows in LISTS.items():
        app.session_state["programme part"] = SAY(f"programme.{tab}")
        if tab in ("words", "indicators"):
            app.session_state["programme list" if tab == "words" else "programme followed"] = part
        app.run()
        for row in rows:
            for name in names_of(part):
                if name in row:
                    put(app, f"part {part}  {name} ", row[name])
            app = press(app, f"part {part} ")
            said += faults(app)
    assert said == []
    with Database(work) as database:
        kept = programme(database, P)
        held = {part: kept_rows(database, part) for _, part in LISTS}
    assert kept is not None
    told = {name: PROGRAMME.get(name) for name in IDENTITY}
    assert {name: kept[name] if isinstance(kept[name], str) else None for name in IDENTITY} == told
    assert kept["default_radius_km"] == float(PROGRAMME["default_radius_km"])
    for (_, part), rows in LISTS.items():
        assert len(held[part]) == SHARED.get(part, len(rows)), part
        if part not in SHARED:
            wanted = [{name: row.get(name) for name in names_of(part) if name in row} for row in rows]
            assert [
                {name: _as_typed(found[name]) for name in row}
                for found, row in zip(held[part], wanted, strict=True)
            ] == wanted, part


def _as_typed(value: object) -> object:
    return f"{value:g}" if isinstance(value, int | float) else value


def test_every_territory_and_a_park(work: Path) -> None:
    rows = [row["territory_id"] for row in seed("programme_territories")]
    app = open_page("programme", {"programme part": SAY("programme.territories")}, programme=P)
    for territory_id in rows[1:]:
        app.text_input(key="programme territory").set_value(territory_id.partition("-")[2])
        app.run()
        [which] = [one for one in app.radio if str(one.key).startswith("programme territory of ")]
        if which.value is None:  # the five digits are a postal code too
            which.set_value(territory_id).run()
        assert which.value == territory_id
        [now] = [one for one in app.button if one.key == "programme territory now"]
        app = now.click().run()
        assert faults(app) == []
    put(app, "park outline 0 name", PARK)
    [outline] = [one for one in app.text_area if one.key == "park outline 0"]
    outline.set_value(OUTLINE)
    assert faults(press(app, "park")) == []
    with Database(work) as database:
        assert set(own_territories(database, P)["territory_id"]) == set(rows)
    with duckdb.connect(str(work), read_only=True) as connection:
        found = connection.execute("SELECT territory_id, parent_id FROM territory WHERE name = ?", [PARK])
        assert found.fetchall() == [("park-zi-de-la-gaudree", "commune-91200")]


def test_every_value_with_its_n_c(work: Path) -> None:
    app = open_page("indicateurs", programme=P)
    with Database(work) as database:
        new = [one.indicator_id for one in sheet(database, P, date(2026, 1, 1))]
    old = [row["indicator_id"] for row in seed("indicators")]
    values = {old_id: seed("indicator_values", indicator_id=old_id) for old_id in old}
    for new_id, old_id in zip(new, old, strict=True):
        for row in values[old_id]:
            put(app, "declared indicator", new_id)
            put(app, "declared bound", row["bound"])
            put(app, "declared year", row["year"])
            put(app, "declared value", row.get("value", row["state"]))
            app = press(app, "declare indicator")
            assert faults(app) == []
    told = html.unescape(shown(app))
    assert "non" in told and "n.c." in told
    with duckdb.connect(str(work), read_only=True) as connection:
        asked = "SELECT bound, year, value, state FROM indicator_value WHERE indicator_id = ? ORDER BY bound"
        for new_id, old_id in zip(new, old, strict=True):
            wanted = [
                (row["bound"], row["year"], float(row["value"]) if "value" in row else None, row["state"])
                for row in values[old_id]
            ]
            assert connection.execute(asked, [new_id]).fetchall() == sorted(wanted, key=lambda row: row[0])


def test_a_file_that_holds_nothing_begins_on_the_screen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    empty = tmp_path / "vide.duckdb"
    make_empty(empty, DATA)
    monkeypatch.setenv("EIT_DATABASE", str(empty))
    monkeypatch.setenv("EIT_AUTHOR", "Camille")
    app = open_page("programme")
    assert SAY("programme.new_first") in html.unescape(shown(app)) and not faults(app)
    app.text_input(key="new programme place").set_value("MRC des Laurentides").run()
    app.text_input(key="new programme name").set_value("Laurentides circulaires")
    app = press(app, "new programme")
    assert not faults(app) and "Laurentides circulaires" in html.unescape(shown(app))
    with Database(empty) as database:
        assert set(own_territories(database, "laurentides-circulaires")["territory_id"]) == {"mrc-78"}
    app.session_state["programme part"] = SAY("programme.new")
    app.run()
    app.text_input(key="new programme place").set_value("").run()
    app.text_input(key="new programme name").set_value("Romandie")
    app.selectbox(key="new programme country").set_value("CH-ROM")
    app = press(app, "new programme")
    assert not faults(app)
    page = open_page("carte", programme="romandie")
    assert not page.exception and not sentences(page, ("error",)), (
        "a map of the country until there is a territory"
    )
