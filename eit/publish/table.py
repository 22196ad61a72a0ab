"""One table of an edition: which cells are computed, carried over, hidden or empty, and the judgement on it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from eit.domain.disclosure import MINIMUM_CHANGED, band, rounded
from eit.domain.errors import Refusal
from eit.publish.audit import Audit, audit
from eit.publish.climbing import climb
from eit.publish.past_editions import (
    Quantities,
    System,
    Vintage,
    build_systems,
    contributions,
    last_told,
    may_be_computed,
    private,
)
from eit.publish.protection import hiding_rule
from eit.publish.solving import NoChoice
from eit.publish.suppressor import Suppressor
from eit.publish.unions import Place, is_union

ENOUGH = 0.95
"""A choice that tells more cells is taken when it tells at least so much of the tonnes of the other."""
COMPUTED, CARRIED, HIDDEN, EMPTY = "computed", "carried", "hidden", "empty"
NOT_ESTIMATED = "not_estimated"
"""A derived cell of which too little has a factor."""


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
    kept: Counter[str] = field(default_factory=Counter)
    """Rule → how many hidden cells it keeps."""


def make_table(
    edition: str, history: Sequence[Vintage], now: Quantities, public: Iterable[str] = ()
) -> TableResult:
    """Choose and judge the cells of one table. Raises Unpublished when the audit finds something, or did nothing.

    `public`: the organisations whose figures are known to everybody, now and in every edition before.
    """
    systems = build_systems(history, now, public)
    told, judged = _chosen_and_judged(systems, history, now, public)
    vintages = [*history, Vintage(edition, now, told)]
    unions = sorted(cell for cell in told if is_union(cell) and cell not in systems[0].cells)
    cells = (_cell(vintages, cell) for cell in [*systems[0].cells, *unions])
    return TableResult(tuple(cells), told, judged, _kept(systems, vintages, public))


def _chosen_and_judged(
    systems: Sequence[System], history: Sequence[Vintage], now: Quantities, public: Iterable[str]
) -> tuple[frozenset[Place], Audit | None]:
    """The cells and the unions that are told, with the audit; without the unions when it finds something in them."""
    alone = _choose(systems, history, now, public)
    unions = _climbed(systems, history, now, public, alone)
    for told in (alone | unions, alone) if unions else (alone,):
        try:
            return told, _judge(systems, told) if told or not history else _judge_past(history, public)
        except Unpublished as refusal:
            if told == alone or refusal.key != "publish-audit-failed":
                raise
    raise AssertionError("the last one returns or raises")


def _choose(
    systems: Sequence[System], history: Sequence[Vintage], now: Quantities, public: Iterable[str]
) -> frozenset[Place]:
    """The cells that nobody can use, however they link: by tonnes first, then by cells; the choice that tells more."""
    cells, values = systems[0].cells, systems[0].values
    refused = np.array(
        [
            not all(may_be_computed(history, now, cell, system.same, public) for system in systems)
            for cell in cells
        ],
        bool,
    )
    told = [~_hidden(systems, refused, values)]
    if (told[0] | refused).all():
        return frozenset(cell for cell, kept in zip(cells, told[0].tolist(), strict=True) if kept)
    told.append(~_hidden(systems, refused, np.ones(len(cells))))
    enough = ENOUGH * float(values[told[0]].sum())
    best = max(told, key=lambda kept: (float(values[kept].sum()) >= enough, int(kept.sum())))
    return frozenset(cell for cell, kept in zip(cells, best.tolist(), strict=True) if kept)


def _climbed(
    systems: Sequence[System],
    history: Sequence[Vintage],
    now: Quantities,
    public: Iterable[str],
    told: frozenset[Place],
) -> frozenset[Place]:
    """The unions that are told beside the cells, where these leave something untold."""
    if not any(now.values()):
        return frozenset()
    standing = told.union(*(vintage.told for vintage in history))

    def allowed(cell: Place) -> bool:
        return cell not in standing and all(
            may_be_computed(history, now, cell, system.same, public) for system in systems
        )

    return climb(systems, now, told, standing, allowed)


def _hidden(systems: Sequence[System], refused: NDArray, weights: NDArray) -> NDArray:
    """Which cells are hidden [cells]: each system hides beside what the one before hid."""
    hidden = refused
    for system in systems:
        if hidden.all():
            break
        suppressor = Suppressor(system.holdings, system.rows, system.fixed, weights, system.described)
        try:
            hidden = suppressor.choose(hidden)
        except NoChoice as error:
            raise Unpublished("publish-solver", value=str(error)) from error
    return hidden


def _judge(systems: Sequence[System], told: frozenset[Place]) -> Audit | None:
    """What the audit says of everything that is out once `told` is; what is not told now is no part of it."""
    judged = []
    for system in systems:
        rows = system.rows_of(sorted(told))
        sums = np.vstack([system.fixed, rows])
        if not len(sums):
            return None
        before = system.fixed if len(system.fixed) else None
        judged.append(audit(system.holdings, sums, np.vstack([system.described, rows]), before))
        if judged[-1].findings:
            raise Unpublished("publish-audit-failed", value=len(judged[-1].findings))
        if not judged[-1].held:
            raise Unpublished("publish-audit-empty")
    checks = {method: sum(one.checks[method] for one in judged) for method in judged[0].checks}
    return Audit(checks, ())


def _judge_past(history: Sequence[Vintage], public: Iterable[str]) -> Audit | None:
    """What the audit says of what is out when nothing is added; None when it would not be told today.

    What was told under other rules, before a merger, or before a register made figures public, cannot be taken back.
    """
    *before, last = history
    try:
        return _judge(build_systems(before, last.quantities, public), last.told)
    except Unpublished as refusal:
        if refusal.key != "publish-audit-failed":
            raise
        return None


def _kept(systems: Sequence[System], vintages: Sequence[Vintage], public: Iterable[str]) -> Counter[str]:
    """How many of the hidden cells that hold something each rule keeps, taken alone."""
    now, known = vintages[-1].quantities, frozenset(public).union(*(one.public for one in vintages))
    hidden = [cell for cell in systems[0].cells if last_told(vintages, cell) is None]
    return Counter(
        hiding_rule(contributions(private(now, known), cell).values())
        for cell in hidden
        if contributions(now, cell)
    )


def _someone(vintages: Sequence[Vintage], cell: Place) -> bool:
    """Whether a cell without a figure holds something, or its emptiness would tell that one or two have left it."""
    if contributions(vintages[-1].quantities, cell):
        return True
    known = frozenset[str]().union(*(vintage.public for vintage in vintages))
    before = (contributions(vintage.quantities, cell) for vintage in reversed(vintages))
    last = {group for group in next(filter(None, before), {}) if group not in known}
    return 0 < len(last) < MINIMUM_CHANGED


def _cell(vintages: Sequence[Vintage], cell: Place) -> Cell:
    last = last_told(vintages, cell)
    if last is None:
        return Cell(cell, HIDDEN if _someone(vintages, cell) else EMPTY)
    shares = [share for share in contributions(last.quantities, cell).values() if share > 0]
    state = COMPUTED if last is vintages[-1] else CARRIED
    return Cell(cell, state, rounded(float(np.sum(np.sort(shares)))), band(len(shares)), last.edition)
