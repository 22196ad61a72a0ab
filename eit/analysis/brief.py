"""The document of a meeting: everything that it says, read once, with the names that a room may see."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pandas as pd

from eit.analysis import consortium, programmes
from eit.analysis.anonymise import open_room
from eit.analysis.exchanges import potential
from eit.analysis.impact import kpis
from eit.analysis.impact.inventory import inventory
from eit.analysis.own_bands import headline_in_bands, usual_selection
from eit.analysis.synergies import board as pipeline
from eit.analysis.synergies.cases import case_cards
from eit.analysis.synergies.funnel import funnel
from eit.analysis.synergies.progress import left_before
from eit.analysis.territories import figures as territories
from eit.domain.brief import ASKED, MEETING, YEAR, Brief
from eit.domain.consortium import MEETING_KINDS
from eit.domain.errors import InvalidSelection
from eit.domain.figures.figure import Figure
from eit.domain.selection import Selection
from eit.domain.stage import SET_ASIDE
from eit.store.database import Database
from eit.store.layers.folder import Layers

FULL_DATE = re.compile(r"\d{4}-\d{2}-\d{2}$")
MARGIN = 0.08


def brief(
    database: Database,
    programme_id: str,
    as_of: date,
    lang: str,
    geo: Path,
    since: date | None = None,
    layers: Layers | None = None,
    room: Database | None = None,
    in_bands: bool = False,
) -> Brief:
    """The brief of a programme at `as_of`; `geo` is the folder of the boundaries, `layers` those imported.

    The headline and the counts are the programme's own, from `database`; whatever tells of a company, a place or a
    pair is from `room`, the copy that a room may see (made when it is not given). `in_bands`: whoever makes it is no
    coordination, so its headline is told by bands. What is new is new since `since`: by
    default the last meeting with a full date, else a year. Raises InvalidSelection: unknown programme, late `since`.
    """
    selection = usual_selection(database, programme_id)
    if since is not None and since > as_of:
        raise InvalidSelection("since-after", value=since)
    begun, origin = (since, ASKED) if since else _last_meeting(database, programme_id, as_of)
    if room is None:
        with open_room(Path(database.stamp.path), lang) as copy:
            return brief(database, programme_id, as_of, lang, geo, since, layers, copy, in_bands)
    board = pipeline.board(room, programme_id, as_of)
    pairs = potential.potential_exchanges(room, selection, as_of)
    steps = funnel(database, programme_id, as_of)
    stock = inventory(room, programme_id, as_of)
    ground = territories.territory_stock(room, programme_id, selection.level)
    shapes = territories.shapes(database, programme_id, selection.level, geo, layers)
    drawn = territories.with_boundaries(territories.territory_figures(ground, pairs, board), shapes)
    names = programmes.categories(database, programme_id)
    return Brief(
        lang=lang,
        programme=_told(room, programme_id),
        as_of=as_of,
        since=begun,
        since_from=origin,
        radius_km=selection.radius_km,
        figures=tuple(_figures(database, selection, as_of, in_bands)),
        in_bands=in_bands,
        counts=steps.counts,
        targets=steps.targets,
        published=steps.published,
        days_left=steps.days_left,
        new_synergies=_new(room, programme_id, board, begun, as_of),
        decisions=_decisions(room, programme_id, begun, as_of),
        cases=tuple(case_cards(room, programme_id, as_of)),
        oldest=_day(stock["oldest"]),
        newest=_day(stock["newest"]),
        fictitious=programmes.is_fictitious(database),
        territories=drawn,
        sites=territories.sites(territories.site_stock(room, programme_id), pairs),
        exchanges=pairs[pairs["allocated_quantity"] > 0].reset_index(drop=True),
        synergies=_living(board),
        bounds=_around(territories.extent(database, programme_id, geo, layers)),
        category_names=dict(zip(names["category_id"], names[f"name_{lang}"], strict=True)),
        boundary_sources=tuple(sorted(set(drawn["source"].dropna()))),
    )


def _figures(database: Database, selection: Selection, as_of: date, in_bands: bool) -> list[Figure]:
    if in_bands:
        return headline_in_bands(database, selection.programme_id, as_of)
    return kpis.headline(database, selection, as_of)


def _told(room: Database, programme_id: str) -> dict[str, object]:
    """The programme as the copy tells it: its description may name an organisation."""
    row = programmes.programme(room, programme_id)
    return {} if row is None else {str(key): value for key, value in row.to_dict().items()}


def _last_meeting(database: Database, programme_id: str, as_of: date) -> tuple[date, str]:
    meetings = database.query("meetings", {"programme_id": programme_id})
    held = meetings[meetings["kind"] == MEETING_KINDS[0]]["held_on"].dropna().astype(str)
    days = [date.fromisoformat(text) for text in held if FULL_DATE.match(text)]
    past = [day for day in days if day < as_of]
    if past:
        return max(past), MEETING
    return (pd.Timestamp(as_of) - pd.DateOffset(years=1)).date(), YEAR


def _new(
    database: Database, programme_id: str, board: pd.DataFrame, since: date, as_of: date
) -> pd.DataFrame:
    """The synergies that began (`is_new`) or changed stage after `since`, the last first; `parties` as labels."""
    events = database.cached_query("synergy_events", {"programme_id": programme_id})
    began = pd.to_datetime(events.groupby("synergy_id")["occurred_on"].min()).to_dict()
    first = pd.to_datetime(pd.Series([began.get(key) for key in board["synergy_id"]], index=board.index))
    frame = board.assign(is_new=first > pd.Timestamp(since))
    kept = frame[frame["is_new"] | (pd.to_datetime(frame["stage_on"]) > pd.Timestamp(since))]
    rows = database.cached_query("synergy_parties", {"programme_id": programme_id})
    there = rows[~left_before(rows, as_of)]
    labels: dict[str, tuple[str, ...]] = {}
    for synergy, said in zip(there["synergy_id"], there["name"], strict=True):
        labels[synergy] = tuple(dict.fromkeys((*labels.get(synergy, ()), said)))
    named = kept.assign(
        in_bands=True,
        parties=[labels.get(key, ()) for key in kept["synergy_id"]],
        partners_left=[()] * len(kept),
    )
    return named.sort_values(["stage_on", "synergy_id"], ascending=[False, True], ignore_index=True)


def _living(board: pd.DataFrame) -> pd.DataFrame:
    """The synergies that were not set aside, without the lists of names that only the board shows."""
    kept = board[board["stage"] != SET_ASIDE].reset_index(drop=True)
    return kept.drop(columns=["parties", "partners_left"])


def _decisions(database: Database, programme_id: str, since: date, as_of: date) -> pd.DataFrame:
    """What was decided after `since`, and what is still to do, the soonest due first; `is_new` tells them apart."""
    rows = consortium.decisions(database, programme_id, as_of)
    decided = pd.to_datetime(rows["decided_on"])
    rows = rows[~(decided > pd.Timestamp(as_of))].assign(is_new=decided > pd.Timestamp(since))
    return rows[rows["is_new"] | (rows["state"] == "open")].reset_index(drop=True)


def _around(box: tuple[float, float, float, float]) -> tuple[float, float, float, float]:
    west, south, east, north = (float(edge) for edge in box)
    wide, tall = (east - west) * MARGIN, (north - south) * MARGIN
    return west - wide, south - tall, east + wide, north + tall


def _day(value: object) -> str | None:
    return None if value is None else str(value)[:10]
