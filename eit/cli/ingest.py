"""The commands that bring a spreadsheet in, row by row what was not taken, and that give one to fill in."""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from pathlib import Path

import pandas as pd

from eit.cli.commands import CommandList
from eit.cli.options import add_author, add_database
from eit.cli.output import tell, write_result
from eit.domain.question import Question
from eit.ingest.answers import answer_place, read_answers, write_answers
from eit.ingest.cells import FileRefused, RowRefusal
from eit.ingest.columns import COLUMNS, KINDS
from eit.ingest.commit import commit
from eit.ingest.formats.encodings import ENCODINGS
from eit.ingest.plan import make_plan
from eit.ingest.preview import Plan, PlannedRow
from eit.ingest.reading import Answers
from eit.ingest.rejects import write_rejects
from eit.ingest.source_map import SourceMap, read_map
from eit.ingest.template import template_bytes
from eit.store.database import Database
from eit.views.questions import choice_text, question_sentence
from eit.views.texts import Texts, texts

SHOWN_ROWS = 1000
"""Rows of the file of which the cells are written out; a screen asks for the others page by page."""
SEPARATORS = {"semicolon": ";", "comma": ",", "tab": "\t", "pipe": "|"}


def add_commands(commands: CommandList) -> None:
    """`import` and `template`."""
    _add_import(commands)
    _add_template(commands)


def _add_template(commands: CommandList) -> None:
    command = commands.add_parser("template")
    command.add_argument("--programme", required=True)
    command.add_argument("--kind", choices=KINDS, required=True)
    command.add_argument("--out", type=Path, required=True, help="classeur .xlsx à créer / to create")
    command.add_argument("--lang", choices=("fr", "en"), default=argparse.SUPPRESS)
    command.set_defaults(run=run_template)
    add_database(command)


def _add_import(commands: CommandList) -> None:
    command = commands.add_parser("import")
    command.add_argument("file", type=Path, help=".csv, .txt, .xlsx, .xls, .xlsb, .ods, .json, .gpkg")
    command.add_argument("--programme", required=True)
    command.add_argument("--kind", choices=KINDS, required=True)
    command.add_argument("--dry-run", action="store_true", help="aperçu, rien n'est écrit / preview only")
    command.add_argument(
        "--valid-only", action="store_true", help="écrit les lignes valides / the valid rows"
    )
    command.add_argument("--rejects", type=Path, help="CSV des lignes refusées / CSV of the refused rows")
    command.add_argument("--decimal", choices=(".", ","), help="signe décimal / decimal sign")
    command.add_argument("--dates", choices=("dmy", "mdy"), help="ordre des dates / order of dates")
    command.add_argument("--encoding", choices=ENCODINGS)
    command.add_argument("--separator", choices=tuple(SEPARATORS))
    command.add_argument(
        "--sheet", help="feuille du classeur, * pour toutes / sheet of the workbook, * for all"
    )
    command.add_argument(
        "--columns",
        action="append",
        default=[],
        metavar="TITRE=CHAMP",
        help="dit ce qu'est une colonne / names it",
    )
    command.add_argument(
        "--answers", type=Path, help="réponses aux questions (TOML) / answers to the questions"
    )
    command.add_argument(
        "--save-answers", type=Path, help="écrit les réponses pour la prochaine fois / writes them"
    )
    command.add_argument("--map", type=Path, help="MAP.toml d'un registre / of a foreign register")
    add_author(command)
    command.set_defaults(run=run_import)
    add_database(command)


def run_import(options: argparse.Namespace) -> int:
    """Preview, then commit; 0 when what was asked is done, 1 when rows were refused and nothing was written."""
    say = texts(options.lang)
    separator = SEPARATORS.get(options.separator or "")
    source_map = read_map(options.map, options.kind) if options.map else SourceMap()
    told = (options.encoding, separator, options.decimal, options.dates, options.sheet)
    given = read_answers(options.answers) if options.answers else ()
    answers = Answers(*told, _columns(options.columns), source_map, options.lang, given)
    plan = make_plan(options.file, options.db, options.kind, options.programme, answers)
    if options.rejects:
        write_rejects(plan, options.rejects, lambda refusal: sentence(refusal, say))
    if options.save_answers:
        write_answers(options.save_answers, plan.kind, plan.given)
    written = not options.dry_run and commit(
        plan, options.db, options.author, options.file, options.valid_only
    )
    record = as_record(plan, options.file.name, written, say)
    listed = pd.DataFrame(record["refusals"], columns=["row", "cell", "column", "value", "rule", "message"])
    if options.format == "table":
        tell(say("import.counts", **plan.counts, file=options.file.name))
    write_result(record, listed, options.format)
    return _code(plan, written, options.valid_only)


def run_template(options: argparse.Namespace) -> int:
    """Write the workbook; a file that exists is never replaced, someone may have filled it in."""
    with Database(options.db) as database:
        data = template_bytes(database, options.programme, options.kind, options.lang)
    try:
        with options.out.open("xb") as file:
            file.write(data)
    except FileExistsError as error:
        raise FileRefused("import-template-exists", value=str(options.out)) from error
    except OSError as error:
        raise FileRefused("import-template-unwritable", value=str(options.out)) from error
    titles = [column.titles[options.lang] for column in COLUMNS[options.kind].values() if column.titles]
    record = {
        "file": str(options.out),
        "programme": options.programme,
        "kind": options.kind,
        "columns": titles,
    }
    write_result(record, pd.DataFrame({"columns": titles}), options.format)
    return 0


def _columns(said: Sequence[str]) -> dict[str, str | None]:
    """`Titre=field` → the column of that heading; `Titre=` leaves it aside. Raises FileRefused for anything else."""
    wrong = [text for text in said if not text.rpartition("=")[1] or not text.rpartition("=")[0].strip()]
    if wrong:
        raise FileRefused("import-columns-option", value=", ".join(wrong))
    return {
        title.strip(): field.strip() or None for title, _, field in (text.rpartition("=") for text in said)
    }


def _code(plan: Plan, written: bool, valid_only: bool) -> int:
    if not plan.refusals:
        return 0
    return 0 if valid_only and (written or plan.records or plan.identical) else 1


def as_record(plan: Plan, file: str, written: bool, say: Texts) -> Mapping[str, object]:
    """The plan as JSON knows it, with a sentence for every refusal and notice."""
    refusals = [
        {
            **{name: getattr(refusal, name) for name in ("row", "cell", "column", "value", "rule")},
            "message": sentence(refusal, say),
            "proposal": refusal.proposal or None,
        }
        for refusal in plan.refusals
    ]
    notices = [say(f"import.notice.{key}", value=value) for key, value in plan.notices]
    reading = {**plan.choices, "notices": notices}
    named = {"file": file, "programme": plan.programme_id, "kind": plan.kind, "reading": reading}
    fields = {name: _field_name(plan.kind, name, say) for name in COLUMNS[plan.kind]}
    questions = [question_record(question, say, fields) for question in plan.questions]
    rows = [_row_record(plan, row) for row, _ in zip(plan.rows, range(SHOWN_ROWS), strict=False)]
    grid = {"states": plan.states, "questions": questions, "rows": rows}
    return {**named, **plan.counts, "written": written, "refusals": refusals, **grid}


def _row_record(plan: Plan, row: PlannedRow) -> Mapping[str, object]:
    cells = [
        {
            name: getattr(cell, name)
            for name in ("column", "title", "cell", "written", "understood", "before", "state")
        }
        for cell in plan.cells(row)
    ]
    return {"row": row.row.number, "state": row.state, "cells": cells}


def _field_name(kind: str, name: str, say: Texts) -> str:
    """Our column as people call it."""
    return COLUMNS[kind][name].titles.get(say.lang) or say(f"records.field.{name}")


def question_record(question: Question, say: Texts, fields: Mapping[str, str]) -> Mapping[str, object]:
    """A question as JSON knows it; `section` and `name` are where a file of answers says it."""
    section, name = answer_place(question)
    return {
        **{
            "topic": question.topic,
            "subject": question.subject,
            "asked": question.asked,
            "rule": question.rule,
        },
        **{"message": question_sentence(question, say, fields), "rows": question.rows},
        "cells": [place.cell for place in question.places],
        "choices": [
            {"value": one.value, "reading": choice_text(question, one, say, fields)}
            for one in question.choices
        ],
        **{"entry": question.entry or None, "section": section, "name": name, "who": question.who},
    }


def sentence(refusal: RowRefusal, say: Texts) -> str:
    """What is wrong with a cell and what to write instead."""
    key = f"import.rule.{refusal.rule}"
    said = say(key, value=refusal.value, proposal=refusal.proposal) if say.has(key) else refusal.rule
    return f"{said} {say('import.proposal', proposal=refusal.proposal)}" if refusal.proposal else said
