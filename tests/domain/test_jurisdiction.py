"""What a programme takes from its country or province, and whose day it is."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from eit.domain import jurisdiction as places
from eit.domain.errors import InvalidSelection
from eit.domain.jurisdiction import Jurisdiction, named, of_before, table, today

ROW = {
    "jurisdiction_id": "AA-X", "former_code": "AA", "country": "AA", "name_fr": "X", "name_en": "X",
    "currency": "AAD", "sector_scheme": "NAF", "time_zone": "Europe/Paris", "levels": "commune|epci",
    "level_names_fr": "region=Canton|epci=Groupe", "level_names_en": None, "outlines": "", "credits": None,
    "south": "41", "north": "51.6", "west": "-5.6", "east": "9.9", "circuity_factor": "CI-X",
    "electricity_factor": "", "gate_fee_factor": float("nan"), "intensity_words": "X|Y",
}  # fmt: skip


def place(**changes: object) -> Jurisdiction:
    return Jurisdiction.from_row({**ROW, **changes})


def test_a_cell_that_is_empty_is_no_value_and_a_list_keeps_its_order() -> None:
    found = place()
    assert found.levels == ("commune", "epci")
    assert found.intensity_words == ("X", "Y")
    assert (found.electricity_factor, found.gate_fee_factor, found.truck_factor) == (None, None, None)
    assert (found.outlines, found.credits) == ((), ())
    assert found.box == (41.0, 51.6, -5.6, 9.9)


def test_a_level_may_have_its_own_name() -> None:
    assert place().level_name("region", "fr") == "Canton"
    assert place().level_name("region", "en") is None
    assert place().level_name("commune", "fr") is None


@pytest.mark.parametrize(
    ("latitude", "longitude", "inside"),
    [(48.5, 2.0, True), (41.0, -5.6, True), (40.9, 2.0, False), (48.5, 10.0, False), (2.0, 48.5, False)],
)
def test_a_position_outside_the_box_is_not_believed(latitude: float, longitude: float, inside: bool) -> None:
    assert place().holds(latitude, longitude) is inside


@pytest.mark.parametrize("unknown", ["BB", "", None, float("nan"), "aa-x"])
def test_an_unknown_place_is_refused_and_the_known_ones_are_listed(unknown: object) -> None:
    known = table([ROW, {**ROW, "jurisdiction_id": "AA-Y", "former_code": None}])
    with pytest.raises(InvalidSelection) as refused:
        named(known, unknown)
    assert (refused.value.key, refused.value.unit) == (
        "jurisdiction-unknown",
        ", ".join(one.name_fr for one in known.values()),
    )


def test_the_code_of_a_country_is_read_in_a_file_of_before_only() -> None:
    known = table([ROW])
    assert of_before(known, "AA").jurisdiction_id == "AA-X"
    assert of_before(known, "AA-X").jurisdiction_id == "AA-X"
    with pytest.raises(InvalidSelection):
        named(known, "AA")
    with pytest.raises(InvalidSelection):
        of_before(known, "BB")


@pytest.mark.parametrize(
    ("zone", "day"),
    [
        ("America/Toronto", date(2026, 6, 30)),
        ("America/Moncton", date(2026, 6, 30)),
        ("Europe/Paris", date(2026, 7, 1)),
    ],
)
def test_the_day_is_that_of_the_place(monkeypatch: pytest.MonkeyPatch, zone: str, day: date) -> None:
    monkeypatch.setattr(places, "now", lambda: datetime(2026, 7, 1, 1, 30, tzinfo=UTC))
    assert today(place(time_zone=zone)) == day
