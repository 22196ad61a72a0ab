"""Phones of a meeting: what they send waits, is on the screen once accepted, and names nobody without consent."""

from __future__ import annotations

import shutil
from datetime import timedelta
from html import unescape
from pathlib import Path

import pytest

from eit.actions.door.answers import refuse_answer
from eit.actions.door.room import close_join, close_room, open_join, open_room, poll_of, settle_votes
from eit.actions.organisation.flows import withdraw_flow
from eit.analysis.anonymise import draw_key, real_flows, write_copy_of
from eit.analysis.door.firm_sheet import room_leads
from eit.analysis.door.room import RoomState, polls_of_day, room_sheet, room_state, votes_waiting
from eit.analysis.exchanges.potential import potential_exchanges
from eit.analysis.live_entry import partners
from eit.analysis.minutes import minutes
from eit.analysis.programmes import company_names, today_in
from eit.domain.door.sheet import JOIN, SheetLead, to_json
from eit.domain.errors import Refusal
from eit.domain.selection import Selection
from eit.store.database import Database
from eit.store.mailbox.address import join_url
from eit.store.mailbox.box import Mailbox
from eit.views.brief.band_words import distance_word, told_word
from eit.views.door.page import room_lead_words
from eit.views.door.queue import vote_lines
from eit.views.meeting.minutes import minutes_html
from eit.views.meeting.phones import leads_html, offer_words, polls_html, room_code_html
from eit.views.meeting.scene import pairs_html
from eit.views.texts import texts
from tests.door.asking import Said, ask
from tests.door.firm_room import DAY, PROGRAMME, Room

FR = texts("fr")


class Meeting(Room):
    """The room, with phones."""

    def open(self, *choices: str) -> str:
        poll = poll_of("Que faire d'abord ?", "\n".join(choices or ("Bois", "Chaleur <b>")))
        with Database(self.path) as database:
            leads = self.leads(database)
            sheet = room_sheet(database, PROGRAMME, () if poll is None else (poll,), leads=leads)
        open_room(self.context, PROGRAMME, sheet, 4)
        return self.state().link.url.removeprefix("http://door")

    def leads(self, database: Database) -> tuple[SheetLead, ...]:
        """What the phones choose from: the leads of the copy that the screen reads."""
        copy = self.path.with_name(f"copy-{self.sent}.duckdb")
        write_copy_of(database, copy, "fr", database.ask(draw_key))
        with Database(copy) as room:
            return room_leads(database, room, Selection(PROGRAMME, 100.0), DAY)

    def state(self) -> RoomState:
        with Database(self.path) as database:
            found = room_state(database, PROGRAMME, "http://door")
        assert found is not None
        return found

    def phone(self, address: str, peer: str = "127.0.0.1", **form: str) -> Said:
        self.sent += 1
        cookie = ask(self.app, address).headers["set-cookie"].partition(";")[0]
        said = {"lang": "fr", "sending": f"{self.sent:022d}", **form}
        return ask(self.app, address, said, cookie=cookie, peer=peer)


@pytest.fixture
def meeting(tmp_path: Path, root: Path) -> Meeting:
    path = tmp_path / "work.duckdb"
    shutil.copyfile(root / "data" / "flows.duckdb", path)
    return Meeting(path)


def place(meeting: Meeting) -> str:
    with Database(meeting.path) as database:
        return next(iter(room_sheet(database, PROGRAMME, ()).places))


def test_votes_are_on_the_screen_once_accepted_one_a_phone(meeting: Meeting) -> None:
    address = meeting.open()
    for choice in ("Bois", "Bois", "Chaleur <b>"):
        assert meeting.phone(address, **{"vote.poll": choice}).status == 303
    state = meeting.state()
    assert (state.phones, state.waiting) == (3, 3) and dict(state.polls[0].counts) == {
        "Bois": 0,
        "Chaleur <b>": 0,
    }
    with Database(meeting.path) as database:
        [poll] = votes_waiting(database, PROGRAMME)
    assert "3" in vote_lines(poll, FR)[1]
    settle_votes(meeting.context, PROGRAMME, poll.link_id, poll.poll_id, True)
    state = meeting.state()
    assert dict(state.polls[0].counts) == {"Bois": 2, "Chaleur <b>": 1} and state.waiting == 0
    shown = polls_html(state.polls, FR)
    assert "Chaleur &lt;b&gt;" in shown and "<b>" not in shown
    code = room_code_html(state, FR)
    assert state.link.code in code and "image/svg+xml" in code and "en clair" in code


def test_a_cleared_cookie_is_no_second_vote_and_alike_devices_may_still_be_counted(meeting: Meeting) -> None:
    address = meeting.open()
    for peer, choice in (("192.168.4.7", "Bois"), ("192.168.4.7", "Chaleur <b>"), ("192.168.4.8", "Bois")):
        assert meeting.phone(address, peer=peer, **{"vote.poll": choice}).status == 303
    with Database(meeting.path) as database:
        [poll] = votes_waiting(database, PROGRAMME)
    assert (poll.waiting, poll.again) == (2, 1)
    assert "pas reconnu" in " ".join(vote_lines(poll, FR)) and "1" in vote_lines(poll, FR, again=True)[1]
    settle_votes(meeting.context, PROGRAMME, poll.link_id, poll.poll_id, True)
    counts = meeting.state().polls[0]
    assert dict(counts.counts) == {"Bois": 2, "Chaleur <b>": 0} and "déjà voté" in polls_html(
        meeting.state().polls, FR
    )
    settle_votes(meeting.context, PROGRAMME, poll.link_id, poll.poll_id, True, again=True)
    assert dict(meeting.state().polls[0].counts) == {"Bois": 2, "Chaleur <b>": 1}
    with Mailbox(meeting.path).opened() as connection:
        kept = " ".join(str(tuple(row)) for row in connection.execute("SELECT * FROM answer"))
    assert "192.168" not in kept, "no address is written"


def test_what_the_phones_voted_is_in_the_minutes_after_the_form_is_closed(meeting: Meeting) -> None:
    assert meeting.phone(meeting.open(), **{"vote.poll": "Bois"}).status == 303
    with Database(meeting.path) as database:
        day = today_in(database, PROGRAMME)
        [poll] = votes_waiting(database, PROGRAMME)
        assert polls_of_day(database, PROGRAMME, day) == [], "nobody has accepted it"
    settle_votes(meeting.context, PROGRAMME, poll.link_id, poll.poll_id, True)
    close_room(meeting.context, PROGRAMME)
    with Database(meeting.path) as database:
        page = unescape(str(minutes_html(minutes(database, database, PROGRAMME, day), "fr")))
        assert polls_of_day(database, PROGRAMME, day - timedelta(days=1)) == []
    assert "Que faire d'abord ? Bois : 1, Chaleur <b> : 0" in page.replace("\u00a0", " ").replace(
        "\u202f", " "
    )


def test_an_offer_of_the_room_is_shown_with_partners_once_accepted(meeting: Meeting) -> None:
    address, here = meeting.open(), place(meeting)
    offer = {"direction": "offer", "material": "clean-wood", "quantity": "40", "unit": "t", "place": here}
    said = meeting.phone(address, name="Menuiserie Zibeline", contact="819 555 0100", **offer)
    assert said.status == 303 and meeting.state().offers == ()
    [coming] = meeting.state().coming
    lines = " ".join(meeting.lines())
    with Database(meeting.path) as database:
        town = room_sheet(database, PROGRAMME, ()).places[here]
    assert "819 555 0100" in lines and "40" in lines and f"Commune : {town}" in lines.replace("\u00a0", " ")
    meeting.accept_all()
    [spoken] = meeting.state().offers
    assert spoken == coming and meeting.state().coming == (), "what was prepared is what is asked"
    assert spoken.name is None and "Une organisation de la salle" in offer_words(spoken, {}, FR)
    with Database(meeting.path) as database:
        [company] = [
            key for key, name in company_names(database, PROGRAMME).items() if name == "Menuiserie Zibeline"
        ]
        flows = database.rows("flow").query("company_id == @company")
        assert (
            list(flows["quantity_per_year"]) == [40]
            and not database.rows("company").query("company_id == @company")["consent_name"].any()
        )
        assert "819 555 0100" in database.rows("follow_up").query("company_id == @company")["wording"].iloc[0]
    assert (
        meeting.phone(address, name="menuiserie zibeline", **{**offer, "quantity": "2"}, named="yes").status
        == 303
    )
    meeting.accept_all()
    with Database(meeting.path) as database:
        assert list(database.rows("flow")["company_id"]).count(company) == 2
        named = partners(database, Selection(PROGRAMME, 100.0), meeting.state().offers[0], DAY)
    assert meeting.state().offers[0].name == "menuiserie zibeline" and len(named) >= 0


def test_phones_choose_among_the_leads_of_the_screen_in_its_order(meeting: Meeting) -> None:
    """They were ranked on exact quantities and places, and the list of the screen on the copy: another order."""
    with Database(meeting.path) as database:
        copy, real = meeting.path.with_name("screen.duckdb"), real_flows(database)
        write_copy_of(database, copy, "fr", database.ask(draw_key))
        with Database(copy) as room:
            shown = potential_exchanges(room, Selection(PROGRAMME, 100.0), DAY).head(5)
            leads = room_leads(database, room, Selection(PROGRAMME, 100.0), DAY)
    order = [real[offer] for offer in shown["offer_id"]]
    places = [order.index(lead.flow_id) for lead in leads]
    assert places == sorted(places) and places[0] == 0 and len(leads) >= 3
    screen = unescape(str(pairs_html(shown, "fr", 5)))
    for lead in leads:
        assert (
            distance_word(lead.distance_km, FR) in screen
            and told_word(lead.quantity, lead.unit, FR) in screen
        )
        assert told_word(lead.quantity, lead.unit, FR) in room_lead_words(lead, FR)


def test_interest_in_a_lead_waits_then_is_on_record_and_on_the_screen(meeting: Meeting) -> None:
    address, here = meeting.open(), {"place": place(meeting)}
    with Database(meeting.path) as database:
        leads, names = (
            meeting.leads(database),
            company_names(database, PROGRAMME),
        )
        pairs = potential_exchanges(database, Selection(PROGRAMME, 100.0), DAY)
    assert 3 <= len(leads) <= 5
    form = ask(meeting.app, address).text
    assert all(unescape(room_lead_words(one, FR)) in unescape(form) for one in leads)
    assert not [name for name in names.values() if name in form]
    first = {f"lead.{leads[0].lead_id}": "yes"}
    assert "Votre organisation" in meeting.phone(address, **first).text
    assert meeting.phone(address, **{"lead.another": "yes"}, name="X", **here).status == 422
    giver = names[str(pairs.set_index("offer_id").loc[[leads[0].flow_id], "offer_company_id"].iloc[0])]
    for name in (giver.upper(), "Atelier Zibeline", "Firme Sans Suite"):
        assert meeting.phone(address, **first, name=name, contact="a@b.example", **here).status == 303
    assert meeting.state().leads == () and "Intéressée par la piste" in " ".join(meeting.lines())
    told = meeting.waiting()
    refuse_answer(meeting.context, PROGRAMME, told[-1].answer_id)
    meeting.accept_all()
    assert meeting.state().leads == ((leads[0], 2),)
    assert "Intéressées" in leads_html(meeting.state(), FR, 3)
    with Database(meeting.path) as database:
        [word] = database.rows("lead").query("programme_id == @PROGRAMME").to_dict("records")
        assert (word["offer_id"], word["side"], word["word"]) == (leads[0].flow_id, "offer", "yes")
        known = {name: key for key, name in company_names(database, PROGRAMME).items()}
        notes = database.rows("follow_up").set_index("company_id")
        held = set(database.rows("synergy")["offer_flow_id"])
    assert "Firme Sans Suite" not in known
    note = notes.loc[known["Atelier Zibeline"]]
    assert note["outcome"] == "interested" and "a@b.example" in note["wording"]
    assert leads[0].material_fr in note["wording"]
    free = next(one for one in leads if one.flow_id not in held)
    meeting.phone(address, **{f"lead.{free.lead_id}": "yes"}, name="Atelier Zibeline", **here)
    withdraw_flow(meeting.context, free.flow_id)
    assert "Cette piste n'existe plus" in unescape(" ".join(meeting.lines()))
    with pytest.raises(Refusal, match="lead gone"):
        meeting.accept_all()
    assert len(meeting.waiting()) == 1, "nothing is lost"


def test_a_phone_after_the_meeting_and_an_incomplete_one_get_a_sentence(meeting: Meeting) -> None:
    address = meeting.open()
    said = meeting.phone(address, name="Firme", direction="offer", material="clean-wood")
    assert said.status == 422 and "municipalité" in said.text
    with Database(meeting.path) as database:
        text = to_json(room_sheet(database, PROGRAMME, ()))
        assert not [name for name in company_names(database, PROGRAMME).values() if name in text]
    code = meeting.state().link.code
    close_room(meeting.context, PROGRAMME)
    for answer in (ask(meeting.app, address), ask(meeting.app, "/", {"code": code})):
        assert answer.status == 410 and "finie" in answer.text
    with Database(meeting.path) as database:
        assert room_state(database, PROGRAMME) is None


def test_who_takes_part_enters_the_programme_once_accepted(
    meeting: Meeting, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EIT_DOOR", "http://door")
    assert join_url(meeting.path, PROGRAMME) is None
    with Database(meeting.path) as database:
        open_join(meeting.context, PROGRAMME, room_sheet(database, PROGRAMME, kind=JOIN), 30)
        names = company_names(database, PROGRAMME).values()
    address = str(join_url(meeting.path, PROGRAMME)).removeprefix("http://door")
    shown = ask(meeting.app, address)
    assert shown.status == 200 and "Je participe" in shown.text
    assert not [name for name in names if name in shown.text]
    here = {"place": place(meeting), "contact": "zoe@exemple.org"}
    assert meeting.send(address, name="Brasserie Quetzal").status == 422  # no place
    assert meeting.send(address, name="Brasserie Quetzal", named="yes", **here).status == 303
    drum = {"direction": "demand", "material": "clean-wood", "quantity": "3", "unit": "t", "period": "month"}
    assert meeting.send(address, name="Tonnellerie Quetzal", **here, **drum).status == 303
    before = [one.name for one in meeting.waiting()]
    assert before == ["Brasserie Quetzal", "Tonnellerie Quetzal"]
    meeting.accept_all()
    with Database(meeting.path) as database:
        rows = database.rows("company").set_index("name")
        silent, open_ = (rows.loc[f"{trade} Quetzal"] for trade in ("Tonnellerie", "Brasserie"))
        assert bool(open_["consent_name"]) and not bool(silent["consent_name"])
        notes = database.rows("follow_up").set_index("company_id")["wording"]
        assert "zoe@exemple.org" in notes[open_["company_id"]]
        flows = database.rows("flow").query("company_id == @silent.company_id")
        assert list(flows["quantity_per_year"]) == [36]
    close_join(meeting.context, PROGRAMME)
    assert ask(meeting.app, address).status == 410 and join_url(meeting.path, PROGRAMME) is None


@pytest.mark.parametrize(
    ("title", "choices"),
    [("", "a\nb"), ("Q", "a"), ("Q", ""), ("Q", "a" * 90 + "\nb"), ("Q", "\n".join("abcdefghi"))],
)
def test_a_question_without_its_answers_is_refused(title: str, choices: str) -> None:
    with pytest.raises(Refusal, match="door poll"):
        poll_of(title, choices)
    assert poll_of(" ", "\n") is None
