"""`portrait` and `material` on the command line: JSON without NaN, estimates apart, refusals that say what to do."""

from __future__ import annotations

import json

import pytest

from eit.cli import main


def asked(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict:
    assert main([*arguments, "--format", "json"]) == 0
    text = capsys.readouterr().out
    assert "NaN" not in text
    return json.loads(text)


def test_a_portrait_holds_everything_and_keeps_the_estimate_apart(capsys: pytest.CaptureFixture[str]) -> None:
    value = asked(capsys, "portrait", "--territory", "region-05", "--programme", "qnp")
    assert value["name"] == "Estrie" and len(value["index_slots"]) == 17
    assert {row["name_fr"] for row in value["index_slots"]} == {None}
    estimated = value["estimated"]
    band = estimated["total_t_per_year"]
    assert band["low"] < band["central"] < band["high"]
    known = [row["central_t_per_year"] for row in estimated["cells"] if row["central_t_per_year"] is not None]
    assert band["central"] == pytest.approx(sum(known))
    assert not any("estimated" in row["key"] for row in value["figures"])
    assert value["coverage"]["share"] == pytest.approx(
        (value["coverage"]["met"] - value["coverage"]["outside"]) / value["coverage"]["businesses"]
    )
    assert value["visit_next"][0]["central_t_per_year"] == max(known)


def test_a_territory_that_nobody_counted_has_no_coverage(capsys: pytest.CaptureFixture[str]) -> None:
    value = asked(capsys, "portrait", "--territory", "mun-87090", "--programme", "abitibi")
    assert value["coverage"]["share"] is None and value["coverage"]["businesses"] is None
    assert value["estimated"]["total_t_per_year"] is None and value["visit_next"] == []


def test_a_material_from_its_stream_to_what_is_missing(capsys: pytest.CaptureFixture[str]) -> None:
    value = asked(capsys, "material", "show", "--material", "silage-film", "--programme", "abitibi")
    assert value["priority"] and value["pooling"]["verdict"] == "pooled"
    assert {row["company_kind"] for row in value["holders"]} >= {"sorting-centre", "farm"}
    assert value["streams"][0]["quantity"]["central"] == pytest.approx(
        sum(row["quantity_per_year"] for row in value["holders"])
    )


@pytest.mark.parametrize("form", ["csv", "table"])
def test_the_other_formats_give_the_main_table(form: str, capsys: pytest.CaptureFixture[str]) -> None:
    for arguments in (["portrait", "--territory", "mrc-86"], ["material", "show", "--material", "wood-ash"]):
        assert main([*arguments, "--programme", "abitibi", "--format", form]) == 0
        assert len(capsys.readouterr().out.splitlines()) > 5


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["portrait", "--territory", "atlantis", "--programme", "abitibi"], "atlantis"),
        (["portrait", "--territory", "mrc-86", "--programme", "nobody"], "nobody"),
        (["material", "show", "--material", "gold", "--programme", "abitibi"], "gold"),
        (["material", "show", "--material", "wood-ash", "--programme", "nobody"], "nobody"),
        (["portrait", "--territory", "mrc-86", "--programme", "abitibi", "--radius-km", "0"], "300"),
    ],
)
def test_what_does_not_exist_is_refused_with_a_sentence(
    arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(arguments) == 2
    error = capsys.readouterr().err
    assert said in error and "Traceback" not in error
