"""The phones of a meeting on its screen: what waits is prepared one by one, and shown only once it is accepted."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest
import streamlit as st

from eit.domain.live_entry import SpokenFlow
from eit.domain.selection import Selection
from eit.ui.meeting import phones


def test_partners_are_worked_out_while_an_offer_waits_one_a_look(monkeypatch: pytest.MonkeyPatch) -> None:
    """After its acceptance an offer waited for them: a second and more on a busy machine."""
    asked: list[Any] = []
    monkeypatch.setattr(
        phones, "ask", lambda answer, *words: asked.append((answer, *words)) or SimpleNamespace(empty=True)
    )
    monkeypatch.setattr(phones, "show_html", lambda html: None)
    monkeypatch.setattr(st, "session_state", {})
    one, other = (SpokenFlow("offer", "clean-wood", "t/year", value) for value in (1.0, 2.0))
    frame: Any = SimpleNamespace(
        version="v1", selection=Selection("abitibi", radius_km=50.0), as_of=date(2026, 11, 1), lang="fr",
        say=lambda key, **values: key,
    )  # fmt: skip
    state: Any = SimpleNamespace(coming=(one, other))
    phones._prepare(frame, state)
    assert len(asked) == 1, "a look stays short"
    phones._prepare(frame, state)
    phones._prepare(frame, state)
    assert len(asked) == 2
    phones._partners(frame, one)
    assert asked[2] == asked[0], "the same question, whose answer is kept"
