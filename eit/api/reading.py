"""What one request reads, as rows: of the data file, of what a room may see of it, or of the public edition."""

from __future__ import annotations

import hmac
from collections.abc import Callable, Mapping
from pathlib import Path

import pandas as pd

from eit.analysis.exports import Asked, export_table
from eit.analysis.programmes import ensure_known, programme, programme_is_fictitious, today_in
from eit.analysis.week import Task, without_names
from eit.api.columns import EDITION_COLUMNS
from eit.api.versions import Versions
from eit.domain.door.api import CONSORTIUM, RESOURCES
from eit.domain.errors import DataError, InvalidSelection
from eit.domain.selection import Selection
from eit.domain.typed_number import NumberField, read_number
from eit.locations import GEO
from eit.publish.reading import Limits, PublicEdition, open_current
from eit.store.api_tokens import Token
from eit.store.database import Database
from eit.views.texts import texts

EDITION_LIMITS = Limits(seconds=5.0, rows=100_000)
EDITION_ANSWERS: dict[str, Callable[[PublicEdition, str], pd.DataFrame]] = {
    "figures": lambda edition, programme_id: edition.cells(programme_id),
    "cases": lambda edition, programme_id: edition.cases(programme_id),
    "presence": lambda edition, programme_id: edition.presence(programme_id),
    "statements": lambda edition, programme_id: edition.statements(programme_id),
    "counts": lambda edition, programme_id: edition.synergies(programme_id),
}
RADIUS = NumberField(units=("km",))
FILTERS = {"exchanges": ("radius_km", "territory_id", "material_id")}
"""Resource → the words of its address that choose among its rows."""


class Reading:
    """The one data file of this server and its public edition. Raises DataError when one cannot be read."""

    def __init__(self, path: Path, edition: Path | None) -> None:
        self.versions, self.edition = Versions(path), edition

    def database(self, token: Token, lang: str) -> Database:
        """What the role of a token reads."""
        return self.versions.room(lang) if token.role == CONSORTIUM else self.versions.file()

    def programme(self, token: Token, lang: str) -> dict[str, object]:
        """The programme of a token, of the data file."""
        database = self.database(token, lang)
        row = _known(database, token.programme_id)
        kept = (
            "programme_id",
            "name_fr",
            "name_en",
            "jurisdiction",
            "currency",
            "levels",
            "default_radius_km",
        )
        return {
            **{name: row[name] for name in kept},
            "fictitious": programme_is_fictitious(self.versions.file(), token.programme_id),
            "as_of": today_in(database, token.programme_id),
        }

    def rows(self, token: Token, resource: str, lang: str, words: Mapping[str, str]) -> pd.DataFrame:
        """The rows of a resource of the data file. Raises InvalidSelection."""
        database = self.database(token, lang)
        row = _known(database, token.programme_id)
        selection = Selection(
            token.programme_id,
            radius_km=_radius(words.get("radius_km"), float(row["default_radius_km"])),
            level=row["levels"][0],
            territory_id=words.get("territory_id"),
            material_id=words.get("material_id"),
        )
        ensure_known(database, selection)
        day = today_in(database, token.programme_id)
        asked = Asked(selection, day, lang, GEO, texts(lang)("date.year_round"))
        return database.ask(export_table, RESOURCES[resource], asked)

    def edition_rows(self, token: Token, resource: str) -> tuple[pd.DataFrame, dict[str, object]]:
        """The rows of a resource of the public edition, and which edition it is. Raises DataError("no_edition")."""
        if self.edition is None or not self.edition.is_file():
            raise DataError("api_no_edition")
        with open_current(self.edition, EDITION_LIMITS) as edition:
            said = edition.edition()
            facts = {
                "edition": str(said["name"]),
                "published_on": said["published_on"],
                "sha256": edition.digest,
            }
            known = edition.programmes()
            if token.programme_id not in set(known["programme_id"]):
                raise DataError("api_no_edition")
            found = EDITION_ANSWERS[resource](edition, token.programme_id)
        return found.reindex(columns=list(EDITION_COLUMNS[resource])), facts

    def week(self, token: Token, lang: str) -> tuple[list[Task], str]:
        """What is to do this week, without any name that may not be said, and the name of the programme."""
        database = self.versions.file()
        row = _known(database, token.programme_id)
        day = today_in(database, token.programme_id)
        tasks = without_names(database, token.programme_id, day, lang)
        hidden = [task._replace(row_id=_hidden(token, task.row_id)) for task in tasks]
        return hidden, str(row[f"name_{lang}"])


def _hidden(token: Token, row_id: str) -> str:
    """The same for the same row each time this token asks; an id may be made of a name."""
    return hmac.new(token.digest.encode(), row_id.encode(), "sha256").hexdigest()[:16]


def _known(database: Database, programme_id: str) -> pd.Series:
    row = programme(database, programme_id)
    if row is None:
        raise InvalidSelection("programme-unknown", value=programme_id)
    return row


def _radius(typed: str | None, usual: float) -> float:
    if typed is None:
        return usual
    found = read_number(typed, "en", RADIUS, "radius_km")
    return usual if found is None else found
