"""Of the chosen synergy: the questions of its stage, what proves its results, and its documents."""

from __future__ import annotations

from functools import partial

import pandas as pd
import streamlit as st

from eit.actions import evidence as actions
from eit.actions.edit import EditContext
from eit.analysis.synergies import evidence as analysis
from eit.analysis.synergies.fair_share import fair_share
from eit.domain.errors import Refusal
from eit.domain.stage import AXES, READY_STATES, STAGES
from eit.ui import edit_form
from eit.ui.answers import ask
from eit.ui.choice_key import choice_key
from eit.ui.edit_form import Filled
from eit.ui.markup import show_html
from eit.ui.notices import notice
from eit.ui.page_context import PageContext
from eit.ui.synergies.moving_board import MOVED
from eit.ui.tables import show_table
from eit.ui.typed_field import day_field, needed, number_field, whole_field
from eit.views import format as fmt
from eit.views.cards import facts_html
from eit.views.grouping import unit_label
from eit.views.refusals import refusal_sentence
from eit.views.synergies.sheets import audit_html, prefeasibility_html, proof_table
from eit.views.synergies.split import share_lines

FIRST_YEAR = 1990


def show_evidence(frame: PageContext, row: pd.Series) -> None:
    """Questions and proofs, one click each; the sheets to take away."""
    synergy_id = str(row["synergy_id"])
    if row["stage"] in STAGES:
        moved = st.session_state.get(MOVED) == synergy_id
        with st.expander(frame.say("readiness.title"), expanded=moved):
            _questions(frame, row)
    with st.expander(frame.say("proof.title")):
        _proofs(frame, row)
    shares, exact = _shares(frame, row)
    with st.expander(frame.say("share.title")):
        show_html(facts_html(shares))
    programme, day, lang = frame.programme.to_dict(), frame.as_of, frame.lang
    answers = ask(analysis.readiness, frame.version, synergy_id)

    def sheet() -> bytes:
        doors = ask(analysis.doors_of, frame.version, str(programme["jurisdiction"]), synergy_id)
        return prefeasibility_html(row, answers, doors, programme, day, lang, shares, exact).encode()

    def audit() -> bytes:
        proofs = ask(analysis.proofs, frame.version, synergy_id)
        years = ask(analysis.proved_years, frame.version, frame.selection.programme_id, synergy_id)
        return audit_html(row, proofs, years, programme, day, lang).encode()

    with st.container(horizontal=True):
        for name, make in (("sheet.download", sheet), ("proof.sheet", audit)):
            st.download_button(
                frame.say(name), make, f"{name.partition('.')[0]}-{synergy_id}.html", "text/html",
                icon=":material/description:", on_click="ignore", key=f"{name} {synergy_id}",
            )  # fmt: skip


def _shares(frame: PageContext, row: pd.Series) -> tuple[list[str], bool]:
    """Who could have what of the gain, as it may be told, and whether that is exact; or why there is nothing."""
    try:
        found = ask(
            fair_share, frame.version, frame.selection.programme_id, str(row["synergy_id"]), frame.as_of
        )
    except Refusal as refusal:
        return [refusal_sentence(refusal.at(str(row[frame.local("title")])), frame.say)], False
    return (
        ([frame.say("share.unknown")], False)
        if found is None
        else (share_lines(found, frame.say), found.exact)
    )


def _questions(frame: PageContext, row: pd.Series) -> None:
    """Six questions; each answered by a word, perhaps with a remark."""
    say, stage, synergy_id = frame.say, str(row["stage"]), str(row["synergy_id"])
    held = ask(analysis.readiness, frame.version, synergy_id)
    held = held[held["stage"] == stage].set_index("axis")
    st.caption(say("readiness.told"))
    form = f"readiness {synergy_id} {stage}"

    def fields() -> Filled:
        answers: dict[str, tuple[str | None, str | None]] = {}
        for axis in AXES:
            state = held.at[axis, "state"] if axis in held.index else None
            note = held.at[axis, "note"] if axis in held.index else None
            chosen = st.segmented_control(
                f"{say(f'readiness.axis.{axis}')} · {say(f'readiness.{stage}.{axis}')}", READY_STATES, default=state,
                format_func=lambda one: say(f"readiness.state.{one}"), key=f"{form} {axis}",
            )  # fmt: skip
            said = st.text_input(
                say("readiness.note"), "" if fmt.is_missing(note) else str(note), max_chars=200,
                key=f"{form} {axis} note", label_visibility="collapsed", placeholder=say("readiness.note"),
            )  # fmt: skip
            answers[axis] = (chosen, said)
        return Filled(
            lambda context: actions.answer_questions(context, synergy_id, stage, answers),
            say("readiness.saved"),
        )

    edit_form.run_form(frame, form, fields, say("readiness.save"), ":material/save:")


def _proofs(frame: PageContext, row: pd.Series) -> None:
    """The list, the form that adds one, and one taken away."""
    say, synergy_id, unit = frame.say, str(row["synergy_id"]), str(row["unit"])
    rows = ask(analysis.proofs, frame.version, synergy_id)
    st.caption(say("proof.told"))
    if rows.empty:
        notice(say("proof.none"))
    else:
        show_table(proof_table(rows, unit, frame.lang), f"proofs {synergy_id}")
    if not edit_form.can_edit():
        return
    files = ask(analysis.possible_files, frame.version, synergy_id)
    form = f"proof {synergy_id}"
    turn = edit_form.round_of(form)

    def fields() -> Filled:
        left, right = st.columns(2)
        year_label = say("proof.for_year")
        year = whole_field(
            frame, year_label, f"{form} year {turn}", FIRST_YEAR, frame.as_of.year, frame.as_of.year, left
        )
        document = right.text_input(say("proof.document"), max_chars=160, key=f"{form} document {turn}")
        label = say("proof.quantity_per_year", unit=unit_label(unit, frame.lang))
        quantity = number_field(frame, label, f"{form} quantity {turn}", place=left)
        file = right.selectbox(
            say("proof.attachment_id"), list(files), index=None, format_func=files.__getitem__,
            placeholder=say("control.search"), key=choice_key(f"{form} file {turn}", files),
        )  # fmt: skip
        who = left.text_input(say("proof.checked_by"), max_chars=160, key=f"{form} who {turn}")
        day = day_field(frame, say("proof.checked_on"), f"{form} day {turn}", None, frame.as_of, right)
        note = st.text_input(say("proof.note"), max_chars=300, key=f"{form} note {turn}")

        def do(context: EditContext) -> str:
            given = {
                "for_year": needed(year, year_label),
                "document": document,
                "quantity_per_year": quantity(),
            }
            given |= {"attachment_id": file, "checked_by": who, "checked_on": day(), "note": note}
            return actions.add_proof(context, synergy_id, given)

        return Filled(do, say("proof.added"))

    edit_form.run_form(frame, form, fields, say("proof.add"), ":material/add:")
    if len(rows):
        titles = {
            one["proof_id"]: f"{one['for_year']} · {one['document']}" for one in rows.to_dict("records")
        }
        chosen = st.selectbox(
            say("proof.which"), list(titles), index=None, format_func=titles.__getitem__,
            placeholder=say("control.search"), key=choice_key(f"{form} which {turn} {len(rows)}", titles),
        )  # fmt: skip
        if chosen:
            filled = Filled(partial(actions.remove_proof, proof_id=chosen), say("proof.removed"))
            edit_form.run_button(
                frame, f"remove {chosen}", filled, say("proof.remove"), icon=":material/delete:"
            )
