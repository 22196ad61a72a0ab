"""What firms answered by their own door: each answer with old → new, accepted or refused by the coordinator."""

from __future__ import annotations

from functools import partial

import streamlit as st

from eit.actions.door import answers as actions
from eit.actions.door.links import links_to_renew, renew_links
from eit.actions.door.room import settle_votes
from eit.analysis import organisation as analysis
from eit.analysis.door.firm_sheet import firm_sheets
from eit.analysis.door.queue import Waiting, settled, waiting
from eit.analysis.door.room import PollCount, votes_waiting
from eit.analysis.programmes import company_names
from eit.ui import edit_form
from eit.ui.answers import ask
from eit.ui.data_file import database, database_path
from eit.ui.edit_form import Filled
from eit.ui.notices import notice
from eit.ui.page_context import PageContext
from eit.ui.row_field import Names
from eit.views.door.queue import answer_lines, answer_title, vote_lines

SHOWN = 10
"""Answers drawn at once; the next ones come when these are settled."""


def renew_sheets(frame: PageContext) -> None:
    """Let the forms show what is on record in this version: a name that was taken back leaves them first of all."""
    programme_id, version = frame.selection.programme_id, str(frame.version)
    company_ids = links_to_renew(database_path(), programme_id, version)
    if company_ids:
        known = ask(company_names, frame.version, programme_id)
        asked = [one for one in company_ids if one in known]
        sheets = firm_sheets(database(frame.version), programme_id, asked, frame.as_of)
        renew_links(database_path(), programme_id, sheets, version)


def show_answers(frame: PageContext, company_id: str | None = None) -> None:
    """The answers that wait, of all firms or of one, then those that were settled."""
    door, programme_id = database(frame.version), frame.selection.programme_id
    found = waiting(door, programme_id, company_id)
    names = ask(analysis.choices_of, frame.version, programme_id, frame.lang)
    polls = votes_waiting(door, programme_id) if company_id is None else []
    if not found and not polls:
        notice(frame.say("firm_queue.none"))
    for poll in polls:
        for again in [False] * bool(poll.waiting) + [True] * bool(poll.again):
            _votes(frame, poll, again)
    for answer in found[:SHOWN]:
        _answer(frame, answer, names)
    if len(found) > SHOWN:
        st.caption(frame.say("firm_queue.more", n=len(found) - SHOWN))
    done = settled(door, programme_id, company_id)
    if done:
        with st.expander(frame.say("firm_queue.settled", n=len(done))):
            for answer in done[:SHOWN]:
                _settled(frame, answer, names)


def _answer(frame: PageContext, answer: Waiting, names: Names) -> None:
    """One answer, and the two buttons."""
    say, programme_id = frame.say, frame.selection.programme_id
    with st.container(border=True):
        st.text(answer_title(answer, say))
        for line in answer_lines(answer, say, names):
            st.text(line)
        with st.container(horizontal=True):
            if not answer.gone:
                accept = partial(
                    actions.accept_answer,
                    programme_id=programme_id,
                    answer_id=answer.answer_id,
                    seen=answer.flow,
                )
                _button(
                    frame, "accept", answer, Filled(accept, say("firm_queue.accepted")), ":material/check:"
                )
            refuse = partial(actions.refuse_answer, programme_id=programme_id, answer_id=answer.answer_id)
            _button(frame, "refuse", answer, Filled(refuse, say("firm_queue.refused")), ":material/close:")


def _votes(frame: PageContext, poll: PollCount, again: bool) -> None:
    """The votes of a meeting that wait, taken or left together; second ones of a device apart."""
    say, programme_id = frame.say, frame.selection.programme_id
    with st.container(border=True):
        for line in vote_lines(poll, say, again):
            st.text(line)
        with st.container(horizontal=True):
            for name, icon in (("accept", ":material/check:"), ("refuse", ":material/close:")):
                do = partial(
                    settle_votes, programme_id=programme_id, link_id=poll.link_id, poll_id=poll.poll_id,
                    accepted=name == "accept", again=again,
                )  # fmt: skip
                key = f"{name} {poll.link_id} {poll.poll_id} {again}"
                said = say("firm_queue.accepted" if name == "accept" else "firm_queue.refused")
                edit_form.run_button(
                    frame, key, Filled(do, said), say(f"firm_queue.{name}"), icon=icon, key=key
                )


def _settled(frame: PageContext, answer: Waiting, names: Names) -> None:
    """What was made of an answer, and the button that lets it wait again."""
    with st.container(horizontal=True, vertical_alignment="center"):
        st.text(
            f"{frame.say(f'firm_queue.state.{answer.state}')} · {answer_title(answer, frame.say)}",
            width="stretch",
        )
        again = partial(
            actions.bring_back_answer, programme_id=frame.selection.programme_id, answer_id=answer.answer_id
        )
        _button(frame, "again", answer, Filled(again, frame.say("firm_queue.waits_again")), ":material/undo:")


def _button(frame: PageContext, name: str, answer: Waiting, filled: Filled, icon: str) -> None:
    key = f"{name} {answer.answer_id}"
    edit_form.run_button(frame, key, filled, frame.say(f"firm_queue.{name}"), icon=icon, key=key)
