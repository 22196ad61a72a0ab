"""The register of confidentiality incidents: read, downloaded, an entry added or completed."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from eit.actions import privacy as actions
from eit.actions.edit import EditContext
from eit.analysis import privacy as kept
from eit.ui import edit_form
from eit.ui.answers import ask
from eit.ui.choice_key import choice_key
from eit.ui.edit_form import Filled, run_form
from eit.ui.notices import WARNING, notice
from eit.ui.page_context import PageContext
from eit.ui.tables import show_table
from eit.ui.typed_field import day_field, needed, whole_field
from eit.views import privacy as views

MOST_PEOPLE = 100_000_000
DAYS = ("happened_on", "known_on", "told_on", "authority_told_on")
WORDS = ("wording", "information", "responsible", "reasons", "done")
JUDGED = {None: "privacy.not_judged", True: "privacy.yes", False: "privacy.no"}
FORM = "incident"


def incidents(frame: PageContext) -> None:
    """What is on record, what is late, and the form."""
    say, programme_id = frame.say, frame.selection.programme_id
    rows = ask(kept.incidents, frame.version, programme_id)
    st.caption(say("privacy.incidents_how_to"))
    if rows.empty:
        notice(say("privacy.no_incident"))
    else:
        late = rows.loc[rows["untold"], "wording"]
        if len(late):
            notice(say("privacy.untold", which="; ".join(late)), WARNING)
        show_table(views.privacy_table(rows, views.INCIDENTS, say, {}), "incident rows")
        register = views.register_csv(rows, say)
        st.download_button(
            say("privacy.save_register"), register, "incidents.csv", "text/csv", icon=":material/download:"
        )
    if edit_form.can_edit():
        _form(frame, rows)


def _form(frame: PageContext, rows: pd.DataFrame) -> None:
    say, turn = frame.say, edit_form.round_of(FORM)
    titles = {str(row["incident_id"]): str(row["wording"]) for row in rows.to_dict("records")}
    chosen = st.selectbox(
        say("privacy.which_incident"), list(titles), index=None, format_func=titles.__getitem__,
        placeholder=say("privacy.new_incident"), key=choice_key(f"{FORM} which {turn}", titles),
    )  # fmt: skip
    row = _held(rows, chosen)

    def key(name: str) -> str:
        return f"{FORM} {chosen} {name} {turn}"

    def fields() -> Filled:
        columns = st.columns(4)
        days = {
            name: day_field(
                frame, say(f"privacy.column.{name}"), key(name), row.get(name), frame.as_of, columns[place]
            )
            for place, name in enumerate(DAYS)
        }
        left, right = st.columns(2)
        people = whole_field(
            frame, say("privacy.column.people"), key("people"), 0, MOST_PEOPLE, row.get("people"), left
        )
        serious = right.selectbox(
            say("privacy.column.serious"), list(JUDGED), index=list(JUDGED).index(row.get("serious")),
            format_func=lambda one: say(JUDGED[one]), key=choice_key(key("serious"), frame.lang),
        )  # fmt: skip
        typed = {
            name: st.text_input(
                say(f"privacy.column.{name}"), row.get(name) or "", max_chars=actions.LONGEST, key=key(name)
            )
            for name in WORDS
        }

        def do(context: EditContext) -> object:
            happened = needed(days["happened_on"], say("privacy.column.happened_on"))
            told: dict[str, Any] = {name: read() for name, read in days.items()}
            told |= {"people": people(), "serious": serious, "happened_on": happened, **typed}
            incident = actions.Incident(**{**told, "known_on": told["known_on"] or happened})
            programme_id = frame.selection.programme_id
            return actions.record_incident(context, programme_id, incident, frame.as_of, chosen)

        return Filled(do, say("privacy.incident_written"))

    run_form(frame, FORM, fields, say("privacy.write_incident"), ":material/report:")


def _held(rows: pd.DataFrame, incident_id: str | None) -> dict[str, Any]:
    """What an entry says, as its fields show it; nothing for a new one."""
    found = rows[rows["incident_id"] == incident_id] if incident_id else rows.head(0)
    if found.empty:
        return {}
    row = {str(name): None if pd.isna(value) else value for name, value in found.iloc[0].items()}
    for name in DAYS:
        row[name] = None if row[name] is None else pd.Timestamp(row[name]).date()
    row["people"] = None if row["people"] is None else int(row["people"])
    row["serious"] = None if row["serious"] is None else bool(row["serious"])
    return row
