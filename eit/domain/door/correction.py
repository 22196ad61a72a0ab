"""What an answer of a firm would write into its flow, for the screen that shows it and the action that writes it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from eit.domain.door.answers import FACT
from eit.domain.organisation.fields import YES_NO

UNIT_OF_KIND = {"matter": "t", "energy": "kWh", "water": "m3", "service": "h"}
"""The unit of an offer or a need that came without a quantity."""
Said = Mapping[str, str]


def correction(kind: str, said: Said, received_on: date) -> dict[str, object] | None:
    """Fields of a flow that an answer about it writes; None: the firm says that the flow is no more.

    Whoever confirms says it on that day; what the programme had estimated is declared from then on.
    """
    if kind == FACT:
        value = said["value"]
        return {said["column"]: value if value in YES_NO else float(value)}
    if said["still"] == "no":
        return None
    found: dict[str, object] = {"observed_on": received_on}
    if said["still"] == "changed":
        quantity = said["quantity"]
        found |= {"quantity": float(quantity) if quantity else None, "quality": "declared"}
        return found | {name: said[name] for name in ("unit", "period")}
    return found | ({"quality": "declared"} if said["seen_quality"] == "estimated" else {})


def moved_since(said: Said, now: Mapping[str, object]) -> list[str]:
    """The fields of a flow that somebody changed since the firm had them before its eyes."""
    seen = {name.removeprefix("seen_"): value for name, value in said.items() if name.startswith("seen_")}
    return [name for name, value in seen.items() if _text(now.get(name)) != value]


def new_flow(said: Said, kind_of_material: str) -> dict[str, object]:
    """Fields of the offer or the need that an answer brings."""
    return {
        "direction": said["direction"],
        "material_id": said["material"],
        "quantity": float(said["quantity"]) if said["quantity"] else None,
        "unit": said["unit"] or UNIT_OF_KIND[kind_of_material],
        "period": said["period"],
        "note": said["note"] or None,
    }


def _text(value: object) -> str:
    return "" if value is None else str(value)
