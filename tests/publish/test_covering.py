"""Coverage of the derived figures of an edition: too little is no figure, and what few make is told in no share."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from eit.publish.derived import FamilyCoverage, family_coverage
from eit.publish.edition import Order, publish
from eit.publish.reading import PublicEdition
from eit.views.public.page import cell_text, edition_view
from eit.views.public.sentences import total_sentence
from eit.views.texts import texts
from tests.publish.test_edition import change, world


def flows(**parts: list[float]) -> pd.DataFrame:
    rows = [(name, f"{name}-{at}", mass) for name, masses in parts.items() for at, mass in enumerate(masses)]
    return pd.DataFrame(rows, columns=["material_id", "group_id", "mass"])


@pytest.mark.parametrize(
    ("offered", "held"),
    [
        (flows(known=[10, 20]), FamilyCoverage(1.0, enough=True)),
        (flows(other=[10.0, 20]), FamilyCoverage(0.0, enough=False)),
        (flows(known=[20.0] * 5, other=[10.0] * 5), FamilyCoverage(0.6, enough=True)),
        (flows(known=[10.0] * 5, other=[10.0] * 5), FamilyCoverage(0.5, enough=False)),
        (flows(known=[100.0] * 5, other=[1.0]), FamilyCoverage(None, enough=False)),
        (flows(known=[1.0], other=[100.0] * 5), FamilyCoverage(None, enough=False)),
        (flows(known=[10.0], other=[0.0]), FamilyCoverage(1.0, enough=True)),
    ],
)
def test_the_share_of_a_family_is_told_in_steps_and_never_of_a_few(
    offered: pd.DataFrame, held: FamilyCoverage
) -> None:
    assert family_coverage(offered, {"known"}) == held


def test_a_few_tell_nothing_whatever_their_quantity() -> None:
    told = {family_coverage(flows(known=[100.0] * 5, other=[mass]), {"known"}) for mass in (0.1, 50, 5000)}
    assert len(told) == 1


@pytest.mark.parametrize(("left", "covered"), [(20, 0.8), (60, 0.4)])
def test_a_family_without_enough_factors_has_no_figure_in_an_edition(
    tmp_path: Path, left: int, covered: float
) -> None:
    table = {(f"t{n % 2}", "metals", f"g{n:02d}"): 10.0 + n / 10 for n in range(40)}
    private = world(tmp_path, table).path
    change(private, "INSERT INTO material BY NAME SELECT * REPLACE ('m-left' AS material_id, NULL AS ghg_route) "
           "FROM material WHERE material_id = 'm-metals'")  # fmt: skip
    change(private, "UPDATE flow SET material_id = 'm-left' WHERE 100 * substr(flow_id, 2)::INT / 40 % 100 < "
           f"{left}")  # fmt: skip
    publish(Order(private, tmp_path / "public.duckdb", "e1", date(2026, 1, 1)))
    with PublicEdition(tmp_path / "public.duckdb") as sealed:
        told = edition_view(sealed, "demo")
    rows = told.chosen("avoidable_ghg")
    tonnes = told.chosen("offer_mass", "metals")
    assert len(rows) and (tonnes["state"] == "computed").any()
    said = {
        cell_text(row, "fr").replace("\u202f", " ").replace("\u00a0", " ") for row in rows.to_dict("records")
    }
    share, sentence = f"{100 * covered:.0f} %", total_sentence(told, "avoidable_ghg", texts("fr"))
    if covered < 0.6:
        assert set(rows["state"]) <= {"not_estimated", "hidden"} and rows["value"].isna().all()
        assert f"non estimé ({share})" in said and "non estimé" in sentence
    else:
        assert any(one.endswith(f"estimé pour {share} des tonnes de la famille au moins") for one in said)
        assert set(rows.loc[rows["state"] == "computed", "covered"]) == {covered}
