"""Writes refused rows back as they came, with their reasons beside them, to be corrected and imported again."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable
from pathlib import Path

from eit.ingest.cells import Cell, FileRefused, RowRefusal, as_text, plain_number
from eit.ingest.headers import OURS
from eit.ingest.preview import Plan

FORMULA = re.compile(r"[=+\-@\t\r]")
PLAIN = re.compile(r"[+\-]?[0-9.,  \u202f]+|[+\-]")


def write_rejects(plan: Plan, path: Path, sentence: Callable[[RowRefusal], str]) -> None:
    """A CSV with the columns of the file, then row, cell, rule, message, proposal; UTF-8 with BOM, semicolons.

    A formula gets an apostrophe, which goes away on import. Raises FileRefused when it cannot be written.
    """
    titles = [title or f"_{place}" for place, title in enumerate(plan.header.titles)]
    kept = [
        place for place, title in enumerate(plan.header.titles) if title.strip().lower() not in OURS and title
    ]
    reasons: dict[int, list[RowRefusal]] = {}
    for refusal in plan.refusals:
        reasons.setdefault(refusal.row, []).append(refusal)
    try:
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.writer(file, delimiter=";")
            writer.writerow([*(titles[place] for place in kept), *OURS])
            for row in plan.refused_rows:
                cells = [_written(row.cells[place]) if place < len(row.cells) else "" for place in kept]
                why = reasons[row.number]
                told = (
                    str(row.number),
                    *(
                        ", ".join(dict.fromkeys(getattr(one, name) for one in why))
                        for name in ("cell", "rule")
                    ),
                    " ".join(sentence(one) for one in why),
                    " ".join(one.proposal for one in why if one.proposal),
                )
                writer.writerow([inert(text) for text in (*cells, *told)])
    except OSError as error:
        raise FileRefused("import-rejects-unwritable", value=str(path)) from error


def _written(cell: Cell) -> str:
    return plain_number(cell) if isinstance(cell, float) else as_text(cell)


def inert(text: str) -> str:
    """The text with an apostrophe before what a spreadsheet would run; a negative number stays a number."""
    return f"'{text}" if FORMULA.match(text) and not PLAIN.fullmatch(text) else text
