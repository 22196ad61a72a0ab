"""What people do to the data, in a real browser on a file of their own: promote an exchange, import a table."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pytest

from eit.views.texts import texts

ROOT = Path(__file__).resolve().parents[2]
SAY = texts("fr")
SAVED = SAY("records.saved", kind="@", page="", new=1, changed=0, identical=0, refused=0).split("@")[0]
UNKNOWN = (
    "Entreprise;Ville;Sens;Matière;Quantité\nCidrerie Test (fictif);Amos;offre;écorces;3 t/an\n"
    "Forge Test (fictif);Val-d'Or;offre;sciure;2 t/an\n"
)
TABLE = "id;nom;municipalité;latitude;longitude;employés\nzz-1;Acier <b>neuf</b> (fictif);Amos;48,5662;-78,1163;24\n"


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("journeys") / "travail.duckdb"
    shutil.copy(ROOT / "data" / "flows.duckdb", path)
    return path


@pytest.fixture(scope="module")
def own_server(start_server: Callable[..., Any], workspace: Path) -> Any:
    return start_server(EIT_DATABASE=str(workspace), EIT_AUTHOR="Essai")


def count(path: Path, table: str) -> int:
    with duckdb.connect(str(path), read_only=True) as connection:
        return int(connection.sql(f"SELECT count(*) FROM {table}").fetchall()[0][0])


def test_an_exchange_becomes_a_synergy(
    open_page: Any, own_server: Any, workspace: Path, wait_settled: Any, journal: Any
) -> None:
    before = count(workspace, "synergy")
    page = open_page("/echanges?programme=fensch&company=fen-011", at=own_server)
    page.get_by_text(SAY("pipeline.act_on_pair")).click()
    wait_settled(page)
    page.get_by_role("button", name=SAY("pipeline.promote")).click()
    page.get_by_text(SAY("pipeline.promoted", id="@").split("@")[0].strip()).wait_for()
    wait_settled(page)
    assert count(workspace, "synergy") == before + 1
    journal.assert_local_only()
    journal.assert_quiet()


def test_a_table_is_read_shown_and_saved(
    open_page: Any, own_server: Any, workspace: Path, wait_settled: Any, journal: Any, screenshot: Any
) -> None:
    before = count(workspace, "company")
    page = open_page("/donnees?programme=abitibi", at=own_server)
    sent = {"name": "organisations.csv", "mimeType": "text/csv", "buffer": TABLE.encode("utf-8")}
    page.locator("input[type=file]").set_input_files(sent)
    page.get_by_text(SAY("records.preview"), exact=True).wait_for()
    wait_settled(page)
    assert count(workspace, "company") == before, "a preview writes nothing"
    screenshot("donnees-import-1920x1080")
    page.get_by_role("button", name=re.compile("Enregistrer.:.1.organisation.nouvelle")).click()
    page.get_by_text(SAVED).first.wait_for()
    assert count(workspace, "company") == before + 1
    journal.assert_local_only()
    journal.assert_quiet()


def test_a_question_is_answered_for_all_its_rows_saved_and_undone(
    open_page: Any, own_server: Any, workspace: Path, wait_settled: Any, screenshot: Any
) -> None:
    before = count(workspace, "company"), count(workspace, "flow")
    page = open_page("/donnees?programme=abitibi", at=own_server)
    page.get_by_test_id("stMain").get_by_role("combobox").first.click()
    page.get_by_role("option", name=SAY("export.kind.flows"), exact=True).click()
    wait_settled(page)
    sent = {"name": "flux.csv", "mimeType": "text/csv", "buffer": UNKNOWN.encode("utf-8")}
    page.locator("input[type=file]").set_input_files(sent)
    page.get_by_text(SAY("question.organisations.create")).click()
    page.get_by_role("button", name=SAY("records.answer")).first.click()
    save = page.get_by_role("button", name=re.compile("2.organisations.nouvelles, 2.flux.nouveaux"))
    save.wait_for()
    screenshot("donnees-questions-1920x1080")
    save.click()
    page.get_by_text(SAVED).first.wait_for()
    assert (count(workspace, "company"), count(workspace, "flow")) == (before[0] + 2, before[1] + 2)
    page.get_by_role("tab", name=SAY("records.tab.history")).click()
    page.get_by_role("button", name=SAY("records.history.undo")).click()
    page.get_by_text(SAY("records.history.undone")).first.wait_for()
    assert (count(workspace, "company"), count(workspace, "flow")) == before


def test_a_figure_is_opened_down_to_its_rows_and_factors(open_page: Any, wait_settled: Any) -> None:
    """Worked out when it is opened, not before."""
    page = open_page("/?programme=abitibi")
    assert page.get_by_text(SAY("why_figure.rows")).count() == 0
    page.get_by_text(SAY("why_figure.title")).click()
    page.get_by_text(SAY("why_figure.rows")).wait_for()
    page.get_by_text(SAY("why_figure.factors")).wait_for()
    panel = page.get_by_test_id("stMain").get_by_test_id("stExpanderDetails").first
    panel.get_by_text(SAY("kpi.potential_mass.label"), exact=True).first.click()
    page.get_by_text(SAY("why_figure.factors")).wait_for(state="detached")
    wait_settled(page)
    assert page.get_by_text(SAY("why_figure.rows")).is_visible(), "still open on another figure"
