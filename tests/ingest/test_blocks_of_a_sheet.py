"""Several tables on one sheet: each kind is read from its own, what is left aside is said; a cost keeps its unit."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.ingest.planning import planned

BLOCKS = """\
Entreprises;;;;
Nom;Municipalité;Employés;;
Menuiserie Lorrain;Rouyn-Noranda;12;;
Ferme des Deux Rives;Amos;3;;
;;;;
Flux;;;;
Entreprise;Sens;Matière;Quantité;Unité
Scierie des Trembles (fictive);offre;sciure;120;t/an
Scierie des Trembles (fictive);demande;écorces;40;t/an
"""


def test_the_rows_of_another_table_are_not_read_under_the_first_headings(database: Path) -> None:
    plan = planned(database, BLOCKS, kind="companies")
    assert [row["name"] for row in plan.records] == ["Menuiserie Lorrain", "Ferme des Deux Rives"]
    assert not plan.refused_rows and ("another-table", "6") in plan.notices


def test_the_second_table_is_read_by_its_own_kind(database: Path) -> None:
    plan = planned(database, BLOCKS)
    assert [row["quantity_per_year"] for row in plan.records] == [120.0, 40.0]
    assert "another-table" not in dict(plan.notices)


def test_the_same_headings_again_and_a_row_below_an_empty_one_are_no_other_table(database: Path) -> None:
    head = "Entreprise;Sens;Matière;Quantité;Unité\n"
    row = "Scierie des Trembles (fictive);offre;{};12;t/an\n"
    plan = planned(database, head + row.format("sciure") + ";;;;\n" + head + row.format("écorces"))
    assert len(plan.records) == 2 and "another-table" not in dict(plan.notices)


@pytest.mark.parametrize(
    ("title", "cell", "cost"),
    [
        ("Coût d'élimination (par tonne)", "120 $", 120.0),
        ("Coût d'élimination (par tonne)", "120 €", None),
        ("Coût d'élimination (par tonne)", "1 200 $/an", None),
        ("Coût d'élimination", "120 $", None),
    ],
)
def test_a_cost_without_per_what_is_per_tonne_only_where_the_heading_says_so(
    database: Path, title: str, cell: str, cost: float | None
) -> None:
    text = f"Entreprise;Sens;Matière;Quantité;Unité;{title}\n"
    plan = planned(database, f"{text}Scierie des Trembles (fictive);offre;sciure;12;t/an;{cell}\n")
    assert [row["disposal_cost_per_t"] for row in plan.records] == [cost]
    assert any(one.subject.startswith("disposal_cost") for one in plan.questions) is (cost is None)
