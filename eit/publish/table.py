"""One table of an edition: which cells are computed, carried over, hidden or empty, and the judgement on it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from eit.domain.disclosure import band, rounded
from eit.domain.errors import Refusal
from eit.publish.audit import Audit, audit
from eit.publish.past_editions import (
    Place,
    Quantities,
    Vintage,
    build_system,
    contributions,
    last_told,
    may_be_computed,
)
from eit.publish.solving import NoChoice
from eit.publish.suppressor import Suppressor

COMPUTED, CARRIED, HIDDEN, EMPTY = "computed", "carried", "hidden", "empty"


class Unpublished(Refusal):
    """An edition that is not made: the one before stays."""


@dataclass(frozen=True)
class Cell:
    """One figure: None unless its state is computed or carried; `edition` says from which data it was computed."""

    place: Place
    state: str
    value: float | None = None
    count_band: str | None = None
    edition: str | None = None


@dataclass(frozen=True)
class TableResult:
    """The cells of a table, what is told for the first time, and the audit (None when nothing was ever told)."""

    cells: tuple[Cell, ...]
    told: frozenset[Place]
    audit: Audit | None


def make_table(edition: str, history: Sequence[Vintage], now: Quantities) -> TableResult:
    """Choose and judge the cells of one table. Raises Unpublished when the audit finds something, or did nothing."""
    told = _choose(history, now)
    judged = _judge(history, now, told)
    vintages = [*history, Vintage(edition, now, told)]
    system = build_system(history, now)
    return TableResult(tuple(_cell(vintages, cell) for cell in system.cells), told, judged)


def _choose(history: Sequence[Vintage], now: Quantities) -> frozenset[Place]:
    system = build_system(history, now)
    refused = np.array([not may_be_computed(history, now, cell) for cell in system.cells], bool)
    if refused.all():
        return frozenset()
    suppressor = Suppressor(system.holdings, system.rows, system.fixed, system.values, system.described)
    try:
        hidden = suppressor.choose(refused)
    except NoChoice as error:
        if history:
            return frozenset()
        raise Unpublished("publish-solver", value=str(error)) from error
    return frozenset(cell for cell, kept in zip(system.cells, hidden.tolist(), strict=True) if not kept)


def _judge(history: Sequence[Vintage], now: Quantities, told: frozenset[Place]) -> Audit | None:
    """What the audit says of everything that is out once `told` is; what is not told now is no part of it."""
    system = (
        build_system(history, now)
        if told or not history
        else build_system(history[:-1], history[-1].quantities)
    )
    new = told or (history[-1].told if history else frozenset())
    rows = system.rows[[cell in new for cell in system.cells]]
    sums = np.vstack([system.fixed, rows])
    if not len(sums):
        return None
    judged = audit(system.holdings, sums, system.described)
    if judged.findings:
        raise Unpublished("publish-audit-failed", value=len(judged.findings))
    if not judged.held:
        raise Unpublished("publish-audit-empty")
    return judged


def _cell(vintages: Sequence[Vintage], cell: Place) -> Cell:
    last = last_told(vintages, cell)
    if last is None:
        anyone = contributions(vintages[-1].quantities, cell)
        return Cell(cell, HIDDEN if anyone else EMPTY)
    shares = [share for share in contributions(last.quantities, cell).values() if share > 0]
    state = COMPUTED if last is vintages[-1] else CARRIED
    return Cell(cell, state, rounded(float(np.sum(np.sort(shares)))), band(len(shares)), last.edition)
