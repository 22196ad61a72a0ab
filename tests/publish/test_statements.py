"""What a programme says of itself in an edition: what it typed and chose, never a figure of organisations."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import duckdb
import pytest

from eit.actions.door.room import open_join
from eit.actions.edit import EditContext
from eit.analysis.door.room import room_sheet
from eit.cli import main
from eit.domain.door.sheet import JOIN
from eit.publish.reading import PublicEdition
from eit.store.database import Database
from eit.views.public.page import edition_view
from eit.views.public.sentences import in_short_html
from tests.one_programme import demonstration_of


@pytest.fixture
def work(tmp_path: Path) -> Path:
    path = tmp_path / "work.duckdb"
    shutil.copyfile(demonstration_of("quebec", "abitibi", "hurepoix"), path)
    return path


def publish(work: Path) -> tuple[int, Path]:
    out = work.with_name("edition.duckdb")
    return main(["publish", "--db", str(work), "--out", str(out), "--format", "json"]), out


def test_only_chosen_indicators_and_declared_values_are_told(
    work: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with duckdb.connect(str(work)) as connection:
        connection.execute(
            "UPDATE programme SET public_contact = 'mailto:eit@exemple.org' WHERE programme_id = 'quebec'"
        )
        connection.execute("UPDATE indicator SET audience = 'public' WHERE indicator_id = 'que-i03'")
        connection.execute("UPDATE indicator SET audience = 'programme' WHERE indicator_id = 'que-i06'")
    monkeypatch.setenv("EIT_DOOR", "https://form.example")
    with Database(work) as database:
        open_join(EditContext(work, "Camille"), "quebec", room_sheet(database, "quebec", kind=JOIN), 30)
    code, out = publish(work)
    assert code == 0
    with PublicEdition(out) as edition:
        page = str(in_short_html(edition_view(edition, "quebec"), "fr"))
        assert re.search(r'href="https://form.example/l/[\w.-]+"', page) and "mailto:eit@exemple.org" in page
        assert "https://form.example" not in str(in_short_html(edition_view(edition, "abitibi"), "fr"))
        said = edition.statements("quebec")
        assert edition.presentation("quebec")["public_contact"] == "mailto:eit@exemple.org"
        sheet = edition.statements("hurepoix").set_index("rank")
    labels = set(said["label_fr"])
    assert "Maillages réalisés" in labels and "Offres et demandes recueillies en un an" not in labels
    # A computed figure of organisations is not a declaration, though it was chosen: only what was typed beside it is.
    with Database(work) as database:
        typed = database.rows("indicator_value")
    known = typed[typed["state"] == "known"].groupby("indicator_id")["value"].agg(set)
    for indicator, label in (
        ("que-i03", "Tonnes détournées de l’élimination"),
        ("que-i01", "Maillages réalisés"),
    ):
        assert set(said.loc[said["label_fr"] == label, "value"]) <= known.get(indicator, set())
    assert list(sheet["value"]) == [0.0, 0.0]


def test_a_text_that_names_a_silent_organisation_stops_the_edition(
    work: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with Database(work) as database:
        rows = database.rows("company")
        silent = rows[(rows["programme_id"] == "quebec") & ~rows["consent_name"].astype(bool)].iloc[0]["name"]
    with duckdb.connect(str(work)) as connection:
        connection.execute(
            "UPDATE programme SET description_fr = ? WHERE programme_id = 'quebec'", [f"Merci à {silent}."]
        )
    code, out = publish(work)
    assert code == 2 and not out.exists()
    assert silent in capsys.readouterr().err


def test_an_edition_of_before_is_still_read(
    work: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from eit.publish import sealing

    old = tmp_path / "schema.sql"
    text = sealing.SCHEMA.read_text(encoding="utf-8")
    start, end = text.index("-- What the programme itself says"), text.index("CREATE TABLE audit")
    old.write_text(text[:start] + text[end:], encoding="utf-8")
    monkeypatch.setattr(sealing, "SCHEMA", old)
    later = ("presentation", "statement", "protection", "presence", "public_case")
    monkeypatch.setattr(sealing, "TABLES", tuple(name for name in sealing.TABLES if name not in later))
    code, out = publish(work)
    monkeypatch.undo()
    assert code == 0
    with PublicEdition(out) as edition:
        assert edition.statements("quebec").empty and edition.presentation("quebec").empty
        assert edition.protection("quebec").empty and edition.presence("quebec").empty
        said = in_short_html(edition_view(edition, "quebec"), "en")
        assert "too few organisations, one of them that weighs too much" in said
