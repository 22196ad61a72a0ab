"""What imports remember: read, said otherwise, forgotten, taken out as a file, and brought in from one."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import streamlit as st

from eit.actions.remembered_answers import change_answer, forget_answer
from eit.domain.question import Answer, Question
from eit.ingest.answers import Given, answers_document, answers_of_bytes
from eit.ingest.cells import FileRefused
from eit.ingest.known import remembered_answers
from eit.ingest.preview import Plan
from eit.ingest.questions import entry_of
from eit.ui.answers import ask
from eit.ui.data_page.import_choices import key_of, tell
from eit.ui.data_page.import_questions import answer_words
from eit.ui.data_page.import_words import vocabulary
from eit.ui.data_page.uploaded_file import Upload
from eit.ui.data_page.workspace import read_only
from eit.ui.edit_form import Filled, can_edit, run_button
from eit.ui.notices import WARNING, notice
from eit.ui.page_context import PageContext
from eit.ui.question_card import question_card
from eit.ui.tables import show_table
from eit.views.importing.answers import memory_table

CHANGE, FORGET = "change an answer", "forget an answer"


def show_memory(frame: PageContext, kind: str) -> None:
    """The answers that files of a kind rest on without asking again; one can be said otherwise or forgotten."""
    by_source = ask(remembered_answers, frame.version, frame.selection.programme_id, kind)
    answers = [answer for listed in by_source.values() for answer in listed]
    if not answers:
        return
    say, words = frame.say, vocabulary(frame, kind)
    with st.expander(
        say("records.memory", n=len(answers)), icon=":material/history_edu:", key="import memory"
    ):
        st.caption(say("records.memory_how"))
        told = [(*answer_words(frame, one, words), one.author, one.given_on) for one in answers]
        chosen = show_table(memory_table(told, frame.lang), "import answers")
        st.download_button(
            say("records.answers_download"),
            answers_document(kind, answers),
            file_name=f"{frame.selection.programme_id}-{kind}-reponses.toml",
            mime="application/toml",
            icon=":material/download:",
            key="import answers out",
        )
        if chosen is not None and can_edit() and not read_only():
            _edit(frame, kind, answers[int(chosen)])


def _edit(frame: PageContext, kind: str, answer: Answer) -> None:
    """Another answer to what was asked, or none any more."""
    say, programme = frame.say, frame.selection.programme_id
    asked = Question(
        answer.topic,
        answer.subject,
        answer.asked,
        "answer-changed",
        entry=entry_of(answer.topic, answer.subject),
    )
    digest = hashlib.sha256(repr((answer.source, answer.key)).encode()).hexdigest()[:16]
    other = question_card(frame, asked, vocabulary(frame, kind), f"memory {digest}", wide=False)
    left, right, _ = st.columns([1, 1, 2])
    value = other.value if other else ""
    changed = Filled(
        lambda door: change_answer(door, programme, answer, value), say("records.answer_changed")
    )
    forgotten = Filled(lambda door: forget_answer(door, programme, answer), say("records.answer_forgotten"))
    run_button(frame, CHANGE, changed, say("records.answer_change"), left, disabled=other is None, key=CHANGE)
    run_button(frame, FORGET, forgotten, say("records.answer_forget"), right, key=FORGET)


def answers_of_file(frame: PageContext, upload: Upload, kind: str, plan: Plan) -> None:
    """All that the reading of a file rests on as a file of its own, and such a file brought in."""
    say = frame.say
    by_source = ask(remembered_answers, frame.version, frame.selection.programme_id, kind)
    held: Sequence[Answer] = [*by_source.get("", []), *by_source.get(plan.header.source_key, []), *plan.given]
    answers = Given(held).kept()
    with st.expander(say("records.answers_file"), icon=":material/swap_vert:", key="import answers file"):
        st.caption(say("records.answers_file_how"))
        if answers:
            st.download_button(
                say("records.answers_download"),
                answers_document(kind, answers),
                file_name=f"{frame.selection.programme_id}-{kind}-reponses.toml",
                mime="application/toml",
                icon=":material/download:",
                key="import answers of file",
            )
        sent = st.file_uploader(
            say("records.answers_upload"), type=["toml"], key=key_of(upload, kind, "answers in")
        )
        if sent is not None and st.button(say("records.answers_take"), key=key_of(upload, kind, "take in")):
            try:
                tell(upload, kind, answers_of_bytes(sent.getvalue(), sent.name))
            except FileRefused as refused:
                notice(say(f"refusal.{refused.key}", value=refused.value), WARNING)
            else:
                st.rerun()
