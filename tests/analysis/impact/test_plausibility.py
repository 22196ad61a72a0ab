"""A quantity a thousand times too large is named, by its sector and by its material; the demonstration has none."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import duckdb
import pytest

from eit.analysis.impact.declared_checks import declared_doubts
from eit.analysis.impact.plausibility import doubts
from eit.domain.errors import InvalidSelection
from eit.store.database import Database

PEERED = """
SELECT programme_id, min(flow_id) FROM flow JOIN company USING (company_id, programme_id)
WHERE direction = 'offer' AND mass_t_per_year > 0 AND company.kind = 'company' AND sector_code LIKE '321%'
GROUP BY programme_id, material_id HAVING count(*) >= 4 ORDER BY ALL LIMIT 1
"""
"""A sawmill's offer of a material that three other companies offer too."""
PROGRAMMES = ("abitibi", "quebec", "hurepoix", "fensch", "qnp")


@pytest.mark.parametrize("programme", PROGRAMMES)
def test_the_demonstration_is_believable(root: Path, programme: str) -> None:
    with Database(root / "data" / "flows.duckdb") as database:
        assert doubts(database, programme).empty


def test_kilograms_typed_as_tonnes_are_seen_by_sector_and_by_material(root: Path, tmp_path: Path) -> None:
    copy = tmp_path / "slip.duckdb"
    shutil.copy(root / "data" / "flows.duckdb", copy)
    with duckdb.connect(str(copy)) as connection:
        programme, flow_id = connection.execute(PEERED).fetchone()
        connection.execute(
            "UPDATE flow SET mass_t_per_year = mass_t_per_year * 1000 WHERE flow_id = ?", [flow_id]
        )
    with Database(copy) as database:
        found = doubts(database, programme)
    assert set(found["id"]) == {flow_id}
    assert {"quantity-vs-sector", "quantity-vs-material"} <= set(found["flag"])


def test_an_unknown_programme_is_refused(root: Path) -> None:
    with Database(root / "data" / "flows.duckdb") as database, pytest.raises(InvalidSelection):
        doubts(database, "nowhere")


def test_what_was_published_is_held_against_what_is_recorded(root: Path, tmp_path: Path) -> None:
    """A published 40.7 t CO2e per tonne is named, and so is a figure far from the computed one."""
    copy = tmp_path / "published.duckdb"
    shutil.copy(root / "data" / "flows.duckdb", copy)
    with duckdb.connect(str(copy)) as connection:
        for key, value in (("diverted_mass", 1000.0), ("avoided_ghg", 40700.0)):
            connection.execute(
                "INSERT INTO indicator_value (indicator_id, bound, year, value, state) "
                "SELECT indicator_id, 'value', '2026', ?, 'known' FROM indicator "
                "WHERE programme_id = 'abitibi' AND formula_key = ?",
                [value, key],
            )
    with Database(copy) as database:
        found = declared_doubts(database, "abitibi", date(2026, 11, 28))
    assert sorted(found["flag"]) == ["declared-vs-computed", "declared-vs-computed", "ghg-per-tonne"]
    with Database(root / "data" / "flows.duckdb") as database:
        assert all(declared_doubts(database, name, date(2026, 11, 28)).empty for name in PROGRAMMES)


def test_a_slip_of_a_firm_with_a_naf_code_is_seen_by_its_size(root: Path, tmp_path: Path) -> None:
    """No peer of the material is needed: all that an employee of the sector leaves is known for both schemes."""
    copy = tmp_path / "naf.duckdb"
    shutil.copy(root / "data" / "flows.duckdb", copy)
    with duckdb.connect(str(copy)) as connection:
        programme, flow_id = connection.execute(
            "SELECT flow.programme_id, flow_id FROM flow JOIN company USING (company_id) WHERE direction = 'offer' "
            "AND sector_scheme = 'NAF' AND sector_code LIKE '10%' AND employees > 0 AND company.kind = 'company' "
            "AND mass_t_per_year > 0 ORDER BY flow_id"
        ).fetchone()
        connection.execute("UPDATE flow SET mass_t_per_year = 9e6 WHERE flow_id = ?", [flow_id])
    with Database(copy) as database:
        found = doubts(database, programme)
    assert "quantity-vs-sector" in set(found[found["id"] == flow_id]["flag"])


def test_one_row_that_is_nearly_all_of_a_programme_waits_until_it_is_measured(
    root: Path, tmp_path: Path
) -> None:
    """Neither a size, nor a peer is needed; what was weighed is believed."""
    copy = tmp_path / "whole.duckdb"
    shutil.copy(root / "data" / "flows.duckdb", copy)
    set_to = "UPDATE flow SET mass_t_per_year = 5e7, quality = ? WHERE flow_id = (SELECT min(flow_id) FROM flow WHERE "
    set_to += "programme_id = 'quebec' AND direction = 'offer' AND mass_t_per_year > 0)"
    for quality, held in (("declared", True), ("measured", False)):
        with duckdb.connect(str(copy)) as connection:
            connection.execute(set_to, [quality])
        with Database(copy) as database:
            assert ("quantity-vs-total" in set(doubts(database, "quebec")["flag"])) is held
