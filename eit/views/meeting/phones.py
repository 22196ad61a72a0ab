"""The phones of a room on the shared screen: the code to scan, the votes, what was offered and sought."""

from __future__ import annotations

import base64
import io
from collections.abc import Mapping, Sequence
from typing import Any

import segno
from markupsafe import Markup

from eit.views.door.page import room_lead_words
from eit.views.templates import render
from eit.views.texts import Texts

BORDER = 2


def qr_picture(text: str) -> str:
    """A QR code as SVG, in base64."""
    picture = io.BytesIO()
    segno.make(text, error="m", micro=False).save(picture, kind="svg", border=BORDER, xmldecl=False, nl=False)
    return base64.b64encode(picture.getvalue()).decode("ascii")


def room_code_html(state: Any, say: Texts) -> Markup:
    """How a phone comes in: a code to scan, or an address and a code to type; how many came."""
    link = state.link
    return render(
        "meeting/room_code.html", say=say, code=link.code, door=link.door.partition("://")[2],
        qr=qr_picture(link.url) if link.url else "", plain=link.door.startswith("http://"),
        counted=say("room.counted", phones=state.phones, waiting=state.waiting),
    )  # fmt: skip


def polls_html(polls: Sequence[Any], say: Texts) -> Markup:
    """The votes that were accepted: a bar an answer."""
    shown = [
        {
            "title": poll.title,
            "rows": [(choice, n, round(100 * n / max(1, most))) for choice, n in poll.counts],
            "waiting": _waiting(poll, say),
        }
        for poll in polls
        for most in [max((n for _, n in poll.counts), default=0)]
    ]
    return render("meeting/room_polls.html", polls=shown)


def _waiting(poll: Any, say: Texts) -> str:
    """How many votes wait, and how many of them are of devices that had voted already."""
    waits = [("room.votes_wait", poll.waiting), ("room.votes_again", poll.again)]
    return " ".join(say(key, n=n) for key, n in waits if n)


def leads_html(state: Any, say: Texts, most: int) -> Markup:
    """The leads that somebody of the room is interested in, each with how many."""
    rows = [(room_lead_words(lead, say), say("room.interested", n=n)) for lead, n in state.leads[:most]]
    return render("meeting/room_leads.html", title=say("room.leads"), rows=rows)


def offer_words(said: Any, materials: Mapping[str, str], say: Texts) -> str:
    """`Offre : bois · Une organisation de la salle`; named only when it said that it may be."""
    what = say(f"firm_door.flow.{said.direction}", title=materials.get(said.material_id, said.material_id))
    return " · ".join((what, said.name or say("room.somebody")))
