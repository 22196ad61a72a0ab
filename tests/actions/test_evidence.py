"""Answers to the questions of a stage, and proofs of a result: written, taken back, told to an auditor."""

from __future__ import annotations

from datetime import date

import pytest
from markupsafe import escape

from eit.actions.edit import EditContext, apply
from eit.actions.evidence import add_proof, answer_questions, remove_proof
from eit.actions.history import undo
from eit.actions.organisation.files import attach_file
from eit.analysis.history import latest_entry
from eit.analysis.programmes import programme, today_in
from eit.analysis.synergies.board import board
from eit.analysis.synergies.evidence import (
    answered,
    doors_of,
    possible_files,
    proofs,
    proved_years,
    readiness,
)
from eit.analysis.synergies.fair_share import fair_share
from eit.domain.errors import Refusal
from eit.store.database import Database
from eit.views.synergies.sheets import audit_html, prefeasibility_html
from eit.views.synergies.split import share_lines
from eit.views.texts import texts

P = "abitibi"


@pytest.fixture
def synergy(door: EditContext) -> tuple[str, str, str]:
    """A synergy with its stage and one of its parties."""
    with Database(door.path) as database:
        rows = board(database, P, today_in(database, P))
        parties = database.rows("synergy_party").set_index("synergy_id")["company_id"]
    row = rows[rows["stage"].isin(["realised", "verified"])].iloc[0]
    firm = parties[row["synergy_id"]]
    return str(row["synergy_id"]), str(row["stage"]), str(firm if isinstance(firm, str) else firm.iloc[0])


def test_an_answer_is_signed_replaced_and_taken_away(
    door: EditContext, synergy: tuple[str, str, str]
) -> None:
    one, stage, _ = synergy
    answer_questions(door, one, stage, {"legal": ("partly", "Demande déposée"), "social": ("yes", "")})
    with Database(door.path) as database:
        rows = readiness(database, one).set_index("axis")
        assert answered(database, P)[one, stage] == 2
    assert (rows.at["legal", "state"], rows.at["legal", "note"], rows.at["legal", "author"]) == (
        "partly", "Demande déposée", "Camille",
    )  # fmt: skip
    answer_questions(door, one, stage, {"legal": (None, None)})
    with Database(door.path) as database:
        assert list(readiness(database, one)["axis"]) == ["social"]
    for asked in (
        (stage, {"moral": ("yes", None)}),
        ("dreamt", {"legal": ("yes", None)}),
        (stage, {"legal": ("si", None)}),
    ):
        with pytest.raises(Refusal) as told:
            answer_questions(door, one, *asked)  # type: ignore[arg-type]
        assert told.value.key == "choice-unknown"


def test_a_proof_holds_its_file_by_its_fingerprint_and_the_auditor_reads_it(
    door: EditContext, synergy: tuple[str, str, str]
) -> None:
    one, _, firm = synergy
    file = attach_file(door, firm, "pesées.csv", b"jour;t\n1;12\n")
    said = {"for_year": 2025, "document": "Pesées du pont", "quantity_per_year": 12.0, "attachment_id": file}
    kept = add_proof(door, one, {**said, "checked_by": "Dominique", "checked_on": date(2026, 1, 9)})
    with Database(door.path) as database:
        rows, years = proofs(database, one), proved_years(database, P, one)
        assert possible_files(database, one) == {file: "pesées.csv"}
        row = board(database, P, today_in(database, P)).set_index("synergy_id", drop=False).loc[one]
        about, today = programme(database, P), today_in(database, P)
        assert about is not None
        doors = doors_of(database, str(about["jurisdiction"]), one)
        answers = readiness(database, one)
    sha256 = rows["sha256"].iloc[0]
    assert years.set_index("for_year").at[2025, "proved"] == 12.0
    audit = audit_html(row, rows, years, about, today, "fr")
    assert sha256 in audit and "Dominique" in audit and "Pesées du pont" in audit
    for lang in ("fr", "en"):
        sheet = prefeasibility_html(row, answers, doors, about, today, lang)
        words = map(texts(lang), ("sheet.offer", "sheet.money_source", "sheet.gain_source"))
        assert not [said for said in (row[f"material_{lang}"], *words) if str(escape(said)) not in sheet]
        assert (
            str(row[f"title_{lang}"]).split("<")[0][:20] in sheet
            and "{" not in sheet.partition("</style>")[2]
        )
    remove_proof(door, kept)
    with Database(door.path) as database:
        entry = latest_entry(database)
        assert proofs(database, one).empty
    undo(door, entry)
    with Database(door.path) as database:
        assert len(proofs(database, one)) == 1


@pytest.mark.parametrize(
    ("given", "key"),
    [
        ({"for_year": 2200, "document": "x"}, "quantity-out-of-range"),
        ({"for_year": 2099, "document": "x"}, "proof-of-year-to-come"),
        ({"for_year": 2025, "document": ""}, "text-missing"),
        ({"for_year": 2025, "document": "x", "attachment_id": "of somebody else"}, "choice-unknown"),
        ({"for_year": 2025, "document": "x", "checked_on": date(2026, 1, 9)}, "text-missing"),
    ],
)
def test_a_proof_that_proves_nothing_is_refused(
    door: EditContext, synergy: tuple[str, str, str], given: dict[str, object], key: str
) -> None:
    with pytest.raises(Refusal) as told:
        add_proof(door, synergy[0], given)
    assert told.value.key == key


def test_a_shared_gain_is_told_in_bands_until_each_has_accepted_who_pays_what(
    door: EditContext, synergy: tuple[str, str, str]
) -> None:
    one, _, _ = synergy
    day = date(2026, 6, 1)
    with Database(door.path) as database:
        row = database.rows("synergy").set_index("synergy_id").loc[one]
        held = fair_share(database, P, one, day)
    gain = row["saving_per_year"] - row["cost_per_year"]
    assert held is not None and not held.exact and held.basis == "declared"
    for band in (
        held.gain,
        held.payback,
        held.worth,
        *held.rows[["gain", "cost", "worth"]].to_numpy().ravel(),
    ):
        assert band is not None and band.high is not None and band.low < band.high
    assert str(round(gain / 2)) not in "".join(share_lines(held, texts("fr"))).replace("\u202f", "")
    answer_questions(door, one, "prefeasibility", {"business": ("partly", "")})
    with Database(door.path) as database:
        assert not fair_share(database, P, one, day).exact  # type: ignore[union-attr]
    answer_questions(door, one, "prefeasibility", {"business": ("yes", "")})
    with Database(door.path) as database:
        agreed = fair_share(database, P, one, day)
    assert agreed is not None and agreed.exact
    for way, rows in agreed.rows.groupby("way"):
        assert sum(band.low for band in rows["gain"]) == pytest.approx(gain), way
        assert sum(band.low for band in rows["cost"]) == pytest.approx(row["investment"]), way


def test_who_left_does_not_share_and_what_no_gain_has_says_so(
    door: EditContext, synergy: tuple[str, str, str]
) -> None:
    one, _, firm = synergy
    day = date(2026, 6, 1)
    losing = "UPDATE synergy SET saving_per_year = 0, cost_per_year = 5 WHERE synergy_id = ?"
    leaving = "UPDATE synergy_party SET left_on = DATE '2026-01-01' WHERE synergy_id = ? AND company_id = ?"
    apply(door, "give-consent", P, one, (one,), lambda connection: connection.execute(losing, [one]))
    with Database(door.path) as database, pytest.raises(Refusal) as refused:
        fair_share(database, P, one, day)
    assert (refused.value.key, refused.value.row_id) == ("coalition-without-gain", one)
    apply(door, "give-consent", P, one, (one,), lambda connection: connection.execute(leaving, [one, firm]))
    with Database(door.path) as database:
        assert fair_share(database, P, one, day) is None
