"""One person on a Streamlit page, without a browser: the page's own websocket, its own messages, timed."""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.asyncio.client import ClientConnection, connect

STREAM = "/_stcore/stream"
LONGEST_S = 60.0
WRONG = "eit-notice error"


class Refused(Exception):
    """The server answered something else than a whole page."""


@dataclass(frozen=True)
class Field:
    """Something of a page that can be acted on: its id, and what kind it is (selectbox, slider, button…)."""

    id: str
    kind: str


@dataclass
class Visitor:
    """A session of its own, from the websocket on. Use as an asynchronous context.

    After an answer: `controls`, the lists of choices by label; `fields`, all that can be acted on; `said`, its texts.
    """

    url: str
    question: str = ""
    headers: dict[str, str] = field(default_factory=dict)
    page: str = ""
    controls: dict[str, Any] = field(default_factory=dict)
    fields: list[Field] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    states: dict[str, WidgetState] = field(default_factory=dict)
    received: int = 0
    _kept: set[str] = field(default_factory=set)
    _socket: ClientConnection | None = None

    async def __aenter__(self) -> Visitor:
        self._socket = await connect(
            self.url.replace("http", "ws", 1) + STREAM,
            subprotocols=["streamlit"],  # type: ignore[list-item]
            origin=self.url,  # type: ignore[arg-type]
            additional_headers=self.headers,
            max_size=None,
            compression=None,
            open_timeout=LONGEST_S,
        )
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._socket is not None:
            await self._socket.close()

    async def open(self, once: Iterable[WidgetState] = ()) -> float:
        """Ask for the page; seconds until its script has finished; `once`: what is typed or pressed. Raises Refused."""
        return await self._run(once)

    def field(self, named: str) -> Field:
        """What a page has under a key, or the beginning of one. Raises Refused."""
        found = next((one for one in self.fields if f"-{named}" in one.id), None)
        if found is None:
            raise Refused(f"a page without {named}")
        return found

    async def change(self, dice: random.Random) -> float:
        """Choose something else in one control; seconds until the page has answered. Raises Refused."""
        key = dice.choice(sorted(self.controls))
        box = self.controls[key]
        self.states[box.id] = WidgetState(id=box.id, string_value=dice.choice(list(box.options)))
        return await self._run()

    async def _run(self, once: Iterable[WidgetState] = ()) -> float:
        assert self._socket is not None
        asked = BackMsg()
        asked.rerun_script.query_string = self.question
        asked.rerun_script.page_name = self.page
        asked.rerun_script.widget_states.widgets.extend([*self.states.values(), *once])
        asked.rerun_script.cached_message_hashes.extend(self._kept)
        start = time.perf_counter()
        await self._socket.send(asked.SerializeToString())
        try:
            async with asyncio.timeout(LONGEST_S):
                await self._listen()
        except TimeoutError as error:
            raise Refused(f"no page in {LONGEST_S:g} s") from error
        return time.perf_counter() - start

    async def _listen(self) -> None:
        assert self._socket is not None
        controls: dict[str, Any] = {}
        fields: list[Field] = []
        said: list[str] = []
        while True:
            data = await self._socket.recv()
            self.received += len(data)
            told = ForwardMsg.FromString(data if isinstance(data, bytes) else data.encode())
            kind = told.WhichOneof("type")
            if told.metadata.cacheable:
                self._kept.add(told.hash)
            if kind == "script_finished":
                if told.script_finished == ForwardMsg.FINISHED_EARLY_FOR_RERUN:
                    continue
                if told.script_finished != ForwardMsg.FINISHED_SUCCESSFULLY:
                    raise Refused(f"script finished: {told.script_finished}")
                break
            if kind == "delta" and told.delta.WhichOneof("type") == "new_element":
                element = told.delta.new_element
                _look(element, controls)
                kind = element.WhichOneof("type")
                part = getattr(element, kind)
                if getattr(part, "id", ""):
                    fields.append(Field(part.id, kind))
                said.append(str(getattr(part, "body", "")))
        if not controls:
            raise Refused("a page without controls")
        self.controls, self.fields, self.said = controls, fields, said


def _look(element: Any, controls: dict[str, Any]) -> None:
    """Keep a list of choices; refuse what a page shows when something went wrong."""
    kind = element.WhichOneof("type")
    if kind == "selectbox":
        controls[element.selectbox.label] = element.selectbox
    elif kind == "exception" or (kind == "html" and WRONG in element.html.body):
        raise Refused(str(element)[:300])
