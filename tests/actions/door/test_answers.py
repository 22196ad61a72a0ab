"""From a firm's form to the data: nothing is written before it is accepted, and then by the road of every edit."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from eit.actions.door.answers import accept_answer, bring_back_answer, refuse_answer
from eit.actions.door.links import door_address, make_link, revoke_link
from eit.actions.edit import EditContext
from eit.actions.history import undo
from eit.actions.organisation.flows import correct_flow, withdraw_flow
from eit.analysis.door.firm_sheet import firm_sheets
from eit.analysis.door.queue import settled
from eit.domain.errors import DataError, Refusal
from eit.store.database import Database
from eit.views.door.queue import answer_title
from eit.views.texts import texts
from tests.door.asking import ask
from tests.door.firm_room import DAY, ONE, PROGRAMME, Room

OTHER = "abi-002"


@pytest.fixture
def room(tmp_path: Path, root: Path) -> Room:
    path = tmp_path / "work.duckdb"
    shutil.copyfile(root / "data" / "flows.duckdb", path)
    return Room(path)


def first(room: Room) -> str:
    return next(iter(room.flows()))


def test_a_correction_waits_is_told_old_to_new_accepted_and_taken_back(room: Room) -> None:
    address, flow_id, before = room.link(), first(room), room.flows()
    form = {f"{flow_id}.quantity": "7,5", f"{flow_id}.unit": "t", f"{flow_id}.period": "month"}
    assert room.send(address, **{f"still.{flow_id}": "changed", **form}).status == 303
    assert room.flows() == before
    [answer] = room.waiting()
    told = " ".join(room.lines()).replace("\u202f", " ").replace("\u00a0", " ")
    assert "Quantité : 9 t/an → 7,5 t/mois" in told
    assert "corrige" in answer_title(answer, texts("fr"))
    accept_answer(room.context, PROGRAMME, answer.answer_id, answer.flow)
    now = room.flows()[flow_id]
    assert (now["quantity"], now["unit"], now["period"], now["quality"]) == (7.5, "t", "month", "declared")
    assert now["observed_on"] == answer.received_on and room.waiting() == []
    with pytest.raises(Refusal, match=r"door.settled"):
        accept_answer(room.context, PROGRAMME, answer.answer_id)
    undo(room.context, room.entry())
    assert room.flows() == before
    bring_back_answer(room.context, PROGRAMME, answer.answer_id)
    assert [one.answer_id for one in room.waiting()] == [answer.answer_id]


def test_a_confirmation_dates_a_no_more_withdraws_and_an_offer_is_added(room: Room) -> None:
    address, before = room.link(), room.flows()
    one, other = list(before)[:2]
    material = "clean-wood"
    said = room.send(address, **{
        f"still.{one}": "yes", f"still.{other}": "no",
        "direction": "offer", "material": material, "quantity": "12", "unit": "t", "period": "year",
    })  # fmt: skip
    assert said.status == 303
    room.accept_all()
    now = room.flows()
    assert now[one]["observed_on"] == date.today() and now[one]["quantity"] == before[one]["quantity"]
    assert other not in now
    [added] = set(now) - set(before)
    assert (now[added]["material_id"], now[added]["quantity"], now[added]["unit"]) == (material, 12, "t")


def test_what_was_changed_meanwhile_is_told_and_never_overwritten_unseen(room: Room) -> None:
    address, flow_id = room.link(), first(room)
    form = {f"{flow_id}.quantity": "7", f"{flow_id}.unit": "t", f"{flow_id}.period": "year"}
    room.send(address, **{f"still.{flow_id}": "changed", **form})
    [drawn] = room.waiting()
    correct_flow(EditContext(room.path, "Dominique"), flow_id, {"quantity": 999.0})
    with pytest.raises(Refusal, match=r"changed.by.other"):
        accept_answer(room.context, PROGRAMME, drawn.answer_id, drawn.flow)
    [again] = room.waiting()
    assert any(one.moved for one in again.changes) and "comparez" in " ".join(room.lines())
    accept_answer(room.context, PROGRAMME, again.answer_id, again.flow)
    assert room.flows()[flow_id]["quantity"] == 7


def test_an_answer_about_a_flow_that_is_no_more_stays_with_a_sentence(room: Room) -> None:
    address, flow_id = room.link(), first(room)
    room.send(address, **{f"still.{flow_id}": "yes"})
    withdraw_flow(room.context, flow_id)
    [answer] = room.waiting()
    assert answer.gone and "n'est plus inscrit" in room.lines()[0].replace("’", "'")
    with pytest.raises(Refusal, match=r"flow.unknown"):
        accept_answer(room.context, PROGRAMME, answer.answer_id)
    assert len(room.waiting()) == 1
    refuse_answer(room.context, PROGRAMME, answer.answer_id)
    with Database(room.path) as database:
        assert [one.state for one in settled(database, PROGRAMME, ONE)] == ["refused"]
        assert settled(database, PROGRAMME, OTHER) == []


def test_a_link_is_of_one_firm_for_some_days_never_of_the_demonstration(
    room: Room, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = room.link()
    with Database(room.path) as database:
        sheet = firm_sheets(database, PROGRAMME, [ONE], DAY)[ONE]
        names = {str(name) for name in database.rows("company").query("company_id != @ONE")["name"]}
    seen = ask(room.app, address).text
    assert not [name for name in names if name in seen]
    for programme_id, company_id, days, key in (
        (PROGRAMME, "qc-001", 30, "company-unknown"), (PROGRAMME, "nobody", 30, "company-unknown"),
        (PROGRAMME, ONE, 0, "door-days"), (PROGRAMME, ONE, 5000, "door-days"),
    ):  # fmt: skip
        with pytest.raises(Refusal, match=key.replace("-", ".")):
            make_link(room.context, programme_id, company_id, sheet, days)
    revoke_link(room.context, PROGRAMME, ONE)
    assert ask(room.app, address).status == 410
    with pytest.raises(Refusal, match=r"door.no.link"):
        revoke_link(room.context, PROGRAMME, ONE)
    with pytest.raises(DataError, match="demonstration_read_only"):
        make_link(EditContext(root / "data" / "flows.duckdb", "Camille"), PROGRAMME, ONE, sheet, 30)
    for wrong in ("ftp://x", "https://a b", "javascript:alert(1)", "https://x/?q=1"):
        monkeypatch.setenv("EIT_DOOR", wrong)
        with pytest.raises(DataError, match="door_address_unusable"):
            door_address()
