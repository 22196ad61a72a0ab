"""`python -m eit synergies` and `funnel`: what a page shows and does, in a script."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from eit.cli import main


@pytest.fixture
def copy(tmp_path: Path, root: Path) -> str:
    path = tmp_path / "copie.duckdb"
    shutil.copyfile(root / "data" / "flows.duckdb", path)
    return str(path)


def ask(capsys: pytest.CaptureFixture[str], *words: str) -> object:
    capsys.readouterr()
    assert main([*words, "--format", "json"]) == 0
    return json.loads(capsys.readouterr().out)


def test_the_list_at_a_date(capsys, copy):
    rows = ask(capsys, "synergies", "--programme", "quebec", "--as-of", "2019-04-01", "--db", copy)
    stages = {row["synergy_id"]: row["stage"] for row in rows}
    assert stages["que-s01"] == "realised" and "que-s17" not in stages


def test_the_funnel_has_the_targets_of_the_programme(capsys, copy):
    steps = ask(capsys, "funnel", "--programme", "quebec", "--db", copy)["steps"]
    found = {row["step"]: (row["target"], row["published"]) for row in steps}
    assert [found[name] for name in ("flows", "companies", "potential", "realised")] == [
        (None, 150), (None, 30), (None, 100), (10, None),
    ]  # fmt: skip
    found = ask(capsys, "funnel", "--programme", "abitibi", "--level", "mrc", "--db", copy)
    targets = {row["step"]: row["target"] for row in found["steps"]}
    assert (targets["prefeasibility"], targets["pilot"]) == (10, 5)
    assert len(found["territories"]) == 5 and found["days_left"] < 0


def test_a_pair_goes_all_the_way(capsys, copy):
    base = ("--db", copy, "--author", "Camille")
    pair = ("hur-013-o1", "hur-011-d1")
    first = ask(capsys, "synergies", "--programme", "hurepoix", "--db", copy)
    ask(capsys, "synergies", "set-aside", "hur-s02", "--reason", "price", *base)
    made = ask(capsys, "synergies", "promote", *pair, "--quantity", "20", *base)["id"]
    ask(capsys, "synergies", "edit", made, "--lead", "Moi", "--former", "landfill", *base)
    ask(capsys, "synergies", "advance", made, "--stage", "realised", *base)
    ask(capsys, "synergies", "reconfirm", made, "--year", "2026", "--quantity", "10", *base)
    ask(capsys, "synergies", "set-aside", made, "--reason", "trust", *base)
    ask(capsys, "synergies", "reopen", made, "--note", "repris", *base)
    rows = {
        row["synergy_id"]: row for row in ask(capsys, "synergies", "--programme", "hurepoix", "--db", copy)
    }
    assert len(rows) == len(first) + 1
    assert [rows[made][name] for name in ("stage", "quantity_per_year", "lead")] == ["realised", 10, "Moi"]


def test_a_rejection_and_back(capsys, copy):
    pair = ("que-013-o2", "que-026-d1")
    assert main(["synergies", "reject", *pair, "--reason", "price", "--db", copy]) == 2
    assert "que-s01" in capsys.readouterr().err
    ask(capsys, "synergies", "unreject", "que-006-o1", "que-032-d2", "--db", copy)
    ask(capsys, "synergies", "reject", "que-006-o1", "que-032-d2", "--reason", "price", "--db", copy)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("advance", "que-s01", "--stage", "pilot"), "ne recule pas"),
        (("advance", "que-s16", "--stage", "pilot", "--on", "2100-01-01"), "2100-01-01"),
        (("reconfirm", "que-s16", "--year", "2026"), "ni réalisée ni vérifiée"),
        (("edit", "que-s16", "--share", "1.5"), "1.5"),
        (("advance", "que-s99", "--stage", "pilot"), "que-s99"),
        ((), "--programme"),
    ],
)
def test_what_cannot_be_is_said_in_a_sentence(capsys, copy, words, said):
    assert main(["synergies", *words, "--db", copy]) == 2
    assert said in capsys.readouterr().err
