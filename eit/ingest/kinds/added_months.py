"""What is asked of a quantity that the layout added up from months: those that are missing, a total that differs."""

from __future__ import annotations

import re

from eit.domain.question import Choice
from eit.ingest.cells import CellRefused, as_text
from eit.ingest.fields import Fields
from eit.ingest.layout.month_sums import DIFFERS
from eit.ingest.values.units import Unit

PART_OF_YEAR = re.compile(r"(?P<months>\d{1,2})/12")
"""What the layout writes for the period of fewer than twelve months."""
YEAR, PRO_RATA = "year", "prorata"


def ask_total(fields: Fields) -> None:
    """A total of the file that is not the sum of its months: which of the two it is."""
    written = as_text(fields.get("quantity"))
    both = written.split(DIFFERS)
    if len(both) == 2 and fields.evidence.given.value("quantity", written) is None:
        fields.refuse("quantity", "total-differs", "", tuple(map(Choice, both)))


def part_of_year(months: int, answer: str | None) -> Unit:
    """The period of a sum over so many months: a year, or what it would be in one; asked once for the file."""
    if answer not in (YEAR, PRO_RATA):
        raise CellRefused("months-incomplete", asked=f"{months}")
    return Unit(period="year", times=12 / months if answer == PRO_RATA else 1.0)
