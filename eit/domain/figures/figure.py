"""One figure as it travels to a screen: its value or its state, its unit, its range and its target."""

from __future__ import annotations

from dataclasses import dataclass, field

from eit.domain.figures.ranges import Range

KNOWN = "known"
COVERAGE = "coverage_"
"""Begins the details that say which share [0..1] of a unit (t, kWh, m3) a figure covers."""
NOT_COMMUNICATED, NOT_ESTIMATED, NOT_AVAILABLE = "not_communicated", "not_estimated", "not_available"


@dataclass(frozen=True)
class Figure:
    """A KPI: `key` names its texts; `value` is None unless `state` is "known"; `interval` when it has a range."""

    key: str
    value: float | None
    unit: str
    state: str = KNOWN
    interval: Range | None = None
    target: float | None = None
    provisional: bool = False
    detail: dict[str, float | str] = field(default_factory=dict)

    @property
    def coverage(self) -> float | None:
        """Least share [0..1] of what the figure is about that could be estimated; None where nothing is estimated."""
        shares = [float(value) for name, value in self.detail.items() if name.startswith(COVERAGE)]
        return min(shares, default=None)

    def as_record(self) -> dict[str, object]:
        """A flat record for CSV and JSON."""
        return {
            "key": self.key,
            "value": self.value,
            "low": self.interval.low if self.interval else None,
            "high": self.interval.high if self.interval else None,
            "unit": self.unit,
            "state": self.state,
            "target": self.target,
            "provisional": self.provisional,
            "coverage": self.coverage,
        }


def share(part: float, whole: float) -> float | None:
    """`part / whole`, or None when there is nothing to divide by: a ratio that cannot lie."""
    return part / whole if whole else None
