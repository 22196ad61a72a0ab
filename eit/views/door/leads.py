"""A lead and what its two sides said, in words, for the coordinator."""

from __future__ import annotations

from typing import Any

from eit.views import format as fmt
from eit.views.texts import Texts


def lead_title(lead: Any, say: Texts) -> str:
    """`Scierie → Ferme · Sciure → Litière · Les noms sont échangés`."""
    who = say("firm_queue.change", before=lead.names["offer"], after=lead.names["demand"])
    what = say("firm_queue.change", before=lead.materials["offer"], after=lead.materials["demand"])
    return " · ".join((who, what, say(f"firm_leads.state.{lead.state}")))


def word_line(lead: Any, side: str, say: Texts) -> str:
    """What one side said, when, and how."""
    word = lead.words.get(side)
    if word is None:
        return fmt.labelled(lead.names[side], say("firm_leads.silent"), say.lang)
    day = fmt.date(word.said_on, say.lang)
    return fmt.labelled(lead.names[side], say(f"firm_leads.word.{word.said}.{word.how}", day=day), say.lang)
