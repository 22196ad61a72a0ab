"""A template of every kind, in both languages, comes back filled; its example never does."""

from __future__ import annotations

import io
from pathlib import Path

import openpyxl
import pytest

from eit.domain.errors import InvalidSelection
from eit.ingest.cells import FileRefused
from eit.ingest.columns import COLUMNS, KINDS
from eit.ingest.commit import commit
from eit.ingest.formats.sheets import TEMPLATE
from eit.ingest.plan import make_plan
from eit.ingest.template import template_bytes
from eit.store.database import Database
from eit.views.texts import texts

LANGUAGES = ("fr", "en")


def made(database: Path, kind: str, lang: str, programme: str = "fensch") -> openpyxl.Workbook:
    with Database(database) as door:
        return openpyxl.load_workbook(io.BytesIO(template_bytes(door, programme, kind, lang)))


def filled(book: openpyxl.Workbook) -> dict[str, object]:
    """The example by our column: a first row that anyone could have typed."""
    heads, example = list(book.worksheets[0].iter_rows(values_only=True))[:2]
    return dict(zip(heads, example, strict=True))


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_filled_template_is_imported_and_its_example_is_not(kind: str, lang: str, database: Path) -> None:
    book = made(database, kind, lang)
    sheet, file = book.worksheets[0], database.with_name("modele.xlsx")
    assert sheet.title == TEMPLATE["sheet"]["data"][lang]
    book.save(file)
    with pytest.raises(FileRefused, match="header only"):
        make_plan(file, database, kind, "fensch")
    row = filled(book)
    first = "commune-57221" if kind == "business_counts" else "zz-1"
    sheet.append([first, *list(row.values())[1:]])
    book.save(file)
    plan = make_plan(file, database, kind, "fensch")
    assert (plan.refusals, plan.new, plan.notices) == ([], 1, [("example-row", "2")])
    assert commit(plan, database, "essai")
    again = make_plan(file, database, kind, "fensch")
    assert (again.identical, again.records) == (1, [])


ASKED_AS_OFFERS = ("Chiffons d’essuyage", "Wiping cloths")
"""What is sought under this name is offered clean, as clothing, or soiled, as absorbents: that is asked."""


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_word_of_a_list_is_understood(kind: str, lang: str, database: Path) -> None:
    book = made(database, kind, lang, "abitibi")
    sheet, words = book.worksheets[0], list(book.worksheets[2].iter_cols(values_only=True))
    columns = [column for column in COLUMNS[kind].values() if lang in column.titles]
    assert book.worksheets[2].sheet_state == "hidden"
    lists = list(dict.fromkeys(column.choices for column in columns if column.choices))
    offered = dict(zip(lists, words, strict=True))
    longest = max(len([word for word in found if word]) for found in words)
    row, heads = filled(book), [column.name for column in columns]
    sheet.delete_rows(2)
    for number in range(longest):
        line = dict(zip(heads, row.values(), strict=True))
        line[heads[0]] = f"zz-{number}"
        for column in columns:
            found = [word for word in offered.get(column.choices, ()) if word]
            if found and column.name not in ("giver", "taker", "unit"):
                line[column.name] = found[number % len(found)]
        sheet.append(list(line.values()))
    file = database.with_name("mots.xlsx")
    book.save(file)
    allowed = {"id-twice", "unit-does-not-fit-kind", "density-missing", "size-overlaps", "parties-same"}
    allowed |= {"fuel-unnamed"}  # which fuel heat replaces is asked of whoever needs it, whatever the words
    refusals = make_plan(file, database, kind, "abitibi").refusals
    wrong = [one for one in refusals if one.rule not in allowed and one.value not in ASKED_AS_OFFERS]
    assert wrong == []


def test_the_lists_are_on_their_columns_and_the_explanations_are_complete(database: Path) -> None:
    book = made(database, "flows", "fr")
    places = {str(one.sqref).split(":")[0] for one in book.worksheets[0].data_validations.dataValidation}
    heads = [cell.value for cell in book.worksheets[0][1]]
    letters = {cell.coordinate for cell in book.worksheets[0][2] if f"{cell.column_letter}2" in places}
    listed = [heads[openpyxl.utils.cell.coordinate_to_tuple(one)[1] - 1] for one in sorted(letters)]
    assert set(listed) >= {
        "Organisation",
        "Sens",
        "Matière",
        "Unité",
        "Qualité de la donnée",
        "Destination actuelle",
    }
    told = [row[0] for row in book.worksheets[1].iter_rows(min_row=2, values_only=True)]
    assert told == heads


def test_the_words_of_the_programme_are_offered(database: Path) -> None:
    words = {
        word
        for column in made(database, "synergies", "fr").worksheets[2].iter_cols(values_only=True)
        for word in column
    }
    assert {"Partage", "Mutualisation", "Innovation", "Valorisation"} <= words


def test_an_unknown_programme_is_refused(database: Path) -> None:
    with pytest.raises(InvalidSelection):
        made(database, "flows", "fr", "mars")


def test_every_column_has_a_name_in_both_languages() -> None:
    unnamed = [
        f"{kind}.{name} ({lang})"
        for kind, columns in COLUMNS.items()
        for name, column in columns.items()
        for lang in ("fr", "en")
        if not column.titles.get(lang) and not texts(lang).has(f"records.field.{name}")
    ]
    assert not unnamed, unnamed
