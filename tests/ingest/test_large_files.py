"""What a large file must not cost: a look at the gazetteer's files, or a copy of a word, for every one of its rows."""

from __future__ import annotations

from pathlib import Path

import pytest

from eit.ingest import places
from eit.ingest.formats.textfile import read_text
from eit.ingest.plan import make_plan

HEAD = "commune;code naf;secteur;tranche d'effectif;établissements;année;source\n"
ROWS = 300


@pytest.fixture
def counts(tmp_path: Path) -> Path:
    file = tmp_path / "comptes.csv"
    rows = [f"{1000 + number:05};16.10A;Sciage;10-19;{number % 40};2023;Essai\n" for number in range(ROWS)]
    file.write_text(HEAD + "".join(rows), encoding="utf-8")
    return file


def test_the_gazetteer_is_looked_up_once_for_all_rows(
    database: Path, counts: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []
    whole = places.gazetteer

    def counted(*given: Path) -> object:
        asked.append(given)
        return whole(*given)

    monkeypatch.setattr(places, "gazetteer", counted)
    plan = make_plan(counts, database, "business_counts", "hurepoix")
    assert plan.new > ROWS / 3
    assert len(asked) <= 4


def test_a_word_that_every_row_repeats_is_held_once(counts: Path) -> None:
    sheet = read_text(counts.read_bytes(), len)
    assert len({id(row.cells[6]) for row in sheet.rows[1:]}) == 1
    assert len({id(row.cells[0]) for row in sheet.rows[1:]}) == ROWS
