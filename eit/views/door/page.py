"""The form of a link, for a phone: everything that people typed is text, nobody else is named."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from markupsafe import Markup

from eit.domain.door.answers import FACT_BOUNDS, LONGEST_NAME, LONGEST_NOTE, STILL
from eit.domain.door.sheet import FIRM, JOIN, MEETING, Sheet, SheetFlow, SheetLead
from eit.domain.organisation.fields import DIRECTIONS, PERIODS, TYPED_UNITS, YES_NO
from eit.views import format as fmt
from eit.views.brief.band_words import distance_word, told_word
from eit.views.refusals import editable
from eit.views.tables import known
from eit.views.templates import render
from eit.views.texts import Texts

Options = list[tuple[str, str]]


def code_page(say: Texts) -> Markup:
    """Where a code from paper is typed."""
    return render("door/code.html", say=say, lang=say.lang, base="", title=say("firm_door.title"))


def said_page(sentence: str, say: Texts) -> Markup:
    """One sentence: why nothing can be shown, and what to do."""
    return render(
        "door/said.html", say=say, lang=say.lang, base="/", title=say("firm_door.title"), sentence=sentence
    )


def form_page(
    sheet: Sheet, say: Texts, sending: str, form: Mapping[str, str], notice: str = "", plain: bool = False
) -> Markup:
    """The form of a sheet, with what was typed. `plain`: it travels without encryption, which is said."""
    lang = say.lang
    return render(
        "door/form.html", say=say, lang=lang, base="", sheet=sheet, form=form, sending=sending, notice=notice,
        plain=plain, title=_title(sheet, say), programme=sheet.programme_fr if lang == "fr" else sheet.programme_en,
        intro=say(f"firm_door.intro.{sheet.kind}"), firm=sheet.kind == FIRM, joining=sheet.kind == JOIN,
        room_leads=[(one, room_lead_words(one, say)) for one in sheet.leads if sheet.kind == MEETING],
        flows=[_flow(one, sheet, say, form) for one in sheet.flows],
        fact=_fact(sheet, say), still=[(key, say(f"firm_door.still.{key}")) for key in STILL],
        yes_no=[(key, say(f"firm_door.lead_said.{key}")) for key in YES_NO],
        units=_units(say), periods=[(key, say(f"period.{key}")) for key in PERIODS],
        directions=[(key, say(f"firm_door.direction.{key}")) for key in DIRECTIONS],
        materials=_materials(sheet, lang), places=sorted(sheet.places.items(), key=lambda one: one[1].casefold()),
        longest=LONGEST_NAME, longest_note=LONGEST_NOTE,
    )  # fmt: skip


def _title(sheet: Sheet, say: Texts) -> str:
    return say("firm_door.of", name=sheet.name) if sheet.kind == FIRM else say(f"firm_door.head.{sheet.kind}")


def _units(say: Texts) -> Options:
    return [(unit, known(f"unit.{unit}", unit, say)) for unit in TYPED_UNITS]


def _materials(sheet: Sheet, lang: str) -> Options:
    own = 0 if lang == "fr" else 1
    return sorted(
        ((key, names[own]) for key, names in sheet.materials.items()), key=lambda one: one[1].casefold()
    )


def flow_words(flow: SheetFlow, say: Texts) -> str:
    """An offer or a demand as its firm typed it."""
    title = flow.title_fr if say.lang == "fr" else flow.title_en
    return say(f"firm_door.flow.{flow.direction}", title=title)


def _flow(flow: SheetFlow, sheet: Sheet, say: Texts, form: Mapping[str, str]) -> dict[str, Any]:
    quantity = "" if flow.quantity is None else editable(flow.quantity, say.lang)
    typed = {name: form.get(f"{flow.flow_id}.{name}", value) for name, value in
             (("quantity", quantity), ("unit", flow.unit), ("period", flow.period))}  # fmt: skip
    leads = [(one, lead_words(one, say)) for one in sheet.leads if one.flow_id == flow.flow_id]
    unit = f"{known(f'unit.{flow.unit}', flow.unit, say)}/{say(f'period.{flow.period}')}"
    return {
        "row": flow, "title": flow_words(flow, say), "typed": typed, "leads": leads,
        "now": say("firm_door.now", quantity=quantity, unit=unit) if quantity else say("firm_door.now_unknown"),
        "seen": "" if flow.observed_on is None else say("firm_door.seen", day=fmt.date(flow.observed_on, say.lang)),
    }  # fmt: skip


def lead_words(lead: SheetLead, say: Texts) -> str:
    """`A possible taker (sawdust), 5 to 20 km away, 100 to 500 t/yr`; with the name once both said yes."""
    if lead.partner:
        return say("firm_door.partner", name=lead.partner)
    material = lead.material_fr if say.lang == "fr" else lead.material_en
    distance, quantity = distance_word(lead.distance_km, say), told_word(lead.quantity, lead.unit, say)
    taker = "letter.taker" if lead.side == "offer" else "letter.giver"
    return say(taker, material=material, distance=distance, quantity=quantity)


def room_lead_words(lead: SheetLead, say: Texts) -> str:
    """`Sawdust → litter, 5 to 20 km, 100 to 500 t/yr`: a lead of the shared screen, of nobody."""
    material = lead.material_fr if say.lang == "fr" else lead.material_en
    distance, quantity = distance_word(lead.distance_km, say), told_word(lead.quantity, lead.unit, say)
    return say("firm_door.room_lead", material=material, distance=distance, quantity=quantity)


def _fact(sheet: Sheet, say: Texts) -> dict[str, Any] | None:
    if sheet.fact is None:
        return None
    flow = sheet.flow(sheet.fact.flow_id)
    units = FACT_BOUNDS[sheet.fact.column].units if sheet.fact.column in FACT_BOUNDS else ()
    return {
        "sentence": say(f"question.rule.{sheet.fact.rule}"),
        "flow": flow_words(flow, say) if flow else "",
        "word": sheet.fact.entry == "word",
        "unit": units[0] if units else "",
    }  # fmt: skip


__all__ = ["MEETING", "code_page", "flow_words", "form_page", "lead_words", "room_lead_words", "said_page"]
