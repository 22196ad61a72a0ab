"""What the portraits draw: an estimate is always labelled, typed names are inert, the same content as a table."""

from __future__ import annotations

import html
from dataclasses import dataclass, field
from itertools import pairwise

import pandas as pd
import pytest

from eit.domain.figures.ranges import Range
from eit.domain.portraits import ELSEWHERE, OTHERS
from eit.views.territories import charts
from eit.views.territories import portrait as views
from eit.views.territories.tables import season_summary, season_table
from eit.views.texts import texts

LINKS = pd.DataFrame(
    [["a", "b", "wood", 30.0, 2], ["a", ELSEWHERE, "metals", 10.0, 1], ["b", "a", "wood", 1.0, 1]],
    columns=["giver", "taker", "category_id", "t_per_year", "count"],
)
NAMES = {"a": "<a href='x'>Alpha</a>", "b": "Bêta"}
SEASONS = pd.DataFrame(
    [
        ["ash", "Cendres", "Ash", "wood", (10.0,) * 6 + (-10.0,) * 6, 60.0, 1, 6, 0.0, 60.0, 0],
        ["film", "Film", "Film", "plastics", None, 0.0, None, None, 0.0, 0.0, 2],
    ],
    columns=["material_id", "material_fr", "material_en", "category_id", "net_by_month", "storage_t",
             "first_month", "last_month", "structural_t", "seasonal_t", "not_communicated"],
)  # fmt: skip


@dataclass(frozen=True)
class Covered:
    businesses: int | None = None
    met: int = 0
    known: int = 0
    outside: int = 0
    unknown_size: int = 0
    over: bool = False
    share: float | None = None


@dataclass(frozen=True)
class Found:
    coverage: Covered = field(default_factory=Covered)
    total: Range | None = None
    provisional: bool = False
    without_employees: int = 0
    cells: pd.DataFrame = field(
        default_factory=lambda: pd.DataFrame(
            {"source": ["<b>x</b>"], "year": ["2024"], "confidence": ["assumption"]}
        )
    )
    not_estimated: pd.DataFrame = field(default_factory=pd.DataFrame)


@pytest.mark.parametrize(("lang", "tag"), [("fr", "ESTIMÉ"), ("en", "ESTIMATED")])
def test_an_estimate_is_labelled_and_has_its_range(lang: str, tag: str) -> None:
    shown = views.estimated_html(Found(total=Range(100, 200, 400), provisional=True), lang)
    assert tag in shown and "eit-estimated" in shown
    assert all(number in shown for number in ("200", "100", "400"))
    assert texts(lang)("estimated.nothing") in html.unescape(views.estimated_html(Found(), lang))


def test_a_coverage_without_a_count_is_not_available() -> None:
    shown = views.coverage_html(Found(), "fr")
    assert "n. d." in shown.replace("\u00a0", " ") and "0\u00a0%" not in shown and "100\u00a0%" not in shown


def test_a_tiny_coverage_is_not_zero_and_sources_are_inert() -> None:
    found = Found(Covered(businesses=32707, met=14, share=14 / 32707, over=True))
    shown = views.coverage_html(found, "fr")
    assert "moins de 1" in shown and "▲" in shown
    assert "<b>x</b>" not in shown and "&lt;b&gt;" in shown


def test_size_classes_are_written_in_words() -> None:
    fr, en = texts("fr"), texts("en")
    assert views.size_name("20-49", fr) == "20 à 49 employés"
    assert (
        views.size_name("0", en) == "no employee" and views.size_name("500+", en) == "500 employees or more"
    )


def test_an_unnamed_index_is_never_given_a_name() -> None:
    slots = pd.DataFrame(
        {"slot": [1], "name_fr": [None], "name_en": [None], "value": [float("nan")], "state": ["n.c."]}
    )
    shown = views.slots_html(slots, "fr")
    assert "Indice 1 (nom à préciser)" in shown and "n.c." in shown


@pytest.mark.parametrize("dark", [False, True])
def test_the_sankey_carries_every_tonne_and_names_are_inert(dark: bool) -> None:
    drawn = charts.gathered(LINKS)
    trace = charts.sankey_chart(drawn, NAMES, "fr", dark).data[0]
    assert sum(trace.link.value) == LINKS["t_per_year"].sum()
    assert not any("<a" in label for label in trace.node.label)
    assert any("Ailleurs" in label for label in trace.node.label)
    table = charts.links_table(LINKS, NAMES, "fr").frame
    assert len(table) == len(LINKS) and table["Masse (t/an)"].sum() == pytest.approx(41)


def test_the_smallest_nodes_go_together_and_no_tonne_is_lost() -> None:
    rows = [[f"s{n}", "t", "wood", float(n + 1), 1] for n in range(20)]
    frame = charts.gathered(pd.DataFrame(rows, columns=LINKS.columns), most=5)
    assert frame["t_per_year"].sum() == sum(range(1, 21))
    assert set(frame["giver"]) == {OTHERS, *(f"s{n}" for n in range(15, 20))}


def test_the_summary_names_the_total_and_the_largest() -> None:
    said = charts.links_summary(LINKS, NAMES, "fr")
    assert "41" in said and "Bêta" in said and "30" in said


def test_the_heat_map_writes_every_sign_and_leaves_the_unknown_out() -> None:
    trace = charts.season_chart(SEASONS, "fr").data[0]
    assert len(trace.text) == 1, "a material whose quantities are n.c. has no cell"
    assert list(trace.text[0][:2]) == ["+10", "+10"] and trace.text[0][11] == "−10"
    assert trace.text[0][12] == "<b>60</b>"
    lines = season_summary(SEASONS, "fr")
    assert "60" in lines[0] and "Film (2)" in lines[1]
    table = season_table(SEASONS, "fr").frame
    assert table.loc["ash", "À entreposer (t)"] == 60 and pd.isna(table.loc["film", "À entreposer (t)"])
    assert table.loc["ash", "janv"] == 10 and pd.isna(table.loc["film", "janv"])


def test_a_sign_is_always_written() -> None:
    assert [charts.signed(value, "fr") for value in (12.0, -3.5, 0.0, 0.001)] == ["+12", "−3,5", "0", "0"]


def test_the_names_of_a_sankey_stand_beside_it_whole() -> None:
    rows = [[f"s{n}", "t", "wood", 1000.0 if n == 0 else 1.0, 1] for n in range(8)]
    drawn = charts.gathered(pd.DataFrame(rows, columns=LINKS.columns))
    made = charts.sankey_chart(drawn, {f"s{n}": "Un territoire au nom bien long" for n in range(8)}, "fr")
    tall = made.layout.height - made.layout.margin.t - made.layout.margin.b
    left = [note for note in made.layout.annotations if note.xanchor == "right"][1:]
    spans = [((1 - note.y) * tall, charts.LINE_PX * (note.text.count("<br>") + 1)) for note in left]
    assert len(spans) == 8
    for (above, room), (middle, own) in pairwise(spans):
        assert middle - above >= (room + own) / 2 - 0.1
    assert spans[-1][0] + spans[-1][1] / 2 <= tall + made.layout.margin.b + 0.1


def test_months_that_are_all_the_same_say_it_once() -> None:
    same = SEASONS.iloc[:1].assign(net_by_month=[(5.0,) * 12])
    text = charts.season_chart(same, "fr").data[0].text[0]
    assert [cell for cell in text[:12] if cell] == ["+5 chaque mois"]
