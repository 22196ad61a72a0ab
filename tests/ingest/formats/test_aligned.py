"""A printout: columns aligned by spaces come in as they are, and no cell is cut between two of its words."""

from __future__ import annotations

from pathlib import Path

import pytest

from eit.ingest.formats.aligned import aligned_cells
from tests.ingest.planning import planned

TABLE = """\
Relevé des flux                                                 page 1

Entreprise             Commune         Sens     Matière     Quantité Unité
---------------------  --------------  -------  ----------  -------- ------
Scierie du Lac Vert    Rouyn-Noranda   offre    sciure         120,5 t/an
Ferme Les Trois Puits  Amos            demande  litière           40 t/an
Usine A                La Sarre        offre    écorces      1 200,0 t/an
"""
HEADINGS = {"Entreprise", "Commune", "Sens", "Matière", "Quantité", "Unité", "Nom", "Ville"}


def known(cells: object) -> int:
    return sum(cell in HEADINGS for cell in cells)  # type: ignore[attr-defined]


def test_a_printout_comes_in_with_every_cell_whole(database: Path) -> None:
    plan = planned(database, TABLE)
    assert plan.choices["separator"] == "aligned"
    assert list(plan.header.positions) == [
        "company_id", "municipality_id", "direction", "material_id", "quantity", "unit",
    ]  # fmt: skip
    rows = [row.row.cells for row in plan.rows]
    assert rows[0] == ("Scierie du Lac Vert", "Rouyn-Noranda", "offre", "sciure", "120,5", "t/an")
    assert rows[2][3:] == ("écorces", "1 200,0", "t/an") and len(rows) == 3
    assert [row.record["quantity_per_year"] for row in plan.rows] == [120.5, 40.0, 1200.0]


@pytest.mark.parametrize("tail", ("", "\n\n", "\r\n"))
def test_a_blank_inside_a_name_parts_no_column(tail: str) -> None:
    cells = aligned_cells(f"Nom du site   Ville\nAbc de la     Amos{tail}", known)
    assert cells is None or all("Abc de la" in row[0] or "Abc" not in row[0] for row in cells)


def test_words_without_columns_are_no_table() -> None:
    assert aligned_cells("Entreprise et Commune\nNous avons vu la Scierie\n", known) is None


def test_a_cell_that_runs_into_the_next_column_is_never_cut(database: Path) -> None:
    longer = TABLE.replace("Usine A                La Sarre ", "Usine de la Montagne Noire La Sarre")
    assert all("Montagne Noire" in row[0] for row in aligned_cells(longer, known) or () if "Usine" in row[0])
