"""Tables as people lay them out: each shape comes in with its right values, or asks; nothing is lost unseen."""

from __future__ import annotations

import io
import shutil
import zipfile
from pathlib import Path

import openpyxl
import pytest
from openpyxl.comments import Comment
from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet

from eit.domain.question import ABOVE, LEFT_OUT, Answer
from eit.ingest.cells import FileRefused, SeveralSheets
from eit.ingest.plan import make_plan
from eit.ingest.preview import Plan
from eit.ingest.reading import Answers

OFFER = Answer("constant", "direction", "", "offre")
LANDFILL = "enfouissement"


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory, root: Path) -> Path:
    return Path(
        shutil.copyfile(root / "data" / "flows.duckdb", tmp_path_factory.mktemp("shapes") / "flows.duckdb")
    )


def sheet_of(rows: str) -> Worksheet:
    """A sheet from lines of cells between bars; what looks like a number is one."""
    sheet = openpyxl.Workbook().active
    assert sheet is not None
    for row, line in enumerate(rows.strip("\n").split("\n"), start=1):
        for column, text in enumerate(line.split("|"), start=1):
            if text.strip():
                number = text.strip().replace(".", "", 1).isdigit()
                sheet.cell(row, column, float(text) if number else text.strip())
    return sheet


def saved(*sheets: Worksheet) -> bytes:
    """The workbook of the first sheet, to which the others were copied by their cells."""
    held = io.BytesIO()
    book = sheets[0].parent
    assert book is not None
    for other in sheets[1:]:
        copy = book.create_sheet(other.title)
        for row in other.iter_rows():
            for cell in row:
                copy.cell(cell.row, cell.column, cell.value)
    book.save(held)
    return held.getvalue()


def planned(
    database: Path,
    content: bytes | str | Worksheet,
    *given: Answer,
    kind: str = "flows",
    sheet: str | None = None,
) -> Plan:
    if isinstance(content, Worksheet):
        content = saved(content)
    name = "table.csv" if isinstance(content, str) else "table.xlsx"
    file = database.with_name(name)
    file.write_bytes(content.encode() if isinstance(content, str) else content)
    return make_plan(file, database, kind, "abitibi", Answers(given=given, sheet=sheet))


def flows(plan: Plan) -> list[tuple[object, ...]]:
    """(organisation, direction, material, quantity a year) of what would be written."""
    assert not [one for one in plan.questions if one.blocks], [one.rule for one in plan.questions]
    return [
        (row["company_id"], row["direction"][0], row["material_id"], row["quantity_per_year"])
        for row in plan.records
    ]


BARK_ASH = [("abi-001", "o", "bark", 12.0), ("abi-002", "o", "wood-ash", 5.0)]
SHAPES: dict[str, tuple[str, list[tuple[object, ...]]]] = {
    "a title, a total, notes": (
        "Inventaire 2025\n\nEntreprise|Sens|Matière|Quantité (t/an)\nabi-001|offre|écorces|12\n"
        "abi-002|offre|wood-ash|5\nTotal général|||17\n\nSource : visites de 2025",
        BARK_ASH,
    ),
    "titles that come back": (
        "Entreprise|Sens|Matière|Quantité (t/an)\nabi-001|offre|écorces|12\nEntreprise|Sens|Matière|Quantité (t/an)\n"
        "abi-002|offre|wood-ash|5",
        BARK_ASH,
    ),
    "a title that runs on under groups": (
        "Établissement||Flux||\nEntreprise|Sens|Matière|Quantité|Unité\nabi-001|offre|écorces|12|t/an\n"
        "abi-002|offre|wood-ash|5|t/an",
        BARK_ASH,
    ),
    "columns named in two rows": (
        "Entreprise|Sens||\n||Matière|Quantité (t/an)\nabi-001|offre|écorces|12\nabi-002|offre|wood-ash|5",
        BARK_ASH,
    ),
    "groups of offers and needs": (
        "|Offre||Besoin|\nEntreprise|Matière|Quantité (t/an)|Matière|Quantité (t/an)\nabi-001|écorces|12|sciure|3\n"
        "abi-002|wood-ash|5||",
        [BARK_ASH[0], ("abi-001", "d", "sawdust-chips", 3.0), BARK_ASH[1]],
    ),
    "numbered columns": (
        "Entreprise|Sens|Matière 1|Quantité 1 (t/an)|Matière 2|Quantité 2 (t/an)\nabi-001|offre|écorces|12|sciure|3\n"
        "abi-002|offre|wood-ash|5||",
        [BARK_ASH[0], ("abi-001", "o", "sawdust-chips", 3.0), BARK_ASH[1]],
    ),
    "materials as columns": (
        "Entreprise|Sens|Écorces (t/an)|Sciure (t/an)|wood-ash (kg/an)\nabi-001|offre|12||\nabi-002|offre||3|5000",
        [BARK_ASH[0], ("abi-002", "o", "sawdust-chips", 3.0), BARK_ASH[1]],
    ),
    "materials as columns, some of them of several": (
        "Entreprise|Sens|Écorces (t/an)|Plastique|Palettes usagées (t/an)\nabi-001|offre|12||",
        [BARK_ASH[0]],
    ),
    "a register of waste": (
        "Établissement|Sens|Commune|Code déchet|Désignation|Quantité|Unité|Date d'enlèvement|Filière de traitement\n"
        "abi-001|offre|Amos|03 01 01|Résidus de bois|12|t/an|2025-01-12|R3",
        [BARK_ASH[0]],
    ),
    "months as columns": (
        "Entreprise|Sens|Matière|Unité|janv.|févr.|mars|avril|mai|juin|juil.|août|sept.|oct.|nov.|déc.\n"
        "abi-001|offre|écorces|t|1|1|1|1|1|1|1|1|1|1|1|1\nabi-002|offre|wood-ash|kg|5000|||||||||||",
        BARK_ASH,
    ),
    "years as columns": (
        "Entreprise|Sens|Matière|2023 (t)|2024 (t)\nabi-001|offre|écorces|9|12\nabi-002|offre|wood-ash|5|",
        BARK_ASH,
    ),
    "sections that name the organisation": (
        "Sens|Matière|Quantité (t/an)|Note\nabi-001|||\noffre|écorces|12|vu\nabi-002|||\noffre|wood-ash|5|vu",
        BARK_ASH,
    ),
    "ditto marks": (
        "Entreprise|Sens|Matière|Quantité (t/an)\nabi-001|offre|écorces|12\nidem|〃|sciure|3\nabi-002|offre|wood-ash|5",
        [BARK_ASH[0], ("abi-001", "o", "sawdust-chips", 3.0), BARK_ASH[1]],
    ),
    "a row of units": (
        "Entreprise|Sens|Matière|Quantité\n|||(kg/mois)\nabi-001|offre|écorces|1000",
        [BARK_ASH[0]],
    ),
    "an untitled count of the rows": (
        "|Entreprise|Sens|Matière|Quantité (t/an)\n1|abi-001|offre|écorces|12\n2|abi-002|offre|wood-ash|5",
        BARK_ASH,
    ),
}  # fmt: skip


def test_every_shape_comes_in_with_its_values(database: Path) -> None:
    wrong = []
    for name, (rows, expected) in SHAPES.items():
        given = [Answer("column", "company_id", "", "§")] if "sections" in name else []
        plan = planned(database, sheet_of(rows), *given)
        asked = [one.rule for one in plan.questions if one.blocks]
        found = [] if asked else flows(plan)
        if asked or found != expected:
            wrong.append(f"{name}: {asked or found} {plan.notices}")
    assert not wrong, "\n".join(wrong)


def test_a_moved_cell_keeps_its_address(database: Path) -> None:
    rows = "Entreprise|Sens|Écorces (t/an)|Sciure (t/an)\nabi-001|offre|12|beaucoup\n"
    (question,) = planned(database, sheet_of(rows)).questions
    assert [place.cell for place in question.places] == ["D2"]


def test_empty_cells_can_mean_what_stands_above(database: Path) -> None:
    rows = "Entreprise|Sens|Matière|Quantité (t/an)\nabi-001|offre|écorces|12\n|offre|sciure|3\n"
    (question,) = planned(database, sheet_of(rows)).questions
    assert (question.subject, [one.value for one in question.choices]) == ("company_id", [ABOVE, LEFT_OUT])
    again = planned(database, sheet_of(rows), question.answered(ABOVE))
    assert [row["company_id"] for row in again.records] == ["abi-001", "abi-001"]


def test_merged_cells_hold_for_each_row_but_a_merged_quantity_is_asked(database: Path) -> None:
    sheet = sheet_of("Entreprise|Sens|Matière|Quantité (t/an)\nabi-001|offre|écorces|12\n||sciure|\n")
    for where in ("A2:A3", "B2:B3"):
        sheet.merge_cells(where)
    plan = planned(database, sheet)
    assert [row["company_id"] for row in plan.records] == ["abi-001", "abi-001"]
    assert plan.records[1]["quantity_per_year"] is None
    sheet.merge_cells("D2:D3")
    assert [one.rule for one in planned(database, sheet).questions] == ["number-merged"]


def test_merged_titles_are_groups(database: Path) -> None:
    sheet = sheet_of(
        "Entreprise|Offre||Besoin|\n|Matière|Quantité (t/an)|Matière|Quantité (t/an)\nabi-001|écorces|12|sciure|3"
    )
    for where in ("A1:A2", "B1:C1", "D1:E1"):
        sheet.merge_cells(where)
    assert flows(planned(database, sheet)) == [BARK_ASH[0], ("abi-001", "d", "sawdust-chips", 3.0)]


def test_two_tables_of_one_sheet_are_chosen_between(database: Path) -> None:
    head = "Entreprise|Sens|Matière|Quantité (t/an)\n"
    stacked = sheet_of(f"{head}abi-001|offre|écorces|12\n\nNom|Municipalité|Employés\nX (fictif)|Amos|3\n")
    assert flows(planned(database, stacked)) == [BARK_ASH[0]]
    beside = "Entreprise|Sens|Matière|Quantité (t/an)||Entreprise|Sens|Matière|Quantité (t/an)"
    sheet = sheet_of(f"{beside}\nabi-001|offre|écorces|12||abi-002|offre|wood-ash|5")
    sheet.title = "Flux"
    with pytest.raises(SeveralSheets) as several:
        planned(database, sheet)
    assert (several.value.sheets, several.value.alike) == ({"Flux": 1, "Flux · F1": 1}, True)
    assert flows(planned(database, sheet, sheet="Flux · F1")) == [BARK_ASH[1]]
    assert flows(planned(database, sheet, sheet="*")) == BARK_ASH


def test_sheets_of_years_are_read_together(database: Path) -> None:
    head = "Entreprise|Sens|Matière|Quantité (t/an)\n"
    first, second = (sheet_of(f"{head}abi-001|offre|écorces|{n}\n") for n in (9, 12))
    first.title, second.title = "2023", "2024"
    plan = planned(database, saved(first, second))
    assert flows(plan) == [BARK_ASH[0]], "the last year counts, and it is said"
    assert {"sheets-together-years", "collections-of-other-years"} <= {rule for rule, _ in plan.notices}
    third = sheet_of(f"{head}abi-001|offre|écorces|beaucoup\n")
    first.title, third.title = "Site A", "Site B"
    sites = saved(first, third)
    with pytest.raises(SeveralSheets):
        planned(database, sites)
    asked = planned(database, sites, sheet="*")
    assert [place.cell for one in asked.questions if one.blocks for place in one.places] == ["Site B!D2"]


def test_what_a_sheet_shows_is_said(database: Path) -> None:
    sheet = sheet_of(
        "Entreprise|Sens|Matière|Quantité|Unité\nabi-001|offre|écorces|12|t/an\nabi-002|offre|wood-ash|5|t/an"
    )
    sheet.row_dimensions[3].hidden = True
    sheet.column_dimensions["E"].hidden = True
    sheet["C2"].comment = Comment("à peser de nouveau", "L")
    plan = planned(database, sheet)
    assert flows(plan) == BARK_ASH
    assert plan.notices == [("hidden-rows", "3"), ("hidden-columns", "E"), ("comments", "C2")]


def test_a_struck_row_is_asked(database: Path) -> None:
    sheet = sheet_of(
        "Entreprise|Sens|Matière|Quantité (t/an)\nabi-001|offre|écorces|12\nabi-002|offre|wood-ash|5"
    )
    for cell in sheet[3]:
        cell.font = Font(strike=True)
    (question,) = planned(database, sheet).questions
    assert (question.rule, question.rows) == ("row-struck", 1)
    assert flows(planned(database, sheet, question.answered(LEFT_OUT))) == BARK_ASH[:1]
    assert flows(planned(database, sheet, question.answered("keep"))) == BARK_ASH


def test_the_unit_of_a_number_format_counts(database: Path) -> None:
    sheet = sheet_of("Entreprise|Sens|Matière|Quantité\nabi-001|offre|écorces|1000\nabi-002|offre|wood-ash|5")
    sheet["D2"].number_format = '0.0" kg/mois"'
    sheet["D3"].number_format = '#,##0\\ "t/an"'
    assert flows(planned(database, sheet)) == BARK_ASH


def test_a_file_of_numbers_says_what_to_do(database: Path) -> None:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as package:
        package.writestr("Index/Document.iwa", b"x")
    with pytest.raises(FileRefused) as refused:
        planned(database, held.getvalue())
    assert refused.value.key == "import-numbers"


def test_a_workbook_of_before_2007_is_read(database: Path, root: Path) -> None:
    plan = make_plan(root / "tests" / "data" / "older.xls", database, "flows", "abitibi")
    assert plan.notices == [("hidden-sheet", "Notes"), ("older-workbook", "")]
    assert [(row.record["observed_on"].isoformat(), row.state) for row in plan.rows] == [
        ("2025-03-04", "new"),
        ("2025-03-05", "question"),
    ]


def test_units_stand_under_the_materials_and_a_sum_of_a_name_is_no_row(database: Path) -> None:
    sheet = sheet_of(
        "Entreprise|Sens|Carton|Écorces\n||t/an|t/mois\nabi-001|offre|12|3\nSous-total abi-001||12|3\nTotal||12|3\n"
    )
    plan = planned(database, saved(sheet))
    assert [(row["material_id"], row["quantity_per_year"]) for row in plan.records] == [
        ("corrugated-cardboard", 12.0),
        ("bark", 36.0),
    ]
    assert {("units-row", "2"), ("total-row", "4"), ("total-row", "5")} <= set(plan.notices)


def test_numbered_offers_and_needs_are_rows(database: Path) -> None:
    sheet = sheet_of(
        "Entreprise|Offre 1|Quantité offre 1|Offre 2|Quantité offre 2|Besoin 1|Quantité besoin 1\n"
        "abi-001|écorces|10 t/an|sciure|5 t/mois|carton|3 t/an\n"
    )
    plan = planned(database, saved(sheet))
    assert [(row["direction"], row["material_id"], row["quantity_per_year"]) for row in plan.records] == [
        ("offer", "bark", 10.0),
        ("offer", "sawdust-chips", 60.0),
        ("demand", "corrugated-cardboard", 3.0),
    ]
