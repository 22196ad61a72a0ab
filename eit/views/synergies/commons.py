"""A card of the commons in words: what was done, by whom or how often, and whom to name."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from eit.domain.forms.row_fields import LONGEST
from eit.views import format as fmt
from eit.views.tables import known
from eit.views.texts import Texts

NAMED = "named"
Card = Mapping[str, Any]


def card_title(card: Card, t: Texts) -> str:
    """`Sciure : Scierie A, Panneaux B (2023)`, or `Bois : 3-5 synergies`."""
    subject = str(card["subject"][t.lang])
    if card["kind"] == NAMED:
        return t(
            "commons.named", subject=subject, parties=", ".join(card["parties"]), year=card["since_year"]
        )
    return t("commons.pool", subject=subject, band=card["count_band"])


def card_lines(card: Card, t: Texts) -> list[str]:
    """What else a card says, and whom to name."""
    lines = []
    if card["use"]:
        told = "commons.use" if card["use_source"] else "commons.use_unsourced"
        lines.append(t(told, use=card["use"][t.lang], source=card["use_source"] or ""))
    if card["sectors"]:
        lines.append(t("commons.sectors", sectors=", ".join(one[t.lang] for one in card["sectors"])))
    if card["type"]:
        lines.append(known(f"synergy_type.{card['type']}", str(card["type"]), t))
    if card["fictitious"]:
        lines.append(t("app.demo_banner"))
    return [*lines, t("commons.credit", who=card["attribution"], day=_day(card, t))]


def item_of(card: Card, t: Texts, english: Texts) -> dict[str, object]:
    """What a programme would do about a card: a study, that says where the idea comes from and under which licence."""
    titles = {
        f"title_{say.lang}": _clipped(say("commons.item", title=card_title(card, say)))
        for say in (t, english)
    }
    return {"kind": "study", **titles, "note": " ".join(card_lines(card, t))}


def _clipped(title: str) -> str:
    """A title no longer than an item may have: whoever takes a card cannot shorten it first."""
    longest = LONGEST["text"]
    return title if len(title) <= longest else title[: longest - 1].rstrip() + "…"


def _day(card: Card, t: Texts) -> str:
    """The day of a card in words; what is no day of the calendar, as it was sent."""
    try:
        return fmt.date(date.fromisoformat(str(card["made_on"])), t.lang)
    except ValueError:
        return str(card["made_on"])
