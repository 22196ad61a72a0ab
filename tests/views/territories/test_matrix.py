"""The matrix of flows: the same sums as the bands, its edges the sums of its cells."""

from __future__ import annotations

import pandas as pd

from eit.views.drawing.traces import figure_table
from eit.views.territories.matrix import flow_matrix, matrix_chart
from eit.views.texts import texts

LINKS = pd.DataFrame(
    {
        "giver": ["a", "a", "b", "<b>c"],
        "taker": ["b", "b", "a", "a"],
        "category_id": ["wood", "glass", "wood", "wood"],
        "t_per_year": [100.0, 20.0, 5.0, 1.5],
        "count": [1, 1, 1, 1],
    }
)


def test_cells_add_up_materials_and_the_broadest_come_first() -> None:
    matrix = flow_matrix(LINKS)
    assert list(matrix.index) == ["a", "b", "<b>c"] and list(matrix.columns) == ["a", "b"]
    assert matrix.loc["a", "b"] == 120 and matrix.loc["a", "a"] == 0 and matrix.loc["<b>c", "a"] == 1.5


def test_the_chart_ends_each_row_and_column_with_its_sum_and_keeps_names_as_typed() -> None:
    t = texts("fr")
    chart = matrix_chart(flow_matrix(LINKS), {"a": "Amos"}, "fr")
    values = chart.data[0].meta["values"]
    assert [line[-1] for line in values] == [120, 5, 1.5, 126.5]
    assert values[-1] == [6.5, 120, 126.5]
    assert "&lt;b&gt;c" in chart.layout.yaxis.ticktext
    table = figure_table(chart, t)
    assert set(table[t("chart_file.row")]) == {"Amos", "b", "<b>c", t("matrix.received")}
    # A sum has no shade: a cell of the largest exchange has the deepest.
    assert chart.data[0].z[0][1] == 1 and {line[-1] for line in chart.data[0].z} == {0}


def test_many_names_are_gathered_so_that_each_cell_is_read() -> None:
    many = pd.DataFrame(
        [(f"g{n}", f"t{n}", "wood", float(n + 1), 1) for n in range(60)], columns=list(LINKS.columns)
    )
    matrix = flow_matrix(many)
    assert len(matrix.index) <= 14 and len(matrix.columns) <= 14
    assert matrix.to_numpy().sum() == many["t_per_year"].sum()
