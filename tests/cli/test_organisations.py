"""Organisations and flows from a terminal: what is asked is written, what cannot be is said with exit code 2."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from eit.cli import main

ONE = "abi-001"


@pytest.fixture
def copy(tmp_path: Path, root: Path) -> Path:
    path = tmp_path / "flows.duckdb"
    shutil.copyfile(root / "data" / "flows.duckdb", path)
    return path


def run(capsys: pytest.CaptureFixture[str], copy: Path, *words: str) -> dict[str, Any]:
    capsys.readouterr()
    author = () if words[1] == "show" else ("--author", "Camille")
    assert main([*words, "--db", str(copy), "--format", "json", *author]) == 0, capsys.readouterr().err
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return found


def refused(capsys: pytest.CaptureFixture[str], copy: Path, *words: str) -> str:
    before = copy.read_bytes()
    capsys.readouterr()
    assert main([*words, "--db", str(copy), "--author", "Camille"]) == 2
    assert copy.read_bytes() == before
    return capsys.readouterr().err


def test_an_organisation_is_added_corrected_merged_and_withdrawn(
    copy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    place = run(capsys, copy, "organisation", "show", "--organisation", ONE)["municipality_id"]
    new = ("--programme", "abitibi", "--name", "Menuiserie (fictive)", "--municipality", place)
    made = run(capsys, copy, "organisation", "add", *new, "--neq", "1234567890")
    assert made["neq"] == "1234567890" and made["position_quality"] == "municipality" and made["flows"] == []
    key = ("--organisation", made["company_id"])
    said = run(capsys, copy, "organisation", "set", *key, "--employees", "1 200", "--clear", "neq")
    assert said["employees"] == 1200 and said["neq"] is None
    offer = ("--direction", "offer", "--material", "bark", "--quantity", "12,5", "--unit", "t")
    flow = run(capsys, copy, "flow", "add", *key, *offer, "--period", "month", "--months", "5-10")
    assert flow["quantity_per_year"] == 75 and flow["months"] == "m5|m6|m7|m8|m9|m10"
    one = ("--flow", flow["flow_id"])
    assert run(capsys, copy, "flow", "set", *one, "--clear", "months")["quantity_per_year"] == 150
    merged = run(capsys, copy, "organisation", "merge", "--organisation", ONE, "--other", made["company_id"])
    assert flow["flow_id"] in {row["flow_id"] for row in merged["flows"]}
    assert run(capsys, copy, "flow", "withdraw", *one) == {"withdrawn": flow["flow_id"]}
    again = run(capsys, copy, "organisation", "add", *new)["company_id"]
    assert run(capsys, copy, "organisation", "withdraw", "--organisation", again) == {"withdrawn": again}


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (
            ("organisation", "set", "--organisation", "nobody", "--name", "A"),
            "n'existe pas dans ce programme",
        ),
        (("organisation", "set", "--organisation", ONE, "--siret", "12"), "n'a pas 14 chiffres"),
        (
            ("organisation", "set", "--organisation", ONE, "--latitude", "0", "--longitude", "0"),
            "large de l'Afrique",
        ),
        (
            ("organisation", "set", "--organisation", ONE, "--employees", "douze"),
            "ne se lit pas comme un nombre",
        ),
        (("organisation", "merge", "--organisation", ONE, "--other", ONE), "avec elle-même"),
        (("flow", "set", "--flow", "nobody", "--note", "x"), "n'existe pas dans ce programme"),
    ],
)
def test_what_cannot_be_is_said_and_nothing_is_written(
    copy: Path, capsys: pytest.CaptureFixture[str], words: tuple[str, ...], told: str
) -> None:
    assert told in refused(capsys, copy, *words).replace("\u00a0", " ").replace("\u202f", " ").replace(
        "’", "'"
    )
