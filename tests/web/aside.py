"""Runs what is asynchronous in a thread of its own: the tests of the browser leave a running loop in theirs."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

Found = TypeVar("Found")


def run_aside(work: Coroutine[Any, Any, Found]) -> Found:
    """What the work gives, or raises."""
    with ThreadPoolExecutor(1) as aside:
        return aside.submit(asyncio.run, work).result()
