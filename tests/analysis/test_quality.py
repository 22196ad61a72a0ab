"""The findings, each made on purpose in a copy of the demonstration, and the shares counted a second way."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import duckdb
import pandas as pd
import pytest

from eit.analysis.quality import COLUMNS, FIELDS, PAGES, SEVERITIES, Quality, quality
from eit.domain.errors import InvalidSelection
from eit.domain.organisation.fields import FLOW, ORGANISATION
from eit.store.database import Database
from eit.views.findings import finding_sentence, finding_table, summary_html

TODAY = date(2026, 11, 22)


@pytest.fixture
def judged(tmp_path: Path, root: Path) -> Callable[..., Quality]:
    """The quality of Abitibi after some statements on a copy; the checks of a real edit are left out on purpose."""
    copy = tmp_path / "flows.duckdb"
    shutil.copyfile(root / "data" / "flows.duckdb", copy)

    def judge(*statements: str, programme: str = "abitibi") -> Quality:
        with duckdb.connect(str(copy)) as connection:
            for statement in statements:
                connection.execute(statement)
        with Database(copy) as database:
            return quality(database, programme, TODAY, root / "data" / "geo")

    return judge


@pytest.fixture(scope="module")
def before(root: Path) -> Quality:
    """Of the demonstration as it is."""
    with Database(root / "data" / "flows.duckdb") as database:
        return quality(database, "abitibi", TODAY, root / "data" / "geo")


def of(found: Quality, row_id: str) -> set[str]:
    rows = found.findings
    return set(rows.loc[rows["id"] == row_id, "key"])


@pytest.mark.parametrize(
    ("row_id", "key", "statement"),
    [
        (
            "abi-001",
            "no-position",
            "UPDATE company SET position_quality = 'none', latitude = NULL, longitude = NULL, x_km = NULL, "
            "y_km = NULL, z_km = NULL WHERE company_id = 'abi-001'",
        ),
        (
            "abi-001",
            "position-of-municipality",
            "UPDATE company SET position_quality = 'municipality' WHERE company_id = 'abi-001'",
        ),
        (
            "abi-001",
            "no-sector",
            "UPDATE company SET sector_code = '', sector_fr = '—' WHERE company_id = 'abi-001'",
        ),
        ("abi-001", "no-employees", "UPDATE company SET employees = NULL WHERE company_id = 'abi-001'"),
        (
            "abi-001",
            "place-disagrees",
            "UPDATE company SET latitude = 48.24, longitude = -79.02 WHERE company_id = 'abi-001'",
        ),
        (
            "abi-001",
            "place-far",
            "UPDATE company SET latitude = 46.0, longitude = -78.0 WHERE company_id = 'abi-001'",
        ),
        (
            "abi-001",
            "same-name",
            "UPDATE company SET name = 'SCIERIE  des Trémbles (fictive)' WHERE company_id = 'abi-002'",
        ),
        (
            "abi-001-o1",
            "same-flow",
            "UPDATE flow SET material_id = 'sawdust-chips' WHERE flow_id = 'abi-001-o2'",
        ),
        (
            "abi-001-o1",
            "no-quantity",
            "UPDATE flow SET quantity_per_year = NULL, mass_t_per_year = NULL WHERE flow_id = 'abi-001-o1'",
        ),
        (
            "abi-001-o1",
            "no-destination",
            "UPDATE flow SET former_destination = 'unknown' WHERE flow_id = 'abi-001-o1'",
        ),
        ("abi-001-o1", "no-date", "UPDATE flow SET observed_on = NULL WHERE flow_id = 'abi-001-o1'"),
        (
            "abi-001-d2",
            "fuel-unnamed",
            "UPDATE flow SET material_id = 'steam' WHERE flow_id = 'abi-001-d2'",
        ),
        (
            "abi-001-d2",
            "fuel-without-factor",
            "UPDATE flow SET material_id = 'wood-fuel-heat' WHERE flow_id = 'abi-001-d2'",
        ),
        ("abi-001-d2", "stale", "UPDATE flow SET observed_on = '2024-11-21' WHERE flow_id = 'abi-001-d2'"),
        ("abi-001-o1", "estimated", "UPDATE flow SET quality = 'estimated' WHERE flow_id = 'abi-001-o1'"),
        (
            "abi-001-o1",
            "quantity-vs-sector",
            "UPDATE flow SET quantity_per_year = 1e9, mass_t_per_year = 1e9 WHERE flow_id = 'abi-001-o1'",
        ),
        ("abi-s01", "flow-gone", "DELETE FROM flow WHERE flow_id = 'abi-002-o3'"),
        (
            "abi-s01",
            "party-left",
            "UPDATE synergy_party SET left_on = '2026-01-01' WHERE synergy_id = 'abi-s01' AND company_id = 'abi-002'",
        ),
        (
            "abi-s01",
            "above-flow",
            "UPDATE synergy SET quantity_per_year = 1e7 WHERE synergy_id = 'abi-s01'",
        ),
    ],
)
def test_what_is_wrong_is_found_and_said(judged, before, row_id, key, statement) -> None:
    assert key not in of(before, row_id)
    found = judged(statement)
    assert key in of(found, row_id)
    row = found.findings[(found.findings["id"] == row_id) & (found.findings["key"] == key)].iloc[0]
    assert all(finding_sentence(key, row["values"], lang) for lang in ("fr", "en"))
    assert row["values"].get("found", "Rouyn-Noranda") == "Rouyn-Noranda"  # by its name


def test_a_date_of_exactly_two_years_ago_is_still_fresh(judged) -> None:
    found = judged("UPDATE flow SET observed_on = '2024-11-22' WHERE flow_id = 'abi-001-o1'")
    assert "stale" not in of(found, "abi-001-o1")


def test_energy_and_demands_need_no_former_destination(judged) -> None:
    found = judged("UPDATE flow SET former_destination = NULL")
    keys = found.findings[found.findings["key"] == "no-destination"]
    assert keys["id"].str.contains("-o").all()
    destination = found.summary.set_index("key").loc["destination"]
    assert destination["known"] == 0 and destination["total"] == len(keys)


def test_a_synergy_that_was_set_aside_is_left_alone(judged) -> None:
    aside = (
        "INSERT INTO synergy_event (event_id, synergy_id, rank, stage, reason, occurred_on) "
        "VALUES ('x', 'abi-s01', 99, 'set-aside', 'price', '2026-11-01')"
    )
    found = judged("UPDATE synergy SET quantity_per_year = 1e7 WHERE synergy_id = 'abi-s01'", aside)
    assert "above-flow" not in of(found, "abi-s01")


def test_two_realised_synergies_cannot_have_more_than_their_flow(judged) -> None:
    """95 t of a flow of q t are within it; the same tonnes promised again may not be."""
    statements = (
        "UPDATE flow SET quantity_per_year = 120, mass_t_per_year = 120 WHERE flow_id = 'abi-002-o3'",
        "UPDATE synergy SET offer_flow_id = 'abi-002-o3', quantity_per_year = 95, demand_flow_id = NULL, unit = 't' "
        "WHERE synergy_id IN ('abi-s01', 'abi-s02')",
        "DELETE FROM synergy_event WHERE synergy_id IN ('abi-s01', 'abi-s02')",
        "INSERT INTO synergy_event (event_id, synergy_id, rank, stage, occurred_on) VALUES "
        "('x1', 'abi-s01', 1, 'realised', '2026-01-01'), ('x2', 'abi-s02', 1, 'realised', '2026-01-01')",
    )
    found = judged(*statements)
    rows = found.findings[found.findings["key"] == "together-above-flow"]
    assert set(rows["id"]) == {"abi-s01", "abi-s02"}
    assert {values["quantity"] for values in rows["values"]} == {95.0 + 95.0}


def test_the_gravest_come_first_and_every_row_has_a_page(before) -> None:
    rows = before.findings
    order = [SEVERITIES.index(one) for one in rows["severity"]]
    assert order == sorted(order)
    assert list(rows.columns) == COLUMNS
    for row in rows.itertuples():
        fix = f"{row.kind}%7C{row.id}%7C{FIELDS.get(row.key, '')}"
        assert row.address == f"{PAGES[row.kind]}?programme=abitibi&company={row.company_id}&fix={fix}"
        parts = {"company": ORGANISATION, "flow": FLOW}
        if row.kind in parts:
            assert parts[row.kind].field(FIELDS[row.key]), "a remark leads to the field that answers it"


@pytest.mark.parametrize("programme", ["abitibi", "quebec", "hurepoix", "fensch", "qnp"])
def test_the_shares_are_those_of_a_plain_count(judged, root, programme) -> None:
    found = judged(programme=programme)
    shares = found.summary.set_index("key")
    with duckdb.connect(str(root / "data" / "flows.duckdb"), read_only=True) as connection:
        flows = connection.execute("SELECT * FROM flow WHERE programme_id = ?", [programme]).df()
        companies = connection.execute("SELECT * FROM company WHERE programme_id = ?", [programme]).df()
    known = sum(1 for quantity in flows["quantity_per_year"] if not pd.isna(quantity))
    assert (shares.loc["quantity", "known"], shares.loc["quantity", "total"]) == (known, len(flows))
    assert shares.loc["quantity", "share"] == known / len(flows)
    fresh = sum(
        1
        for day in flows["observed_on"]
        if not pd.isna(day) and pd.Timestamp(day) >= pd.Timestamp("2024-11-22")
    )
    assert shares.loc["fresh", "known"] == fresh
    placed = sum(1 for latitude in companies["latitude"] if not pd.isna(latitude))
    assert shares.loc["position", "known"] == placed
    assert all(0 <= share <= 1 for share in shares["share"].dropna())


def test_an_empty_programme_has_no_share_and_no_finding(judged) -> None:
    found = judged(
        *(
            f"DELETE FROM {table}"
            for table in ("synergy_event", "synergy_party", "synergy", "flow", "company")
        )
    )
    assert found.findings.empty
    assert found.summary["share"].isna().all() and set(found.summary["total"]) == {0}
    assert "0 %" not in summary_html(found.summary, "fr").replace("\u00a0", " ")
    assert finding_table(found.findings, "fr").frame.empty


def test_an_unknown_programme_is_refused(judged) -> None:
    with pytest.raises(InvalidSelection):
        judged(programme="mars")


def test_names_that_people_typed_stay_text(judged) -> None:
    found = judged(
        "UPDATE company SET name = '<img onerror=x> (fictif)', employees = NULL WHERE company_id = 'abi-001'"
    )
    table = finding_table(found.findings, "fr").frame
    assert "<img onerror=x> (fictif)" in set(table.iloc[:, 3]), "a grid draws it as text"
