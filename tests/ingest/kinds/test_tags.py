"""Tags of a file: words parted as people part them; a sentence is asked about, and the rest of the file comes in."""

from __future__ import annotations

from pathlib import Path

from tests.ingest.planning import planned

HEADING = "nom;municipalité;étiquettes\n"


def test_tags_come_in_and_one_cell_refuses_no_file(database: Path) -> None:
    rows = (
        "A;Amos;carton, #urgent, Carton",
        "B;Amos;2024",
        f"C;Amos;{'x' * 50}",
        "D;Amos;" + ",".join("abcdefghijklmnopqrstuvw"),
    )
    plan = planned(database, HEADING + "\n".join(rows), kind="companies")
    assert {one.cell for one in plan.refusals} == {"C4", "C5"}
    assert {row["name"]: row["tags"] for row in plan.records} == {"A": "carton, urgent", "B": "2024"}
