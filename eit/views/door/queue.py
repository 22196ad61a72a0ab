"""An answer of a firm in words, for the coordinator: what it is about, and old → new for each field."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from eit.domain.door.answers import LEAD
from eit.domain.organisation.fields import FLOW
from eit.views import format as fmt
from eit.views.organisation.page import flow_title
from eit.views.programme import Names, field_cell, field_label
from eit.views.refusals import editable
from eit.views.tables import known
from eit.views.texts import Texts
from eit.views.typography import NO_BREAK

QUANTITY = ("quantity", "unit", "period")
WORDS = (("unit", "unit"), ("period", "period"))
"""Group of texts, and the field whose word it has."""
FIELDS = {one.name: one for one in FLOW.fields}
Row = Mapping[str, Any]


def answer_title(answer: Any, say: Texts) -> str:
    """`Scierie · il y a une correction · Offre : sciure · reçu le 3 mai`."""
    kind = "ends" if answer.ends else "confirms" if _only_dated(answer) else answer.kind
    about = flow_title(answer.flow, say.lang) if answer.flow is not None else ""
    day = say("firm_queue.received", day=fmt.date(answer.received_on, say.lang))
    return " · ".join(one for one in (answer.name, say(f"firm_queue.kind.{kind}"), about, day) if one)


def _only_dated(answer: Any) -> bool:
    return answer.kind == "flow" and {one.field for one in answer.changes} <= {"observed_on", "quality"}


def answer_lines(answer: Any, say: Texts, names: Names) -> list[str]:
    """One line per field, old → new; what somebody else changed since; or why nothing can be written any more."""
    if answer.gone:
        return [say("firm_queue.gone_lead" if answer.kind == LEAD else "firm_queue.gone")]
    if answer.lead is not None:
        side, said, other = answer.lead
        about = say(f"firm_leads.answer.{said}.{side}", name=other)
        return [about, *_room_lines(answer.told, say, names)]
    if answer.ends:
        return [say("firm_queue.ends")]
    lines = []
    for name, before, after in _told(answer):
        one = FIELDS[name]
        told = (
            _quantity(row, say) if name == "quantity" else _cell(one, row.get(name), say, names)
            for row in (before, after)
        )
        old, new = told
        said = new if answer.flow is None else say("firm_queue.change", before=old, after=new)
        lines.append(fmt.labelled(field_label(FLOW, one, say.lang).removesuffix(" *"), said, say.lang))
    lines += _room_lines(answer.told, say, names)
    moved = any(one.moved for one in answer.changes)
    return lines + ([say("firm_queue.moved")] if moved else [])


def _room_lines(told: Mapping[str, str], say: Texts, names: Names) -> list[str]:
    """Where a phone of a meeting is, how to reach it, whether it may be named."""
    lines = []
    if told.get("place"):
        lines.append(
            fmt.labelled(say("firm_door.place"), names["municipality_id"].get(told["place"], "—"), say.lang)
        )
    if told.get("contact"):
        lines.append(fmt.labelled(say("firm_queue.contact"), told["contact"], say.lang))
    if told.get("note"):
        lines.append(fmt.labelled(say("firm_door.note"), told["note"], say.lang))
    if told.get("named") == "yes":
        lines.append(say("firm_queue.named"))
    return lines


def vote_lines(poll: Any, say: Texts, again: bool = False) -> list[str]:
    """A vote of a meeting that waits: its question, how many votes, and what tells one device from another.

    `again`: those of devices that had voted already.
    """
    if again:
        return [poll.title, say("firm_queue.votes_again", n=poll.again)]
    return [poll.title, say("firm_queue.votes", n=poll.waiting), say("firm_queue.votes_limit")]


def _told(answer: Any) -> Iterator[tuple[str, Row, Row]]:
    """The fields to tell, with the whole row before and after; a quantity is told once, with its unit and period."""
    shown = {one.field: one for one in answer.changes}
    before = {**(answer.flow or {}), **{name: one.before for name, one in shown.items()}}
    after = {**before, **{name: one.after for name, one in shown.items()}}
    for name in FIELDS:
        told = (
            bool(shown.keys() & set(QUANTITY))
            if name == "quantity"
            else name in shown and name not in QUANTITY
        )
        if told:
            yield name, before, after


def _quantity(row: Row, say: Texts) -> str:
    """`7,5 t/mois`; a dash when nobody said it."""
    if row.get("quantity") is None:
        return "—"
    unit, period = (known(f"{group}.{row[name]}", str(row[name]), say) for group, name in WORDS)
    return f"{editable(float(row['quantity']), say.lang)}{NO_BREAK}{unit}/{period}"


def _cell(field: Any, value: object, say: Texts, names: Names) -> str:
    return field_cell(FLOW, field, value, names, say.lang) or "—"


def link_lines(link: Any, say: Texts) -> list[str]:
    """Until when a link stands, its code, and its address where the door has one."""
    lines = [
        say(
            "firm_link.stands", day=fmt.date(link.expires_on, say.lang), made=fmt.date(link.made_on, say.lang)
        ),
        say("firm_link.code_line", code=link.code),
    ]
    return lines if link.door else [*lines, say("firm_link.no_address")]


def door_lines(link: Any, say: Texts) -> Mapping[str, str]:
    """What a letter says of the door: where the code is typed, the code, until when."""
    return {"address": link.door, "code": link.code, "day": fmt.date(link.expires_on, say.lang)}
