"""What the command line prints: no text that people typed gives an order to a terminal or to a spreadsheet."""

from __future__ import annotations

import csv
import io
import json

import pandas as pd
import pytest

from eit.cli.output import OBEYED, tell, visible, write, write_json

HOSTILE = (
    "\x1b[2J\x1b]0;title\x07rouge",
    "\x9b31mrouge",
    "a\u202eb\u2066c",
    "une\rautre",
    "=cmd|' /C calc'!A0",
    "+33 1 23",
    "-2+3",
    "@SUM(A1)",
    "\t=1+1",
)
ROWS = pd.DataFrame({"name": HOSTILE, "t": [18.0, 1e-7, 1.5e9, float("nan"), 1.0, 2.0, -3.0, 0.0, 5.25]})


@pytest.mark.parametrize("form", ["json", "csv", "table"])
def test_nothing_that_was_typed_is_obeyed(form: str, capsys: pytest.CaptureFixture[str]) -> None:
    write(ROWS, form)
    said = capsys.readouterr().out
    assert not [sign for sign in OBEYED.findall(said) if sign not in "\n\t"] and "rouge" in said
    if form == "csv":
        cells = [row["name"] for row in csv.DictReader(io.StringIO(said))]
        assert len(cells) == len(HOSTILE) and not [cell for cell in cells if cell[0] in "=+-@\t\r"]
    if form == "json":
        assert [row["name"] for row in json.loads(said)] == list(HOSTILE), "JSON loses nothing"
    if form == "table":
        assert "e+" not in said and "1500000000" in said and "0.0000001" in said and "18" in said


def test_a_sentence_and_a_value_are_inert_too(capsys: pytest.CaptureFixture[str]) -> None:
    tell("ligne\n\x1b[31m")
    write_json({"a": "\x9b"})
    out, err = capsys.readouterr()
    assert err == "ligne\n\\x1b[31m\n" and "\x9b" not in out and json.loads(out) == {"a": "\x9b"}
    assert visible("é–œ 12,5\u202ft") == "é–œ 12,5\u202ft"
