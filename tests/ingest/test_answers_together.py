"""Likely answers are confirmed at once, rows written twice are asked at once; neither is taken unseen."""

from __future__ import annotations

from pathlib import Path

import pytest

from eit.domain.question import LEFT_OUT, Answer
from eit.ingest.answers import OTHER
from eit.ingest.commit import commit
from eit.ingest.questions import ONCE_FOR_ALL
from eit.ingest.together.proposals import LIKELY
from eit.store.database import Database
from eit.views.texts import texts
from tests.ingest.planning import planned

FLOWS = "Entreprise;Sens;Matière;Quantité\n"
SEVERAL = "abi-001;offre;cendres;3 t/an\nabi-002;besoin;sable;2 t/an\n"


def remembered(database: Path) -> set[tuple[str, str, str]]:
    with Database(database) as door:
        found = door.query("answers", {"programme_id": "abitibi", "kind": "flows"})
    return set(zip(found["topic"], found["subject"], found["asked"], strict=True))


def test_likely_answers_are_one_question_and_then_answers_of_their_own(database: Path) -> None:
    plan = planned(database, FLOWS + SEVERAL)
    asked = next(one for one in plan.questions if one.rule == "proposals")
    assert (asked.rows, asked.blocks) == (2, False) and "cendres → " in asked.values["proposal"]
    plan = planned(database, FLOWS + SEVERAL, asked.answered(LIKELY))
    assert (plan.questions, len(plan.records)) == ([], 2)
    assert commit(plan, database, "essai")
    assert remembered(database) == {("value", "material_id", "cendres"), ("value", "material_id", "sable")}


def test_a_likely_answer_is_never_taken_for_a_text_that_was_not_shown(database: Path) -> None:
    plan = planned(database, FLOWS + SEVERAL, Answer("file", "proposals", "", LIKELY))
    assert commit(plan, database, "essai")
    asked = planned(database, FLOWS + "abi-003;offre;marc;3 t/an\n").questions
    assert [one.asked for one in asked if one.blocks] == ["marc"]


def test_what_a_material_makes_likely_is_confirmed_with_it(database: Path) -> None:
    rows = "abi-001;offre;cendres;3 t/an\nabi-002;offre;sable;2 t/an\nabi-004;offre;sciure;4 bennes/mois\n"
    plan = planned(database, FLOWS + rows, Answer("file", "proposals", "", LIKELY))
    assert (plan.questions, len(plan.records)) == ([], 3)


def test_two_rows_with_the_same_words_are_asked_and_never_counted_twice_unseen(database: Path) -> None:
    text = (
        FLOWS + "abi-001;offre;écorces;3 t/an\nabi-001;offre;écorces;3 t/an\nabi-001;offre;écorces;4 t/an\n"
    )
    plan = planned(database, text)
    (asked,) = plan.questions
    assert (asked.rule, asked.rows, plan.new) == ("id-twice", 1, 2)
    once = planned(database, text, asked.answered(LEFT_OUT))
    assert sorted(row["quantity_per_year"] for row in once.records) == [3.0, 4.0]
    lots = planned(database, text, asked.answered(OTHER))
    assert sorted(row["quantity_per_year"] for row in lots.records) == [3.0, 3.0, 4.0]
    assert len({row["flow_id"] for row in lots.records}) == 3


def test_several_rows_written_twice_are_one_question(database: Path) -> None:
    rows = "".join(f"{name} (fictif);Amos\n" * 2 for name in ("Acier", "Bois", "Cuir"))
    plan = planned(database, "nom;municipalité\n" + rows, kind="companies")
    (asked,) = plan.questions
    assert (asked.rule, asked.values["count"]) == ("twice-several", "3")
    assert (
        len(
            planned(database, "nom;municipalité\n" + rows, asked.answered("each"), kind="companies").questions
        )
        == 3
    )
    both = planned(database, "nom;municipalité\n" + rows, asked.answered(OTHER), kind="companies")
    assert len({row["company_id"] for row in both.records}) == 6
    assert commit(both, database, "essai")
    again = planned(database, "nom;municipalité\n" + rows, kind="companies")
    assert (again.questions, again.identical) == ([], 6), "the answer is remembered, and no third one is made"


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_a_question_of_a_file_has_its_sentence_and_its_name(lang: str) -> None:
    say = texts(lang)
    for rule in ("id-twice", *(whole for _, whole, _, _ in ONCE_FOR_ALL.values())):
        assert say.has(f"question.rule.{rule}"), rule
    for subject in (one for one, *_ in ONCE_FOR_ALL.values()):
        assert say.has(f"question.file.{subject}"), subject
