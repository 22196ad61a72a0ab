"""The form runner: who signs, what they had seen, one edit when the form is sent, and what is said afterwards.

A refusal says why in one sentence and leaves the form as it was typed, ready to be sent again.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import streamlit as st

from eit.actions.edit import EditContext
from eit.actions.history import undo
from eit.domain.errors import DataError, NamesWithoutConsent, Refusal
from eit.ui import data_file
from eit.ui.author import author_typed
from eit.ui.notices import INFO, WARNING, notice
from eit.ui.page_context import PageContext
from eit.views.refusals import refusal_sentence
from eit.web import modes, sign_in

SAID = "said after the edit"
ROUNDS = "rounds of forms"
LAST = "entry of the last edit"

Do = Callable[[EditContext], object]


@dataclass(frozen=True)
class Filled:
    """What a form does when it is sent, and what is said once it is done (perhaps of what was made)."""

    do: Do
    done: str | Callable[[Any], str]

    def said(self, made: object) -> str:
        """The sentence after the edit."""
        return self.done if isinstance(self.done, str) else self.done(made)


def can_edit() -> bool:
    """Whether forms are drawn at all: a server for reading has none."""
    return modes.can_edit()


def run_form(
    frame: PageContext, form: str, fields: Callable[[], Filled], button: str, icon: str | None = None
) -> None:
    """Draw a form and do what it says when it is sent; nothing on a server for reading."""
    if not can_edit():
        return
    show_form_start(form, frame)
    with st.form(form):
        filled = fields()
        sent = st.form_submit_button(button, icon=icon)
    if sent:
        send(frame, form, filled)


def run_button(
    frame: PageContext, form: str, filled: Filled, label: str, place: Any = st, **look: Any
) -> None:
    """Draw one button that does one edit; nothing on a server for reading."""
    if not can_edit():
        return
    show_form_start(form, frame)
    if place.button(label, **look):
        send(frame, form, filled)


def show_form_start(form: str, frame: PageContext) -> None:
    """Remember the last entry of the journal that the person of a form can see, when it is drawn afresh."""
    if can_edit():
        st.session_state.setdefault(f"{form} seen", data_file.last_entry(frame.version))


def send(frame: PageContext, form: str, filled: Filled) -> None:
    """Do one edit and draw the page again with what is said, or say why nothing was written."""
    if not can_edit():
        notice(frame.say("problem.reading_only"), WARNING)
        return
    entry = data_file.last_entry(data_file.current_version())
    seen = st.session_state.setdefault(f"{form} seen", entry)
    told: frozenset[str] = st.session_state.get(f"{form} names", frozenset())
    context = EditContext(data_file.database_path(), author_typed(), seen, told, sign_in.identity())
    made: list[object] = []

    def attempt() -> None:
        try:
            made.append(filled.do(context))
        except NamesWithoutConsent as pointed_out:  # said once: sent again, it is meant
            st.session_state[f"{form} names"] = told | set(pointed_out.names)
            raise

    if refused := refusal_of(frame, attempt):
        notice(refused, WARNING)
        st.session_state[f"{form} seen"] = entry
        return
    st.session_state[SAID] = filled.said(made[0])
    st.session_state[LAST] = data_file.own_entry(entry, context.author)
    _show_all_forms_afresh(entry)
    st.session_state.pop(f"{form} seen", None)
    st.session_state.pop(f"{form} names", None)
    st.session_state[ROUNDS] = {**st.session_state.get(ROUNDS, {}), form: round_of(form) + 1}
    st.rerun()


def _show_all_forms_afresh(entry: int) -> None:
    """The other forms of the page that had seen all but one's own edit are drawn again with it: it is no other's."""
    for key, seen in list(st.session_state.items()):
        if str(key).endswith(" seen") and seen == entry:
            del st.session_state[key]


def refusal_of(frame: PageContext, do: Callable[[], object]) -> str | None:
    """The sentence of the refusal, None when it was done."""
    try:
        do()
    except DataError as error:
        return frame.say(f"problem.{error.code}", **error.values)
    except Refusal as refusal:
        return refusal_sentence(refusal, frame.say)
    return None


def round_of(form: str) -> int:
    """How often a form was sent and done: a field whose key holds it is empty again afterwards, and only then."""
    rounds: dict[str, int] = st.session_state.get(ROUNDS, {})
    return rounds.get(form, 0)


def edits_done() -> int:
    """How many edits were done in this window."""
    return sum(st.session_state.get(ROUNDS, {}).values())


def say_done(frame: PageContext) -> None:
    """What the last edit did, once; and the button that takes it back, by mouse or by Ctrl+Z."""
    if said := st.session_state.pop(SAID, None):
        notice(said, INFO)
    last: int | None = st.session_state.get(LAST)
    if last is not None:
        run_button(
            frame, f"take back {last}",
            Filled(lambda context: undo(context, last), frame.say("records.history.undone_entry", entry=str(last))),
            frame.say("acting.undo"), key=f"take back {last}", icon=":material/undo:", shortcut="Ctrl+Z",
            type="tertiary",
        )  # fmt: skip
