"""A firm's link and answers on the page of its organisation, the week of Accueil, and the phones of a meeting."""

from __future__ import annotations

import html
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from eit.store.mailbox.box import Mailbox
from eit.views.texts import texts
from tests.door.firm_room import ONE, PROGRAMME, Room
from tests.pages.test_pages import ROOT, open_page, sentences, shown

FR = texts("fr")


def tab() -> AppTest:
    app = open_page(ROOT / "pages" / "organisation.py", programme=PROGRAMME, company=ONE)
    app.session_state["organisation part"] = FR("organisation.door")
    return app.run()


def click(app: AppTest, label: str) -> AppTest:
    return next(one for one in app.button if one.label == label).click().run()


def test_a_link_is_made_shown_answered_accepted_and_withdrawn(
    copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EIT_DOOR", "https://answers.example")
    app = click(tab(), FR("firm_link.make"))
    assert not app.exception, app.exception
    [link] = Mailbox(copy).links_of(PROGRAMME, ONE)
    assert link.code in "".join(one.value for one in app.text)
    assert app.code[0].value == f"https://answers.example/l/{Mailbox(copy).token(link)}"
    room = Room(copy)
    flow_id = next(iter(room.flows()))
    form = {f"{flow_id}.quantity": "7,5", f"{flow_id}.unit": "t", f"{flow_id}.period": "year"}
    room.send(f"/l/{Mailbox(copy).token(link)}", **{f"still.{flow_id}": "changed", **form})
    home = open_page(ROOT / "pages" / "accueil.py", programme=PROGRAMME)
    assert FR("firm_queue.waiting", n=1) in [one.value for one in home.text]
    assert any(one.label == FR("firm_queue.read") for one in home.expander)
    app = click(tab(), FR("firm_queue.accept"))
    assert not app.exception and room.flows()[flow_id]["quantity"] == 7.5 and room.waiting() == []
    app = click(app, FR("firm_link.revoke"))
    assert Mailbox(copy).links_of(PROGRAMME, ONE) == []


def test_a_server_for_reading_has_no_link_and_no_answer(copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Room(copy).link()
    [link] = Mailbox(copy).links_of(PROGRAMME, ONE)
    monkeypatch.setenv("EIT_MODE", "consortium")
    app = open_page(ROOT / "pages" / "organisation.py", programme=PROGRAMME)
    assert link.code not in "".join(shown(app)) and not app.exception


def test_the_screen_of_a_meeting_opens_and_closes_to_phones(
    copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EIT_DOOR", "http://192.168.1.5:8502")
    app = open_page(ROOT / "pages" / "rencontre.py", programme=PROGRAMME)
    app = click(click(app, FR("meeting.button.phones")), FR("room.open"))
    assert not app.exception, app.exception
    [link] = Mailbox(copy).links_of(PROGRAMME, kind="meeting")
    said = html.unescape("".join(shown(app)))
    assert link.code in said and "192.168.1.5:8502" in said
    app = click(app, FR("room.close"))
    assert Mailbox(copy).links_of(PROGRAMME, kind="meeting") == [] and not sentences(app, ("error",))


def test_the_form_of_who_takes_part_is_opened_and_closed(copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EIT_DOOR", "https://answers.example")
    app = click(open_page(ROOT / "pages" / "organisation.py", programme=PROGRAMME), FR("firm_join.open"))
    assert not app.exception, app.exception
    [link] = Mailbox(copy).links_of(PROGRAMME, kind="join")
    assert f"https://answers.example/l/{Mailbox(copy).token(link)}" in [one.value for one in app.code]
    click(app, FR("firm_join.close"))
    assert Mailbox(copy).links_of(PROGRAMME, kind="join") == []
