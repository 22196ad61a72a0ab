"""The part of the page Données about people: consents, contacts, roles, periods, incidents, dossier, forgetting."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from eit.actions import access
from eit.actions import privacy as actions
from eit.actions.edit import EditContext
from eit.actions.privacy import Forgotten
from eit.analysis import privacy as kept
from eit.analysis import programmes
from eit.domain.errors import InvalidSelection
from eit.domain.identity import ROLES
from eit.ui import data_file
from eit.ui.answers import ask
from eit.ui.choice_key import choice_key
from eit.ui.data_page.incidents_part import incidents
from eit.ui.data_page.workspace import read_only
from eit.ui.edit_form import Filled, run_form
from eit.ui.edition_cases import ended, ending
from eit.ui.notices import WARNING, notice
from eit.ui.page_context import PageContext
from eit.ui.tables import show_table
from eit.ui.typed_field import day_field, needed, whole_field
from eit.views import privacy as views

LONGEST_MONTHS = 1200
CODES = {"scope": "scope", "kind": "period"}
READY = "dossier ready"


def people(frame: PageContext) -> None:
    """One part at a time, in the order in which it is needed."""
    st.caption(frame.say("privacy.how_to"))
    if read_only():
        notice(frame.say("privacy.demonstration"))
    parts: dict[str, Callable[[PageContext], None]] = {
        "consents": _consents,
        "contacts": _contacts,
        "roles": _roles,
        "periods": _periods,
        "incidents": incidents,
        "one": _one,
    }
    chosen = st.segmented_control(
        frame.say("privacy.part.which"),
        list(parts),
        default="consents",
        format_func=lambda part: frame.say(f"privacy.part.{part}"),
        key="privacy part",
    )
    parts[str(chosen or "consents")](frame)


def _organisation(frame: PageContext, key: str) -> str | None:
    names = ask(programmes.company_names, frame.version, frame.selection.programme_id)
    return st.selectbox(
        frame.say("privacy.organisation"),
        list(names),
        index=None,
        format_func=names.__getitem__,
        key=choice_key(key, names),
    )


def _chosen(company_id: str | None, frame: PageContext) -> str:
    if company_id is None:
        raise InvalidSelection("typed-missing", value="", row_id=frame.say("privacy.organisation"))
    return company_id


def _consents(frame: PageContext) -> None:
    say, programme_id = frame.say, frame.selection.programme_id
    rows = ask(kept.consents, frame.version, programme_id)
    if len(rows):
        show_table(views.privacy_table(rows, views.CONSENTS, say, CODES), "consent rows")

    def scope_word(scope: str) -> str:
        return say(f"privacy.scope.{scope}")

    def given() -> Filled:
        company = _organisation(frame, "consent company")
        scope = st.selectbox(
            say("privacy.column.scope"),
            actions.SCOPES,
            format_func=scope_word,
            key=choice_key("consent scope", frame.lang),
        )
        day = day_field(frame, say("privacy.column.given_on"), "consent day", frame.as_of, frame.as_of)
        who = st.text_input(say("privacy.given_by"), max_chars=200, key="consent who")
        how = st.text_input(say("privacy.how"), max_chars=200, key="consent how")
        partners = st.text_input(say("privacy.partners"), max_chars=200, key="consent partners")
        label = say("privacy.column.given_on")
        return Filled(
            lambda door: actions.give_consent(
                door,
                programme_id,
                actions.Consent(_chosen(company, frame), scope, needed(day, label), who, how, partners),
                frame.as_of,
            ),
            say("privacy.consent_given"),
        )

    def withdrawn() -> Filled:
        company = _organisation(frame, "withdrawn company")
        scope = st.selectbox(
            say("privacy.column.scope"),
            actions.SCOPES,
            format_func=scope_word,
            key=choice_key("withdrawn scope", frame.lang),
        )
        day = day_field(frame, say("privacy.column.withdrawn_on"), "withdrawn day", frame.as_of, frame.as_of)
        label = say("privacy.column.withdrawn_on")
        return Filled(
            ending(
                frame,
                lambda door: actions.withdraw_consent(
                    door, programme_id, _chosen(company, frame), scope, needed(day, label), frame.as_of
                ),
            ),
            ended(say),
        )

    left, right = st.columns(2)
    with left:
        run_form(frame, "give consent", given, say("privacy.give"))
    with right:
        run_form(frame, "withdraw consent", withdrawn, say("privacy.withdraw"))


def _contacts(frame: PageContext) -> None:
    say, programme_id = frame.say, frame.selection.programme_id
    rows = ask(kept.contacts, frame.version, programme_id)
    names = ask(programmes.company_names, frame.version, programme_id)
    if len(rows):
        told = rows.assign(company=rows["company_id"].map(names))
        show_table(views.privacy_table(told, views.CONTACTS, say, {}), "contact rows")

    def added() -> Filled:
        company = _organisation(frame, "contact company")
        typed = {
            name: st.text_input(say(f"privacy.contact.{name}"), max_chars=200, key=f"contact {name}")
            for name in ("name", "role", "email", "phone", "purpose", "responsible")
        }
        told = day_field(frame, say("privacy.column.notice_on"), "contact notice", None, frame.as_of)
        return Filled(
            lambda door: actions.add_contact(
                door, programme_id, actions.Contact(_chosen(company, frame), notice_on=told(), **typed)
            ),
            say("privacy.contact_added"),
        )

    run_form(frame, "add contact", added, say("privacy.add_contact"))


def _roles(frame: PageContext) -> None:
    say, programme_id = frame.say, frame.selection.programme_id
    rows = ask(kept.role_table, frame.version, programme_id)
    st.caption(say("privacy.roles_how_to"))
    if len(rows):
        show_table(views.privacy_table(rows, views.ROLES, say, {"role": "role"}), "role rows")
    nobody = ""

    def given() -> Filled:
        email = st.text_input(say("privacy.column.email"), max_chars=200, key="role email")
        role = st.selectbox(
            say("privacy.column.role"),
            (*ROLES, nobody),
            format_func=lambda one: say(f"privacy.role.{one}" if one else "privacy.no_role"),
            key=choice_key("role chosen", frame.lang),
        )
        return Filled(
            lambda door: (
                access.set_role(door, programme_id, email, role, frame.as_of)
                if role
                else access.take_role(door, programme_id, email)
            ),
            say("privacy.role_written"),
        )

    run_form(frame, "give role", given, say("privacy.write_role"))


def _periods(frame: PageContext) -> None:
    say, programme_id = frame.say, frame.selection.programme_id
    rows = ask(kept.retention, frame.version, programme_id, frame.as_of)
    st.caption(say("privacy.periods_how_to"))
    show_table(views.privacy_table(rows, views.PERIODS, say, CODES), "period rows")

    def settled() -> Filled:
        kind = st.selectbox(
            say("privacy.column.kind"), actions.KINDS, key=choice_key("period kind", frame.lang),
            format_func=lambda one: say(f"privacy.period.{one}"),
        )  # fmt: skip
        label = say("privacy.column.months")
        months = whole_field(frame, label, "period months", 1, LONGEST_MONTHS)
        return Filled(
            lambda door: actions.set_retention(door, programme_id, kind, needed(months, label)),
            say("privacy.period_written"),
        )

    run_form(frame, "set period", settled, say("privacy.write_period"))


def _one(frame: PageContext) -> None:
    """The dossier of an organisation, and its erasure, which is typed to be meant."""
    say, programme_id = frame.say, frame.selection.programme_id
    company = _organisation(frame, "dossier company")
    if company is None:
        st.caption(say("privacy.choose_one"))
        return
    if st.button(say("privacy.prepare"), icon=":material/folder_open:"):
        st.session_state[READY] = (
            frame.version,
            company,
            ask(kept.dossier, frame.version, programme_id, company),
        )
    ready = st.session_state.get(READY)
    if ready is not None and ready[:2] == (frame.version, company):
        left, right = st.columns(2)
        name = f"dossier-{company}"
        left.download_button(
            say("privacy.as_text"), views.dossier_text(ready[2], say), f"{name}.txt", "text/plain"
        )
        right.download_button(
            say("privacy.as_json"), views.dossier_json(ready[2]), f"{name}.json", "application/json"
        )
    if not read_only():
        _forget(frame, company)


def _forget(frame: PageContext, company: str) -> None:
    say, programme_id = frame.say, frame.selection.programme_id
    names = ask(programmes.company_names, frame.version, programme_id)
    people_of = ask(kept.contacts, frame.version, programme_id)
    own = people_of[people_of["company_id"] == company].set_index("contact_id")["name"].to_dict()
    st.subheader(say("privacy.forget_title"), anchor=False)
    notice(say("privacy.forget_told"), WARNING)

    def gone() -> Filled:
        who = st.selectbox(
            say("privacy.forget_whom"), ("", *own), key=choice_key("forget whom", {**own, "": names[company]}),
            format_func=lambda one: own[one] if one else names[company],
        )  # fmt: skip
        typed = st.text_input(say("privacy.forget_type"), max_chars=200, key="forget typed")

        def do(door: EditContext) -> Forgotten:
            if typed.strip() != (own[who] if who else names[company]):
                raise actions.InvalidPrivacy("forget-not-typed")
            return actions.forget(door, programme_id, company, who or None)

        return Filled(do, lambda done: _told(done, frame))

    run_form(frame, "forget one", gone, say("privacy.forget"))


def _told(done: Forgotten, frame: PageContext) -> str:
    """What is said after an erasure: how many files were cleared, and which are left to destroy."""
    left = [frame.say("privacy.destroy", path=str(one.path)) for one in done.to_destroy]
    cleared = sum(one.reason is None for one in done.cleared)
    said = frame.say("privacy.forgotten", n=cleared, name=data_file.database_path().name)
    return " ".join([said, *left, frame.say("privacy.elsewhere")])
