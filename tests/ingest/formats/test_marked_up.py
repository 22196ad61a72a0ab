"""A table under a name that is not its own is read for what it is: a page, XML, a text called .xls."""

from __future__ import annotations

import shutil
import zipfile
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest

from eit.ingest.cells import FileRefused
from eit.ingest.plan import make_plan
from eit.ingest.preview import Plan
from eit.ingest.reading import Answers, read_sheet

TITLES = ("Entreprise", "Sens", "Matière", "Quantité (t/an)")
ROWS = (("abi-001", "offre", "écorces", "1 200,5"), ("abi-002", "besoin", "sciure", "30"))
SS = "urn:schemas-microsoft-com:office:spreadsheet"


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory, root: Path) -> Path:
    folder = tmp_path_factory.mktemp("marked")
    return Path(shutil.copyfile(root / "data" / "flows.duckdb", folder / "flows.duckdb"))


def planned(database: Path, folder: Path, data: bytes, name: str) -> Plan:
    file = folder / name
    file.write_bytes(data)
    return make_plan(file, database, "flows", "abitibi", Answers())


def page(charset: str = "utf-8", before: str = "", mark: str = "td") -> bytes:
    head = f'<html><head><meta http-equiv="Content-Type" content="text/html; charset={charset}"><title>x</title></head>'
    lines = "".join(
        f"<tr>{''.join(f'<{mark}>{one}</{mark}>' for one in row)}</tr>" for row in (TITLES, *ROWS)
    )
    return f"{head}<body>{before}<table border=1>{lines}</table></body></html>".encode(charset)


def xml_workbook() -> bytes:
    def cell(text: str) -> str:
        kind = "Number" if text.isdigit() else "String"
        return f'<Cell><Data ss:Type="{kind}">{text}</Data></Cell>'

    rows = "".join(f"<Row>{''.join(map(cell, row))}</Row>" for row in (TITLES, *ROWS))
    sheet = f'<Worksheet ss:Name="Flux"><Table>{rows}</Table></Worksheet>'
    return f'<?xml version="1.0"?><Workbook xmlns="{SS}" xmlns:ss="{SS}">{sheet}</Workbook>'.encode()


def tabbed(encoding: str) -> bytes:
    return "\n".join("\t".join(row) for row in (TITLES, *ROWS)).encode(encoding)


def without_shared_strings() -> bytes:
    """A workbook of a program that declares a part and does not write it, its texts in the cells."""
    book, out = openpyxl.Workbook(), BytesIO()
    book.save(out)
    lines = ("".join(f"<c t='inlineStr'><is><t>{one}</t></is></c>" for one in row) for row in (TITLES, *ROWS))
    cells = "".join(f"<row>{line}</row>" for line in lines)
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    sheet = f'<?xml version="1.0"?><worksheet xmlns="{main}"><sheetData>{cells}</sheetData></worksheet>'
    made = BytesIO()
    with zipfile.ZipFile(out) as old, zipfile.ZipFile(made, "w") as new:
        for name in old.namelist():
            if name != "xl/sharedStrings.xml":
                new.writestr(name, sheet if name == "xl/worksheets/sheet1.xml" else old.read(name))
    return made.getvalue()


FILES = {
    "a page called xls": (page(), "export.xls"),
    "a page in an older encoding": (page("cp1252"), "export.xls"),
    "a page called xlsx, titles in th": (page(mark="th"), "export.xlsx"),
    "a page with a line before": (page(before="<p>Registre</p><table><tr><td>x</td></tr></table>"), "a.html"),
    "XML of 2003": (xml_workbook(), "export.xls"),
    "a text with tabs called xls": (tabbed("cp1252"), "export.xls"),
    "Unicode text called xls": (tabbed("utf-16"), "export.xls"),
    "a text with tabs called csv": (tabbed("utf-8"), "export.csv"),
    "a part that is not there": (without_shared_strings(), "export.xlsx"),
}


@pytest.mark.parametrize("case", FILES)
def test_a_file_is_read_for_what_it_is(case: str, database: Path, tmp_path: Path) -> None:
    data, name = FILES[case]
    plan = planned(database, tmp_path, data, name)
    found = [(row["company_id"], row["material_id"], row["quantity_per_year"]) for row in plan.records]
    assert found == [("abi-001", "bark", 1200.5), ("abi-002", "sawdust-chips", 30.0)], plan.questions


def test_merged_cells_of_a_page_keep_the_others_in_their_columns() -> None:
    rows = "<tr><th colspan=2>a</th><th>b</th></tr>"
    rows += "<tr><td rowspan=2>1</td><td>2</td><td>3</td></tr><tr><td>4</td><td>5</td></tr>"
    sheet = read_sheet(f"<table>{rows}</table>".encode(), "x.xls", lambda cells: 0, Answers())
    assert [row.cells for row in sheet.rows] == [("a", "", "b"), ("1", "2", "3"), ("", "4", "5")]


def test_a_number_that_a_page_shows_rounded_is_taken_whole() -> None:
    cells = (
        '<tr><td>n</td><td>t</td></tr><tr><td x:num="1234.567">1 235</td><td>a<script>b</script></td></tr>'
    )
    sheet = read_sheet(f"<table>{cells}</table>".encode(), "x.xls", lambda cells: 0, Answers())
    assert sheet.rows[1].cells == ("1234.567", "a")


@pytest.mark.parametrize(
    ("data", "key"),
    [
        (b"<html><p>nothing</p>", "import-html"),
        (b"<?xml version='1.0'?><a/>", "import-not-a-table"),
        (f"<?xml version='1.0'?><Workbook xmlns='{SS}'><Worksheet>".encode(), "import-workbook-damaged"),
        (
            f"<?xml version='1.0'?><!DOCTYPE x [<!ENTITY a 'b'>]><Workbook xmlns='{SS}'/>".encode(),
            "import-workbook-entities",
        ),
    ],
)
def test_what_is_no_table_is_said(data: bytes, key: str) -> None:
    with pytest.raises(FileRefused) as refused:
        read_sheet(data, "x.xls", lambda cells: 0, Answers())
    assert refused.value.key == key
