"""A valid table comes back equal, whatever its encoding, separator, decimal sign, thousands and kind of file."""

from __future__ import annotations

import csv
import datetime
import io

import openpyxl
from hypothesis import given, settings
from hypothesis import strategies as st

from eit.ingest.cells import as_text, plain_number
from eit.ingest.fields import Evidence, Fields
from eit.ingest.headers import KnownHeaders, find_header
from eit.ingest.reading import Answers, read_sheet
from eit.ingest.values.words import clean_text
from tests.ingest.books import plain

HEADER = ["Identifiant", "Entreprise", "Sens", "Matière", "Libellé", "Quantité", "Unité", "Observé le"]
LETTERS = "abcdefghijklmnopqrstuvwxyzABCÉéèêàçôîûù 0123456789-'(),;|.\"&"
names = st.text(LETTERS, min_size=1, max_size=20).map(lambda text: f"x{text.strip()}é")
quantities = st.one_of(
    st.none(),
    st.integers(0, 10**9),
    st.decimals(0, 10**7, places=2, allow_nan=False).map(float),
    st.decimals(0, 1000, places=4, allow_nan=False).map(float),
)
rows = st.lists(
    st.tuples(names, quantities, st.dates(datetime.date(1990, 1, 1), datetime.date(2025, 12, 31))),
    min_size=1,
    max_size=8,
)
FORMS, BOOKS = 200, 80
"""How many tables are tried in the forms of a text, and in the two of a workbook; a search tries what it is told."""
ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252", "mac_roman", "cp850")


def written(value: float | None, decimal: str, thousands: str) -> str:
    if value is None:
        return "n.c."
    text = f"{value:,.4f}" if isinstance(value, float) else f"{value:,}"
    return text.replace(",", "T").replace(".", decimal).replace("T", thousands)


def read_back(data: bytes, name: str) -> list[tuple[str, float | None, object]]:
    sheet = read_sheet(data, name, KnownHeaders("flows").count, Answers())
    header = find_header(sheet, KnownHeaders("flows"))
    evidence = Evidence(sheet, header, Answers())
    found = []
    for row in sheet.rows:
        if row.number > header.row:
            fields = Fields(row, evidence)
            number = fields.number("quantity", 0)
            label = fields.take("label", clean_text)
            found.append((label, number and number.value, fields.day("observed_on")))
            assert fields.refusals == []
    return found


def expected(table: list) -> list:
    # The first row shows the decimal sign beyond doubt, as one cell in a real column nearly always does.
    return [
        ("témoin", 0.5, None),
        *((name.strip(), None if q is None else float(q), day) for name, q, day in table),
    ]


@settings(max_examples=max(FORMS, settings().max_examples), deadline=None)
@given(
    rows, st.sampled_from(ENCODINGS), st.sampled_from(";,\t|"), st.sampled_from(",."),
    st.sampled_from(["", " ", "\u00a0"]), st.sampled_from(["%Y-%m-%d", "%d/%m/%Y"]),
    st.sampled_from(["\n", "\r\n", "\r"]),
)  # fmt: skip
def test_a_table_in_any_text_form_comes_back_equal(
    table, encoding, separator, decimal, thousands, day, end
) -> None:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=separator, lineterminator=end)
    writer.writerow(HEADER)
    # A first row that shows the order of days and months.
    writer.writerow(["a", "abi-001", "offre", "wood-ash", "témoin", f"0{decimal}5", "t/an", ""])
    for number, (name, quantity, date) in enumerate(table):
        shown = (
            f"{date.year:04}-{date.month:02}-{date.day:02}"
            if day.startswith("%Y") or date.day <= 12
            else None
        )
        shown = shown or f"{date.day:02}/{date.month:02}/{date.year:04}"
        writer.writerow(
            [
                number,
                "abi-001",
                "offre",
                "wood-ash",
                name,
                written(quantity, decimal, thousands),
                "t/an",
                shown,
            ]
        )
    assert read_back(out.getvalue().encode(encoding), "t.csv") == expected(table)


def xlsx(*table: list) -> bytes:
    book = openpyxl.Workbook()
    for values in table:
        book.active.append(values)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@settings(max_examples=max(BOOKS, settings().max_examples), deadline=None)
@given(rows, st.sampled_from([(xlsx, "t.xlsx"), (plain, "t.ods")]))
def test_a_table_in_a_workbook_comes_back_equal(table, form) -> None:
    write, name = form
    lines = [HEADER, ["a", "abi-001", "offre", "wood-ash", "témoin", 0.5, "t/an", None]]
    for number, (label, quantity, date) in enumerate(table):
        shown = date if date.year > 1900 else date.isoformat()
        lines.append([number, "abi-001", "offre", "wood-ash", label, quantity, "t/an", shown])
    assert read_back(write(*lines), name) == expected(table)


@given(st.floats(-1e12, 1e12, allow_nan=False))
def test_a_number_written_plainly_is_read_back_and_never_in_doubt(value: float) -> None:
    text = plain_number(round(value, 6))
    assert "e" not in text
    assert float(text) == float(as_text(round(value, 6))) == round(value, 6)
    assert len(text.partition(".")[2]) != 3
