"""What follows the map of a first page waits for it, in order; nothing else ever waits, and nobody waits for long."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import pytest
from starlette.types import Message

from eit.web import first_paint
from eit.web.first_paint import DRAWN, MAP, MapFirst
from tests.web.aside import run_aside

FOR_EVER_S, GIVEN_UP_S = 3600.0, 30.0
"""A conversation that is held shows as one that never ends, not by a clock."""


class Browser:
    """The other end: what it asked, and what it was given."""

    def __init__(self) -> None:
        self.given: list[bytes] = []
        self.questions: asyncio.Queue[Message] = asyncio.Queue()
        self.talk = MapFirst(self.questions.get, self._take)

    async def _take(self, message: Message) -> None:
        self.given.append(message["bytes"])

    async def ask(self, kind: str = "websocket.receive") -> None:
        """Ask for a page, or for something else in it."""
        await self.questions.put({"type": kind})
        await self.talk.receive()

    async def answer(self, *parts: bytes) -> None:
        """What the server says, one part after the other."""
        for part in parts:
            await self.talk.send({"type": "websocket.send", "bytes": part})


def conversation(act: Callable[[Browser], Awaitable[None]]) -> Browser:
    """Lead one conversation to its end. Raises TimeoutError when something is held in it."""

    async def lead() -> Browser:
        browser = Browser()
        await asyncio.wait_for(act(browser), GIVEN_UP_S)
        return browser

    found = run_aside(lead())
    assert not first_paint._waiting, "nobody is left waiting"
    return found


@pytest.fixture(autouse=True)
def however_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(first_paint, "LONGEST_S", FOR_EVER_S)


def test_the_rest_follows_when_the_map_is_drawn() -> None:
    async def act(browser: Browser) -> None:
        await browser.ask()
        answering = asyncio.create_task(browser.answer(b"title", b"..." + MAP, b"panel", b"controls"))
        await asyncio.sleep(0.05)
        assert browser.given == [b"title", b"..." + MAP]
        await first_paint.drawn(None)  # type: ignore[arg-type]
        await answering

    assert conversation(act).given == [b"title", b"..." + MAP, b"panel", b"controls"]


def test_a_map_that_never_comes_holds_nothing_for_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(first_paint, "LONGEST_S", 0.05)

    async def act(browser: Browser) -> None:
        await browser.ask()
        await browser.answer(MAP, b"panel")

    assert conversation(act).given == [MAP, b"panel"]


@pytest.mark.parametrize("kind", ["websocket.receive", "websocket.disconnect"])
def test_whoever_asks_for_something_else_is_answered_at_once(kind: str) -> None:
    async def act(browser: Browser) -> None:
        await browser.ask()
        answering = asyncio.create_task(browser.answer(MAP, b"panel"))
        await asyncio.sleep(0.02)
        assert browser.given == [MAP]
        await browser.ask(kind)
        await answering

    assert conversation(act).given == [MAP, b"panel"]


def test_only_the_first_map_of_a_page_is_waited_for() -> None:
    async def act(browser: Browser) -> None:
        await browser.ask()
        await browser.answer(b"title", b"panel")
        await browser.ask()
        await browser.answer(MAP, b"panel", MAP, b"panel")

    assert conversation(act).given[2:] == [MAP, b"panel", MAP, b"panel"]


def test_a_page_without_a_map_never_waits() -> None:
    async def act(browser: Browser) -> None:
        await browser.ask()
        await browser.answer(*[b"part"] * 50)

    assert len(conversation(act).given) == 50


def test_a_map_is_told_drawn_by_an_answer_that_nothing_keeps() -> None:
    answer = run_aside(first_paint.drawn(None))  # type: ignore[arg-type]
    assert first_paint.route().path == DRAWN and first_paint.drawn_url() == f"../..{DRAWN}"
    assert answer.status_code == 204 and answer.headers["cache-control"] == "no-store"
