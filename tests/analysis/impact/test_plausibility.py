"""A quantity a thousand times too large is named, by its sector and by its material; the demonstration has none."""

from __future__ import annotations

import shutil
from pathlib import Path

import duckdb
import pytest

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
    assert {"quantity-vs-sector", "quantity-vs-material"} == set(found["flag"])


def test_an_unknown_programme_is_refused(root: Path) -> None:
    with Database(root / "data" / "flows.duckdb") as database, pytest.raises(InvalidSelection):
        doubts(database, "nowhere")
