"""What a form of the door may answer: read against its sheet, so that nothing else can be said by it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from eit.domain.door.double_consent import SAID
from eit.domain.door.sheet import FIRM, JOIN, MEETING, Sheet, SheetFact, SheetFlow
from eit.domain.errors import InvalidSelection
from eit.domain.organisation.fields import DIRECTIONS, LARGEST_QUANTITY, PERIODS, TYPED_UNITS, YES_NO
from eit.domain.typed_number import NumberField, plain_digits, read_number

FLOW, FACT, LEAD, INTEREST, VOTE = "flow", "fact", "lead", "interest", "vote"
KINDS = (FLOW, FACT, LEAD, INTEREST, VOTE)
AGAIN = "again"
"""In what a vote said: it came from a device that had voted already, by another number."""
STILL = ("yes", "changed", "no")
LONGEST_NAME, LONGEST_NOTE = 120, 500
QUANTITY = NumberField(low=0.0, high=LARGEST_QUANTITY)
FACT_BOUNDS = {
    "temperature_c": NumberField(("°C",), -273.15, 4000),
    "pressure_bar": NumberField(("bar",), 0, 10_000),
    "moisture_share": NumberField(("%",), 0, 100),
    "purity_share": NumberField(("%",), 0, 100),
}
"""Column of a flow → what a firm may type for it; a share is asked in per cent."""

Form = Mapping[str, str]


@dataclass(frozen=True)
class Answered:
    """One answer: its kind, what it is about (a flow, a lead, a poll…), and what was said, as plain texts."""

    kind: str
    about: str
    said: Mapping[str, str]


def read_answers(sheet: Sheet, form: Form, lang: str) -> list[Answered]:
    """What a form that was sent says. Raises Refusal, naming the field; an answer to nothing that the sheet shows."""
    readers = {
        FIRM: (_flows, _fact, _leads, _interest),
        MEETING: (_interest, _room_leads, _votes),
        JOIN: (_interest,),
    }[sheet.kind]
    found = [answer for reader in readers for answer in reader(sheet, form, lang)]
    if not found:
        raise InvalidSelection("door-nothing-said")
    return found


def _text(form: Form, name: str, longest: int = LONGEST_NAME) -> str:
    text = " ".join(form.get(name, "").split())
    if len(text) > longest:
        raise InvalidSelection("text-too-long", value=text[:40] + "…", unit=str(longest), row_id=name)
    return text


def _chosen(form: Form, name: str, allowed: tuple[str, ...]) -> str:
    value = form.get(name, "")
    if value and value not in allowed:
        raise InvalidSelection("door-not-shown", value=value[:40])
    return value


def _quantity(form: Form, prefix: str, lang: str) -> dict[str, str]:
    number = read_number(form.get(f"{prefix}quantity", ""), lang, QUANTITY)
    unit, period = _chosen(form, f"{prefix}unit", TYPED_UNITS), _chosen(form, f"{prefix}period", PERIODS)
    quantity = "" if number is None else plain_digits(number)
    if quantity and not unit:
        raise InvalidSelection("door-unit-missing", value=quantity)
    return {"quantity": quantity, "unit": unit, "period": period or "year"}


def _known(form: Form, prefix: str, shown: set[str]) -> Iterator[str]:
    """The ids that a form answers by `<prefix><id>`. Raises InvalidSelection for one that is not on the sheet."""
    for name, value in form.items():
        if name.startswith(prefix) and value:
            if name.removeprefix(prefix) not in shown:
                raise InvalidSelection("door-flow-gone", value=name.removeprefix(prefix)[:40])
            yield name.removeprefix(prefix)


def _flows(sheet: Sheet, form: Form, lang: str) -> Iterator[Answered]:
    for flow_id in _known(form, "still.", {one.flow_id for one in sheet.flows}):
        still, flow = _chosen(form, f"still.{flow_id}", STILL), sheet.flow(flow_id)
        assert flow is not None
        said = {"still": still, **seen_of(flow)}
        if still == "changed":
            said |= _quantity(form, f"{flow_id}.", lang)
            said["unit"] = said["unit"] or flow.unit
        yield Answered(FLOW, flow_id, said)


def seen_of(flow: SheetFlow) -> dict[str, str]:
    """What the firm had before its eyes of a flow: a later correction by somebody else is then noticed."""
    seen = {name: getattr(flow, name) for name in ("quantity", "unit", "period", "observed_on", "quality")}
    return {f"seen_{name}": "" if value is None else str(value) for name, value in seen.items()}


def _fact(sheet: Sheet, form: Form, lang: str) -> Iterator[Answered]:
    fact, typed = sheet.fact, form.get("fact", "").strip()
    if fact is None or not typed:
        return
    yield Answered(FACT, fact.flow_id, {"column": fact.column, "value": fact_value(fact, typed, lang)})


def fact_value(fact: SheetFact, typed: str, lang: str) -> str:
    """A fact as it is kept: a share between 0 and 1, a word of its list. Raises Refusal."""
    if fact.entry == "word":
        return _chosen({"fact": typed}, "fact", YES_NO)
    number = read_number(typed, lang, FACT_BOUNDS[fact.column])
    if number is None:
        raise InvalidSelection("door-nothing-said")
    return plain_digits(number / 100 if fact.column.endswith("_share") else number)


def _leads(sheet: Sheet, form: Form, lang: str) -> Iterator[Answered]:
    sides = {one.lead_id: one.side for one in sheet.leads}
    for lead_id in _known(form, "lead.", set(sides)):
        said = _chosen(form, f"lead.{lead_id}", SAID)
        yield Answered(LEAD, lead_id, {"side": sides[lead_id], "said": said})


def _interest(sheet: Sheet, form: Form, lang: str) -> Iterator[Answered]:
    """An offer or a need; without a firm's own link, who speaks and where they are too."""
    material = _chosen(form, "material", tuple(sheet.materials))
    said = {"direction": _chosen(form, "direction", DIRECTIONS), "material": material}
    said["note"] = _text(form, "note", LONGEST_NOTE)
    if sheet.kind != FIRM:
        said |= _speaker(sheet, form)
    if not any(value for name, value in said.items() if name not in ("place", "named", "direction")):
        return
    if sheet.kind == MEETING and not material and any(_known(form, "lead.", _leads_of(sheet))):
        return
    if sheet.kind != FIRM:
        _require_speaker(said)
    if sheet.kind != JOIN and not material:
        raise InvalidSelection("door-material-missing")
    if material:
        if not said["direction"]:
            raise InvalidSelection("door-direction-missing")
        said |= _quantity(form, "", lang)
    yield Answered(INTEREST, material, said)


def _speaker(sheet: Sheet, form: Form) -> dict[str, str]:
    """Who speaks by a form that is of no firm, and where they are."""
    return {
        "name": _text(form, "name"),
        "contact": _text(form, "contact"),
        "place": _chosen(form, "place", tuple(sheet.places)),
        "named": _chosen(form, "named", YES_NO),
    }


def _require_speaker(said: Mapping[str, str]) -> None:
    for name in ("name", "place"):
        if not said[name]:
            raise InvalidSelection(f"door-{name}-missing")


def _leads_of(sheet: Sheet) -> set[str]:
    return {one.lead_id for one in sheet.leads}


def _room_leads(sheet: Sheet, form: Form, lang: str) -> Iterator[Answered]:
    """The leads of the screen that whoever speaks is interested in."""
    for lead_id in _known(form, "lead.", _leads_of(sheet)):
        said = {**_speaker(sheet, form), "note": _text(form, "note", LONGEST_NOTE)}
        _require_speaker(said)
        yield Answered(LEAD, lead_id, {**said, "said": _chosen(form, f"lead.{lead_id}", SAID[:1])})


def _votes(sheet: Sheet, form: Form, lang: str) -> Iterator[Answered]:
    choices = {poll.poll_id: poll.choices for poll in sheet.polls}
    for poll_id in _known(form, "vote.", set(choices)):
        yield Answered(VOTE, poll_id, {"choice": _chosen(form, f"vote.{poll_id}", choices[poll_id])})
