"""The import as a conversation: what was understood row by row, questions answered once, words on the button."""

from __future__ import annotations

import hashlib
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import Workbook
from streamlit.testing.v1 import AppTest

from eit.domain.question import Answer
from eit.ingest.answers import answers_document
from eit.ingest.plan import make_plan
from eit.ingest.reading import Answers
from tests.pages.test_records import HEAD, button, database, open_page, rows, send, shown  # noqa: F401

TWO_UNKNOWN = (
    "zz-1;Acier (fictif);Amos;48,5662;-78,1163;1 234\n"
    "zz-2;Bois (fictif);Amoss;;;12\n"
    "zz-3;Lait (fictif);Amoss;;;7\n"
)


def cards(app: AppTest) -> list:
    return [one for one in app.radio if one.key and one.key.endswith(" choice")]


def save_label(app: AppTest) -> str:
    return " ".join(button(app, "import save").label.split())


def press(app: AppTest, label: str) -> AppTest:
    return next(one for one in app.button if one.label == label).click().run()


def test_the_grid_shows_what_was_written_beside_what_was_understood(database: Path) -> None:  # noqa: F811
    app = send(open_page(), HEAD + TWO_UNKNOWN)
    assert not app.exception
    text = shown(app)
    assert '<span class="written"><bdi>1 234</bdi></span><div>→ <bdi>1234</bdi></div>' in text
    assert '<td class="question">' in text and "</b> en question</td>" in text
    assert save_label(app) == "Enregistrer : 1 organisation nouvelle"


def test_one_answer_settles_every_like_cell_and_is_not_asked_again(database: Path) -> None:  # noqa: F811
    app = send(open_page(), HEAD + TWO_UNKNOWN)
    assert len(cards(app)) == 1, "two cells with one text are one question"
    card = cards(app)[0]
    card.set_value(next(one for one in card.options if "Amos" in one))
    app = press(app, "Appliquer ces réponses")
    assert not app.exception
    assert save_label(app) == "Enregistrer : 3 organisations nouvelles"
    app.text_input(key="author typed").set_value("Camille")
    app = button(app, "import save").click().run()
    assert rows(database, "SELECT count(*) FROM company WHERE company_id LIKE 'zz-%'") == [(3,)]

    later = HEAD + "zz-4;Pain (fictif);Amoss;;;3\n"
    app = send(open_page(), later, "suite.csv")
    assert not cards(app), "the next file with the same words asks nothing"
    assert save_label(app) == "Enregistrer : 1 organisation nouvelle"


def labels(app: AppTest) -> list[str]:
    return [" ".join(one.label.split()) for one in app.button]


def test_a_table_is_pasted_from_the_clipboard(database: Path) -> None:  # noqa: F811
    app = open_page()
    app = app.radio(key="import way").set_value("pasted").run()
    pasted = (HEAD + TWO_UNKNOWN.splitlines()[0]).replace(";", "\t")
    app = app.text_area(key="import pasted").set_value(pasted).run()
    assert not app.exception
    assert save_label(app) == "Enregistrer : 1 organisation nouvelle"


NEVER_TRIED = "codeAIOT;raisonSociale;codeInsee;codeNaf\n0006500001;EXEMPLE (FICTIF);91201;24.20Z\n"
"""A register of which no file of the publisher was at hand."""


def test_a_register_is_proposed_by_name_whatever_the_kind_that_was_chosen(database: Path) -> None:  # noqa: F811
    app = open_page(programme="hurepoix")
    app = app.selectbox(key="import kind").set_value("flows").run()
    app = send(app, NEVER_TRIED)
    assert "Installations classées" in shown(app) and "se lit comme" in shown(app)
    app = button(app, "import switch").click().run()
    assert not app.exception
    assert "non vérifiée" in shown(app), "a map that was never tried on the publisher's file says so"
    assert save_label(app) == "Enregistrer : 1 organisation nouvelle"
    app = button(app, "import ordinary").click().run()
    assert not app.exception
    assert "non vérifiée" not in shown(app), "it is a person who decides what a file is"


def test_the_sheets_of_a_workbook_are_listed_with_their_rows(database: Path) -> None:  # noqa: F811
    book = Workbook()
    book.active.title = "Nord, est"
    for sheet, names in (
        (book.active, ["Acier (fictif)"]),
        (book.create_sheet("Sud"), ["Bois (fictif)", "Lait"]),
    ):
        sheet.append(["Nom", "Municipalité"])
        for name in names:
            sheet.append([name, "Amos"])
    file = BytesIO()
    book.save(file)
    app = open_page()
    app.file_uploader[0].set_value(("deux.xlsx", file.getvalue(), "application/octet-stream"))
    app = app.run()
    sheets = next(one for one in app.selectbox if one.label == "Feuille")
    assert list(sheets.options)[-2:] == ["Nord, est (une ligne)", "Sud (2 lignes)"], (
        "one, or all of them together"
    )
    app = sheets.set_value("Sud").run()
    assert not app.exception
    assert save_label(app) == "Enregistrer : 2 organisations nouvelles"


def test_a_reading_that_was_stopped_is_taken_up_again(database: Path) -> None:  # noqa: F811
    text = HEAD + TWO_UNKNOWN
    app = open_page()
    app.session_state["import stopped"] = hashlib.sha256(text.encode()).hexdigest()
    app = send(app, text)
    assert button(app, "import save") is None and "Rien n'a été écrit" in shown(app)
    app = button(app, "import again").click().run()
    assert save_label(app) == "Enregistrer : 1 organisation nouvelle"


def test_the_progress_of_a_long_file_is_told_and_may_stop_it(database: Path, tmp_path: Path) -> None:  # noqa: F811
    file = tmp_path / "long.csv"
    file.write_text(HEAD + "".join(f"zz-{n};Acier {n} (fictif);Amos;;;1\n" for n in range(2500)), "utf-8")
    told: list[tuple[int, int]] = []

    def stop(done: int, of: int) -> None:
        told.append((done, of))
        if done == 1000:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        make_plan(file, database, "companies", "abitibi", progress=stop)
    assert told == [(0, 2500), (1000, 2500)]


def test_proposals_that_stand_alone_are_confirmed_together(database: Path) -> None:  # noqa: F811
    head = "nom;municipalité;code postal\n"
    app = send(open_page(), head + "Acier (fictif);Gatineau;J9T 1A1\nBois (fictif);Sherbrooke;J9T 1A1\n")
    assert not app.exception
    assert "Oui, c'est bien cela" in labels(app)
    app = press(app, "Oui, c'est bien cela")
    assert save_label(app) == "Enregistrer : 2 organisations nouvelles"
    back = next(one for one in app.multiselect if one.label == "Réponses à reprendre")
    app = back.set_value([back.options[0]]).run()
    app = press(app, "Reprendre ces réponses")
    assert save_label(app) == "Enregistrer : 1 organisation nouvelle", "an answer taken back is asked again"


def saved_with_an_answer(database: Path) -> None:  # noqa: F811
    app = send(open_page(), HEAD + TWO_UNKNOWN)
    card = cards(app)[0]
    card.set_value(next(one for one in card.options if "Amos" in one))
    app = press(app, "Appliquer ces réponses")
    app.text_input(key="author typed").set_value("Camille")
    app = button(app, "import save").click().run()
    assert not app.exception and rows(database, "SELECT count(*) FROM answer") == [(1,)]


def chosen_answer() -> AppTest:
    """The page without a file, with the one remembered answer chosen in its table."""
    app = open_page()
    app.session_state["import answers"] = {"selection": {"rows": [0], "columns": [], "cells": []}}
    app.text_input(key="author typed").set_value("Denis")
    return app.run()


def test_a_remembered_answer_is_read_changed_and_forgotten(database: Path) -> None:  # noqa: F811
    saved_with_an_answer(database)
    table = next(one.value for one in open_page().dataframe if "Réponse" in one.value.columns)
    assert list(table["Question"]) == ["Amoss"] and list(table["Réponse"]) == ["Amos"]
    assert list(table["Vaut pour"]) == ["les fichiers de cette source"]
    app = chosen_answer()
    other = next(one for one in app.text_input if one.key and one.key.endswith(" other"))
    app = other.set_value("Val-d'Or").run()
    app = press(app, "Changer la réponse")
    assert not app.exception
    assert rows(database, "SELECT value, author FROM answer") == [("Val-d'Or", "Denis")]
    app = press(chosen_answer(), "Oublier")
    assert rows(database, "SELECT count(*) FROM answer") == [(0,)]
    assert len(cards(send(open_page(), HEAD + TWO_UNKNOWN.replace("zz", "yy")))) == 1, "it is asked again"


def test_answers_come_from_a_file_too(database: Path) -> None:  # noqa: F811
    app = send(open_page(), HEAD + TWO_UNKNOWN)
    given = answers_document("companies", [Answer("value", "municipality_id", "Amoss", "Amos")])
    app.file_uploader[1].set_value(("reponses.toml", given.encode(), "application/toml"))
    app = press(app.run(), "Appliquer ce fichier de réponses")
    assert not app.exception
    assert save_label(app) == "Enregistrer : 3 organisations nouvelles"


def test_a_row_that_is_there_twice_is_asked_and_kept_once(database: Path, tmp_path: Path) -> None:  # noqa: F811
    file = tmp_path / "deux.csv"
    file.write_text("nom;municipalité\nAcier (fictif);Amos\nACIER (fictif) ;Amos\n", "utf-8")
    (asked,) = make_plan(file, database, "companies", "abitibi").questions
    assert (asked.topic, asked.rule, asked.rows) == ("identity", "id-twice", 1)
    answers = Answers(given=(asked.answered(asked.choices[0].value),))
    plan = make_plan(file, database, "companies", "abitibi", answers)
    assert plan.states["new"] == 1 and not plan.questions
    assert ("left-out-rows", "1") in plan.notices, "what is left aside is said"


def test_a_material_that_nobody_has_is_added_in_place(database: Path) -> None:  # noqa: F811
    app = open_page().selectbox(key="import kind").set_value("flows").run()
    app = send(app, "Entreprise;Sens;Matière;Quantité\nabi-001;offre;zzyzx broyé;3 t/an\n")
    assert not app.exception
    app.text_input(key="author typed").set_value("Camille")
    fields = [one for one in app.selectbox if str(one.key).startswith("import new material")]
    assert [one.value for one in fields] == ["zzyzx broyé", None]
    fields[1].set_value("used-wood")
    app = press(app, "Ajouter cette matière")
    assert not app.exception
    assert save_label(app) == "Enregistrer : 1 flux nouveau"
    assert rows(database, "SELECT parent_id FROM material WHERE name_fr = 'zzyzx broyé'") == [("used-wood",)]
