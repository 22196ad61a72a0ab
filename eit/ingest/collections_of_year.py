"""A register with one row per collection: the rows of one stream are summed over its latest year, and it is said."""

from __future__ import annotations

from eit.domain.typed_number import plain_digits
from eit.ingest.names import Record

SUMMED = ("quantity_per_year", "mass_t_per_year", "energy_kwh_per_year", "volume_m3_per_year")
KEPT = (*SUMMED, "observed_on", "unit_typed", "quantity_typed")
"""What is kept of each collection; a register has a hundred thousand of them."""


class Tally:
    """Rows of a register that are counted: one count for all that are alike."""

    def __init__(self) -> None:
        self.counts: dict[str, Record] = {}

    def add(self, record: Record) -> bool:
        """Whether the row is one more of a count that was begun before."""
        first = self.counts.setdefault(record["count_id"], record)
        if first is record:
            return False
        first["businesses"] += record["businesses"]
        return True


class Streams:
    """The streams of a register, collection after collection."""

    def __init__(self) -> None:
        self.rows: dict[str, list[Record]] = {}

    def add(self, record: Record) -> bool:
        """Whether the collection is one more of a stream that was met before."""
        met = self.rows.setdefault(record["flow_id"], [])
        met.append({name: record.get(name) for name in KEPT})
        return len(met) > 1

    def sum_into(self, record: Record) -> int:
        """Put the sum of the latest year into the first row of a stream; how many collections are of other years."""
        rows = self.rows[record["flow_id"]]
        years = [row["observed_on"].year for row in rows if row["observed_on"]]
        last = max(years, default=None)
        of_year = [
            row for row in rows if last is None or (row["observed_on"] and row["observed_on"].year == last)
        ]
        for name in SUMMED:
            values = [row[name] for row in of_year if row[name] is not None]
            record[name] = sum(values) if values else None
        units = {row["unit_typed"] for row in of_year}
        typed = [row["quantity_typed"] for row in of_year if row["quantity_typed"] is not None]
        if len(units) == 1 and typed:
            record["quantity_typed"] = plain_digits(round(sum(float(text) for text in typed), 9))
        elif typed:
            record["quantity_typed"] = plain_digits(record["quantity_per_year"])
            record["unit_typed"] = f"{record['unit']}/year"
        record["observed_on"] = max(
            (row["observed_on"] for row in of_year if row["observed_on"]), default=None
        )
        record["quantity_written"] = None
        return len(rows) - len(of_year)
