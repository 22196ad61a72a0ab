"""Every page opens, found by glob: in both languages, for every programme, with an empty territory, without data."""

from __future__ import annotations

import html
import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import duckdb
import pytest
from streamlit.elements.widgets import button
from streamlit.testing.v1 import AppTest

from tests.opening import MAIN, ROOT, SECONDS, open_page

PAGES = sorted((ROOT / "pages").glob("*.py"))
PROGRAMMES = ("abitibi", "quebec", "hurepoix", "fensch", "qnp")


def shown(app: AppTest) -> str:
    """Everything that a person can read on the page, HTML blocks included."""
    blocks = [
        element.value for kind in ("markdown", "title", "subheader", "caption") for element in app.get(kind)
    ]
    blocks += [element.proto.body for element in app.get("html")]
    blocks += [element.value for kind in ("error", "warning", "info") for element in app.get(kind)]
    return "\n".join(str(block) for block in blocks)


def sentences(app: AppTest, kinds: tuple[str, ...] = ("error", "warning")) -> list[str]:
    """The notices of the page, as HTML."""
    blocks = [element.proto.body for element in app.get("html")]
    assert not app.error and not app.warning
    return [block for block in blocks if any(f'class="eit-notice {kind}"' in block for kind in kinds)]


@pytest.fixture
def database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the demonstration that a test may damage."""
    copy = tmp_path / "copie.duckdb"
    shutil.copy(ROOT / "data" / "flows.duckdb", copy)
    monkeypatch.setenv("EIT_DATABASE", str(copy))
    return copy


def test_there_are_pages() -> None:
    assert {"accueil", "carte", "echanges", "methode"} <= {page.stem for page in PAGES}


def every_page(**words: str) -> Iterator[tuple[str, AppTest]]:
    """Each page in turn, as one visitor opens them who came by a link."""
    app = AppTest.from_file(str(MAIN), default_timeout=SECONDS)
    for key, value in words.items():
        app.query_params[key] = value
    app.run()
    for page in PAGES:
        app.switch_page(str(page)).run()
        yield page.stem, app


def faults_of(named: str, app: AppTest, *untrue: tuple[str, bool]) -> list[str]:
    """What is wrong with a page: an exception, or what its name says when it holds."""
    told = [f"{named}: {fault.message}" for fault in app.exception]
    return told + [f"{named}: {what}" for what, wrong in untrue if wrong]


MADE_ELSEWHERE = (".zip", ".gif")
"""Letters to everybody and a film take three seconds each; what they are made of has tests of its own."""


@pytest.fixture
def offered(monkeypatch: pytest.MonkeyPatch) -> dict[str, Callable[[], str | bytes]]:
    """The files that the page offers and makes when somebody asks for one, by their name."""
    found, keep = {}, button.marshall_file

    def noted(where: str, data: object, proto: object, kind: str, name: str, **more: object) -> None:
        if callable(data) and not name.endswith(MADE_ELSEWHERE):
            found[name] = data
        keep(where, data, proto, kind, name, **more)

    monkeypatch.setattr(button, "marshall_file", noted)
    return found


def test_every_page_opens_without_a_problem(offered: dict[str, Callable[[], str | bytes]]) -> None:
    """And every file that it offers is made."""
    faults = []
    for lang, programme in [
        *(("fr", programme) for programme in PROGRAMMES),
        ("en", "abitibi"),
        ("en", "fensch"),
    ]:
        word = "fictives" if lang == "fr" else "fictitious"
        for page, app in every_page(programme=programme, lang=lang):
            notices, unsaid = sentences(app), word not in shown(app)
            faults += faults_of(
                f"{page}, {programme}, {lang}", app, (str(notices), bool(notices)), (f"no {word}", unsaid)
            )
            if (lang, programme) == ("fr", "abitibi"):
                faults += [f"{page}: {name} is empty" for name, make in offered.items() if not make()]
            offered.clear()
    assert not faults, "\n".join(faults)


def test_a_territory_without_a_company_says_what_to_do() -> None:
    faults = []
    for page, app in every_page(programme="abitibi", level="municipality", territory="mun-87010"):
        mute = page in ("carte", "echanges") and "Élargissez le rayon ou effacez les filtres" not in shown(
            app
        )
        asked = [
            sum(one.key == "author typed" for one in place.text_input) for place in (app.main, app.sidebar)
        ]
        twice = page != "rencontre" and asked != [0, 1]
        faults += faults_of(page, app, ("does not say what to do", mute), ("asks elsewhere who signs", twice))
    assert not faults, "\n".join(faults)


def test_a_programme_without_anything_says_what_to_do(database: Path) -> None:
    with duckdb.connect(str(database)) as connection:
        for table in (
            "flow",
            "synergy_event",
            "synergy_party",
            "synergy",
            "company_territory",
            "company",
        ):
            connection.execute(f"DELETE FROM {table}")
    faults = []
    for page, app in every_page(programme="abitibi"):
        odd = [value for value in sentences(app) if "imprévu" in value]
        mute = page in ("accueil", "carte", "echanges") and not sentences(app, ("info",))
        faults += faults_of(page, app, (str(odd), bool(odd)), ("does not say what to do", mute))
    assert not faults, "\n".join(faults)


class TestWhatCannotBeRead:
    def expect(self, words: str) -> None:
        faults = []
        for page, app in every_page():
            told = sentences(app)
            wrong = len(told) != 1 or words not in html.unescape(told[0])
            faults += faults_of(page, app, (f"{told}", wrong), ("Traceback", "Traceback" in shown(app)))
        assert not faults, "\n".join(faults)

    def test_no_data_file(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("EIT_DATABASE", str(tmp_path / "absent.duckdb"))
        self.expect("python -m eit build")

    def test_damaged_file(self, database: Path) -> None:
        database.write_bytes(database.read_bytes()[:5000])
        self.expect("illisible")

    def test_older_schema(self, database: Path) -> None:
        with duckdb.connect(str(database)) as connection:
            connection.execute("UPDATE meta SET value = '0' WHERE key = 'schema_version'")
        self.expect("schéma 0")


NONSENSE: list[tuple[dict[str, str], str]] = [
    ({"radius": "0"}, "Rayon"),
    ({"radius": "abc"}, "Rayon"),
    ({"radius": "-5"}, "Rayon"),
    ({"radius": "1e9"}, "Rayon"),
    ({"radius": "nan"}, "Rayon"),
    ({"programme": "<script>alert(1)</script>"}, "Programme"),
    ({"company": "nobody"}, "Organisation"),
    ({"territory": "atlantis"}, "Territoire"),
    ({"categories": "wood,unobtainium"}, "unobtainium"),
    ({"level": "planet"}, "Échelon"),
    ({"figure": "beauty"}, "Colorer"),
    ({"nonsense": "1"}, "nonsense"),
    ({"lang": "klingon"}, "lang"),
]
"""What a link says, and the name of what the notice corrects."""


def test_a_link_with_nonsense_in_it_is_corrected_with_a_notice() -> None:
    faults = []
    for words, named in NONSENSE:
        app = open_page(ROOT / "pages" / "carte.py", **words)
        told = [
            one for one in sentences(app) if "Le lien contenait une valeur inconnue" in one and named in one
        ]
        faults += faults_of(str(words), app, ("no notice", not told))
    assert not faults, "\n".join(faults)


def test_a_link_opens_the_same_question() -> None:
    app = open_page(
        ROOT / "pages" / "carte.py",
        programme="quebec",
        radius="3",
        categories="wood,glass",
        company="que-003",
    )
    assert app.slider(key="radius").value == 3
    assert app.multiselect(key="categories").value == ["wood", "glass"]
    assert app.selectbox(key="company").value == "que-003"
    assert dict(app.query_params)["radius"] in ("3", ["3"])


def test_another_programme_starts_with_its_own_radius() -> None:
    app = open_page(ROOT / "pages" / "carte.py", programme="abitibi", radius="150")
    app.selectbox(key="programme").select("quebec").run()
    assert app.slider(key="radius").value == 10
    assert not app.exception


def map_arguments(app: AppTest) -> dict:
    component = next(element for element in app.get("component_instance"))
    return json.loads(component.proto.json_args)


def test_a_filter_changes_what_is_drawn_and_not_the_map() -> None:
    app = open_page(ROOT / "pages" / "carte.py", programme="quebec")
    before = map_arguments(app)
    app.slider(key="radius").set_value(2).run()
    after = map_arguments(app)
    assert after["script"] == before["script"], "the base map must stay the same, or the view is lost"
    assert after["feature_group"] != before["feature_group"]


def test_the_map_asks_nothing_of_anyone_else() -> None:
    arguments = map_arguments(open_page(ROOT / "pages" / "carte.py"))
    links = [*arguments["js_links"], *arguments["css_links"]]
    assert links and all(link.startswith("../") for link in links)


def test_a_click_on_a_site_chooses_its_company(monkeypatch: pytest.MonkeyPatch) -> None:
    import streamlit as st

    from eit.ui.map import territory_map
    from eit.ui.sidebar import controls

    monkeypatch.setattr(
        st,
        "session_state",
        {"map": {"last_active_drawing": {"properties": {"pinned": "company:abi-001"}}}},
    )
    territory_map.choose_clicked()
    assert st.session_state[controls.COMPANY] == "abi-001" and st.session_state["pin"] == ""
    st.session_state["map"]["last_active_drawing"]["properties"]["pinned"] = "flow:a|b"
    territory_map.choose_clicked()
    assert st.session_state[controls.COMPANY] is None and st.session_state["pin"] == "flow:a|b"


def test_what_is_found_opens_its_page_with_it_chosen() -> None:
    app = open_page(ROOT / "pages" / "methode.py", programme="abitibi")
    app.text_input(key="find").set_value("trembles").run()
    [hit] = [button for button in app.button if str(button.key) == "find organisation abi-001"]
    hit.click().run()
    assert not app.exception
    assert app.selectbox(key="company").value == "abi-001"
    assert any("Identité" in str(tab.label) for tab in app.tabs), "the page Organisation is open"
    assert app.text_input(key="find").value == ""
    app.selectbox(key="company").set_value("abi-002").run()
    app.session_state["recent"] = True
    app.run()
    lately = [str(one.key) for one in app.button if str(one.key).startswith("recent ")]
    assert lately == ["recent organisation abi-002", "recent organisation abi-001"]
    app.button(key=lately[1]).click().run()
    assert not app.exception and app.selectbox(key="company").value == "abi-001"
