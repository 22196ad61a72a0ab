"""The lines that editions are cut into: amounts that go from one edition to the next, whole or in part."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from eit.domain.disclosure import PRECISION

Key = tuple[str, ...]
"""(territory, family, group) or (territory, family, group, organisation)."""
CONSERVED = 1e-6
"""Sums of figures are compared more closely: among many sums, some are near by chance."""


@dataclass(eq=False)
class Line:
    """An amount that goes through editions: who holds it where, and how much it is in each; `before`: see `slipped`."""

    at: dict[int, Key]
    amounts: dict[int, float]
    before: Line | None = None
    ratio: float = 1.0
    """This line is so many times the one before."""

    def cut(self, share: float) -> Line:
        """Take a share [0, 1] away, as a line of its own; what it follows is cut along."""
        taken = Line(
            dict(self.at),
            {edition: amount * share for edition, amount in self.amounts.items()},
            self.before.cut(share) if self.before else None,
            self.ratio,
        )
        self.amounts = {edition: amount * (1 - share) for edition, amount in self.amounts.items()}
        return taken

    def by_holder(self, same: Mapping[str, str]) -> list[Line]:
        """The parts that one group after another holds; each is as much as the one before."""
        parts: list[Line] = []
        for edition, key in sorted(self.at.items()):
            last = parts[-1].at[max(parts[-1].at)] if parts else None
            if last is None or same.get(last[2], last[2]) != same.get(key[2], key[2]):
                parts.append(Line({}, {}, ratio=1.0 if parts else self.ratio))
            parts[-1].at[edition], parts[-1].amounts[edition] = key, self.amounts[edition]
        return parts

    def chain(self) -> list[Line]:
        """The lines that it follows, the oldest first, and itself."""
        return [*(self.before.chain() if self.before else []), self]


@dataclass(eq=False)
class Figure:
    """What one key held when it was last seen, and the lines that it is made of."""

    key: Key
    edition: int
    amount: float
    lines: list[Line]


def near(one: float, other: float, tolerance: float = PRECISION) -> bool:
    """Whether two quantities differ by no more than a share of the larger."""
    return abs(one - other) <= tolerance * max(one, other)


def take(figure: Figure, amount: float) -> list[Line]:
    """Lines of a figure that make an amount, the last one cut."""
    taken: list[Line] = []
    while figure.lines and amount > 0:
        held = figure.lines[0].amounts[figure.edition]
        if held <= amount * (1 + CONSERVED):
            taken.append(figure.lines.pop(0))
        else:
            taken.append(figure.lines[0].cut(amount / held))
        amount -= held
    return taken
