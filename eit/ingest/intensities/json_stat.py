"""JSON-stat 2.0, the answer of Eurostat's interface, as rows: one per value, with the code of each dimension."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import product
from typing import Any

from eit.domain.errors import InvalidQuantity

Row = dict[str, Any]


def json_stat_rows(answer: Any, name: str) -> Iterator[Row]:
    """The cells that have a value: the code of each dimension, and `value`.

    Raises InvalidQuantity("intensity-answer"), naming the table, for anything else than such an answer.
    """
    try:
        names: list[str] = list(answer["id"])
        codes = [_codes(answer["dimension"][one]["category"]["index"]) for one in names]
        sizes, values = [int(size) for size in answer["size"]], answer["value"]
    except (KeyError, TypeError, ValueError) as error:
        raise InvalidQuantity("intensity-answer", value=_said(answer), row_id=name) from error
    if [len(one) for one in codes] != sizes:
        raise InvalidQuantity("intensity-answer", value=sizes, row_id=name)
    held = values if isinstance(values, Mapping) else {str(at): one for at, one in enumerate(values)}
    for at, place in enumerate(product(*codes)):
        value = held.get(str(at))
        if value is not None:
            yield {**dict(zip(names, place, strict=True)), "value": float(value)}


def _codes(index: Mapping[str, int] | list[str]) -> list[str]:
    """The codes of a dimension in their order: a list, or each with its place."""
    return list(index) if isinstance(index, list) else sorted(index, key=index.__getitem__)


def _said(answer: Any) -> str:
    """What an interface answers instead of a table, short."""
    return str(answer.get("error", answer) if isinstance(answer, Mapping) else answer)[:200]
