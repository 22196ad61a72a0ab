"""What a consortium writes down is kept, and what makes no sense is refused with nothing written."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from eit.actions import consortium as actions
from eit.actions import indicators, live_entry, scenes
from eit.actions.edit import EditContext
from eit.actions.indicators import Declared, Target
from eit.analysis import consortium
from eit.analysis.history import history
from eit.analysis.impact.indicators import sheet
from eit.analysis.scenes import choices, saved_scenes
from eit.analysis.synergies.targets import targets
from eit.domain.errors import DataError, Refusal
from eit.domain.live_entry import SpokenFlow
from eit.store.database import Database
from eit.views.meeting.consortium import decision_table
from eit.views.texts import texts

TODAY = datetime.now(ZoneInfo("America/Toronto")).date()  # the day of the programme, not of the machine
TOMORROW = TODAY + timedelta(days=1)
P = "abitibi"


def rows(door: EditContext, query: str, **parameters):
    with Database(door.path) as database:
        return database.query(query, {"programme_id": P, **parameters})


def refused(door: EditContext, key: str, do) -> None:
    before = door.path.stat().st_mtime_ns
    with pytest.raises(Refusal) as told:
        do()
    assert told.value.key == key
    assert door.path.stat().st_mtime_ns == before, "nothing may be written"


def test_a_member_joins_and_leaves_and_the_rules_follow(door: EditContext) -> None:
    actions.add_member(door, P, "Aciers de l’Harricana (fictif)", "company", "mun-88057")
    held = rows(door, "consortium_members")
    assert len(held) == 25 and "abi-m25" in set(held["member_id"])
    actions.member_left(door, P, "abi-m04", TODAY)
    actions.member_left(door, P, "abi-m22", TODAY)
    with Database(door.path) as database:
        territory, majority = consortium.verdicts(database, P, TODAY)
        assert territory.verdict.missing == ("mrc-85",) and territory.missing == ("Témiscamingue",)
        assert (majority.verdict.counted, majority.verdict.out_of) == (16 + 1 - 1, 24 + 1 - 2)
        assert {"add-member", "member-left"} <= set(history(database)["action"])


def test_members_that_are_refused(door: EditContext) -> None:
    add = actions.add_member
    refused(door, "text-missing", lambda: add(door, P, "  ", "company", None))
    refused(door, "text-too-long", lambda: add(door, P, "x" * 200, "company", None))
    refused(door, "member-kind-unknown", lambda: add(door, P, "A (fictif)", "king", None))
    refused(door, "territory-elsewhere", lambda: add(door, P, "A (fictif)", "company", "commune-91200"))
    refused(door, "member-twice", lambda: add(door, P, "ferme des aulnes (fictive)", "company", None))
    refused(door, "member-twice", lambda: add(door, P, "A (fictif)", "company", None, "abi-001"))
    refused(door, "company-unknown", lambda: add(door, P, "A (fictif)", "company", None, "que-001"))
    refused(door, "programme-unknown", lambda: add(door, "nowhere", "A (fictif)", "company", None))
    refused(door, "date-in-future", lambda: actions.member_left(door, P, "abi-m01", TOMORROW))
    refused(door, "member-unknown", lambda: actions.member_left(door, P, "nobody", TODAY))
    actions.member_left(door, P, "abi-m01", TODAY)
    refused(door, "member-already-left", lambda: actions.member_left(door, P, "abi-m01", TODAY))


def test_a_meeting_and_who_came(door: EditContext) -> None:
    actions.add_meeting(door, P, "2023-05", "Troisième rencontre", participants=3)
    actions.set_attendance(door, P, "abi-r3", ["abi-m01", "abi-m02", "abi-m01"])
    actions.set_attendance(door, P, "abi-r3", ["abi-m02", "abi-m05"])
    with Database(door.path) as database:
        found = consortium.meetings(database, P).set_index("meeting_id").loc["abi-r3"]
    assert (found["present"], found["participants"], found["held_on"]) == (2, 3, "2023-05")
    assert not found["too_many"]


def test_more_present_than_members_is_flagged(door: EditContext) -> None:
    actions.add_meeting(door, P, None, "Grande rencontre", participants=25)
    with Database(door.path) as database:
        found = consortium.meetings(database, P).set_index("meeting_id")["too_many"]
    assert found.to_dict() == {"abi-r1": False, "abi-r2": False, "abi-r3": True}


def test_meetings_that_are_refused(door: EditContext) -> None:
    refused(door, "typed-date-after", lambda: actions.add_meeting(door, P, TOMORROW.isoformat(), "x"))
    refused(door, "typed-not-a-date", lambda: actions.add_meeting(door, P, "hier", "x"))
    refused(door, "text-missing", lambda: actions.add_meeting(door, P, None, ""))
    refused(door, "participants-negative", lambda: actions.add_meeting(door, P, None, "x", participants=-1))
    refused(door, "meeting-unknown", lambda: actions.set_attendance(door, P, "nowhere", []))
    refused(door, "member-unknown", lambda: actions.set_attendance(door, P, "abi-r2", ["nobody"]))
    actions.add_meeting(door, P, "2023-05", "x", participants=1)
    both = ["abi-m01", "abi-m02"]
    refused(door, "more-present-than-declared", lambda: actions.set_attendance(door, P, "abi-r3", both))
    actions.member_left(door, P, "abi-m01", date(2023, 1, 1))
    refused(door, "member-had-left", lambda: actions.set_attendance(door, P, "abi-r3", ["abi-m01"]))


def test_a_decision_is_taken_down_becomes_late_and_is_closed(door: EditContext) -> None:
    actions.add_decision(
        door, P, "Visiter (fictif)", date(2023, 1, 1), "majority", "Moi", date(2023, 2, 1), "abi-r2"
    )
    with Database(door.path) as database:
        found = consortium.decisions(database, P, TODAY).set_index("decision_id").loc["abi-c05"]
        assert found["overdue"] and found["meeting_fr"] == "Deuxième rencontre du consortium"
        early = consortium.decisions(database, P, date(2023, 2, 1)).set_index("decision_id")
        assert not early.loc["abi-c05", "overdue"], "the day itself is not late"
    actions.close_decision(door, P, "abi-c05", "done")
    with Database(door.path) as database:
        assert not consortium.decisions(database, P, TODAY).set_index("decision_id").loc["abi-c05", "overdue"]


def test_decisions_that_are_refused(door: EditContext) -> None:
    def add(**other):
        given = {"wording": "x", "decided_on": TODAY, "consensus": "consensus", **other}
        return lambda: actions.add_decision(door, P, **given)

    refused(door, "text-missing", add(wording=" "))
    refused(door, "text-too-long", add(wording="x" * 501))
    refused(door, "date-in-future", add(decided_on=TOMORROW))
    refused(door, "due-before-decided", add(due_on=TODAY - timedelta(days=1)))
    refused(door, "consensus-unknown", add(consensus="shouting"))
    refused(door, "meeting-unknown", add(meeting_id="x"))
    refused(door, "synergy-unknown", add(synergy_id="que-s01"))
    refused(door, "decision-unknown", lambda: actions.close_decision(door, P, "x", "done"))
    refused(door, "decision-state-unknown", lambda: actions.close_decision(door, P, "abi-c03", "eaten"))


def test_two_who_close_the_same_decision(door: EditContext) -> None:
    seen = EditContext(door.path, "Dominique", 0)
    actions.close_decision(EditContext(door.path, "Camille", 0), P, "abi-c03", "done")
    with pytest.raises(DataError, match="changed_by_others"):
        actions.close_decision(seen, P, "abi-c03", "dropped")
    actions.close_decision(seen, P, "abi-c04", "dropped")


def declared(door: EditContext, programme_id: str, indicator_id: str):
    with Database(door.path) as database:
        return next(row for row in sheet(database, programme_id, TODAY) if row.indicator_id == indicator_id)


def test_a_value_is_declared_and_n_c_is_not_zero(door: EditContext) -> None:
    indicators.declare(door, "hurepoix", "hur-i02", Declared("value", 2024, 7.0, "CCDH (essai)"))
    indicators.declare(door, "hurepoix", "hur-i02", Declared("value", 2024, None))
    row = declared(door, "hurepoix", "hur-i02")
    assert (row.at("2024").value, row.at("2024").state) == (None, "not_communicated")
    assert (row.at("2023").value, row.at("2023").state) == (0, "known")
    assert row.author == "CCDH (essai)"


def test_values_that_are_refused(door: EditContext) -> None:
    def say(programme, indicator, *value):
        return lambda: indicators.declare(door, programme, indicator, Declared(*value))

    refused(door, "indicator-computed", say(P, "abi-i01", "value", 2024, 5.0))
    refused(door, "indicator-unknown", say(P, "hur-i01", "value", 2024, 1.0))
    refused(door, "indicator-choice", say("hurepoix", "hur-i01", "value", 2024, 2.0))
    refused(door, "indicator-share", say(P, "abi-i09", "target", 2024, 150.0))
    refused(door, "year-in-future", say("hurepoix", "hur-i02", "value", TODAY.year + 1, 1.0))
    indicators.declare(door, "hurepoix", "hur-i02", Declared("max", 2023, 5.0))
    refused(door, "bounds-not-ordered", say("hurepoix", "hur-i02", "min", 2023, 6.0))
    refused(door, "target-without-unit", lambda: indicators.add_indicator(door, P, "x", " ", "moi", 5.0))
    refused(door, "text-missing", lambda: indicators.add_indicator(door, P, "x", "t/an", " "))
    refused(door, "indicator-twice", lambda: indicators.add_indicator(door, P, "livrables", "nombre", "moi"))
    refused(door, "indicator-share", lambda: indicators.add_indicator(door, P, "x", "part", "moi", 1.2, 2027))


def test_an_indicator_is_added_with_its_target(door: EditContext) -> None:
    indicators.add_indicator(door, P, "Ateliers", "nombre", "EACAT", 3.0, TODAY.year + 1)
    row = declared(door, P, "abi-i12")
    assert (row.bound("target").value, row.author, row.latest.state) == (3, "EACAT", "not_communicated")


def test_a_target_is_set_for_any_figure_by_a_date_and_in_one_territory(door: EditContext) -> None:
    words = {"label_fr": "Pilotes", "label_en": "Pilots", "unit_fr": "nombre", "unit_en": "count"}
    made = indicators.set_target(door, P, Target("pilot_count", 2.0, "2027-06", "mrc-88"), words)
    again = indicators.set_target(door, P, Target("pilot_count", 3.0, "2028", "mrc-88"), words)
    whole = indicators.set_target(door, P, Target("pilot_count", 6.0, "2027"), words)
    own = indicators.set_target(door, P, Target("abi-i05", 10.0, "2027-01-31"), {})
    row = declared(door, P, made)
    assert (made, whole, own) == (again, "abi-i02", "abi-i05")
    assert (row.text("label", "fr"), row.territory) == ("Pilotes (Abitibi)", "Abitibi")
    assert [(cell.year, cell.value) for cell in row.bounds["target"]] == [("2027-06", 2.0), ("2028", 3.0)]
    assert row.bound("target").value == 2.0  # the next one due
    with Database(door.path) as database:
        assert targets(database, P, TODAY)["pilot_count"] == 6.0  # never that of one territory
        everywhere = {one.formula_key: one for one in sheet(database, P, TODAY) if not one.territory}
    assert row.latest.value < everywhere["pilot_count"].latest.value
    refused(
        door,
        "target-without-date",
        lambda: indicators.set_target(door, P, Target("pilot_count", 2.0, None), {}),
    )
    refused(
        door, "indicator-unknown", lambda: indicators.set_target(door, P, Target("wish", 2.0, "2027"), words)
    )
    elsewhere = Target("match_count", 2.0, "2027", "mrc-999")
    refused(door, "territory-unknown", lambda: indicators.set_target(door, P, elsewhere, words))


def test_two_who_declare_the_same_indicator(door: EditContext) -> None:
    first, second = EditContext(door.path, "Camille", 0), EditContext(door.path, "Dominique", 0)
    indicators.declare(first, "hurepoix", "hur-i02", Declared("value", 2024, 7.0))
    with pytest.raises(DataError, match="changed_by_others"):
        indicators.declare(second, "hurepoix", "hur-i02", Declared("value", 2024, 8.0))
    indicators.declare(second, "hurepoix", "hur-i01", Declared("value", 2024, 1.0))


def test_a_scene_is_kept_and_nonsense_is_not(door: EditContext) -> None:
    with Database(door.path) as database:
        known = choices(database, "quebec")
        assert saved_scenes(database, "quebec") == []

    def add(title="Titre", sentence="", address="/carte?radius=5"):
        return lambda: scenes.add_scene(door, "quebec", title, sentence, address, known)

    refused(door, "text-missing", add(title=""))
    refused(door, "text-too-long", add(sentence="x" * 200))
    refused(door, "scene-page-unknown", add(address="/ailleurs"))
    refused(door, "scene-word-unknown", add(address="/carte?territory=mrc-86"))
    add()()
    with Database(door.path) as database:
        [scene] = saved_scenes(database, "quebec")
    assert scene.address == "/carte?programme=quebec&radius=5"
    scenes.remove_scene(door, "quebec", scene.scene_id)
    refused(door, "scene-unknown", lambda: scenes.remove_scene(door, "quebec", scene.scene_id))


def test_what_was_said_is_kept_as_declared_today(door: EditContext) -> None:
    said = SpokenFlow(
        "offer", "wood-ash", "t/year", 120.0, None, "Serres du Lac (fictif)", "mun-88057", "Serres"
    )
    live_entry.keep(door, P, said)
    with Database(door.path) as database:
        company = database.query("all_companies").set_index("company_id").query("name == @said.name").iloc[0]
        flow = database.query("all_flows").set_index("flow_id").loc[f"{company.name}-o1"]
        assert database.query("meta").set_index("key").loc["fictitious", "value"] == "true"
    assert (company["position_quality"], bool(company["consent_name"])) == ("municipality", False)
    assert (flow["quality"], str(flow["observed_on"])[:10]) == ("declared", TODAY.isoformat())
    assert flow["mass_t_per_year"] == 120


def test_a_real_name_ends_the_demonstration_s_claim(door: EditContext) -> None:
    live_entry.keep(
        door, P, SpokenFlow("demand", "wood-ash", "t/year", None, None, "Serres du Lac", "mun-88057")
    )
    with Database(door.path) as database:
        assert database.query("meta").set_index("key").loc["fictitious", "value"] == "partly"


def test_what_was_said_and_cannot_be(door: EditContext) -> None:
    def keep(**other):
        given = {
            "direction": "offer",
            "material_id": "wood-ash",
            "unit": "t/year",
            "company_id": "abi-001",
            **other,
        }
        return lambda: live_entry.keep(door, P, SpokenFlow(**given))

    refused(door, "material-unknown", keep(material_id="gold"))
    refused(door, "company-unknown", keep(company_id="que-001"))
    refused(door, "unit-does-not-fit-kind", keep(unit="kWh/year", quantity=5.0))
    refused(door, "quantity-not-finite-or-negative", keep(quantity=-5.0))
    new = {"company_id": None, "municipality_id": "mun-88057"}
    refused(door, "scenario-text", keep(**new, name=""))
    refused(door, "company-twice", keep(**new, name="Scierie des Trembles (fictive)"))
    refused(
        door, "territory-elsewhere", keep(company_id=None, name="A (fictif)", municipality_id="commune-91200")
    )


def test_what_is_typed_in_two_languages_is_said_in_each(door: EditContext) -> None:
    with Database(door.path) as database:
        known = choices(database, "quebec")
    scenes.add_scene(door, "quebec", "Le bois", "Près d’ici", "/carte", known, "Wood", "")
    actions.add_decision(door, P, "On y va", TODAY, "consensus", wording_en="Let us go")
    with Database(door.path) as database:
        [scene] = saved_scenes(database, "quebec")
        decisions = database.query("decisions", {"programme_id": P}).set_index("wording")
    assert scene.said("fr") == ("Le bois", "Près d’ici")
    assert scene.said("en") == ("Wood", "Près d’ici"), "what has no English is shown in French"
    assert decisions.at["On y va", "wording_en"] == "Let us go"
    shown = decision_table(decisions.reset_index().assign(overdue=False), "en").frame
    assert "Let us go" in list(shown[texts("en")("column.wording")])


def test_only_a_meeting_of_the_consortium_counts_as_one(door: EditContext) -> None:
    def counted() -> float:
        with Database(door.path) as database:
            return next(
                one for one in sheet(database, P, TODAY) if one.indicator_id == "abi-i06"
            ).latest.value

    before = counted()
    actions.add_meeting(door, P, "2026-01", "Visite (fictive)", None, 500, "visit")
    assert counted() == before
    with Database(door.path) as database:
        rows = consortium.meetings(database, P).set_index("title_fr")
    assert not rows.at["Visite (fictive)", "too_many"], "a visit is open to more than the members"
    actions.add_meeting(door, P, "2026-02", "Troisième rencontre (fictive)")
    assert counted() == before + 1
    refused(
        door, "meeting-kind-unknown", lambda: actions.add_meeting(door, P, "2026-02", "Fête", kind="party")
    )
