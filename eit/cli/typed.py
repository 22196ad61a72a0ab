"""Numbers and dates of the command line: kept as they were typed until the language of the command is known."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from eit.domain.errors import InvalidQuantity, InvalidSelection
from eit.domain.typed_date import read_date
from eit.domain.typed_number import ANY, NumberField, read_number

KILOMETRES = NumberField(units=("km",))
YEARS = NumberField(low=1900, high=2100, whole=True)
PORTS = NumberField(low=1, high=65_535, whole=True)
FROM_ZERO = NumberField(low=0, whole=True)
FROM_ONE = NumberField(low=1, whole=True)


@dataclass(frozen=True)
class AsTyped:
    """The text of an option, and how it is read in a language."""

    read: Callable[[str], object]


def add_number(
    command: Any, option: str, field: NumberField = ANY, default: float | None = None, **rest: Any
) -> None:
    """An option that is a number; a whole one is an int."""

    def typed(text: str) -> AsTyped:
        return AsTyped(lambda lang: _number(text, lang, field, option))

    command.add_argument(option, type=typed, default=default, metavar="N", **rest)


def _number(text: str, lang: str, field: NumberField, option: str) -> float:
    found = read_number(text, lang, field, option)
    if found is None:
        raise InvalidQuantity("typed-missing", value=text, row_id=option)
    return round(found) if field.whole else found


def add_date(
    command: Any, option: str, default: date | None = None, help: str = "AAAA-MM-JJ", **rest: Any
) -> None:
    """An option that is a day."""

    def typed(text: str) -> AsTyped:
        return AsTyped(lambda lang: _day(text, lang, option))

    command.add_argument(option, type=typed, default=default, metavar="AAAA-MM-JJ", help=help, **rest)


def _day(text: str, lang: str, option: str) -> date:
    found = read_date(text, lang, row_id=option)
    if found is None:
        raise InvalidSelection("typed-missing", value=text, row_id=option)
    return found


def read_typed(options: argparse.Namespace) -> None:
    """Read what was typed, in the language of the command. Raises Refusal, naming the option."""
    for name, value in vars(options).items():
        if isinstance(value, AsTyped):
            setattr(options, name, value.read(options.lang))
