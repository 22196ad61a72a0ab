"""A browser draws the map of its first page before it is given the rest: one thread would draw both at once."""

from __future__ import annotations

import asyncio
from contextlib import suppress

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import Message, Receive, Send

MAP = b"streamlit_folium.st_folium"
"""What the message that holds a map says of itself."""
LONGEST_S = 1.0
"""Nobody waits longer, whatever becomes of the map."""
DRAWN = "/drawn"
_waiting: set[asyncio.Event] = set()


def drawn_url() -> str:
    """Where a map says that it is drawn, relative to its frame: right under any base path."""
    return f"../..{DRAWN}"


async def drawn(_: Request) -> Response:
    """A map is drawn somewhere: whoever waits for one goes on. To tell whose would cost more than a wait cut short."""
    for event in _waiting:
        event.set()
    return Response(status_code=204, headers={"Cache-Control": "no-store"})


def route() -> Route:
    """The address where maps say that they are drawn."""
    return Route(DRAWN, drawn)


class MapFirst:
    """One browser's conversation: what follows the map of its first page waits until the map is drawn.

    Whoever asks for something meanwhile is answered at once, and later pages never wait.
    """

    def __init__(self, receive: Receive, send: Send) -> None:
        self._receive, self._send = receive, send
        self._asked = 0
        self._go_on = asyncio.Event()

    async def receive(self) -> Message:
        """What the browser says."""
        message = await self._receive()
        self._asked += message["type"] == "websocket.receive"
        if self._asked > 1 or message["type"] == "websocket.disconnect":
            self._go_on.set()
        return message

    async def send(self, message: Message) -> None:
        """Pass an answer on; after the map, stop until it is drawn."""
        await self._send(message)
        if not self._go_on.is_set() and MAP in (message.get("bytes") or b""):
            _waiting.add(self._go_on)
            with suppress(TimeoutError):
                await asyncio.wait_for(self._go_on.wait(), LONGEST_S)
            _waiting.discard(self._go_on)
            self._go_on.set()
