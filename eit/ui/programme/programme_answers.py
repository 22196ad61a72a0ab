"""What the page Programme asks for; every key holds the version of the file."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pandas as pd

from eit.analysis import programme_parts
from eit.analysis.programme_parts import choice_names
from eit.domain.programme.parts import PARTS
from eit.store.database import FileVersion
from eit.ui.data_file import answer, database

Names = Mapping[str, Mapping[str, str]]


@answer
def part_rows(version: FileVersion, programme_id: str, part_name: str) -> pd.DataFrame:
    """See `analysis.programme_parts.part_rows`."""
    return programme_parts.part_rows(database(version), programme_id, PARTS[part_name])


@answer
def names_of(version: FileVersion, programme_id: str, lang: str) -> Names:
    """See `analysis.programme_parts.choice_names`."""
    return choice_names(database(version), programme_id, lang)


@answer
def agenda(version: FileVersion, programme_id: str, as_of: date) -> pd.DataFrame:
    """See `analysis.programme_parts.agenda`."""
    return programme_parts.agenda(database(version), programme_id, as_of)


@answer
def items(version: FileVersion, programme_id: str, as_of: date) -> pd.DataFrame:
    """See `analysis.programme_parts.items`."""
    return programme_parts.items(database(version), programme_id, as_of)
