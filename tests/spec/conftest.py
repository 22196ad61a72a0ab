"""Gives each specification a maker of small worlds; the same tables are built once and only read
afterwards.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.spec.world import World, WorldMaker


@pytest.fixture(scope="session")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WorldMaker]:
    made: dict[str, World] = {}

    def make(**tables) -> World:
        key = repr(sorted(tables.items()))
        if key not in made:
            made[key] = World(tmp_path_factory.mktemp("world"), **tables)
        return made[key]

    yield make
    for each in made.values():
        each.database.close()
