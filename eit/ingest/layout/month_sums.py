"""Months and quarters that stand as columns, added up to a year; what does not add up is asked as it is written."""

from __future__ import annotations

from collections.abc import Sequence

from eit.domain.typed_number import plain_digits
from eit.ingest.cells import Cell, CellRefused, Row, Sheet, as_text
from eit.ingest.layout.made_rows import beside, title_of
from eit.ingest.layout.wide_headings import HeadingPart, cell_at
from eit.ingest.values.amounts import parse_amount
from eit.ingest.values.typed_numbers import Signs

TOTALS = {
    "total",
    "totaux",
    "total annuel",
    "somme",
    "annee",
    "total an",
    "sum",
    "year total",
    "annual total",
}
ROUNDED = 0.005
"""How far a total may be from the sum of its parts, that were rounded."""
DIFFERS = " ≠ "
"""Between a total and the sum of its parts, that say two things."""
EVERY_YEAR = "an"
"""The period of what was given by year, as a file says it."""


def sum_months(
    sheet: Sheet, header: Row, parts: Sequence[HeadingPart], kind: str, units: bool, total: int | None
) -> None:
    """The months or quarters of a year, added; one that does not say a number is asked as it is written.

    A year with months missing is asked once; a total beside them that is another sum is asked with both.
    """
    spans = [
        (year, int(last) - int(first) + 1) for year, first, last in (part.value.split("|") for part in parts)
    ]
    months = sum(wide for _, wide in spans)
    period = EVERY_YEAR if months == 12 else f"{months}/12"
    years = sorted({year for year, _ in spans if year})
    rows = []
    for row in sheet.rows:
        cells = [cell_at(row, part.place) for part in parts]
        if row.number < header.number:
            rows.append(row)
            continue
        if row.number == header.number:
            said: list[Cell] = [title_of("quantity", kind), title_of("unit", kind), "frequency"]
        else:
            said = [*_added(cells, parts, None if total is None else cell_at(row, total), units), period]
            said = said if any(as_text(cell).strip() for cell in cells) else ["", "", ""]
        said = said if units else [said[0], *said[2:]]
        if years:
            filled = row.number != header.number and said[0] != ""
            said.append(
                title_of("observed_on", kind)
                if row.number == header.number
                else f"{years[-1]}-12-31" * filled
            )
        rows.append(beside(row, parts, said))
    sheet.rows = rows
    sheet.notices.append(("months-summed", f"{months} ({', '.join(years)})" if years else f"{months}"))


def _added(
    cells: Sequence[Cell], parts: Sequence[HeadingPart], total: Cell | None, units: bool
) -> list[Cell]:
    """Sum and unit of the cells of a row; what is no number, or two units, as it is written."""
    amounts = [_amount(cell) for cell in cells]
    unit = next((part.unit for part in parts if part.unit), "")
    inside = {amount[1] for amount in amounts if amount is not None and amount[1]}
    if any(amount is None for amount in amounts) or len(inside | ({unit} - {""})) > 1:
        several = len(inside | ({unit} - {""})) > 1
        odd = [
            as_text(cell)
            for cell, one in zip(cells, amounts, strict=True)
            if one is None or (several and one[1])
        ]
        return [" + ".join(odd), unit]
    said = round(sum(amount[0] for amount in amounts if amount is not None), 9)
    written = _amount(total) if total is not None and as_text(total).strip() else None
    if written is not None and abs(written[0] - said) > ROUNDED * max(abs(said), 1):
        return [f"{plain_digits(written[0])}{DIFFERS}{plain_digits(said)}", unit]
    found = next(iter(inside), unit)
    return [said if units or not inside else f"{plain_digits(said)} {found}", found]


def _amount(cell: Cell) -> tuple[float, str] | None:
    """Number and unit of a month: nothing written is nothing; None for what is no number."""
    if not as_text(cell).strip():
        return 0.0, ""
    try:
        found = parse_amount(cell, Signs(), 0, 1e15)
    except CellRefused:
        return None
    return (
        (found.central, found.unit) if found and found.central is not None and not found.estimated else None
    )
