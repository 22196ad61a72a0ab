"""Which programmes there are, in their own words."""

from __future__ import annotations

from datetime import date

import pandas as pd

from eit.domain.errors import InvalidSelection
from eit.domain.jurisdiction import now, today
from eit.domain.selection import Selection
from eit.store.database import Database
from eit.store.jurisdictions import jurisdiction, jurisdictions, programme_jurisdiction
from eit.store.records import FICTITIOUS


def all_programmes(database: Database) -> pd.DataFrame:
    """One row per programme; `levels` is a tuple of kinds of territory, the first one is the default."""
    frame = database.cached_query("programmes")
    frame["levels"] = [tuple(levels.split("|")) for levels in frame["levels"]]
    return frame


def programme(database: Database, programme_id: str) -> pd.Series | None:
    """The row of one programme, or None."""
    frame = all_programmes(database)
    found = frame[frame["programme_id"] == programme_id]
    return None if found.empty else found.iloc[0]


def today_there(database: Database, jurisdiction_id: str) -> date:
    """The day it is in a jurisdiction. Raises InvalidSelection("jurisdiction-unknown")."""
    return today(jurisdiction(database, jurisdiction_id))


def today_in(database: Database, programme_id: str) -> date:
    """The day it is where a programme is. Raises InvalidSelection("programme-unknown")."""
    return today(programme_jurisdiction(database, programme_id))


def today_of_file(database: Database) -> date:
    """The day by the clock of the first programme: for what is made of all of them. UTC where there is none."""
    known = all_programmes(database)
    return now().date() if known.empty else today_there(database, known.iloc[0]["jurisdiction"])


def first_jurisdiction(database: Database) -> str:
    """The id of the first jurisdiction of the table: where a map begins before any programme does."""
    return next(iter(jurisdictions(database)))


def categories(database: Database, programme_id: str) -> pd.DataFrame:
    """One row per category with its number of flows in the programme."""
    return database.query("categories", {"programme_id": programme_id})


def balance(database: Database, programme_id: str) -> pd.DataFrame:
    """Offers and demands of matter by category [t/yr]."""
    return database.query("category_balance", {"programme_id": programme_id})


def vocabulary(database: Database, programme_id: str) -> pd.DataFrame:
    """The programme's own terms."""
    return database.query("vocabulary", {"programme_id": programme_id})


def ensure_known(database: Database, selection: Selection) -> None:
    """Raise InvalidSelection when the territory or the material of a selection does not exist."""
    known = database.query("known_ids")
    for kind, value in (("territory", selection.territory_id), ("material", selection.material_id)):
        if value is not None and not ((known["kind"] == kind) & (known["id"] == value)).any():
            raise InvalidSelection(f"{kind}-unknown", value=value)


def company_names(database: Database, programme_id: str) -> dict[str, str]:
    """Name of each company of the programme by its id, in alphabetical order."""
    frame = database.query("company_names", {"programme_id": programme_id})
    return dict(zip(frame["company_id"], frame["name"], strict=True))


def synergy_titles(database: Database, programme_id: str, lang: str) -> dict[str, str]:
    """Title of each synergy of the programme by its id."""
    frame = database.query("synergy_ids", {"programme_id": programme_id})
    return dict(zip(frame["synergy_id"], frame[f"title_{lang}"], strict=True))


def programme_is_fictitious(database: Database, programme_id: str) -> bool:
    """True when each organisation of a programme says that it is made up, in a file that says so too.

    One real organisation is enough: nobody may take its figures for invented ones.
    """
    meta = database.query("meta")
    said = set(meta.loc[meta["key"] == "fictitious", "value"])
    names = company_names(database, programme_id).values()
    everyone = all(FICTITIOUS.search(name) for name in names)
    return bool(said & {"true", "partly"}) and everyone and (bool(names) or said == {"true"})


def is_fictitious(database: Database) -> bool:
    """True when the file says that its companies are a demonstration."""
    meta = database.query("meta")
    return bool(((meta["key"] == "fictitious") & (meta["value"] == "true")).any())
