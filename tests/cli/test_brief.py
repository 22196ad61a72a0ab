"""The commands brief and cases."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from eit.analysis.synergies.board import board
from eit.cli import main
from eit.store.database import Database

DAY = ["--as-of", "2026-11-01"]


@pytest.mark.parametrize("suffix", [".html", ".pptx"])
def test_brief_writes_a_file(tmp_path: Path, capsys: pytest.CaptureFixture[str], suffix: str) -> None:
    out = tmp_path / f"brief{suffix}"
    assert main(["brief", "--programme", "fensch", *DAY, "--out", str(out), "--names", "consent"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert said["file"] == str(out) and said["since"] == "2026-04-16" and said["cases"] == 2
    assert out.stat().st_size > 10_000


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (["--programme", "fensch", "--out", "brief.docx"], ".pptx"),
        (["--programme", "nowhere", "--out", "brief.html"], "nowhere"),
        (["--programme", "fensch", "--out", "brief.html", "--since", "2027-01-01"], "2027"),
        (["--programme", "fensch", "--out", "/nowhere/brief.html"], "/nowhere"),
    ],
)
def test_brief_refuses_in_a_sentence(
    arguments: list[str], word: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["brief", *DAY, *arguments]) == 2
    assert word in capsys.readouterr().err


def test_cases_are_json_without_a_name(capsys: pytest.CaptureFixture[str], root: Path) -> None:
    assert main(["cases", "--programme", "abitibi", *DAY, "--format", "json"]) == 0
    text = capsys.readouterr().out
    found = json.loads(text)
    assert [case["number"] for case in found["cases"]] == [1, 2]
    with Database(root / "data" / "flows.duckdb") as database:
        rows = board(database, "abitibi", date(2026, 11, 1)).set_index("synergy_id")
    ends = [(case["quantity"]["low"], case["quantity"]["high"]) for case in found["cases"]]
    exact = [rows.at[synergy, "quantity_per_year"] for synergy in ("abi-s04", "abi-s01")]
    assert all(low <= value < high for (low, high), value in zip(ends, exact, strict=True))
    assert "(fictif)" not in text and "abi-" not in text
    assert main(["--lang", "en", "cases", "--programme", "abitibi", *DAY, "--format", "csv"]) == 0
    assert "Card 1" in capsys.readouterr().out
