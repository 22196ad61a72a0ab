"""The firm's own door: what it shows, what it keeps, and what people who mean ill get from it."""

from __future__ import annotations

import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from eit.domain.door.sheet import (
    FIRM,
    MEETING,
    Poll,
    Sheet,
    SheetFact,
    SheetFlow,
    SheetLead,
    from_json,
    to_json,
)
from eit.door import limits
from eit.door.app import HEADERS, LARGEST_BODY, application
from eit.serving import limiter as limiter_module
from eit.store.mailbox import box, links
from eit.store.mailbox.box import Mailbox
from tests.door.asking import Said, ask

FLOW = SheetFlow("f-1", "offer", "sciure <b>", "sawdust <b>", 12.5, "t", "month", "2026-05-01", "declared")
LEAD = SheetLead("lead-1", "f-1", "offer", "bois", "wood", 10.0, 22.0, "t")
SHEET = Sheet(
    FIRM, "Programme", "Programme", "Scierie <script>", "a@b.example", False, (FLOW,), (LEAD,),
    SheetFact("f-1", "moisture_share", "gate-moisture", "number"),
    materials={"wood": ("Bois", "Wood", "matter")},
)  # fmt: skip
ROOM = Sheet(
    MEETING, "Programme", "Programme", polls=(Poll("p-1", "Priorité ?", ("Bois", "Chaleur")),),
    materials={"wood": ("Bois", "Wood", "matter")}, places={"t-1": "Ville"},
)  # fmt: skip
WORD = "a" * 22
LATER = 2_000_000_000


class World:
    """A mailbox, its door, and a clock that the test moves."""

    def __init__(self, folder: Path) -> None:
        self.now = 1_900_000_000.0
        self.box = Mailbox(folder / "work.duckdb", lambda: self.now)
        self.app = application(folder / "work.duckdb", limits.Limiter(lambda: self.now), self.box)

    def link(self, sheet: Sheet = SHEET, about: str = "c-1") -> tuple[box.Link, str]:
        made = self.box.make_link("p", about, sheet, LATER)
        return made, f"/l/{self.box.token(made)}"

    def waiting(self) -> list[tuple[str, dict[str, str]]]:
        return [(one.kind, dict(one.said)) for one in self.box.answers("p")]


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(tmp_path)


def send(world: World, address: str, number: int = 0, **form: str) -> Said:
    word = f"{number:022d}"
    return ask(
        world.app,
        address,
        {"lang": "fr", "sending": word, **{k.replace("__", "."): v for k, v in form.items()}},
    )


def test_a_firm_confirms_corrects_answers_and_asks_by_one_form(world: World) -> None:
    _, address = world.link()
    shown = ask(world.app, address)
    assert shown.status == 200 and "Scierie &lt;script&gt;" in shown.text and "<script" not in shown.text
    assert "12,5 t/mois" in shown.text and "sciure &lt;b&gt;" in shown.text
    assert "5 à 20" in shown.text.replace("\u00a0", " ") and "10 à 50" in shown.text.replace("\u00a0", " ")
    said = ask(world.app, address, {
        "lang": "fr", "sending": WORD, "still.f-1": "changed", "f-1.quantity": "1 200,5", "f-1.unit": "kg",
        "f-1.period": "month", "lead.lead-1": "yes", "fact": "12", "direction": "demand", "material": "wood",
        "quantity": "", "note": "<img src=x>",
    })  # fmt: skip
    assert (said.status, said.headers["location"]) == (303, "?lang=fr&done=1")
    kinds = dict(world.waiting())
    assert kinds["flow"] == {
        "still": "changed", "seen_quantity": "12.5", "seen_unit": "t", "seen_period": "month",
        "seen_observed_on": "2026-05-01", "seen_quality": "declared",
        "quantity": "1200.5", "unit": "kg", "period": "month",
    }  # fmt: skip
    assert kinds["fact"] == {"column": "moisture_share", "value": "0.12"}
    assert kinds["lead"] == {"side": "offer", "said": "yes"}
    assert kinds["interest"]["material"] == "wood" and kinds["interest"]["quantity"] == ""
    assert "c'est reçu" in ask(world.app, f"{address}?lang=fr&done=1").text.replace("&#x27;", "'").replace(
        "’", "'"
    )


def test_the_code_of_a_letter_opens_the_same_form(world: World) -> None:
    link, address = world.link()
    typed = link.code.lower().replace("-", " ").replace("0", "o").replace("1", "l")
    assert ask(world.app, "/").status == 200
    found = ask(world.app, "/", {"code": typed, "lang": "en"})
    assert (found.status, found.headers["location"]) == (303, f"{address[1:]}?lang=en")
    assert ask(world.app, "/", {"code": "ABCDE-FGHJK"}).status == 404


REFUSED = {
    "a forged link": ("/l/{token}x", {}, 404),
    "the signature of another key": ("/l/{foreign}", {}, 404),
    "no signature at all": ("/l/c-1", {}, 404),
    "a code in the place of a word": ("/l/{code}", {}, 404),
    "another page": ("/admin", {}, 404),
    "a longer address": ("/" + "a" * 2000, {}, 414),
    "a flow of somebody else": ("/l/{token}", {"still.f-2": "yes"}, 422),
    "a lead of somebody else": ("/l/{token}", {"lead.lead-2": "yes"}, 422),
    "a word that is not in the list": ("/l/{token}", {"still.f-1": "maybe"}, 422),
    "a unit that there is not": (
        "/l/{token}", {"still.f-1": "changed", "f-1.quantity": "3", "f-1.unit": "';DROP TABLE"}, 422,
    ),
    "a negative quantity": ("/l/{token}", {"still.f-1": "changed", "f-1.quantity": "-3"}, 422),
    "no number": ("/l/{token}", {"still.f-1": "changed", "f-1.quantity": "NaN"}, 422),
    "a quantity with two readings": ("/l/{token}", {"still.f-1": "changed", "f-1.quantity": "1.234"}, 422),
    "more than a share": ("/l/{token}", {"fact": "140"}, 422),
    "a material that there is not": ("/l/{token}", {"material": "gold", "direction": "offer"}, 422),
    "nothing at all": ("/l/{token}", {"lang": "fr"}, 422),
    "a long note": ("/l/{token}", {"note": "a" * 600, "material": "wood", "direction": "offer"}, 422),
    "an oversized body": ("/l/{token}", {"note": "a" * LARGEST_BODY}, 413),
    "a thousand fields": ("/l/{token}", {str(n): "1" for n in range(1000)}, 413),
}  # fmt: skip


def test_what_is_not_in_the_form_is_refused_with_a_sentence_and_nothing_is_kept(
    world: World, tmp_path: Path
) -> None:
    link, address = world.link()
    (tmp_path / "other").mkdir()
    words = {
        "token": address.removeprefix("/l/"),
        "code": link.code,
        "foreign": links.written(tmp_path / "other", link.link_id, LATER),
    }
    for number, (case, (path, form, status)) in enumerate(REFUSED.items()):
        world.now += 60
        filled = {"lang": "fr", "sending": f"{number:022d}", **form} if form else None
        said = ask(world.app, path.format(**words), filled)
        assert said.status == status, (case, said.text)
        assert status == 414 or re.search(r'class="notice"[^>]*>[^<]{20,}', said.text), case
        assert all(said.headers[name.lower()] == value for name, value in HEADERS.items()), case
    assert world.waiting() == []


def test_an_expired_a_withdrawn_and_a_replaced_link_open_nothing(world: World) -> None:
    first, before = world.link()
    second, address = world.link()
    assert ask(world.app, before).status == 410 and ask(world.app, address).status == 200
    assert ask(world.app, "/", {"code": first.code}).status == 410
    world.box.revoke(second.link_id)
    assert send(world, address, still__f_1="yes").status == 410
    _, address = world.link()
    world.now = LATER
    assert ask(world.app, address).status == 410 and send(world, address).status == 410
    assert world.waiting() == []


def test_the_same_sending_again_is_not_counted_twice(world: World) -> None:
    _, address = world.link()
    form = {"lang": "fr", "sending": WORD, "still.f-1": "yes"}
    assert [ask(world.app, address, form).status for _ in range(3)] == [303, 409, 409]
    assert len(world.waiting()) == 1


def test_a_flood_and_a_full_mailbox_are_told_and_lose_nothing(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, address = world.link()
    said = [ask(world.app, address, {"sending": f"{n:022d}", "still.f-1": "yes"}).status for n in range(20)]
    assert said.count(303) == limits.ONE_PHONE.burst and said[-1] == 429
    world.now += 60
    monkeypatch.setattr(box, "MOST_OF_FIRM", 10)
    assert ask(world.app, address, {"sending": WORD, "still.f-1": "yes"}).status == 503
    assert len(world.waiting()) == 10
    codes = [ask(world.app, "/", {"code": "0" * 10}, peer="10.0.0.9").status for _ in range(12)]
    assert codes.count(404) == limits.CODES.burst and codes[-1] == 429
    assert ask(world.app, "/", {"code": "0" * 10}, peer="10.0.0.8").status == 404


def test_the_memory_of_the_limits_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limiter_module, "MOST_KEYS", 3)
    limiter = limits.Limiter(lambda: 0.0)
    assert all(limiter.allows(limits.Rate(1, 0), str(number)) for number in range(9))
    assert len(limiter._left) == 3 and not limiter.allows(limits.Rate(1, 0), "8")


def phone(world: World, address: str) -> dict[str, str]:
    cookie = ask(world.app, address).headers["set-cookie"]
    assert "HttpOnly" in cookie and "samesite=strict" in cookie.lower()
    return {"cookie": cookie.partition(";")[0]}


def test_a_phone_of_the_room_votes_once_and_speaks_for_an_organisation(world: World) -> None:
    meeting, address = world.link(ROOM, "m-1")
    mine, other = phone(world, address), phone(world, address)
    vote = {"lang": "fr", "vote.p-1": "Bois"}
    assert ask(world.app, address, {**vote, "sending": "1" * 22}).status == 422  # no phone
    assert ask(world.app, address, {**vote, "sending": "2" * 22}, **mine).status == 303
    again = ask(world.app, address, {**vote, "sending": "3" * 22, "name": "Firme", "place": "t-1",
                                     "material": "wood", "direction": "offer"}, **mine)  # fmt: skip
    assert again.status == 409 and "déjà voté" in again.text
    assert ask(world.app, address, {**vote, "sending": "4" * 22}, **other).status == 303
    offer = {
        "name": "Firme",
        "place": "t-1",
        "material": "wood",
        "direction": "offer",
        "quantity": "3",
        "unit": "t",
    }
    assert ask(world.app, address, {"lang": "fr", "sending": "5" * 22, **offer}, **mine).status == 303
    assert [kind for kind, _ in world.waiting()] == ["vote", "vote", "interest"]
    assert "en clair" in ask(world.app, address, peer="192.168.1.7").text
    world.box.revoke(meeting.link_id)
    assert ask(world.app, address, {**vote, "sending": "6" * 22}, **other).status == 410


def test_a_sheet_goes_through_text_and_comes_back(world: World) -> None:
    for sheet in (SHEET, ROOM, replace(SHEET, fact=None)):
        assert from_json(to_json(sheet)) == sheet


def test_the_door_never_opens_a_data_file(tmp_path: Path) -> None:
    """Not even the engine is loaded in its process; the key and the mailbox are their owner's alone."""
    asked = (
        "import sys; from pathlib import Path; from eit.door.app import application; "
        "application(Path(sys.argv[1])); print([m for m in ('duckdb', 'streamlit', 'authlib') if m in sys.modules])"
    )
    said = subprocess.run(
        [sys.executable, "-c", asked, str(tmp_path / "work.duckdb")],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert said.stdout.strip() == "[]"
    made = World(tmp_path)
    made.link()
    modes = {
        one.name: oct(one.stat().st_mode)[-3:] for one in box.door_folder(tmp_path / "work.duckdb").iterdir()
    }
    assert modes["key"] == modes["mailbox.sqlite"] == "600"


def test_a_mailbox_that_is_damaged_is_a_sentence(world: World) -> None:
    _, address = world.link()
    (world.box.folder / box.FILE).write_bytes(b"not a mailbox" * 1000)
    said = ask(world.app, address)
    assert said.status == 503 and "boîte aux lettres" in said.text
