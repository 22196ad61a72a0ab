"""A chart as a file: bars, marks, cells and bands as on the page, with title, source and date, and its numbers."""

from __future__ import annotations

import io
from datetime import date
from xml.etree import ElementTree

import pandas as pd
import plotly.graph_objects as go
import pytest
from PIL import Image

from eit.views import charts
from eit.views.drawing.chart import chart_drawing
from eit.views.drawing.chart_file import MIMES, chart_file
from eit.views.drawing.pixels import drawing_png, font_file
from eit.views.drawing.shapes import Polygon, Words
from eit.views.drawing.traces import figure_table
from eit.views.grouping import month_chart
from eit.views.territories.charts import sankey_chart, season_chart
from eit.views.texts import texts

DAY = date(2026, 3, 1)
HOSTILE = "<script>alert(1)</script> & <b>fils</b>"


def balance() -> go.Figure:
    rows = {"category_id": ["wood", "glass"], "offer_mass_t_per_year": [120000.5, None]}
    return charts.balance_chart(pd.DataFrame(rows | {"demand_mass_t_per_year": [340000.0, 10.0]}), "fr")


def sankey() -> go.Figure:
    rows = {"giver": ["A · B", HOSTILE], "taker": ["C", "C"], "category_id": ["wood", "glass"]}
    return sankey_chart(pd.DataFrame(rows | {"t_per_year": [100.0, 50.0], "count": [1, 2]}), {}, "fr")


def seasons() -> go.Figure:
    row = {"net_by_month": [1.25, -2, *[0.0] * 10], "material_fr": HOSTILE, "storage_t": 3.5}
    return season_chart(pd.DataFrame([row]), "fr")


FIGURES = {
    "bars": balance,
    "steps": lambda: charts.funnel_chart({"identified": 18, "pilot": 4}, "fr", {"pilot": 5}),
    "months": lambda: month_chart([float(n) for n in range(12)], "t", "fr"),
    "bands": sankey,
    "cells": seasons,
}


@pytest.mark.parametrize("kind", FIGURES)
def test_every_kind_of_chart_is_a_drawing_a_picture_and_a_table(kind: str) -> None:
    made = {
        name: chart_file(name, FIGURES[kind](), f"Titre {HOSTILE}", "Programme", DAY, "fr") for name in MIMES
    }
    svg = ElementTree.fromstring(made["svg"])
    said = [node.text or "" for node in svg.iter("{http://www.w3.org/2000/svg}text")]
    assert f"Titre {HOSTILE}" in said
    assert any("Source" in one and "Programme" in one and "2026" in one for one in said)
    assert not list(svg.iter("{http://www.w3.org/2000/svg}script"))
    with Image.open(io.BytesIO(made["png"])) as image:
        assert image.width == 2400 and len(image.resize((60, 40)).getcolors(9999) or []) > 5
    assert made["csv"].startswith(b"\xef\xbb\xbf") and made["csv"].count(b"\n") > 1


def test_a_bar_is_as_long_as_its_number_and_stands_beside_its_name() -> None:
    shapes = chart_drawing(balance(), "Bilan", "").shapes
    bars = {}
    for shape in shapes:
        if isinstance(shape, Polygon) and shape.points[0][1] > 100:
            (x, y), _, (right, bottom), _ = shape.points
            bars[round((y + bottom) / 2)] = right - x
    longest = sorted(bars.values())[-2:]
    assert longest[0] / longest[1] == pytest.approx(120000.5 / 340000, rel=1e-3)
    wood = next(shape.at[1] for shape in shapes if isinstance(shape, Words) and shape.text == "Bois")
    assert min(abs(y - wood) for y, length in bars.items() if length == longest[1]) < 20


def test_the_table_has_the_numbers_unrounded_and_the_names_as_typed() -> None:
    t = texts("fr")
    bars = figure_table(balance(), t)
    assert 120000.5 in list(bars.iloc[:, -1])
    bands = figure_table(sankey(), t)
    assert list(bands[t("chart_file.giver")]) == ["A · B", HOSTILE]
    assert list(figure_table(seasons(), t)[t("chart_file.value")])[:2] == [1.25, -2]


def test_a_long_head_of_a_column_stands_whole_in_several_lines() -> None:
    names = ["La Vallée-de-l'Or et ses environs", *(f"Territoire numéro {n}" for n in range(12))]
    cells = go.Heatmap(
        z=[[0.5] * 13] * 2, x=names, y=["a", "b"], colorscale=[[0, "#ffffff"], [1, "#000000"]], zmin=0, zmax=1
    )
    drawing = chart_drawing(go.Figure([cells]).update_layout(height=300), "Matrice", "")
    heads: dict[float, str] = {}
    for shape in reversed(drawing.shapes):
        if isinstance(shape, Words) and shape.anchor == "middle":
            heads[shape.at[0]] = heads.get(shape.at[0], "") + shape.text
    assert {name.replace(" ", "") for name in names} == {head.replace(" ", "") for head in heads.values()}


def test_letters_are_painted_with_the_font_of_the_pages() -> None:
    assert font_file() is not None
    drawing = chart_drawing(balance(), "Éé œ → ≥ CO₂", "")
    with Image.open(io.BytesIO(drawing_png(drawing, 1))) as image:
        assert image.convert("L").crop((20, 20, 200, 50)).getextrema()[0] < 90
