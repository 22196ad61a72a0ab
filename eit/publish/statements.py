"""What a programme says of itself in an edition: its presentation, whom to write to, and the results that it declares.

None of it is computed from organisations: a value is one that the programme typed and chose to publish. A text that
names an organisation which did not consent is refused, never corrected.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

import pandas as pd

from eit.analysis.impact.indicators import sheet
from eit.domain.figures.figure import KNOWN
from eit.domain.figures.indicator import NOT_COMMUNICATED, Indicator
from eit.publish.collecting import Collected
from eit.publish.table import Unpublished
from eit.store.database import Database
from eit.store.mailbox.address import join_url
from eit.store.organisation_names import names_without_consent

PRESENTATION = ("description_fr", "description_en", "public_contact")
COLUMNS = (
    *("programme_id", "rank", "label_fr", "label_en", "unit_fr", "unit_en"),
    *("bound", "year", "value"),
)
TEXTS = ("label_fr", "label_en", "unit_fr", "unit_en")


def presentation_rows(database: Database, collected: Sequence[Collected]) -> pd.DataFrame:
    """programme_id, `PRESENTATION`, join_url: what each programme typed for everyone, and the form that is open."""
    rows = [
        {
            "programme_id": item.row["programme_id"],
            **{name: _text(item.row.get(name)) for name in PRESENTATION},
            "join_url": join_url(Path(database.stamp.path), str(item.row["programme_id"])),
        }
        for item in collected
    ]
    return pd.DataFrame(rows, columns=["programme_id", *PRESENTATION, "join_url"])


def statement_rows(database: Database, item: Collected, as_of: date) -> list[dict[str, object]]:
    """The declared values, and targets, of the indicators that a programme publishes: `COLUMNS`; a year may be None."""
    programme_id = str(item.row["programme_id"])
    rows = database.cached_query("indicators", {"programme_id": programme_id})
    public = set(rows.loc[rows["audience"] == "public", "indicator_id"])
    found: list[dict[str, object]] = []
    for rank, indicator in enumerate(sheet(database, programme_id, as_of) if public else [], start=1):
        if indicator.indicator_id in public:
            own = {name: getattr(indicator, name) for name in TEXTS}
            found += [
                {"programme_id": programme_id, "rank": rank, **own, **cell} for cell in _cells(indicator)
            ]
    return found


def _cells(indicator: Indicator) -> Iterator[dict[str, object]]:
    """A computed value stays inside: it is one of organisations, and only tables that are protected tell those."""
    declared = indicator.published if indicator.kind == "computed" else indicator.values
    for bound, cells in (("value", declared), ("target", indicator.bounds.get("target", ()))):
        for cell in cells:
            if cell.state in (KNOWN, NOT_COMMUNICATED):
                yield {"bound": bound, "year": cell.year, "value": cell.value}


def refuse_names(database: Database, frames: Sequence[pd.DataFrame]) -> None:
    """Raise Unpublished("publish-names") when a text names an organisation that did not consent."""
    columns = (*PRESENTATION, *TEXTS, "name_fr", "name_en")
    texts = [
        (str(text), False)
        for frame in frames
        for column in columns
        if column in frame
        for text in frame[column].dropna().unique()
    ]
    named = names_without_consent(database, texts)
    if named:
        raise Unpublished("publish-names", value=", ".join(named))


def _text(value: object) -> str | None:
    return None if value is None or pd.isna(value) or not str(value).strip() else str(value).strip()
