"""A workbook to fill in: our headings, the words of the programme as drop-down lists, and what each column means."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from datetime import date

import openpyxl
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from eit.ingest.columns import COLUMNS, Column
from eit.ingest.evidence import DATES, NUMBERS
from eit.ingest.formats.sheets import TEMPLATE
from eit.ingest.kinds.business_counts import SIZE_CLASSES
from eit.ingest.known import PLACES, Known, read_known
from eit.ingest.names import Names, Record
from eit.ingest.values.words import LABELS
from eit.store.database import Database

UNITS = ("t", "kg", "m3", "L", "kWh", "MWh", "GJ", "h", "day", "m2", "place")
OPEN_LISTS = {
    "materials",
    "municipalities",
    "parks",
    "territories",
    "companies",
    "units",
    "former_destination",
}
"""Lists where something else may be right (an id, a code, shares): the spreadsheet warns instead of refusing."""
FILLED_ROWS = 5_000
AS_TEXT = {"months", "size_class", "sector_code", "year"}
"""Columns that a spreadsheet would turn into dates or numbers."""
EXAMPLE_LOOK = {"font": Font(italic=True, color="666666"), "fill": PatternFill("solid", fgColor="F2F2F2")}
HEAD_LOOK = {"font": Font(bold=True, color="FFFFFF"), "fill": PatternFill("solid", fgColor="1F4E4A")}
NEEDED_FILL = PatternFill("solid", fgColor="8C3B12")


def template_bytes(database: Database, programme_id: str, kind: str, lang: str) -> bytes:
    """An .xlsx for files of this kind, in French or English. Raises InvalidSelection for an unknown programme."""
    known = read_known(database, programme_id, kind)
    columns = [column for column in COLUMNS[kind].values() if lang in column.titles]
    choices = {column.choices: _choices(column.choices, known, lang) for column in columns if column.choices}
    book = openpyxl.Workbook()
    data = book.active
    data.title = TEMPLATE["sheet"]["data"][lang]
    _write_data(data, columns, choices, lang)
    _write_about(book.create_sheet(TEMPLATE["sheet"]["about"][lang]), columns, choices, lang)
    lists = book.create_sheet(TEMPLATE["sheet"]["lists"][lang])
    lists.sheet_state = "hidden"
    for place, (name, words) in enumerate(choices.items(), start=1):
        for row, word in enumerate(words, start=1):
            lists.cell(row, place, word)
        _offer(data, columns, name, len(words), place, lang)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _choices(name: str, known: Known, lang: str) -> list[str]:
    """The words of a list, each of which the importer understands."""
    if name == "materials":
        return _named(known.material_names, known.materials.items(), f"name_{lang}")
    if name == "companies":
        own = [item for item in known.companies.items() if item[1]["programme_id"] == known.programme_id]
        return _named(known.company_names, own, "name")
    if name in ("municipalities", "parks", "territories"):
        kinds = {"municipalities": PLACES, "parks": ("park",)}.get(name)
        names = {"municipalities": known.place_names, "parks": known.park_names}.get(
            name, known.all_place_names
        )
        inside = [
            item
            for item in known.territories.items()
            if item[1]["inside"] and (kinds is None or item[1]["kind"] in kinds)
        ]
        return _named(names, inside, "name")
    if name == "units":
        return [f"{unit}/{period[lang]}" for period in TEMPLATE["period"].values() for unit in UNITS]
    if name == "size_classes":
        return list(SIZE_CLASSES)
    terms = [
        term[f"name_{lang}"] for term in known.terms if term["list"] == "synergy_type" and term["name_fr"]
    ]
    if name == "synergy_types" and terms:
        return [str(term) for term in terms]
    return [said[lang] for said in LABELS["type" if name == "synergy_types" else name].values()]


def _named(names: Names, rows: Iterable[tuple[str, Record]], column: str) -> list[str]:
    """Names where they are enough to find the row, else ids."""
    found = []
    for row_id, row in rows:
        meant = [one for one in names.matches(str(row[column])) if one]
        found.append(str(row[column]) if meant == [row_id] else row_id)
    return sorted(found, key=str.casefold)


def _write_data(
    sheet: Worksheet, columns: Sequence[Column], choices: dict[str, list[str]], lang: str
) -> None:
    mark = TEMPLATE["example"]["mark"][lang]
    for place, column in enumerate(columns, start=1):
        head = sheet.cell(1, place, column.titles[lang])
        head.font, head.fill = HEAD_LOOK["font"], NEEDED_FILL if column.needed else HEAD_LOOK["fill"]
        head.alignment = Alignment(wrap_text=True, vertical="top")
        example = sheet.cell(2, place, mark if place == 1 else _example(column, choices, lang))
        example.font, example.fill = EXAMPLE_LOOK["font"], EXAMPLE_LOOK["fill"]
        letter = get_column_letter(place)
        sheet.column_dimensions[letter].width = max(14, len(column.titles[lang]) + 4)
        if column.name in AS_TEXT | DATES:
            sheet.column_dimensions[letter].number_format = "@" if column.name in AS_TEXT else "yyyy-mm-dd"
            example.number_format = sheet.column_dimensions[letter].number_format
    sheet.freeze_panes = "A2"


def _example(column: Column, choices: dict[str, list[str]], lang: str) -> str | float | date | None:
    words = choices.get(column.choices, [])
    other = column.name == "taker"
    said = column.examples.get(lang) or (words[other] if len(words) > other else None)
    if column.name == "reason":
        return None
    if said is None or column.choices:
        return said
    if column.name in NUMBERS:
        return float(said)
    return date.fromisoformat(said) if column.name in DATES else said


def _offer(data: Worksheet, columns: Sequence[Column], name: str, count: int, place: int, lang: str) -> None:
    """The drop-down list of every column that takes its words from the list."""
    if not count:
        return
    letter = get_column_letter(place)
    source = f"'{TEMPLATE['sheet']['lists'][lang]}'!${letter}$1:${letter}${count}"
    offered = DataValidation("list", formula1=source, allow_blank=True, showErrorMessage=True)
    offered.errorStyle = "warning" if name in OPEN_LISTS else "stop"
    data.add_data_validation(offered)
    for position, column in enumerate(columns, start=1):
        if column.choices == name:
            where = get_column_letter(position)
            offered.add(f"{where}2:{where}{FILLED_ROWS}")


def _write_about(
    sheet: Worksheet, columns: Sequence[Column], choices: dict[str, list[str]], lang: str
) -> None:
    sheet.append([heading[lang] for heading in TEMPLATE["about"].values()])
    yes, no = (TEMPLATE["needed"][name][lang] for name in ("yes", "no"))
    for column in columns:
        words = (
            []
            if column.choices in OPEN_LISTS - {"units", "former_destination"}
            else choices.get(column.choices, [])
        )
        sheet.append(
            [column.titles[lang], yes if column.needed else no, column.about[lang], ", ".join(words)]
        )
    for cell in sheet[1]:
        cell.font, cell.fill = HEAD_LOOK["font"], HEAD_LOOK["fill"]
    for letter, width in zip("ABCD", (26, 12, 70, 60), strict=True):
        sheet.column_dimensions[letter].width = width
