"""How a synergy may move, when its results are confirmed, and what makes it doubtful; events are only ever added."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from eit.domain.errors import Refusal
from eit.domain.figures.cases import DESTINATIONS, SHARES_TOLERANCE, UNKNOWN, parse_destination
from eit.domain.stage import HEADLINE_STAGES, SET_ASIDE, SET_ASIDE_REASONS, STAGES, counts_in_headline

STAGE, RECONFIRMATION, NOTE = "stage", "reconfirmation", "note"
CONFIDENCES = ("low", "medium", "high")
ROLES = ("giver", "taker", "partner")
ORIGINS = ("exchange", "pool", "gap", "meeting", "entered", "imported")
CONFIRMED_FOR_YEARS = 1
"""DOMAIN.md 4: annual figures are the flows confirmed for that year; one confirmation holds for twelve months."""


class InvalidMove(Refusal):
    """A step of a synergy that cannot be: the sentence says which, and what to do instead."""


@dataclass(frozen=True)
class Event:
    """One line of the history of a synergy, as it was entered; `rank` decides between two of one day."""

    occurred_on: date
    rank: int
    stage: str | None = None
    kind: str = STAGE
    reason: str | None = None
    for_year: int | None = None
    quantity_per_year: float | None = None

    @property
    def confirmed_on(self) -> date | None:
        """The day from which this event vouches for the yearly quantity; None when it does not.

        A reconfirmation vouches for its year: entered later, it does not make an old year recent.
        """
        if self.kind == RECONFIRMATION and self.for_year is not None:
            return min(self.occurred_on, date(self.for_year, 12, 31))
        return self.occurred_on if self.kind == STAGE and self.stage in HEADLINE_STAGES else None


History = Iterable[Event]


def known(events: History, as_of: date) -> list[Event]:
    """The events until `as_of`, oldest first: the state of a past day is what was known then."""
    found = [event for event in events if event.occurred_on <= as_of]
    return sorted(found, key=lambda event: (event.occurred_on, event.rank))


def current_stage(events: History, as_of: date = date.max) -> str | None:
    """The stage of a synergy at a date; None before its first event."""
    stages = [event.stage for event in known(events, as_of) if event.kind == STAGE]
    return stages[-1] if stages else None


def stage_before_set_aside(events: History) -> str:
    """The stage to which a synergy that was set aside goes back."""
    stages = [e.stage for e in known(events, date.max) if e.kind == STAGE and e.stage in STAGES]
    return stages[-1] if stages and stages[-1] else STAGES[0]


def one_year_after(day: date) -> date:
    """The same day a year later (28 February after a 29)."""
    try:
        return day.replace(year=day.year + CONFIRMED_FOR_YEARS)
    except ValueError:
        return day.replace(year=day.year + CONFIRMED_FOR_YEARS, day=28)


def is_stale(confirmed_on: date | None, as_of: date) -> bool:
    """True when nobody confirmed the quantity in the twelve months before `as_of`."""
    return confirmed_on is None or as_of > one_year_after(confirmed_on)


def confirmed_years(events: History, as_of: date) -> dict[int, float | None]:
    """Years for which a synergy counts, with the quantity that was confirmed (None: as declared).

    A year counts when it has a realised or verified event, or a reconfirmation, and when the synergy was still
    realised at its end (or at `as_of`, if that is earlier). The last word about a year is the one that holds.
    """
    until = known(events, as_of)
    years: dict[int, float | None] = {}
    for event in until:
        if event.confirmed_on is not None:
            year = (
                event.for_year if event.kind == RECONFIRMATION and event.for_year else event.occurred_on.year
            )
            if event.kind == RECONFIRMATION or year not in years:
                years[year] = event.quantity_per_year
    return {
        year: quantity
        for year, quantity in sorted(years.items())
        if counts_in_headline(current_stage(until, min(as_of, date(year, 12, 31))) or "")
    }


def check_day(events: History, on: date, today: date, row: str) -> None:
    """Refuse a day that has not come, or that lies before what already happened."""
    if on > today:
        raise InvalidMove("date-in-future", value=on.isoformat(), row_id=row)
    stages = [event for event in known(events, date.max) if event.kind == STAGE]
    if stages and on < stages[-1].occurred_on:
        raise InvalidMove(
            "date-before-last-stage",
            value=on.isoformat(),
            unit=stages[-1].occurred_on.isoformat(),
            row_id=row,
        )


def check_advance(
    events: History,
    stage: str,
    on: date,
    today: date,
    row: str,
    quantity: float | None = None,
    destination: str | None = None,
    kind: str = "matter",
) -> None:
    """Forward by one stage or several; a result needs its quantity and, for matter, where it went before.

    `row` names the synergy in the refusal. Raises InvalidMove.
    """
    if stage not in STAGES:
        raise InvalidMove("stage-unknown", value=stage, row_id=row)
    check_day(events, on, today, row)
    now = current_stage(events)
    if now == SET_ASIDE:
        raise InvalidMove("synergy-set-aside", value=stage, row_id=row)
    if now is not None and STAGES.index(stage) <= STAGES.index(now):
        raise InvalidMove("stage-backwards", value=stage, unit=now, row_id=row)
    if counts_in_headline(stage):
        check_result(quantity, destination, kind, row)


def check_result(quantity: float | None, destination: str | None, kind: str, row: str) -> None:
    """A result has a quantity; matter also has the destination that it left."""
    if quantity is None:
        raise InvalidMove("result-without-quantity", row_id=row)
    if kind == "matter" and not (destination or "").strip():
        raise InvalidMove("result-without-destination", row_id=row)


def check_set_aside(events: History, reason: str | None, on: date, today: date, row: str) -> None:
    """From any stage, with one of the seven reasons. Raises InvalidMove."""
    if reason not in SET_ASIDE_REASONS:
        raise InvalidMove("reason-unknown", value=reason or "", row_id=row)
    check_day(events, on, today, row)
    if current_stage(events) == SET_ASIDE:
        raise InvalidMove("already-set-aside", row_id=row)


def check_reopen(events: History, note: str | None, on: date, today: date, row: str) -> str:
    """The stage that a synergy set aside goes back to; a note says why. Raises InvalidMove."""
    if current_stage(events) != SET_ASIDE:
        raise InvalidMove("not-set-aside", row_id=row)
    if not (note or "").strip():
        raise InvalidMove("note-missing", row_id=row)
    check_day(events, on, today, row)
    return stage_before_set_aside(events)


def check_reconfirm(events: History, for_year: int, on: date, today: date, row: str) -> None:
    """Only a result is confirmed, for a year that has begun and in which it had been realised. Raises InvalidMove."""
    if on > today:
        raise InvalidMove("date-in-future", value=on.isoformat(), row_id=row)
    if not counts_in_headline(current_stage(events) or ""):
        raise InvalidMove("not-a-result", row_id=row)
    first = next(
        event.occurred_on.year for event in known(events, date.max) if event.stage in HEADLINE_STAGES
    )
    if not first <= for_year <= on.year:
        raise InvalidMove("year-not-confirmable", value=for_year, unit=f"{first}-{on.year}", row_id=row)


def check_destination(text: str | None, row: str) -> None:
    """The names are known and the shares add up to 1. Raises InvalidQuantity or InvalidMove."""
    shares = parse_destination(text)
    wrong = set(shares) - {*DESTINATIONS, UNKNOWN}
    if wrong:
        raise InvalidMove("destination-unknown", value=sorted(wrong)[0], row_id=row)
    if abs(sum(shares.values()) - 1) > SHARES_TOLERANCE:
        raise InvalidMove("destination-shares-not-one", value=sum(shares.values()), row_id=row)


def went_through(events: History, as_of: date) -> set[str]:
    """Every stage that a synergy has gone through until `as_of`, whatever happened later."""
    reached: set[str] = set()
    for event in known(events, as_of):
        if event.kind == STAGE and event.stage in STAGES:
            reached.update(STAGES[: STAGES.index(event.stage) + 1])
    return reached


def flags(row: Mapping[str, object]) -> tuple[str, ...]:
    """What somebody should look at in one synergy of the board; keys of sentences.

    `row` holds stage, is_result, stale, overdue, has_quantity, has_destination, above_flow, flow_removed, party_left.
    """
    found = []
    if row["is_result"]:
        found += [name for name in ("stale",) if row["stale"]]
        found += ["no-quantity"] if not row["has_quantity"] else []
        found += ["no-destination"] if not row["has_destination"] else []
    names = {
        "overdue": "overdue",
        "above_flow": "above-flow",
        "flow_removed": "flow-removed",
        "party_left": "party-left",
    }
    if row["stage"] != SET_ASIDE:
        found += [name for key, name in names.items() if row[key]]
    return tuple(found)
