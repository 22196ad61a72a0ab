"""The page of one organisation: which one, what is on record, its flows, partners, synergies, what is missing."""

from __future__ import annotations

from typing import Any

import streamlit as st

from eit.actions.organisation import organisations as actions
from eit.analysis import organisation as analysis
from eit.analysis.exchanges import potential
from eit.analysis.programmes import company_names
from eit.domain.organisation.fields import FLOW, ORGANISATION
from eit.locations import GEO
from eit.ui import edit_form
from eit.ui.answers import ask
from eit.ui.choice_key import choice_key
from eit.ui.fix import asked_fix
from eit.ui.grid import table_grid
from eit.ui.notices import notice
from eit.ui.organisation.files import show_files
from eit.ui.organisation.firm_door import show_door, show_doors
from eit.ui.organisation.flows import show_flows
from eit.ui.organisation.history import show_history
from eit.ui.organisation.letters import show_letter, show_letters
from eit.ui.organisation.lifecycle import show_lifecycle, show_withdrawn
from eit.ui.organisation.pin import show_pin
from eit.ui.organisation.records import show_consents, show_contacts, show_follow_up
from eit.ui.organisation.row_form import row_form, signs_of
from eit.ui.page_context import PageContext
from eit.ui.sidebar.controls import COMPANY
from eit.ui.tables import show_table
from eit.views.escape import markdown_text
from eit.views.organisation.page import field_lines, missing_sentences, synergy_lines
from eit.views.tables import exchange_table

MOST_PARTNERS = 50
NEW, PART = "new organisation", "organisation part"
FIRST = ("name", "municipality_id", "sector_code", "employees", "address", "postal_code")
"""What is typed at once of a new one; the rest is one click further."""


def show_organisation(frame: PageContext) -> None:
    """The organisation that the sidebar or the list chooses, or a new one."""
    names = ask(company_names, frame.version, frame.selection.programme_id)
    chosen = _which(frame, names)
    if chosen is None:
        notice(frame.say("organisation.choose" if names else "organisation.none"))
        with st.expander(frame.say("organisation.new"), expanded=not names):
            _new(frame)
        show_withdrawn(frame)
        _tables(frame)
        if names:
            show_letters(frame)
            show_doors(frame)
        return
    fix, new = asked_fix()
    if fix is not None and new:
        st.session_state[PART] = frame.say(
            "organisation.flows" if fix.kind == "flow" else "organisation.identity"
        )
    st.subheader(markdown_text(names[chosen]), anchor=False)
    if tags := ask(analysis.organisation, frame.version, chosen)["tags"]:
        st.caption(markdown_text(tags))
    parts = {
        "identity": _identity,
        "flows": show_flows,
        "follow_up": show_follow_up,
        "contacts": show_contacts,
        "consents": show_consents,
        "partners": _partners,
        "synergies": _synergies,
        "missing": _missing,
        "door": show_door,
        "files": show_files,
        "history": show_history,
    }
    tabs = st.tabs([frame.say(f"organisation.{key}") for key in parts], key=PART, on_change="rerun")
    for tab, show in zip(tabs, parts.values(), strict=True):
        if tab.open:
            with tab:
                show(frame, chosen)


def _which(frame: PageContext, names: dict[str, str]) -> str | None:
    """The one of the sidebar; a choice here moves the sidebar."""
    chosen = frame.selection.company_id
    key = f"organisation {chosen}"

    def choose() -> None:
        st.session_state[COMPANY] = st.session_state[key]

    if st.session_state.get(key) != chosen:
        st.session_state[key] = chosen

    st.selectbox(
        frame.say("organisation.which"),
        list(names),
        index=None,
        format_func=names.__getitem__,
        placeholder=frame.say("control.search"),
        key=choice_key(key, names),
        on_change=choose,
    )
    return chosen if chosen in names else None


def _new(frame: PageContext) -> None:
    names = ask(analysis.choices_of, frame.version, frame.selection.programme_id, frame.lang)
    programme_id = frame.selection.programme_id

    def opened(made: Any) -> str:
        st.session_state[COMPANY] = made
        return frame.say("organisation.added")

    start = {"kind": "company"}  # the classification is that of the programme's place
    row_form(
        frame, ORGANISATION, NEW, start, names,
        lambda context, typed, _: actions.add_organisation(context, programme_id, typed),
        opened, adding=True, first=FIRST,
    )  # fmt: skip


def _tables(frame: PageContext) -> None:
    """All organisations, or all flows, corrected in their cells."""
    if not edit_form.can_edit():
        return
    parts = {part.name: part for part in (ORGANISATION, FLOW)}
    chosen = st.segmented_control(
        frame.say("grid.which"), list(parts), key="organisation table", default=ORGANISATION.name,
        format_func=lambda name: frame.say(f"grid.table.{name}"),
    )  # fmt: skip
    if chosen:
        asked = (frame.selection.programme_id, frame.lang)
        table_grid(frame, parts[chosen], ask(analysis.choices_of, frame.version, *asked))


def _identity(frame: PageContext, company_id: str) -> None:
    """Its fields; merging and withdrawing below."""
    row = ask(analysis.organisation, frame.version, company_id)
    names = ask(analysis.choices_of, frame.version, frame.selection.programme_id, frame.lang)
    if not edit_form.can_edit():
        for line in field_lines(ORGANISATION, row, names, frame.lang):
            st.text(line)
        return
    fix, _ = asked_fix()
    row_form(
        frame, ORGANISATION, f"organisation {company_id}", row, names,
        lambda context, typed, seen: actions.correct_organisation(context, company_id, typed, seen),
        frame.say("organisation.saved"), signs=signs_of(frame, "company", company_id),
        first=fix.front(ORGANISATION) if fix is not None else (),
    )  # fmt: skip
    show_pin(frame, company_id, row, str(row["name"]))
    show_lifecycle(frame, company_id, row, names)


def _partners(frame: PageContext, company_id: str) -> None:
    """The possible exchanges of this organisation, best first, with their reasons."""
    pairs = ask(potential.potential_exchanges, frame.version, frame.selection, frame.as_of)
    if pairs.empty:
        notice(frame.say("organisation.no_partner"))
        return
    show_table(exchange_table(pairs.head(MOST_PARTNERS), frame.lang), f"partners {company_id}")
    st.page_link(frame.page("exchanges"), label=frame.say("organisation.why"), icon=":material/swap_horiz:")
    with st.expander(frame.say("letter.open")):
        show_letter(frame, company_id)


def _synergies(frame: PageContext, company_id: str) -> None:
    rows = ask(analysis.synergies_of, frame.version, frame.selection.programme_id, company_id)
    if rows.empty:
        notice(frame.say("organisation.no_synergy"))
        return
    for line in synergy_lines(rows, frame.lang):
        st.text(line)
    st.page_link(frame.page("synergies"), label=frame.say("nav.synergies"), icon=":material/handshake:")


def _missing(frame: PageContext, company_id: str) -> None:
    """What quality remarks; the tab where it is corrected is named."""
    asked = (frame.selection.programme_id, company_id, frame.as_of, GEO, frame.lang)
    rows = ask(analysis.missing_of, frame.version, *asked)
    if rows.empty:
        notice(frame.say("organisation.nothing_missing"))
    for line in missing_sentences(rows, frame.lang):
        st.text(line)
