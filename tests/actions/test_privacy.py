"""Consents, contacts and roles: what is recorded, what is refused, and that the rule holds where data is written."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from eit.actions import privacy
from eit.actions.access import InvalidRole, require_publishing, set_role, take_role
from eit.actions.edit import EditContext, apply
from eit.actions.history import undo
from eit.actions.privacy import Consent, Contact, Incident, InvalidPrivacy
from eit.analysis import privacy as kept
from eit.analysis.organisation_labels import organisation_labels
from eit.cli import main
from eit.domain.errors import DataError
from eit.domain.identity import Identity, allows
from eit.store.consents import may_be_named
from eit.store.database import Database
from eit.views.privacy import dossier_json, dossier_text, register_csv
from eit.views.texts import texts
from eit.web.sign_in import Standing, judged

PROGRAMME = "abitibi"
TODAY = date(2026, 6, 1)
ANA = Identity("https://issuer.example", "1", "ana@exemple.org")
BOB = Identity("https://issuer.example", "2", "bob@exemple.org")


@pytest.fixture
def path(tmp_path: Path, root: Path) -> Path:
    copy = tmp_path / "flows.duckdb"
    shutil.copyfile(root / "data" / "flows.duckdb", copy)
    return copy


@pytest.fixture
def door(path: Path) -> EditContext:
    return EditContext(path, "Camille")


def silent(path: Path) -> str:
    """An organisation that may not be named."""
    with Database(path) as database:
        rows = database.rows("company")
    return str(
        rows[(rows["programme_id"] == PROGRAMME) & ~rows["consent_name"].astype(bool)]["company_id"].iloc[0]
    )


def named(path: Path, company: str, day: date | None = None) -> bool:
    with Database(path) as database:
        rows = database.rows("company")
        return bool(may_be_named(database, day)[rows["company_id"] == company].iloc[0])


def hidden(path: Path, company: str) -> bool:
    with Database(path) as database:
        return company in organisation_labels(database, "fr")[0]


def spoken(company: str, scope: str = "consortium") -> Consent:
    return Consent(company, scope, date(2026, 5, 1), "Mme Côté, direction", "lettre")


def last_entry(path: Path) -> tuple[int, str]:
    with Database(path) as database:
        rows = database.query("journal")
    newest = rows.loc[rows["entry"].idxmax()]
    return int(newest["entry"]), str(newest["author"])


def test_a_consent_is_given_dated_withdrawn_and_taken_back(door: EditContext) -> None:
    company = silent(door.path)
    assert hidden(door.path, company)
    privacy.give_consent(door, PROGRAMME, spoken(company), TODAY)
    assert named(door.path, company) and not hidden(door.path, company)
    assert not named(door.path, company, date(2026, 4, 30)), "named before the day of the consent"
    privacy.withdraw_consent(door, PROGRAMME, company, "consortium", TODAY, TODAY)
    assert not named(door.path, company, TODAY) and hidden(door.path, company)
    with Database(door.path) as database:
        rows = database.rows("consent")
    [row] = rows[rows["company_id"] == company].to_dict("records")
    assert (row["given_by"], row["how"], row["withdrawn_on"].date()) == (
        "Mme Côté, direction",
        "lettre",
        TODAY,
    )
    undo(door, last_entry(door.path)[0])
    assert named(door.path, company)


@pytest.mark.parametrize("scope", ["partners", "solicitation"])
def test_another_scope_names_nobody_in_a_room(door: EditContext, scope: str) -> None:
    company = silent(door.path)
    given = Consent(company, scope, TODAY, "Mme Côté", "lettre", "Ville de Malartic")
    privacy.give_consent(door, PROGRAMME, given, TODAY)
    assert hidden(door.path, company)


def test_an_edit_that_changes_who_may_be_named_leaves_it_on_record_and_spreads_to_nobody(
    door: EditContext,
) -> None:
    company = silent(door.path)
    with Database(door.path) as database:
        before = may_be_named(database).sum()
    agree = "UPDATE company SET consent_name = ? WHERE company_id = ?"
    apply(door, "import-companies", PROGRAMME, "liste.xlsx", (), lambda c: c.execute(agree, [True, company]))
    with Database(door.path) as database:
        rows = database.rows("consent")
        [row] = rows[rows["company_id"] == company].to_dict("records")
        assert may_be_named(database).sum() == before + 1
    assert (row["company_id"], row["scope"], row["how"], row["source"]) == (
        company, "consortium", "import-companies", "liste.xlsx",
    )  # fmt: skip
    apply(door, "edit", PROGRAMME, company, (), lambda c: c.execute(agree, [False, company]))
    with Database(door.path) as database:
        rows = database.rows("consent")
    assert rows.loc[rows["company_id"] == company, "withdrawn_on"].notna().all()


@pytest.mark.parametrize(
    ("given", "key"),
    [
        (Consent("nobody", "consortium", TODAY, "a", "b"), "company-unknown"),
        (Consent("", "consortium", TODAY, "a", "b"), "company-unknown"),
        (Consent("*", "world", TODAY, "a", "b"), "consent-scope-unknown"),
        (Consent("*", "partners", TODAY, "a", "b", " "), "consent-partners-missing"),
        (Consent("*", "public", TODAY, " ", "b"), "consent-who-missing"),
        (Consent("*", "public", TODAY, "a", ""), "consent-how-missing"),
        (Consent("*", "public", TODAY + timedelta(1), "a", "b"), "day-to-come"),
        (Consent("*", "public", TODAY, "a" * 301, "b"), "privacy-too-long"),
    ],
)
def test_a_consent_that_says_too_little_is_refused(door: EditContext, given: Consent, key: str) -> None:
    company = silent(door.path) if given.company_id == "*" else given.company_id
    with pytest.raises(InvalidPrivacy) as refused:
        privacy.give_consent(door, PROGRAMME, Consent(company, *list(vars(given).values())[1:]), TODAY)
    assert (
        refused.value.key == key and texts("fr").has(f"refusal.{key}") and texts("en").has(f"refusal.{key}")
    )


def test_the_dossier_holds_all_and_the_person(door: EditContext) -> None:
    company = silent(door.path)
    contact = Contact(company, "Zoé Wlodarczyk", "suivi du projet", "Camille", TODAY, email="zoe@exemple.org")
    privacy.add_contact(door, PROGRAMME, contact)
    apply(
        door, "edit", PROGRAMME, "s", (), lambda c: c.execute("UPDATE synergy SET lead = 'zoé  WLODARCZYK'")
    )
    with Database(door.path) as database:
        found = kept.dossier(database, PROGRAMME, company)
        flows = database.rows("flow")
    assert {"company", "contact", "flow", "synergy", "journal_row"} <= set(found["tables"])
    assert len(found["tables"]["flow"]) == (flows["company_id"] == company).sum()
    assert "Wlodarczyk" in dossier_text(found, texts("fr")).decode() and b"suivi du projet" in dossier_json(
        found
    )


def test_what_is_past_its_time_is_counted(door: EditContext) -> None:
    company = silent(door.path)
    privacy.add_contact(door, PROGRAMME, Contact(company, "Zoé W", "suivi", "Camille", date(2020, 1, 1)))
    with Database(door.path) as database:
        before = kept.retention(database, PROGRAMME, TODAY).set_index("kind")
    privacy.set_retention(door, PROGRAMME, "contact", 120)
    with Database(door.path) as database:
        after = kept.retention(database, PROGRAMME, TODAY).set_index("kind")
    assert (before.loc["contact", "past"], before.loc["contact", "oldest"]) == (1, "2020-01-01")
    assert (after.loc["contact", "past"], bool(after.loc["contact", "settled"])) == (0, True)


def rename(door: EditContext) -> None:
    change = "UPDATE programme SET description_fr = 'autre' WHERE programme_id = ?"
    apply(door, "edit", PROGRAMME, PROGRAMME, (), lambda c: c.execute(change, [PROGRAMME]))


def test_who_signed_in_signs_by_the_verified_identity(path: Path) -> None:
    rename(EditContext(path, "La ministre", identity=ANA))
    assert last_entry(path)[1] == "ana@exemple.org (https://issuer.example 1)"


def test_roles_hold_where_data_is_written(path: Path) -> None:
    ana, bob = (EditContext(path, "", identity=one) for one in (ANA, BOB))
    set_role(ana, PROGRAMME, "Ana@Exemple.org", "administer", TODAY)
    before = path.read_bytes()
    for refused_act in (
        lambda: rename(bob),
        lambda: set_role(bob, PROGRAMME, BOB.email, "administer", TODAY),
        lambda: undo(bob, last_entry(path)[0]),
        lambda: privacy.forget(bob, PROGRAMME, silent(path), None),
        lambda: require_publishing(path, BOB),
    ):
        with pytest.raises(DataError) as refused:
            refused_act()
        assert refused.value.code == "role_missing" and path.read_bytes() == before
    set_role(ana, PROGRAMME, BOB.email, "edit", TODAY)
    rename(bob)
    with pytest.raises(DataError):
        set_role(bob, PROGRAMME, BOB.email, "administer", TODAY)
    with Database(path) as database:
        assert kept.may_read(database, PROGRAMME, BOB)
        assert not kept.may_read(database, PROGRAMME, Identity("i", "3", "eve@exemple.org"))


def test_two_administrators_who_remove_each_other(path: Path) -> None:
    ana, bob = (EditContext(path, "", identity=one) for one in (ANA, BOB))
    set_role(ana, PROGRAMME, ANA.email, "administer", TODAY)
    set_role(ana, PROGRAMME, BOB.email, "administer", TODAY)
    take_role(ana, PROGRAMME, BOB.email)
    with pytest.raises(DataError) as late:
        take_role(bob, PROGRAMME, ANA.email)
    assert late.value.code == "role_missing"
    set_role(ana, PROGRAMME, BOB.email, "read", TODAY)
    with pytest.raises(DataError) as last:
        take_role(ana, PROGRAMME, ANA.email)
    assert last.value.code == "last_administrator"


@pytest.mark.parametrize(
    ("email", "role", "key"), [("", "edit", "role-without-email"), ("a@b.c", "king", "access-role-unknown")]
)
def test_a_role_needs_an_address(door: EditContext, email: str, role: str, key: str) -> None:
    with pytest.raises(InvalidRole) as refused:
        set_role(door, PROGRAMME, email, role, TODAY)
    assert refused.value.key == key


def test_an_identity_without_a_verified_address_is_nobody() -> None:
    known = frozenset({"ana@exemple.org"})
    assert judged(None, True, known) is Standing.NO_EMAIL and judged(" ", True, known) is Standing.NO_EMAIL
    assert judged("ana@exemple.org", None, known) is Standing.NOT_VERIFIED
    assert judged("ana@exemple.org", "true", known) is Standing.NOT_VERIFIED
    assert judged("ana@exemple.org", True, known) is Standing.ADMITTED
    assert judged("eve@exemple.org", True, known) is Standing.NOT_LISTED
    assert allows({}, "a", "administer") and not allows({"a": "edit"}, "a", "publish")


def test_an_incident_is_recorded_completed_and_refused_half(door: EditContext) -> None:
    told = Incident(TODAY, TODAY, "Clé perdue", "noms, courriels", "Camille", people=12)
    half = [
        ("incident-wording-missing", {"wording": " "}),
        ("incident-information-missing", {"information": ""}),
        ("contact-responsible-missing", {"responsible": ""}),
        ("incident-reasons-missing", {"serious": False}),
        ("day-to-come", {"known_on": TODAY + timedelta(days=1)}),
        ("incident-day-before", {"told_on": TODAY - timedelta(days=1)}),
    ]
    for key, change in half:
        with pytest.raises(InvalidPrivacy) as refused:
            privacy.record_incident(door, PROGRAMME, replace(told, **change), TODAY)  # type: ignore[arg-type]
        assert refused.value.key == key
    one = privacy.record_incident(door, PROGRAMME, told, TODAY)
    judged = replace(told, serious=True, reasons="=cmd|' /C calc'!A0")
    privacy.record_incident(door, PROGRAMME, judged, TODAY, one)
    with pytest.raises(InvalidPrivacy, match="incident unknown"):
        privacy.record_incident(door, "quebec", judged, TODAY, one)
    with Database(door.path) as database:
        rows = kept.incidents(database, PROGRAMME)
        late = kept.retention(database, PROGRAMME, date(2031, 7, 1)).set_index("kind")["past"]["incident"]
    assert list(rows["untold"]) == [True] and list(rows["people"]) == [12] and late == 1
    assert "'=cmd" in register_csv(rows, texts("fr")).decode("utf-8-sig")
    command = ["incident", "--programme", PROGRAMME, "--db", str(door.path), "--as-of", "2026-06-02"]
    assert main([*command, "--id", one, "--authority-told-on", "2026-06-02"]) == 0
    with Database(door.path) as database:
        assert list(kept.incidents(database, PROGRAMME)["untold"]) == [False]
