"""What follows the map of a first page waits for it, in order; nothing else ever waits, and nobody waits for long."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable

import pytest
from starlette.types import Message

from eit.ui import map_first
from eit.ui.map_first import DRAWN, MAP, MapFirst
from tests.ui.aside import run_aside

HELD, NOT_HELD = 0.4, 0.2


class Browser:
    """The other end: what it asked, what it was given, and when [s]."""

    def __init__(self) -> None:
        self.given: list[tuple[bytes, float]] = []
        self.questions: asyncio.Queue[Message] = asyncio.Queue()
        self.talk = MapFirst(self.questions.get, self._take)
        self.start = time.perf_counter()

    async def _take(self, message: Message) -> None:
        self.given.append((message["bytes"], time.perf_counter() - self.start))

    async def ask(self, kind: str = "websocket.receive") -> None:
        """Ask for a page, or for something else in it."""
        await self.questions.put({"type": kind})
        await self.talk.receive()

    async def answer(self, *parts: bytes) -> None:
        """What the server says, one part after the other."""
        for part in parts:
            await self.talk.send({"type": "websocket.send", "bytes": part})

    def waited(self) -> float:
        """Seconds between the first part and the last."""
        return self.given[-1][1] - self.given[0][1]


def conversation(act: Callable[[Browser], Awaitable[None]]) -> Browser:
    """Lead one conversation to its end."""

    async def lead() -> Browser:
        browser = Browser()
        await act(browser)
        return browser

    found = run_aside(lead())
    assert not map_first._waiting, "nobody is left waiting"
    return found


@pytest.fixture(autouse=True)
def at_most(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(map_first, "LONGEST_S", HELD)


def test_the_rest_follows_when_the_map_is_drawn() -> None:
    async def act(browser: Browser) -> None:
        await browser.ask()
        answering = asyncio.create_task(browser.answer(b"title", b"..." + MAP, b"panel", b"controls"))
        await asyncio.sleep(0.05)
        assert [part for part, _ in browser.given] == [b"title", b"..." + MAP]
        await map_first.drawn(None)  # type: ignore[arg-type]
        await answering

    browser = conversation(act)
    assert [part for part, _ in browser.given] == [b"title", b"..." + MAP, b"panel", b"controls"]
    assert browser.waited() < NOT_HELD


def test_a_map_that_never_comes_holds_nothing_for_long() -> None:
    async def act(browser: Browser) -> None:
        await browser.ask()
        await browser.answer(MAP, b"panel")

    assert conversation(act).waited() >= HELD * 0.9


@pytest.mark.parametrize("kind", ["websocket.receive", "websocket.disconnect"])
def test_whoever_asks_for_something_else_is_answered_at_once(kind: str) -> None:
    async def act(browser: Browser) -> None:
        await browser.ask()
        answering = asyncio.create_task(browser.answer(MAP, b"panel"))
        await asyncio.sleep(0.02)
        await browser.ask(kind)
        await answering

    assert conversation(act).waited() < NOT_HELD


def test_only_the_first_map_of_a_page_is_waited_for() -> None:
    async def act(browser: Browser) -> None:
        await browser.ask()
        await browser.answer(b"title", b"panel")
        await browser.ask()
        await browser.answer(MAP, b"panel", MAP, b"panel")

    assert conversation(act).waited() < NOT_HELD


def test_a_page_without_a_map_never_waits() -> None:
    async def act(browser: Browser) -> None:
        await browser.ask()
        await browser.answer(*[b"part"] * 50)

    assert conversation(act).waited() < NOT_HELD


def test_a_map_is_told_drawn_by_an_answer_that_nothing_keeps() -> None:
    answer = run_aside(map_first.drawn(None))  # type: ignore[arg-type]
    assert map_first.route().path == DRAWN and map_first.drawn_url() == f"../..{DRAWN}"
    assert answer.status_code == 204 and answer.headers["cache-control"] == "no-store"
