"""Every row of the seed of the Hurepoix is typed on the page Programme of a file that held nothing."""

from __future__ import annotations

import html
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from eit.actions.programme.fields import NewProgramme
from eit.actions.programme.start import start_file
from eit.analysis.impact.indicators import sheet
from eit.analysis.programme_parts import part_rows
from eit.analysis.programmes import programme
from eit.domain.programme.parts import PARTS
from eit.store.database import Database
from eit.views.texts import texts
from tests.opening import ROOT, open_page
from tests.pages.test_pages import sentences, shown

PAGE, PAGE_INDICATORS = ROOT / "pages" / "programme.py", ROOT / "pages" / "indicateurs.py"
P = "ccdh"
KINDS = ("text_input", "text_area", "selectbox", "multiselect")
IDENTITY = {
    "name_fr": "Plan climat du Dourdannais, action 4.5",
    "name_en": "Climate plan of the Dourdannais, action 4.5",
    "short_fr": "CCDH 4.5",
    "territory_fr": "Onze communes",
    "coordinator": "CC Le Dourdannais en Hurepoix",
    "description_fr": "EIT sur les parcs d'activités",
    "starts_on": "2023",
}
SEED: dict[tuple[str, str], list[dict[str, object]]] = {
    ("partners", "partner"): [
        {"name": "CC Le Dourdannais en Hurepoix", "role": "lead"},
        {"name": "Élu référent", "role": "elected", "since": "2023"},
    ],
    ("partners", "rule"): [{"term_id": "company-majority", "name_fr": "Une majorité d'entreprises"}],
    ("items", "item"): [
        {"kind": "workshop", "title_fr": "Ateliers sur cinq semaines", "state": "planned"},
        {"kind": "workshop", "title_fr": "Accompagnement d'un an", "state": "planned", "due_on": "2027-06-30"},
        *(
            {"kind": "linked-action", "title_fr": f"Action {number} du plan", "state": "under-way"}
            for number in ("1.5", "2.4", "2.7")
        ),
    ],
    ("words", "synergy_type"): [
        {"name_fr": "Mutualisation (achats groupés et services)", "maps_to": "pooling"},
        {"name_fr": "Substitution", "maps_to": "substitution"},
        {"name_fr": "Nouvelles activités", "maps_to": "new-activity"},
    ],
    ("words", "impact"): [
        {"name_fr": "Énergie", "maps_to": "1/3"},
        {"name_fr": "Gaz à effet de serre (GES)", "maps_to": "2/3"},
        {"name_fr": "Qualité de l'air", "maps_to": "1/3"},
    ],
    ("words", "step"): [{"name_fr": "Ateliers", "maps_to": "identified"}],
    ("words", "category"): [{"name_fr": "Bois"}],
    ("words", "kpi"): [{"name_fr": "Énergie économisée"}],
    ("words", "material_word"): [{"name_fr": "Palox perdus", "maps_to": "pallets"}],
    ("words", "priority_material"): [{"material_id": "pallets", "term_fr": "Palettes"}],
    ("indicators", "indicator"): [
        {"label_fr": "Mise en place de la démarche", "unit_fr": "{0=non;1=oui}", "kind": "declared"},
        {"label_fr": "Nombre d'entreprises engagées", "unit_fr": "entreprises", "kind": "declared"},
    ],
    ("indicators", "index_slot"): [{"territory_id": "commune-91200", "slot": "1"}],
    ("indicators", "carbon_switch"): [
        {"switch": "soil-carbon", "route_id": "R-OCC", "applies_to": "kept", "kg_co2e_per_t": "12,5",
         "source": "Essai du programme", "year": "2024"},
    ],
}  # fmt: skip
VALUES = [("i01", "value", "non"), ("i01", "min", "non"), ("i01", "max", "oui"), ("i01", "threshold", "n.c.")]
VALUES += [
    ("i02", "value", "0"),
    ("i02", "min", "n.c."),
    ("i02", "max", "n.c."),
    ("i02", "threshold", "n.c."),
]


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("neuf") / "ccdh.duckdb"
    new = NewProgramme("CCDH", "", programme_id=P)
    return start_file(path, "Camille", new, ["epci-249100595"]) and path


@pytest.fixture
def page(file: Path, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    monkeypatch.setenv("EIT_DATABASE", str(file))
    monkeypatch.setenv("EIT_AUTHOR", "Camille")
    return open_page(PAGE, programme=P)


def field(app: AppTest, start: str) -> object:
    [found] = [one for kind in KINDS for one in app.get(kind) if str(one.key).startswith(start)]
    return found


def press(app: AppTest, form: str) -> AppTest:
    [button] = [item for item in app.button if item.form_id == form]
    return button.click().run()


def type_in(app: AppTest, part: str, row: Mapping[str, object]) -> AppTest:
    form = f"part {part} "
    for name, value in row.items():
        field(app, f"{form} {name} ").set_value(value)  # type: ignore[attr-defined]
    return press(app, form)


def test_the_whole_seed_is_typed_on_the_screen(file: Path, page: AppTest) -> None:
    app, say = page, texts("fr")
    for name, value in IDENTITY.items():
        field(app, f"programme identity {name}").set_value(value)  # type: ignore[attr-defined]
    faults = sentences(app := press(app, "programme identity"))
    for (tab, part), rows in SEED.items():
        app.session_state["programme part"] = say(f"programme.{tab}")
        if tab in ("words", "indicators"):
            app.session_state["programme list" if tab == "words" else "programme followed"] = part
        app.run()
        for row in rows:
            app = type_in(app, part, row)
            faults += [html.unescape(said) for said in sentences(app)] + [str(one) for one in app.exception]
    assert faults == []
    with Database(file) as database:
        kept = programme(database, P)
        held = {part: part_rows(database, P, PARTS[part]) for _, part in SEED}
    assert {name: kept[name] for name in IDENTITY} == IDENTITY
    assert {part: len(rows) for part, rows in held.items()} == {
        **{part: len(rows) for (_, part), rows in SEED.items()},
        "carbon_switch": 1 + sum(1 for _ in (ROOT / "data/reference/carbon_switches.csv").open()) - 1,
    }
    assert held["item"]["title_fr"].tolist()[-1] == "Action 2.7 du plan"


def test_values_of_2023_with_n_c_and_a_target_with_its_date(
    file: Path, page: AppTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = open_page(PAGE_INDICATORS, programme=P)
    with Database(file) as database:
        ids = [one.indicator_id for one in sheet(database, P, date(2026, 1, 1))]
    faults: list[str] = []
    for which, bound, value in VALUES:
        app.selectbox(key="declared indicator").set_value(ids[int(which[2]) - 1])
        app.selectbox(key="declared bound").set_value(bound)
        field(app, "declared year").set_value("2023")  # type: ignore[attr-defined]
        field(app, "declared value").set_value(value)  # type: ignore[attr-defined]
        app = press(app, "declare indicator")
        faults += [html.unescape(said) for said in sentences(app)]
    assert faults == []
    said = html.unescape(shown(app))
    assert "non" in said and "n.c." in said
