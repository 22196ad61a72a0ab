"""A row of a programme's list is trimmed and typed, or refused with the name of its field."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from eit.domain.errors import Refusal
from eit.domain.forms.row_fields import LONGEST, checked_row
from eit.domain.programme.parts import PARTS

KNOWN = {"territory": {"mrc-86"}, "material": {"bark"}, "maps_to": {"wood"}}
ITEM = {"kind": "workshop", "title_fr": " Atelier  de\tlancement ", "state": "planned"}


def refused(part: str, row: dict[str, object]) -> tuple[str, str | None]:
    with pytest.raises(Refusal) as told:
        checked_row(PARTS[part], row, KNOWN)
    return told.value.key, told.value.row_id


def test_what_is_typed_is_trimmed_and_what_is_empty_is_unknown() -> None:
    found = checked_row(
        PARTS["item"],
        {**ITEM, "owner": "  ", "amount": float("nan"), "due_on": datetime(2027, 3, 1, 9)},
        KNOWN,
    )
    assert found["title_fr"] == "Atelier de lancement"
    assert (found["owner"], found["amount"], found["due_on"]) == (None, None, date(2027, 3, 1))


@pytest.mark.parametrize(
    ("field", "value", "key"),
    [
        ("title_fr", "", "text-missing"),
        ("kind", "fête", "choice-unknown"),
        ("territory_id", "mrc-999", "choice-unknown"),
        ("title_fr", "x" * (LONGEST["text"] + 1), "text-too-long"),
        ("due_on", "demain", "date-unreadable"),
        ("amount", float("inf"), "not-a-number"),
        ("amount", "1 000", "not-a-number"),
        ("link", "javascript:alert(1)", "link-unusable"),
        ("link", "docs/plan.pdf", "link-unusable"),
    ],
)
def test_a_field_that_cannot_be_is_named(field: str, value: object, key: str) -> None:
    assert refused("item", {**ITEM, field: value}) == (key, field)


def test_an_end_before_its_start_is_refused_and_partial_dates_are_compared_as_far_as_they_go() -> None:
    assert (
        refused("item", {**ITEM, "starts_on": "2027-03-02", "due_on": "2027-03-01"})[0] == "due-before-start"
    )
    partner = {"name": "Élue référente", "role": "elected"}
    assert refused("partner", {**partner, "since": "2027-03", "until": "2026"})[0] == "due-before-start"
    assert (
        checked_row(PARTS["partner"], {**partner, "since": "2027-03", "until": "2027"}, KNOWN)["until"]
        == "2027"
    )


def test_every_part_names_its_key_and_has_a_field_that_must_be_filled() -> None:
    for part in PARTS.values():
        assert any(one.required for one in part.fields), part.name
        assert len({one.name for one in part.fields}) == len(part.fields), part.name
        for one in part.fields:
            assert one.kind != "choice" or one.choices, one


@pytest.mark.parametrize("typed", ["2026-13", "2026-02-30", "2026-00", "hier"])
def test_a_month_or_a_day_that_no_calendar_has_is_refused(typed: str) -> None:
    assert refused("partner", {"name": "Région", "role": "funder", "since": typed}) == (
        "date-unreadable",
        "since",
    )
