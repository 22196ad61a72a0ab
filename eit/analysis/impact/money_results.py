"""Money and jobs of the synergies that are results: what was declared, what follows, and how much of it is known."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from eit.analysis.impact.avoided import of_synergies
from eit.analysis.impact.money import PriceBook, avoided_disposal
from eit.domain.figures.coverage import ENOUGH, coverage
from eit.domain.figures.estimate_terms import PROVISIONAL_ABOVE, total
from eit.domain.figures.figure import COVERAGE, NOT_AVAILABLE, NOT_ESTIMATED, Figure
from eit.domain.figures.quality import quantity_range
from eit.domain.figures.ranges import Draws, Range
from eit.domain.figures.returns import net_present_value, payback_years

MONEY_KEYS = (
    "investment",
    "net_saving",
    "avoided_disposal",
    "jobs",
    "payback",
    "net_present_value",
)
BY_SYNERGY = "synergy"
"""The unit of a coverage that is counted by synergies, not by mass."""


def money_results(done: pd.DataFrame, prices: PriceBook) -> list[Figure]:
    """Figures of MONEY_KEYS over the results of a day, in the currency of the programme; each says what it covers.

    Declared sums cover the synergies that state them, disposal the tonnes that were eliminated; under 60 % there is no
    number. The payback and the present value rest on the synergies that state both investment and saving.
    """
    currency, draws = prices.currency, Draws()
    saving = done["saving_per_year"].astype(float) - done["cost_per_year"].astype(float).fillna(0.0)
    invested = done["investment"].astype(float)
    both = done.assign(invested=invested, saved=saving)[invested.notna() & saving.notna()]
    share = len(both) / len(done) if len(done) else 1.0
    sums = (declared_sum(both["invested"]), declared_sum(both["saved"]))
    back = payback_years(*sums, draws) if share >= ENOUGH else None
    worth = net_present_value(*sums, draws) if share >= ENOUGH else None
    jobs = done["jobs"].astype(float)
    return [
        _stated("investment", invested, currency),
        _stated("net_saving", saving, f"{currency}/yr"),
        _disposal(done, prices, draws),
        _stated("jobs", jobs, "job"),
        _payback(back, len(both), share),
        _figure("net_present_value", worth, currency, {BY_SYNERGY: share}),
    ]


def _payback(years: Range | None, counted: int, share: float) -> Figure:
    """Zero without a result, not available where the investment is never paid back, not estimated under the share."""
    if years is None and counted and share >= ENOUGH:
        return Figure("payback", None, "yr", state=NOT_AVAILABLE, detail={f"{COVERAGE}{BY_SYNERGY}": share})
    return _figure("payback", years if counted else Range.point(0.0), "yr", {BY_SYNERGY: share})


def declared_sum(amounts: Iterable[float]) -> Range:
    """Sum of what people declared, with the band of what is declared; a loss keeps its sign."""
    known = [float(amount) for amount in amounts]
    gains, losses = ([abs(one) for one in known if (one < 0) is lost] for lost in (False, True))
    up, down = (quantity_range((one, "declared") for one in side) for side in (gains, losses))
    return Range(up.low - down.high, up.central - down.central, up.high - down.low)


def _stated(key: str, amounts: pd.Series, unit: str) -> Figure:
    share = float(amounts.notna().mean()) if len(amounts) else 1.0
    return _figure(
        key, declared_sum(amounts.dropna()) if share >= ENOUGH else None, unit, {BY_SYNERGY: share}
    )


def _disposal(done: pd.DataFrame, prices: PriceBook, draws: Draws) -> Figure:
    matter = of_synergies(done[done["unit"] == "t"].dropna(subset=["quantity_per_year"]))
    found = [avoided_disposal(row, prices, draws) for row in matter.to_dict("records")]
    priced = [item.central is not None for item in found]
    shares = coverage(zip(matter["unit"], matter["quantity_per_year"].astype(float), priced, strict=True))
    enough = all(share >= ENOUGH for share in shares.values())
    summed = total(found, draws)
    return _figure(
        "avoided_disposal",
        summed.range if enough else None,
        f"{prices.currency}/yr",
        shares,
        summed.provisional_share,
    )


def _figure(
    key: str, value: Range | None, unit: str, shares: dict[str, float], provisional: float | None = None
) -> Figure:
    detail: dict[str, float | str] = {f"{COVERAGE}{name}": share for name, share in shares.items()}
    if value is None:
        return Figure(key, None, unit, state=NOT_ESTIMATED, detail=detail)
    if provisional is not None:
        detail["provisional_share"] = provisional
    return Figure(
        key,
        value.central,
        unit,
        interval=value,
        provisional=(provisional or 0.0) > PROVISIONAL_ABOVE,
        detail=detail,
    )
