"""The sheet of each programme: the published rows as published, computed ones by a second road."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from eit.analysis.impact.indicators import OF_THE_HEADLINE, impacts, relations, sheet
from eit.analysis.impact.kpis import headline
from eit.domain.figures.indicator import FORMULAS, Cell, Indicator
from eit.domain.selection import Selection
from eit.store.database import Database
from eit.views.indicators.sheet import cell_text, sheet_frame, sheet_html, workbook
from eit.views.indicators.targets import figure_words
from eit.views.texts import texts

DAY = date(2026, 6, 1)


@pytest.fixture(scope="module")
def database(root: Path):
    with Database(root / "data" / "flows.duckdb") as opened:
        yield opened


def one(database: Database, programme_id: str, label: str) -> Indicator:
    return next(row for row in sheet(database, programme_id, DAY) if row.label_fr == label)


def said(row: Indicator) -> dict[str, str]:
    cells = {"value": row.at("2023"), **{name: row.bound(name) for name in ("min", "max", "threshold")}}
    return {name: cell_text(cell, row, "fr") for name, cell in cells.items()}


def test_the_two_published_rows_of_the_ccdh_come_out_as_published(database) -> None:
    first, second = sheet(database, "hurepoix", DAY)[:2]
    assert (first.label_fr, first.unit_fr) == ("Mise en place de la démarche", "{0=non;1=oui}")
    assert said(first) == {"value": "non", "min": "non", "max": "oui", "threshold": "n.c."}
    assert second.label_fr.replace("’", "'") == "Nombre d'entreprises engagées"
    assert said(second) == {"value": "0", "min": "n.c.", "max": "n.c.", "threshold": "n.c."}


def test_the_workbook_holds_the_published_rows(database) -> None:
    about = {"programme": "CCDH", "as_of": "2026"}
    book = openpyxl.load_workbook(io.BytesIO(workbook(sheet(database, "hurepoix", DAY), "fr", about)))
    head, first, second = list(book.worksheets[0].values)[:3]
    assert head[:6] == ("Indicateur", "Unité", "2023", "Min.", "Max.", "Seuil")
    assert first[:6] == ("Mise en place de la démarche", "{0=non;1=oui}", "non", "non", "oui", "n.c.")
    assert second[2:6] == (0, "n.c.", "n.c.", "n.c.")


def test_a_text_that_looks_like_a_formula_stays_text() -> None:
    row = Indicator("i", "=1+1", "=1+1", "+t", "+t", "declared", None, "@me", None, None, "-x", (), {})
    book = openpyxl.load_workbook(io.BytesIO(workbook([row], "fr", {"programme": "=p", "as_of": "x"})))
    cells = [
        cell for sheet_ in book for line in sheet_.iter_rows() for cell in line if cell.value is not None
    ]
    assert "=1+1" in [cell.value for cell in cells]
    assert {cell.data_type for cell in cells} == {"s"}
    assert "<script" not in sheet_html([Indicator(**{**vars(row), "label_fr": "<script>"})], "fr")


@pytest.mark.parametrize("programme_id", ["abitibi", "quebec", "hurepoix", "fensch", "qnp"])
def test_a_computed_row_has_its_formula_in_words_and_a_declared_one_its_author(
    database, programme_id
) -> None:
    rows = sheet(database, programme_id, DAY)
    for lang in ("fr", "en"):
        frame = sheet_frame(rows, lang)
        t = texts(lang)
        for row, formula in zip(rows, frame[t("indicators.formula")], strict=True):
            assert bool(formula) == (row.kind == "computed")
            assert row.author
    assert {row.formula_key for row in rows if row.kind == "computed"} <= set(FORMULAS)


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_every_formula_has_its_words(lang: str) -> None:
    assert {key.removeprefix("formula.") for key in texts(lang).keys("formula.")} == set(FORMULAS)


def test_the_abitibi_targets_and_progress(database) -> None:
    row = one(database, "abitibi", "Préfaisabilités")
    assert row.bound("target").value == 10
    assert row.progress == row.latest.value / 10
    assert one(database, "abitibi", "Livrables").latest == Cell(None, None, "not_communicated")
    assert one(database, "abitibi", "Livrables").progress is None
    partners = one(database, "abitibi", "Partenaires du consortium")
    assert (partners.latest.value, partners.published[0].value) == (24, 24)


def test_the_share_of_companies_by_a_second_road(database) -> None:
    rows = database.query("members", {"programme_id": "abitibi"})
    share = 100 * sum(kind == "company" for kind in rows["kind"]) / len(rows)
    assert one(database, "abitibi", "Part des entreprises au consortium").latest.value == pytest.approx(share)


def test_stages_at_the_end_of_each_year_by_a_second_road(database) -> None:
    events = database.query("synergy_events", {"programme_id": "abitibi"})
    for cell in one(database, "abitibi", "Projets pilotes").values:
        end = f"{cell.year}-12-31" if cell.year != str(DAY.year) else DAY.isoformat()
        begun = {
            row.synergy_id
            for row in events.itertuples()
            if row.stage in ("pilot", "realised", "verified") and str(row.occurred_on)[:10] <= end
        }
        assert cell.value == len(begun)


def test_relations_count_each_pair_once() -> None:
    parties = pd.DataFrame(
        [
            ("s1", "a"),
            ("s1", "b"),
            ("s2", "b"),
            ("s2", "a"),
            ("s3", "a"),
            ("s3", "c"),
            ("s4", "x"),
            ("s4", "y"),
        ],
        columns=["synergy_id", "company_id"],
    )
    assert relations(parties, {"s1", "s2", "s3"}) == {("a", "b"), ("a", "c")}


def test_the_impacts_that_hurepoix_aims_at(database) -> None:
    assert [(name, mark) for name, _, mark in impacts(database, "hurepoix")] == [
        ("Énergie", "1/3"),
        ("Gaz à effet de serre (GES)", "2/3"),
        ("Qualité de l’air", "1/3"),
    ]


def test_every_figure_of_money_that_one_aims_at_is_in_the_currency_of_the_programme(database) -> None:
    money = 0
    for programme_id, currency in (("abitibi", "CAD"), ("fensch", "EUR")):
        figures = {one.key: one for one in headline(database, Selection(programme_id), DAY)}
        for formula in FORMULAS:
            words = figure_words(formula, currency)
            unit = figures[OF_THE_HEADLINE[formula]].unit if formula in OF_THE_HEADLINE else ""
            assert all((currency in words[f"unit_{lang}"]) is (currency in unit) for lang in ("fr", "en"))
            money += currency in unit
    assert money == 6
