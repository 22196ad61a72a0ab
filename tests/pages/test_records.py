"""The page Données: a file from preview to journal and back, what it refuses, its quality and its exports."""

from __future__ import annotations

import csv
import html
import io
import shutil
from pathlib import Path

import duckdb
import pytest
from streamlit.testing.v1 import AppTest

from eit.actions.edit import EditContext
from eit.domain.errors import DataError, Refusal
from eit.ingest.plan import make_plan
from eit.store.database import file_version
from eit.store.version.edit import edited_version
from eit.store.version.journal import Act
from eit.ui.data_page import uploaded_file
from eit.ui.data_page.uploaded_file import Upload
from tests import opening

ROOT = Path(__file__).resolve().parents[2]
HEAD = "id;nom;municipalité;latitude;longitude;employés\n"
GOOD = "zz-1;Acier (fictif);Amos;48,5662;-78,1163;1 234\n"
BAD = (
    "zz-2;<img src=x onerror=alert(1)> (fictif);Atlantide;48,5;-78,1;12\n"
    "zz-3;=cmd()|A0 (fictif);Amos;48,5;-78,1;beaucoup\n"
)
TABS = {"import": "Importer", "history": "Historique", "quality": "Qualité", "export": "Exporter"}


@pytest.fixture
def database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    copy = tmp_path / "copie.duckdb"
    shutil.copy(ROOT / "data" / "flows.duckdb", copy)
    monkeypatch.setenv("EIT_DATABASE", str(copy))
    monkeypatch.delenv("EIT_AUTHOR", raising=False)
    return copy


def open_page(tab: str = "import", **words: str) -> AppTest:
    return opening.open_page("donnees", {"records part": TABS[tab]}, **{"programme": "abitibi", **words})


def send(app: AppTest, text: str, name: str = "organisations.csv") -> AppTest:
    app.file_uploader[0].set_value((name, text.encode("utf-8"), "text/csv"))
    return app.run()


def shown(app: AppTest) -> str:
    return html.unescape("\n".join(element.proto.body for element in app.get("html")))


def raw(app: AppTest) -> str:
    return "\n".join(element.proto.body for element in app.get("html"))


def button(app: AppTest, key: str):
    return next((one for one in app.button if one.key == key), None)


def rows(path: Path, question: str) -> list[tuple]:
    with duckdb.connect(str(path), read_only=True) as connection:
        return connection.execute(question).fetchall()


def test_a_file_goes_from_preview_to_the_journal_and_back(database: Path) -> None:
    app = send(open_page(), HEAD + GOOD)
    assert not app.exception
    assert "</b> nouvelle</td>" in shown(app) and rows(database, "SELECT count(*) FROM journal") == [(0,)]
    app.text_input(key="author typed").set_value("Camille")
    app = button(app, "import save").click().run()
    assert not app.exception
    assert "Enregistré" in shown(app) and "Carte" in shown(app)
    assert rows(database, "SELECT name, employees FROM company WHERE company_id = 'zz-1'") == [
        ("Acier (fictif)", 1234)
    ]
    assert rows(database, "SELECT author, action, subject, added FROM journal") == [
        ("Camille", "import-companies", "organisations.csv", 1)
    ]
    assert "aucune ligne nouvelle" in shown(app), "the same file again has nothing to save"

    app = open_page("history")
    app.text_input(key="author typed").set_value("Camille")
    app = button(app, "undo the last import").click().run()
    assert not app.exception
    assert rows(database, "SELECT count(*) FROM company WHERE company_id = 'zz-1'") == [(0,)]
    assert rows(database, "SELECT undoes FROM journal ORDER BY entry") == [(None,), (1,)]


def test_any_entry_is_taken_back_from_the_screen(database: Path) -> None:
    """Not only the last import; and one whose rows have moved on says so, and changes nothing."""
    for jobs in (3, 4):
        with edited_version(
            database, file_version(database), Act("Camille", "edit-synergy", "abitibi", "abi-s01")
        ) as c:
            c.execute(f"UPDATE synergy SET jobs = {jobs} WHERE synergy_id = 'abi-s01'")
    app = open_page("history")
    app.text_input(key="author typed").set_value("Dominique")
    app = app.selectbox(key="entry to undo").set_value(1).run()
    app = button(app, "undo an entry").click().run()
    assert not app.exception
    [(title,)] = rows(database, "SELECT title_fr FROM synergy WHERE synergy_id = 'abi-s01'")
    assert title in html.unescape(raw(app)) and rows(database, "SELECT count(*) FROM journal") == [(2,)]
    for entry in (2, 1):
        app = open_page("history")
        app.text_input(key="author typed").set_value("Dominique")
        assert entry in [int(label.split(" ")[0]) for label in app.selectbox(key="entry to undo").options]
        app = app.selectbox(key="entry to undo").set_value(entry).run()
        app = button(app, "undo an entry").click().run()
        assert not app.exception
    assert rows(database, "SELECT undoes, author FROM journal ORDER BY entry")[2:] == [
        (2, "Dominique"),
        (1, "Dominique"),
    ]
    ((now,),) = rows(database, "SELECT jobs FROM synergy WHERE synergy_id = 'abi-s01'")
    assert now not in (3, 4)


def test_nobody_saves_without_a_name(database: Path) -> None:
    app = button(send(open_page(), HEAD + GOOD), "import save").click().run()
    assert not app.exception
    assert rows(database, "SELECT count(*) FROM journal") == [(0,)]
    assert any('class="eit-notice warning"' in element.proto.body for element in app.get("html"))


def test_refused_rows_are_named_and_the_valid_ones_can_be_saved(database: Path) -> None:
    app = send(open_page(), HEAD + GOOD + BAD)
    table = next(frame.value for frame in app.dataframe if "Règle" in frame.value.columns)
    assert set(zip(table["Cellule"], table["Règle"], strict=True)) == {
        ("C3", "place-unknown-at-point"),
        ("F4", "not-a-number"),
    }
    assert "<img" not in raw(app).replace("&lt;img", ""), "typed text stays text"
    label = " ".join(button(app, "import save").label.split())
    assert label == "Enregistrer : 2 organisations nouvelles", "an unread number leaves its cell empty"
    app.text_input(key="author typed").set_value("Camille")
    app = button(app, "import save").click().run()
    assert rows(database, "SELECT added FROM journal") == [(2,)]


def test_the_refused_rows_come_back_as_a_file_that_a_spreadsheet_cannot_run(database: Path) -> None:
    plan = planned(database, Upload("x.csv", (HEAD + BAD.replace("Amos", "Nulle")).encode()))
    lines = list(
        csv.reader(io.StringIO(uploaded_file.rejects(plan, "fr").decode("utf-8-sig")), delimiter=";")
    )
    assert lines[2][1] == "'=cmd()|A0 (fictif)"
    assert "Atlantide" in lines[1][9]


def planned(database: Path, upload: Upload):
    with upload.as_file() as path:
        return make_plan(path, database, "companies", "abitibi")


@pytest.mark.parametrize(
    "name", ["../../etc/passwd", "..\\..\\x.csv", "a" * 400 + ".csv", "<img onerror>.csv", "/"]
)
def test_a_hostile_file_name_leads_nowhere_else(name: str) -> None:
    with Upload(name, b"1").as_file() as path:
        assert path.parent.name.startswith("eit-import-") and path.read_bytes() == b"1"
        kept = path
    assert not kept.exists()


def test_what_was_not_shown_is_not_saved(database: Path) -> None:
    """Another file, or a version of the data that changed, between the preview and the button."""
    first, second = (Upload("x.csv", (HEAD + text).encode()) for text in (GOOD, GOOD.replace("zz-1", "zz-9")))
    seen, door = planned(database, first), EditContext(database, "Camille")
    with pytest.raises(Refusal, match="file changed"):
        uploaded_file.save(door, second, seen, planned(database, second), False)
    with pytest.raises(Refusal, match="file changed"):
        uploaded_file.save(door, first, None, seen, False)
    uploaded_file.save(door, second, planned(database, second), planned(database, second), False)
    with pytest.raises(DataError, match="changed_meanwhile"):
        uploaded_file.save(door, first, seen, planned(database, first), False)
    assert rows(database, "SELECT count(*) FROM company WHERE company_id = 'zz-1'") == [(0,)]


def test_a_column_that_was_misunderstood_is_chosen_again(database: Path) -> None:
    app = send(open_page(), "Raison sociale du site;Ville\nAcier (fictif);Amos\n")
    assert not app.exception
    assert "refus" in shown(app) or "colonne" in shown(app)
    chosen = next(one for one in app.selectbox if one.key and one.key.endswith("column 0"))
    assert "Nom" in list(chosen.options)
    app = chosen.set_value("name").run()
    assert not app.exception
    assert "</b> nouvelle</td>" in shown(app)


def test_the_demonstration_is_read_and_the_page_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EIT_DATABASE", str(ROOT / "data" / "flows.duckdb"))
    before = file_version(ROOT / "data" / "flows.duckdb")
    app = send(open_page(), HEAD + GOOD)
    assert button(app, "start workspace") is not None
    assert button(app, "import save") is None
    assert "copie qui est à vous" in shown(app)
    assert file_version(ROOT / "data" / "flows.duckdb") == before


def test_an_empty_programme_leads_to_the_import(database: Path) -> None:
    with duckdb.connect(str(database)) as connection:
        for table in (
            "rejected_pair",
            "company_territory",
            "flow",
            "synergy_event",
            "synergy_party",
        ):
            connection.execute(f"DELETE FROM {table}")
        connection.execute("DELETE FROM synergy")
        connection.execute("DELETE FROM company")
    for tab in TABS:
        app = open_page(tab)
        assert not app.exception
        assert "Téléchargez le modèle" in shown(app)


def test_quality_shows_the_rows_with_their_links(database: Path) -> None:
    app = open_page("quality")
    assert not app.exception
    table = next(frame.value for frame in app.dataframe if "Lien" in frame.value.columns)
    assert len(table) > 50
    assert all(
        link.partition("?")[0] in ("carte", "echanges", "synergies", "organisation") for link in table["Lien"]
    )
    assert "Quantité connue" in shown(app)


@pytest.mark.parametrize("kind", ["companies", "exchanges", "all"])
def test_an_export_is_made_when_it_is_asked_for(database: Path, kind: str) -> None:
    app = open_page("export")
    assert not app.get("download_button")
    app.selectbox(key="export kind").set_value(kind).run()
    app = next(one for one in app.button if one.label == "Préparer le fichier").click().run()
    assert not app.exception
    assert f"abitibi-{kind}-" in app.get("download_button")[0].proto.label


def test_the_history_of_a_file_without_changes_says_so(database: Path) -> None:
    assert "Rien n'a encore été changé" in shown(open_page("history")).replace("’", "'")
