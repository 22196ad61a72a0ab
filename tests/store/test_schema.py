"""A file is known as ours by a digest, without making another beside it; whatever differs is still named."""

from __future__ import annotations

import duckdb
import pytest

from eit.store import schema


def test_a_file_of_ours_is_known_by_its_digest(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[int] = []
    held = schema.our_facts()
    monkeypatch.setattr(schema, "our_facts", lambda: made.append(1) or held)
    with duckdb.connect() as connection:
        schema.create_schema(connection)
        assert schema.differences(connection, "memory") == ([], []) and not made
        connection.execute("CREATE TABLE notes (word VARCHAR)")
        assert schema.differences(connection, "memory") == ([], []) and made, "a table more is only data"
        connection.execute(
            "CREATE VIEW more AS SELECT 1 AS one; ALTER TABLE decision ADD COLUMN mine INTEGER"
        )
        assert schema.differences(connection, "memory") == (["decision"], ["view more"])


def test_another_duckdb_that_says_its_facts_otherwise_still_opens_our_files(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(schema, "FACTS_DIGEST", "another")
    with duckdb.connect() as connection:
        schema.create_schema(connection)
        assert schema.differences(connection, "memory") == ([], [])
