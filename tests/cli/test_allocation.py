"""The commands behind the page Regrouper: JSON that another program can read, refusals as sentences."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from eit.cli import main

PROGRAMME = ["--programme", "abitibi", "--as-of", "2026-11-01", "--format", "json"]


def asked(capsys: pytest.CaptureFixture[str], *arguments: str):
    assert main(arguments) == 0
    return json.loads(capsys.readouterr().out)


def refused(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert main(arguments) == 2
    said = capsys.readouterr()
    assert said.out == ""
    return said.err


@pytest.mark.parametrize("objective", ["mass", "ghg", "money"])
def test_allocate_balances_every_flow(capsys, objective: str) -> None:
    found = asked(capsys, "allocate", *PROGRAMME, "--radius-km", "80", "--objective", objective)
    assert found["total_t_per_year"] == pytest.approx(sum(pair["t_per_year"] or 0 for pair in found["pairs"]))
    assert found["total"] == pytest.approx(
        sum(pair["value"] for pair in found["pairs"] if pair["unit"] == "t")
    )
    for side in ("offer", "demand"):
        for flow in found["remaining"][f"{side}s"]:
            used = sum(p["quantity_per_year"] for p in found["pairs"] if p[f"{side}_id"] == flow["flow_id"])
            if flow["quantity_per_year"] is not None:
                free = max(0.0, flow["quantity_per_year"] - flow["committed_per_year"])
                assert used + flow["remaining_per_year"] == pytest.approx(free, abs=1e-3)
    assert all(pair["distance_km"] <= 80 for pair in found["pairs"])


def test_pooling_gaps_and_whatif_answer(capsys, tmp_path: Path) -> None:
    hubs = asked(capsys, "pooling", *PROGRAMME)["hubs"]
    assert any(hub["material_id"] == "silage-film" for hub in hubs)
    assert all(len(hub["by_month"]) == 12 for hub in hubs)
    rows = asked(capsys, "gaps", *PROGRAMME, "--level", "mrc", "--by", "family")
    assert {row["direction"] for row in rows} == {"surplus", "need"}
    scenario = tmp_path / "scenario.json"
    scenario.write_text(
        '{"name": "Sans l’usine", "changes": [{"do": "remove-company", "company_id": "abi-009"}]}'
    )
    found = asked(capsys, "whatif", *PROGRAMME, "--scenario", str(scenario))
    assert found["scenario"]["link"].startswith("1.")
    assert found["lost"]
    assert next(row["change"] for row in found["figures"] if row["key"] == "companies") == -1


def test_every_refusal_is_a_sentence_in_the_language_asked(capsys, tmp_path: Path) -> None:
    scenario = tmp_path / "scenario.json"
    scenario.write_text(
        '{"name": "x", "changes": [{"do": "change-flow", "flow_id": "abi-001-o1", "quantity": -5}]}'
    )
    assert "abi-001-o1" in refused(capsys, "whatif", *PROGRAMME, "--scenario", str(scenario))
    assert "cannot be read" in refused(
        capsys, "--lang", "en", "whatif", *PROGRAMME, "--scenario", str(tmp_path)
    )
    assert "nombre fini" in refused(capsys, "allocate", *PROGRAMME, "--radius-km", "nan")
    assert "300" in refused(capsys, "allocate", *PROGRAMME, "--radius-km", "301"), "the largest is said"
    assert "nowhere" in refused(capsys, "gaps", *PROGRAMME, "--level", "nowhere")


@pytest.fixture
def problem(tmp_path: Path) -> dict[str, Path]:
    texts = {
        "supply": "id,quantity\np1,300\np2,400\np3,500\n",
        "demand": "id,quantity\nm1,250\nm2,350\nm3,400\nm4,200\n",
        "cost": "\ufeffplant,m1,m2,m3,m4\np1,3,1,7,4\np2,2,6,5,9\np3,8,3,3,2\n",
    }
    for name, text in texts.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    return {name: tmp_path / name for name in texts}


def transport(files: dict[str, Path]) -> list[str]:
    return ["transport", *(word for name, path in files.items() for word in (f"--{name}", str(path)))]


def test_transport_finds_the_textbook_optimum(capsys, problem) -> None:
    found = asked(capsys, *transport(problem), "--format", "json")
    assert found["optimum"] == pytest.approx(2850)
    assert sum(flow["quantity"] * flow["unit_cost"] for flow in found["flows"]) == pytest.approx(2850)


@pytest.mark.parametrize(
    ("supply", "words"),
    [
        ("p1,-3", ("p1", "-3", "kg")),
        ("p1,nan", ("p1", "nan", "kg")),
        ("p1,", ("p1", "kg")),
        ("p1,0", ("p1", "0", "kg")),
        ("p1,5\np1,6", ("p1", "6")),
        ("p1,5\np2,5\np3,5", ("1185",)),
    ],
)
def test_transport_names_row_value_and_unit(capsys, problem, supply: str, words: tuple[str, ...]) -> None:
    problem["supply"].write_text(f"id,quantity\n{supply}\n")
    said = refused(capsys, *transport(problem), "--unit", "kg")
    assert all(word in said for word in words), said
