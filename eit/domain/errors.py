"""Refusals, and data that cannot be read: each carries the key of the sentence that says what to do."""

from __future__ import annotations

import math


class Refusal(ValueError):
    """A value that the domain will not work with; `key` selects the sentence in the texts of the screens."""

    def __init__(
        self, key: str, *, value: object = None, unit: str | None = None, row_id: str | None = None
    ) -> None:
        """`row_id` is the flow, company, synergy or pair concerned, when the place of refusal knows it."""
        self.key, self.value, self.unit, self.row_id = key, value, unit, row_id
        super().__init__(key)

    def __str__(self) -> str:
        where = f"{self.row_id}: " if self.row_id is not None else ""
        what = "" if self.value is None else f" (got {self.value!r}{' ' + self.unit if self.unit else ''})"
        return f"{where}{self.key.replace('-', ' ')}{what}"

    def at(self, row_id: str) -> Refusal:
        """The same refusal, naming the row: for a caller that knows it when the place of refusal did not."""
        return type(self)(self.key, value=self.value, unit=self.unit, row_id=row_id)

    def saying(self, value: object, unit: str | None) -> Refusal:
        """The same refusal, its value and its unit in the words of a reader."""
        return type(self)(self.key, value=value, unit=unit, row_id=self.row_id)


class InvalidQuantity(Refusal):
    """A mass, distance, share, price or factor that is not a usable number, or a unit that does not fit."""


class InvalidSelection(Refusal):
    """A choice of the user (radius, basis, programme…) that does not exist or is out of bounds."""


class Infeasible(Refusal):
    """A transportation problem whose demand cannot be met."""


class NamesWithoutConsent(Refusal):
    """A text that was just typed says organisations that did not agree to be named; it may be meant."""

    def __init__(self, names: tuple[str, ...]) -> None:
        super().__init__("names-without-consent", value=", ".join(names))
        self.names = names


class DataError(Exception):
    """The data cannot be read. `code` names the sentence that a person is shown, `values` fill it."""

    def __init__(self, code: str, **values: str) -> None:
        super().__init__(f"{code}: {values}")
        self.code = code
        self.values = values


def checked(
    value: float | str, unit: str, row_id: str | None = None, low: float = 0.0, high: float = math.inf
) -> float:
    """`value` as a float when it is finite and within [low, high]; InvalidQuantity otherwise."""
    try:
        number = float(value)
    except (TypeError, ValueError):
        raise InvalidQuantity("quantity-not-a-number", value=value, unit=unit, row_id=row_id) from None
    if not math.isfinite(number) or number < low == 0:
        raise InvalidQuantity("quantity-not-finite-or-negative", value=value, unit=unit, row_id=row_id)
    if not low <= number <= high:
        raise InvalidQuantity("quantity-out-of-range", value=value, unit=unit, row_id=row_id)
    return number
