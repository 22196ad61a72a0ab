"""The sheet of a link: all that the door knows of a firm or of a meeting, so that it opens no data file.

Everything of others on it is a band: an exact figure or a name never leaves the data file for it, except the name of
a partner once both sides have said yes.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

FIRM, MEETING, JOIN = "firm", "meeting", "join"
KINDS = (FIRM, MEETING, JOIN)
"""Whose form it is: one organisation's, that of the phones of a meeting, that of whoever wants to take part."""


@dataclass(frozen=True)
class SheetFlow:
    """One of the firm's own offers or demands, as it was typed."""

    flow_id: str
    direction: str
    title_fr: str
    title_en: str
    quantity: float | None
    unit: str
    period: str
    observed_on: str | None
    quality: str


@dataclass(frozen=True)
class SheetLead:
    """A possible partner of a flow: `distance_km` and `quantity` are the middles of their bands, never the figures.

    `said`: what this firm answered; `partner`: the other's name, once both said yes. On the sheet of a meeting the
    materials are those of both sides.
    """

    lead_id: str
    flow_id: str
    side: str
    material_fr: str
    material_en: str
    distance_km: float
    quantity: float
    unit: str
    said: str | None = None
    partner: str | None = None


@dataclass(frozen=True)
class SheetFact:
    """The one fact that is missing most: of which flow, its column, why it is asked (`rule`), `number` or `word`."""

    flow_id: str
    column: str
    rule: str
    entry: str


@dataclass(frozen=True)
class Poll:
    """A vote or a priority of a meeting: one choice per phone."""

    poll_id: str
    title: str
    choices: tuple[str, ...]


@dataclass(frozen=True)
class Sheet:
    """What one link shows. `materials`: id → (French, English, kind); `places`: id → name."""

    kind: str
    programme_fr: str
    programme_en: str
    name: str = ""
    contact: str = ""
    fictitious: bool = False
    flows: tuple[SheetFlow, ...] = ()
    leads: tuple[SheetLead, ...] = ()
    fact: SheetFact | None = None
    polls: tuple[Poll, ...] = ()
    materials: Mapping[str, tuple[str, str, str]] = field(default_factory=dict)
    places: Mapping[str, str] = field(default_factory=dict)

    def flow(self, flow_id: str) -> SheetFlow | None:
        """The flow of that id, if it is on the sheet."""
        return next((one for one in self.flows if one.flow_id == flow_id), None)


def to_json(sheet: Sheet) -> str:
    """The sheet as text."""
    return json.dumps(asdict(sheet), ensure_ascii=False)


def from_json(text: str) -> Sheet:
    """The sheet that a text holds."""
    said: dict[str, Any] = json.loads(text)
    said["flows"] = tuple(SheetFlow(**one) for one in said["flows"])
    said["leads"] = tuple(SheetLead(**one) for one in said["leads"])
    said["fact"] = SheetFact(**said["fact"]) if said["fact"] else None
    said["polls"] = tuple(Poll(one["poll_id"], one["title"], tuple(one["choices"])) for one in said["polls"])
    said["materials"] = {key: tuple(value) for key, value in said["materials"].items()}
    return Sheet(**said)
