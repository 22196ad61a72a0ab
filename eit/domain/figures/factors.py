"""Emission factors and prices as the formulas meet them: with band, identity and how sure they are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from numpy.typing import NDArray

from eit.domain.errors import InvalidQuantity
from eit.domain.figures.ranges import Draws, Range

PROVISIONAL = ("recalled", "proxy", "assumption")
"""What confidence a figure cannot rest on without saying so (see estimates.PROVISIONAL_ABOVE)."""


ROUTE_ROWS = ("bas", "sub", "net")
FORMER_ROWS = {
    "inc": "incineration",
    "rec": "incineration-recovery",
    "com": "composting",
    "dig": "digestion",
}
"""End of the id of a factor -> the former destination that it is the emission of."""


@dataclass(frozen=True)
class Factor:
    """A row of a reference table. `stream` names its draws; rows that share one go up and down together."""

    factor_id: str
    value: Range
    unit: str = ""
    confidence: str = "seen"
    stream: str = ""

    @property
    def provisional(self) -> bool:
        """True for a row marked recalled, proxy or assumption."""
        return self.confidence in PROVISIONAL

    def inverse(self) -> Factor:
        """One over it, drawn from the same stream (E / efficiency). InvalidQuantity when it is not above zero."""
        if self.value.low <= 0:
            raise InvalidQuantity("factor-not-positive", value=self.factor_id, unit=self.unit)
        ends = Range(1 / self.value.high, 1 / self.value.central, 1 / self.value.low)
        return replace(self, value=ends, stream=self.stream or self.factor_id)

    def drawn(self, draws: Draws) -> NDArray:
        """Its values [n] in this run, the same for everyone who uses it."""
        return draws.of(self.stream or self.factor_id, self.value)


@dataclass(frozen=True)
class Route:
    """What the tables hold for one material and use, in kg CO2e per tonne; None where there is no row.

    `landfill` is e_landfill (row -bas), `credit` is s·v - p (row -sub), `net` is their sum as its own row
    (-net), with the published band. What was landfilled is drawn by its row -net: drawing -bas and -sub apart
    would move the median of wood to panels from 333 to 394 kg, adding their ends would widen its band.
    """

    landfill: Factor | None = None
    credit: Factor | None = None
    net: Factor | None = None
    former: Mapping[str, Factor] = field(default_factory=dict)
    """Emission of the other former destinations that the tables know, by the name of the destination."""


@dataclass(frozen=True)
class FactorSet:
    """Factors by id, routes by prefix (`R-WDP`); a lookup that finds nothing gives None, never a default."""

    factors: Mapping[str, Factor]

    @classmethod
    def from_rows(cls, rows: Iterable[Mapping]) -> FactorSet:
        """Rows with factor_id, low, central, high, unit, confidence and, for the rows of a route, route_id.

        The three rows of one route describe one uncertainty, so they share the stream of the route. A row
        without a central value is left out (see Range.from_row). Raises InvalidQuantity, naming the row.
        """
        found = {}
        for row in rows:
            factor_id = str(row["factor_id"])
            try:
                value = Range.from_row(row["low"], row["central"], row["high"])
            except InvalidQuantity as refusal:
                raise refusal.at(factor_id) from refusal
            if value is not None:
                route = row.get("route_id")
                stream = route if isinstance(route, str) and route else factor_id
                found[factor_id] = Factor(factor_id, value, str(row["unit"]), str(row["confidence"]), stream)
        return cls(found)

    def get(self, factor_id: str | None) -> Factor | None:
        """The factor, or None."""
        return self.factors.get(factor_id) if factor_id else None

    def route(self, route_id: str | None, country: str = "") -> Route:
        """The factors of a route; all None when the material has none ("non estimé").

        A country (ISO 3166) with rows of its own (`R-WDP-bas-FR`) is read by those; its -net is then its own or none,
        so that no study of another country is mixed with it.
        """
        if not route_id:
            return Route()
        own = {row: self.get(f"{route_id}-{row}-{country}") for row in (*ROUTE_ROWS, *FORMER_ROWS)}
        general = {row: self.get(f"{route_id}-{row}") for row in own}
        if own["bas"] or own["sub"]:
            general["net"] = None
        found = {row: own[row] or general[row] for row in own}
        former = {name: factor for row, name in FORMER_ROWS.items() if (factor := found[row])}
        return Route(found["bas"], found["sub"], found["net"], former)


def check_unit(factor: Factor | None, unit: str, row_id: str) -> None:
    """InvalidQuantity when a factor that declares its unit has another one than the formula needs."""
    if factor and factor.unit and factor.unit.split(" ")[: len(unit.split(" "))] != unit.split(" "):
        raise InvalidQuantity(
            "factor-unit-does-not-fit", value=factor.factor_id, unit=factor.unit, row_id=row_id
        )
