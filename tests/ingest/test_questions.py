"""What cannot be read is asked once, and one answer holds for all rows alike, now and for the next file."""

from __future__ import annotations

import ast
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from eit.domain.question import LEFT_OUT, Answer
from eit.ingest.answers import Given, parse_answers, read_answers, write_answers
from eit.ingest.cells import FileRefused
from eit.ingest.columns import COLUMNS
from eit.ingest.commit import commit
from eit.ingest.questions import FILE_QUESTIONS, ONCE_FOR_ALL
from eit.views.texts import texts
from tests.ingest.planning import planned

TITLES = "entreprise;sens;matière;quantité;unité\n"
ROWS = "abi-001;offre;kryptonite brute;1;t/an\nabi-002;offre;Kryptonite  brute;2;t/an\nabi-001;offre;wood-ash;3;t/an\n"


RULE_AT = {"refuse": 1, "CellRefused": 0, "_whole": 1, "Question": 3}
"""What asks → the place of the rule among its arguments."""


def rules_of(source: str) -> Iterator[str]:
    for call in (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)):
        place = RULE_AT.get(getattr(call.func, "id", getattr(call.func, "attr", "")))
        given = [
            one
            for part in call.args
            for one in (
                part.value.elts
                if isinstance(part, ast.Starred) and isinstance(part.value, ast.Tuple)
                else [part]
            )
        ]
        if place is not None and len(given) > place and isinstance(given[place], ast.Constant):
            yield str(given[place].value)


def test_every_question_is_a_sentence_in_both_languages(root: Path) -> None:
    rules = {whole for _, whole, _, _ in ONCE_FOR_ALL.values()}
    for path in (root / "eit" / "ingest").rglob("*.py"):
        rules |= set(rules_of(path.read_text(encoding="utf-8")))
    assert len(rules) > 60 and {"scope", "many-unknown"} <= rules
    for lang in ("fr", "en"):
        say = texts(lang)
        without = {
            rule for rule in rules if not (say.has(f"question.rule.{rule}") or say.has(f"import.rule.{rule}"))
        }
        assert without == set(), lang


def test_one_question_for_all_rows_alike(database: Path) -> None:
    plan = planned(database, TITLES + ROWS)
    (question,) = plan.questions
    assert (question.key, question.rows) == (("value", "material_id", "kryptonite brute"), 2)
    assert [place.cell for place in question.places] == ["C2", "C3"]
    assert plan.states == {"read": 3, "new": 1, "changed": 0, "identical": 0, "question": 2, "refused": 0}
    again = planned(database, TITLES + ROWS, question.answered("clean-wood"))
    assert (again.questions, [row["material_id"] for row in again.records]) == (
        [], ["clean-wood", "clean-wood", "wood-ash"],
    )  # fmt: skip


def test_rows_can_be_left_out(database: Path) -> None:
    asked = planned(database, TITLES + ROWS).questions[0]
    plan = planned(database, TITLES + ROWS, asked.answered(LEFT_OUT))
    assert (len(plan.records), plan.counts["read"], plan.notices) == (1, 1, [("left-out-rows", "2")])


def test_a_column_or_one_value_for_the_whole_file(database: Path) -> None:
    text = "entreprise;Sorte;quantité;unité;Flux\nabi-001;wood-ash;3;t/an;offre\n"
    plan = planned(database, text)
    asked = {question.subject: question for question in plan.questions}
    assert set(asked) == {"direction", "material_id"}
    assert [choice.value for choice in asked["direction"].choices] == ["Sorte", "Flux"]
    by_column = [asked["direction"].answered("Flux"), asked["material_id"].answered("Sorte")]
    assert planned(database, text, *by_column).records[0]["direction"] == "offer"
    constant = Answer("constant", "direction", "", "demande")
    assert planned(database, text, by_column[1], constant).records[0]["direction"] == "demand"


def test_the_next_file_asks_nothing(database: Path) -> None:
    asked = planned(database, TITLES + ROWS).questions[0]
    assert commit(planned(database, TITLES + ROWS, asked.answered("clean-wood")), database, "essai")
    assert planned(database, TITLES + ROWS.replace(";1;", ";7;")).questions == []
    other = TITLES.replace("entreprise", "Nom") + ROWS
    assert len(planned(database, other).questions) == 1, "an answer belongs to its source"
    whole = asked.answered("clean-wood", for_programme=True)
    assert commit(planned(database, TITLES + ROWS.replace(";1;", ";9;"), whole), database, "essai")
    assert planned(database, other).questions == []


def test_the_grid_shows_what_was_written_understood_and_on_record(database: Path) -> None:
    assert commit(planned(database, TITLES + "abi-001;offre;wood-ash;3;t/an\n"), database, "essai")
    plan = planned(database, TITLES + "abi-001;offre;wood-ash;4000;kg/an\nabi-001;offre;?;1;t/an\n")
    changed, asked = plan.rows_in("changed", "question")
    cells = {cell.column: cell for cell in plan.cells(changed)}
    quantity = cells["quantity"]
    assert (quantity.written, quantity.understood, quantity.before, quantity.state) == (
        "4000", "4 t/year", "3 t/year", "changed",
    )  # fmt: skip
    assert cells["material_id"].state == "same"
    assert [cell.state for cell in plan.cells(asked)][2] == "question"


def test_answers_are_written_and_read_back(tmp_path: Path) -> None:
    said = (
        Answer("value", "material_id", 'Bran "fin" \\ d’érable', "clean-wood"),
        Answer("file", "decimal", "", ","),
        Answer("heading", "", "Colonne é", ""),
        Answer("constant", "direction", "", "offre"),
        Answer("identity", "", "1 | Acier", "new"),
    )
    write_answers(tmp_path / "a.toml", "flows", said)
    assert Given(read_answers(tmp_path / "a.toml")).by_key == Given(said).by_key


@pytest.mark.parametrize("said", [{"shoes": {}}, {"file": {"decimal": [1]}}, {"values": {"unit": "t"}}])
def test_a_wrong_file_of_answers_is_refused(said: dict) -> None:
    with pytest.raises(FileRefused):
        parse_answers(json.loads(json.dumps(said)))


def test_a_heading_that_this_year_s_file_lacks_stops_nothing(database: Path) -> None:
    text = TITLES + "abi-001;offre;wood-ash;3;t/an\n"
    assert len(planned(database, text, Answer("heading", "", "Disparue", "note")).records) == 1


def test_every_column_and_every_question_of_a_file_has_its_words() -> None:
    lacking = []
    for lang in ("fr", "en"):
        say = texts(lang)
        named = {(kind, one.name): one.titles.get(lang) for kind in COLUMNS for one in COLUMNS[kind].values()}
        lacking += [
            key for key, title in named.items() if not title and not say.has(f"records.field.{key[1]}")
        ]
        for rule, (subject, _) in FILE_QUESTIONS.items():
            said = (f"question.rule.{rule}", f"import.rule.{rule}")
            lacking += [(lang, rule)] if not any(say.has(key) for key in said) else []
            lacking += [(lang, subject)] if not say.has(f"question.file.{subject}") else []
    assert lacking == []
