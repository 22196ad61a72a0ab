"""Anonymise: the one way from the data to what a room may see, for the shared screen, the consortium and the brief.

Done on whole tables, before any question is asked: what is only hidden on the screen has already been sent, and an
exact figure under a moving slider comes back. A copy holds opaque ids drawn anew, labels that three organisations
share, the positions of shared places, and bands; everything that is computed from it (radius, order, score, minimum
quantity, totals) is computed from those, so it is the same for everybody who may not see more.
"""

from __future__ import annotations

import math
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from secrets import token_bytes

import numpy as np
import pandas as pd

from eit.analysis.organisation_labels import ANYWHERE, Told, organisation_labels
from eit.domain.bands import DISTANCE_LIMITS_KM, EMPLOYEE_LIMITS, limit_band, middle, round_band
from eit.domain.errors import InvalidSelection
from eit.domain.exchange.geodesy import to_geocentric
from eit.domain.names.finder import NameFinder
from eit.domain.scene import anonymous_address
from eit.store import column_privacy as privacy
from eit.store.consents import may_be_named
from eit.store.consortium_copy import share_boundaries as share_boundaries
from eit.store.consortium_copy import write_anonymous
from eit.store.database import Database
from eit.store.organisation_names import name_finder

ID_BYTES = 6
KEY_BYTES = 16
WITHOUT_PAGE = "/accueil"
"""Where a scene leads whose address can no longer be read."""
BANDS: dict[str, Callable[[float], float | None]] = {
    privacy.QUANTITY: lambda value: middle(round_band(value)),
    privacy.DISTANCE: lambda value: middle(limit_band(value, DISTANCE_LIMITS_KM)),
    privacy.UNTOLD: lambda value: None,
    privacy.HEADCOUNT: lambda value: float(round(middle(limit_band(value, EMPLOYEE_LIMITS)))),
}


@contextmanager
def open_room(source: Path, lang: str) -> Iterator[Database]:
    """What a room may see of a file, in one language, for as long as it is needed. Raises DataError."""
    with tempfile.TemporaryDirectory(prefix="maillage-") as folder:
        target = Path(folder) / source.name
        write_copy(source, target, lang)
        with Database(target) as room:
            yield room


@dataclass(frozen=True)
class Anonymous:
    """What is drawn and known for one copy: the key of its ids, who is called what, and how names are found."""

    key: bytes
    told: Mapping[str, Told]
    finder: NameFinder
    programmes: pd.DataFrame
    lang: str

    def opaque(self, value: object) -> object:
        """The id that stands for another one in this copy; what is missing stays missing."""
        return opaque_id(value, self.key) if isinstance(value, str) else value


def opaque_id(value: str, key: bytes) -> str:
    """The id that stands for another one in the copies of one key."""
    return f"n{blake2b(value.encode(), key=key, digest_size=ID_BYTES).hexdigest()}"


def real_flows(database: Database) -> dict[str, str]:
    """The flow that each id of the copies of a file stands for; for the server alone."""
    key = database.ask(draw_key)
    return {opaque_id(flow, key): flow for flow in database.rows("flow")["flow_id"]}


def anonymous(database: Database, lang: str, key: bytes | None = None) -> Anonymous:
    """Draw a copy's key (unless it is given: two languages of one version share it) and its labels."""
    told, names, spoken = organisation_labels(database, lang)
    finder = name_finder(database, names, spoken)
    countries = database.rows("jurisdiction").set_index("jurisdiction_id")["country"]
    programmes = database.rows("programme")
    programmes = programmes.assign(country=programmes["jurisdiction"].map(countries))
    return Anonymous(key or token_bytes(KEY_BYTES), told, finder, programmes, lang)


def write_copy(source: Path, target: Path, lang: str, key: bytes | None = None) -> dict[str, str]:
    """Write what a room may see of `source`, with its boundaries; see `write_copy_of`."""
    with Database(source) as database:
        companies = write_copy_of(database, target, lang, key)
    share_boundaries(source, target)
    return companies


def write_copy_of(database: Database, target: Path, lang: str, key: bytes | None = None) -> dict[str, str]:
    """Write what a room may see of a file, in one language; the real id of each company by its opaque one.

    The ids stay on the server: whoever enters something during a meeting means a real company. Raises DataError when
    the source cannot be read.
    """
    known = anonymous(database, lang, key)
    write_anonymous(database, target, lambda table, rows: redact_frame(rows, table, known))
    return {str(known.opaque(company)): company for company in database.rows("company")["company_id"]}


def draw_key(database: Database) -> bytes:
    """One draw of the ids of a file's copies: who changes the language keeps the company that is chosen.

    It rests on the organisations and on what they agreed to, so it is drawn anew when one of them changes: an id that
    stood for a name never stands for the label that replaces it.
    """
    may_be_named(database)
    database.rows("consortium_member")
    return token_bytes(KEY_BYTES)


def redact_text(text: object, finder: NameFinder, a_name: bool = False) -> object:
    """A text without any name that may not be said; what is not text is given back."""
    return finder.redact(text, a_name) if isinstance(text, str) else text


def redact_frame(rows: pd.DataFrame, table: str, known: Anonymous) -> pd.DataFrame:
    """The rows of a table as a room may see them: see `store.column_privacy` for what each column may tell."""
    frame = rows.copy()
    if table == "company":
        frame = _companies(frame, known)
    if table == "territory":
        frame = _with_anywhere(frame, known)
    for column in frame.columns:
        if column in privacy.OPAQUE:
            frame[column] = [known.opaque(value) for value in frame[column]]
        elif pd.api.types.is_bool_dtype(frame[column]) or pd.api.types.is_datetime64_any_dtype(frame[column]):
            continue
        elif pd.api.types.is_numeric_dtype(frame[column]):
            frame[column] = _banded(frame[column], privacy.kind_of_number(table, column))
        else:
            frame[column] = _texts(frame[column], privacy.kind_of_text(table, column), known)
    if table == "consortium_member":
        frame = _members(frame, rows["company_id"], known)
    if table in ("flow", "synergy"):
        frame = _as_if_typed(frame)
    own = next((column for column in frame.columns if column in privacy.OPAQUE), None)
    return frame if own is None else frame.sort_values(own, kind="stable", ignore_index=True)


def _banded(values: pd.Series, kind: str) -> pd.Series:
    if kind == privacy.PLAIN:
        return values
    band = BANDS[kind]
    kept = [None if pd.isna(value) else band(float(value)) for value in values]
    return pd.Series(kept, index=values.index, dtype=object)


def _texts(values: pd.Series, kind: str, known: Anonymous) -> pd.Series:
    """Each text once: a column repeats its words."""
    if kind in (privacy.OPEN, privacy.OWN):
        return values
    change: dict[object, object] = {}
    for value in values.dropna().unique():
        change[value] = _text(str(value), kind, known)
    return pd.Series([change.get(value) for value in values], index=values.index, dtype=object)


def _text(text: str, kind: str, known: Anonymous) -> str | None:
    if kind == privacy.REMOVED:
        return None
    if kind == privacy.LINK:
        return None if known.finder.find(text, True) else text
    if kind == privacy.ADDRESS:
        try:
            return anonymous_address(text, lambda company: str(known.opaque(company)))
        except InvalidSelection:
            return WITHOUT_PAGE
    return known.finder.redact(text, kind == privacy.NAME)


def _as_if_typed(frame: pd.DataFrame) -> pd.DataFrame:
    """The quantity as a person would have typed its band: the middle, per year; the observation by its month."""
    typed = [
        None if value is None or pd.isna(value) else f"{value:g}" for value in frame["quantity_per_year"]
    ]
    frame["quantity_typed"] = pd.Series(typed, index=frame.index, dtype=object)
    frame["unit_typed"] = frame["unit"] + "/year"
    if "observed_on" in frame:
        frame["observed_on"] = _first_of(frame["observed_on"], "M")
    return frame


def _first_of(days: pd.Series, period: str) -> pd.Series:
    """The first day of the month (`M`) or of the year (`Y`): an exact day is found again in a register."""
    return pd.to_datetime(days).dt.to_period(period).dt.start_time


def _companies(frame: pd.DataFrame, known: Anonymous) -> pd.DataFrame:
    """Labels, shared places and their points; a size that fewer than three of a label share is not told."""
    frame = frame.astype({"employees": object, "latitude": float, "longitude": float})
    told = [known.told.get(company) for company in frame["company_id"]]
    silent = np.array([one is not None for one in told], dtype=bool)
    placed = frame["latitude"].notna().to_numpy() & silent
    for column in ("name", "sector_code", "sector_fr", "sector_en", "kind"):
        own = [getattr(one, column) if one else value for one, value in zip(told, frame[column], strict=True)]
        frame[column] = pd.Series(own, index=frame.index, dtype=object)
    for column in ("sector_fr", "sector_en"):
        frame[column] = [redact_text(value, known.finder) for value in frame[column]]
    frame["municipality_id"] = [
        one.place_id if one else value for one, value in zip(told, frame["municipality_id"], strict=True)
    ]
    frame["park_id"] = frame["park_id"].astype(object).where(~silent, None)
    for number, column in enumerate(("latitude", "longitude")):
        moved = [one.point[number] if one else math.nan for one in told]
        frame[column] = np.where(placed, moved, frame[column])
    frame["position_quality"] = frame["position_quality"].where(~placed, "municipality")
    frame["position_quality"] = frame["position_quality"].where(frame["latitude"].notna(), "none")
    frame["x_km"], frame["y_km"], frame["z_km"] = to_geocentric(frame["latitude"], frame["longitude"])
    frame["consent_name"] = frame["consent_name"].astype(bool) & ~silent
    frame["joined_on"] = _first_of(frame["joined_on"], "Y")
    shared = [
        one is None or one.tells_size(value) for one, value in zip(told, frame["employees"], strict=True)
    ]
    frame["employees"] = pd.to_numeric(frame["employees"].where(pd.Series(shared, index=frame.index), None))
    return frame


def _with_anywhere(frame: pd.DataFrame, known: Anonymous) -> pd.DataFrame:
    """The territories, and for each programme that needs it its whole: where those are who share no smaller place."""
    asked = {
        one.place_id.removeprefix(ANYWHERE)
        for one in known.told.values()
        if one.place_id.startswith(ANYWHERE)
    }
    rows = known.programmes[known.programmes["programme_id"].isin(asked)]
    names = rows[f"territory_{known.lang}"].fillna(rows[f"short_{known.lang}"])
    added = pd.DataFrame(
        {
            "territory_id": ANYWHERE + rows["programme_id"],
            "kind": "region",
            "name": names,
            "country": rows["country"],
            "source": rows["programme_id"],
            "confidence": "derived",
        }
    )
    return pd.concat([frame, added.astype(object)], ignore_index=True) if len(added) else frame


def _members(frame: pd.DataFrame, companies: pd.Series, known: Anonymous) -> pd.DataFrame:
    """Who sits there for an organisation that may not be named is that organisation, in its shared place."""
    told = [known.told.get(company) if isinstance(company, str) else None for company in companies]
    for column, own in (("name", "name"), ("territory_id", "place_id")):
        frame[column] = [
            getattr(one, own) if one and isinstance(value, str) else value
            for one, value in zip(told, frame[column], strict=True)
        ]
    return frame
