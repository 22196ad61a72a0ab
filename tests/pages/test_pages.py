"""Every page opens, found by glob: in both languages, for every programme, with an empty territory, without data."""

from __future__ import annotations

import html
import json
import shutil
from pathlib import Path

import duckdb
import pytest
from streamlit.testing.v1 import AppTest

ROOT = Path(__file__).resolve().parents[2]
MAIN = ROOT / "eit" / "ui" / "main.py"
PAGES = sorted((ROOT / "pages").glob("*.py"))
PROGRAMMES = ("abitibi", "quebec", "hurepoix", "fensch", "qnp")
SECONDS = 60


def open_page(page: Path, **words: str) -> AppTest:
    app = AppTest.from_file(str(MAIN), default_timeout=SECONDS)
    for key, value in words.items():
        app.query_params[key] = value
    app.run()
    return app.switch_page(str(page)).run()


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


@pytest.mark.parametrize(
    ("lang", "programme"),
    [*(("fr", programme) for programme in PROGRAMMES), ("en", "abitibi"), ("en", "fensch")],
)
@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_every_page_opens_without_a_problem(page: Path, lang: str, programme: str) -> None:
    app = open_page(page, programme=programme, lang=lang)
    assert not app.exception
    assert sentences(app) == []
    assert "fictives" in shown(app) if lang == "fr" else "fictitious" in shown(app)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_a_territory_without_a_company_says_what_to_do(page: Path) -> None:
    app = open_page(page, programme="abitibi", level="municipality", territory="mun-87010")
    assert not app.exception
    if page.stem in ("carte", "echanges"):
        assert "Élargissez le rayon ou effacez les filtres" in shown(app)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_a_programme_without_anything_says_what_to_do(page: Path, database: Path) -> None:
    with duckdb.connect(str(database)) as connection:
        for table in (
            "candidate",
            "flow",
            "synergy_event",
            "synergy_party",
            "synergy",
            "company_territory",
            "company",
        ):
            connection.execute(f"DELETE FROM {table}")
    app = open_page(page, programme="abitibi")
    assert not app.exception
    assert not [value for value in sentences(app) if "imprévu" in value]
    if page.stem in ("accueil", "carte", "echanges"):
        assert sentences(app, ("info",))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
class TestWhatCannotBeRead:
    def expect(self, app: AppTest, words: str) -> None:
        assert not app.exception
        assert len(sentences(app)) == 1 and words in html.unescape(sentences(app)[0])
        assert "Traceback" not in shown(app)

    def test_no_data_file(self, page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("EIT_DATABASE", str(tmp_path / "absent.duckdb"))
        self.expect(open_page(page), "python -m eit build")

    def test_damaged_file(self, page: Path, database: Path) -> None:
        database.write_bytes(database.read_bytes()[:5000])
        self.expect(open_page(page), "illisible")

    def test_older_schema(self, page: Path, database: Path) -> None:
        with duckdb.connect(str(database)) as connection:
            connection.execute("UPDATE meta SET value = '0' WHERE key = 'schema_version'")
        self.expect(open_page(page), "schéma 0")


@pytest.mark.parametrize(
    ("words", "named"),
    [
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
    ],
)
def test_a_link_with_nonsense_in_it_is_corrected_with_a_notice(words: dict[str, str], named: str) -> None:
    app = open_page(ROOT / "pages" / "carte.py", **words)
    assert not app.exception
    assert any(
        "Le lien contenait une valeur inconnue" in value and named in value for value in sentences(app)
    )


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
        {"map": {"last_active_drawing": {"properties": {"kind": "site", "id": "abi-001"}}}},
    )
    territory_map.choose_clicked()
    assert st.session_state[controls.COMPANY] == "abi-001"
