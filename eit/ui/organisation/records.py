"""The people of an organisation, what was said with it and what it agreed to: a table, and the form of one row."""

from __future__ import annotations

from functools import partial

import streamlit as st

from eit.actions import privacy
from eit.actions.edit import EditContext
from eit.actions.organisation import records as actions
from eit.analysis import organisation as analysis
from eit.analysis.programmes import synergy_titles
from eit.domain.forms.row_fields import Part
from eit.domain.organisation.records import CONSENT, CONTACT, FOLLOW_UP
from eit.ui import edit_form
from eit.ui.answers import ask
from eit.ui.choice_key import choice_key
from eit.ui.edit_form import Filled
from eit.ui.edition_cases import ended, ending
from eit.ui.notices import notice
from eit.ui.organisation.row_form import Row, row_form
from eit.ui.page_context import PageContext
from eit.ui.row_field import Names
from eit.ui.tables import show_table
from eit.views.organisation.page import record_title
from eit.views.programme import part_table

FIRST = {
    "contact": ("name", "role", "phone", "email"),
    "follow_up": ("happened_on", "kind", "outcome", "wording"),
}
"""What is typed at once; the rest is one click further."""


def show_contacts(frame: PageContext, company_id: str) -> None:
    """Its people, never published."""
    start = {
        "purpose": frame.say("organisation.usual_purpose"),
        "responsible": frame.programme["coordinator"],
    }
    _list(frame, company_id, CONTACT, start, {})


def show_follow_up(frame: PageContext, company_id: str) -> None:
    """Visits, conversations and notes, the last first; what is left to do."""
    titles = ask(synergy_titles, frame.version, frame.selection.programme_id, frame.lang)
    _list(frame, company_id, FOLLOW_UP, {"happened_on": frame.as_of, "kind": "visit"}, {"synergy_id": titles})


def _list(frame: PageContext, company_id: str, part: Part, start: Row, names: Names) -> None:
    st.caption(frame.say(f"organisation.{part.name}_told"))
    held = _table(frame, company_id, part, names)
    if not edit_form.can_edit():
        return
    titles = {key: record_title(part, row, frame.lang) for key, row in held.items()}
    chosen = st.selectbox(
        frame.say("organisation.which_row"), list(titles), index=None, format_func=titles.__getitem__,
        placeholder=frame.say(f"organisation.new_{part.name}"),
        key=choice_key(f"{part.name} of {company_id} {len(held)}", titles),
    )  # fmt: skip
    if chosen is None:
        row_form(
            frame, part, f"new {part.name} {company_id}", start, names,
            lambda context, typed, _: actions.add_record(context, company_id, part.name, typed),
            frame.say("organisation.row_added"), adding=True, first=FIRST[part.name],
        )  # fmt: skip
        return
    row_form(
        frame, part, f"{part.name} {chosen}", held[chosen], names,
        lambda context, typed, seen: actions.correct_record(context, part.name, chosen, typed, seen),
        frame.say("organisation.row_saved"),
    )  # fmt: skip
    edit_form.run_button(
        frame, f"remove {chosen}",
        Filled(
            lambda context: actions.remove_record(context, part.name, chosen),
            frame.say("organisation.row_removed"),
        ),
        frame.say("organisation.remove_row"), icon=":material/delete:", key=f"remove {chosen}",
    )  # fmt: skip


def _table(frame: PageContext, company_id: str, part: Part, names: Names) -> dict[str, Row]:
    """Draw the rows; them by their id."""
    rows = ask(analysis.records_of, frame.version, part.name, company_id)
    if rows.empty:
        notice(frame.say(f"organisation.no_{part.name}"))
    else:
        show_table(part_table(part, rows, names, frame.lang), f"{part.name} rows of {company_id}")
    return {
        str(row[part.key]): {str(name): value for name, value in row.items()}
        for row in rows.to_dict("records")
    }


def show_consents(frame: PageContext, company_id: str) -> None:
    """What it agreed to: for whom, since when, who said so, the proof, until when; one that stands can be withdrawn."""
    say, programme_id = frame.say, frame.selection.programme_id
    st.caption(say("organisation.consent_told"))
    files = ask(analysis.files_of, frame.version, company_id)["name"]
    names = {"source": {str(name): str(name) for name in files}}
    held = _table(frame, company_id, CONSENT, names)
    if not edit_form.can_edit():
        return
    for scope in dict.fromkeys(str(row["scope"]) for row in held.values() if row["stands"]):
        key, label = (
            f"end {scope} {company_id}",
            say("organisation.end_consent", scope=say(f"privacy.scope.{scope}")),
        )
        end = partial(
            privacy.withdraw_consent,
            programme_id=programme_id, company_id=company_id, scope=scope, on=frame.as_of, today=frame.as_of,
        )  # fmt: skip
        filled = Filled(ending(frame, end), ended(say))
        edit_form.run_button(frame, key, filled, label, icon=":material/block:", key=key)

    def write(context: EditContext, typed: dict[str, object], _: object) -> object:
        given = privacy.Consent(**{"company_id": company_id, **typed})  # type: ignore[arg-type]
        return privacy.give_consent(context, programme_id, given, frame.as_of)

    row_form(
        frame, CONSENT, f"new consent {company_id}", {"scope": "consortium", "given_on": frame.as_of}, names,
        write, say("privacy.consent_given"), adding=True,
    )  # fmt: skip
