"""The import as a conversation: what was understood row by row, questions answered once, words on the button."""

from __future__ import annotations

from pathlib import Path

from streamlit.testing.v1 import AppTest

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
