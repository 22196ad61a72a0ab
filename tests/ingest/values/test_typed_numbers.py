"""A column of numbers tells its own signs; one that contradicts itself tells nothing."""

from __future__ import annotations

import pytest

from eit.ingest.cells import CellRefused
from eit.ingest.values.typed_numbers import parse_number, signs_of


@pytest.mark.parametrize(
    ("column", "value"),
    [(["0,5"], 1.234), (["1 234,5"], 1.234), (["1,234,567"], 1234), (["1,234.5"], 1234)],
)
def test_the_other_cells_of_a_column_settle_a_doubt(column: list[str], value: float) -> None:
    found = parse_number("1,234", signs_of([*column, "1,234"]))
    assert found is not None and found.value == value


@pytest.mark.parametrize(
    "column",
    [
        ["0,5", "0.5"],
        ["1,234,567", "0,5", "0.5"],
        ["1,234,567", "0,5"],
        ["1.234.567", "1,234,567"],
        ["0,5", "1.234.567", "0.5"],
        [],
    ],
)
def test_a_column_that_contradicts_itself_is_asked(column: list[str]) -> None:
    with pytest.raises(CellRefused) as refused:
        parse_number("1,234", signs_of([*column, "1,234"]))
    assert (refused.value.rule, refused.value.proposal) == ("number-ambiguous", "1.2340 / 1234")
