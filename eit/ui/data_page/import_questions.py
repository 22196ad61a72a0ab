"""The questions of a preview: each fact asked once, answered in place for all its rows, and taken back if wished."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import streamlit as st

from eit.analysis.places import place_names
from eit.domain.question import LEFT_OUT, Answer, Question
from eit.ingest.answers import PROPOSALS
from eit.ingest.preview import Plan
from eit.ingest.together.proposals import proposal_of
from eit.ui.answers import ask
from eit.ui.choice_key import choice_key
from eit.ui.data_page.import_choices import key_of, take_back, tell, told
from eit.ui.data_page.import_words import PLACES, vocabulary
from eit.ui.data_page.uploaded_file import Upload
from eit.ui.markup import show_html
from eit.ui.page_context import PageContext
from eit.ui.question_card import Vocabulary, question_card
from eit.views.importing.answers import answers_html, proposals_html
from eit.views.importing.grid import value_words
from eit.views.questions import choice_text

SHOWN = 6
"""Questions on the page at once; the next ones come when these are answered."""
OFFERED = ("scope", "many-unknown")
"""Questions for which no row waits, and that spare many others: they are shown with those that are waited for."""


def show_questions(frame: PageContext, upload: Upload, kind: str, plan: Plan) -> None:
    """What waits for an answer, then what was answered, then the columns without a role, for which no row waits."""
    words = vocabulary(frame, kind)
    waiting = [one for one in plan.questions if one.blocks or one.rule in OFFERED]
    rest = [one for one in plan.questions if not one.blocks and one.subject != PROPOSALS]
    roles = [one for one in rest if one.topic == "heading"]
    later = [one for one in rest if one.topic != "heading" and one.rule not in OFFERED]
    if waiting:
        st.subheader(frame.say("records.questions", n=len(waiting)), anchor=False)
        st.caption(frame.say("records.questions_how"))
        together = any(one.subject == PROPOSALS for one in plan.questions)
        likely = _confirm_proposals(frame, upload, kind, waiting, words) if together else set()
        open_first = sorted(waiting, key=lambda one: one.key in likely)
        _cards(frame, upload, kind, open_first, words, "waiting")
    show_answered(frame, upload, kind, words)
    if later:
        with st.expander(frame.say("records.to_complete", n=len(later)), key=key_of(upload, kind, "later")):
            _cards(frame, upload, kind, later, words, "later")
    if roles:
        with st.expander(frame.say("records.roles", n=len(roles)), key=key_of(upload, kind, "roles")):
            _cards(frame, upload, kind, roles, words, "roles")


def _cards(
    frame: PageContext, upload: Upload, kind: str, asked: Sequence[Question], words: Vocabulary, name: str
) -> None:
    """The first questions in one form: what was answered is kept when it is sent, the rest stays asked."""
    with st.form(key_of(upload, kind, f"{name} form"), border=False):
        answers = [question_card(frame, one, words, _card_key(upload, kind, one)) for one in asked[:SHOWN]]
        if len(asked) > SHOWN:
            st.caption(frame.say("records.more_questions", n=len(asked) - SHOWN))
        sent = st.form_submit_button(frame.say("records.answer"), type="primary", icon=":material/done_all:")
    if sent:
        tell(upload, kind, [answer for answer in answers if answer is not None])
        st.rerun()


def _card_key(upload: Upload, kind: str, question: Question) -> str:
    digest = hashlib.sha256(repr((question.key, question.rule)).encode()).hexdigest()
    return key_of(upload, kind, digest[:16])


def _confirm_proposals(
    frame: PageContext, upload: Upload, kind: str, asked: Sequence[Question], words: Vocabulary
) -> set[tuple[str, str, str]]:
    """The likely answer of each text that has one: seen in one list, confirmed at once, with exceptions; their keys."""
    likely = {one.key: (one, found) for one in asked if (found := proposal_of(one))}
    say = frame.say
    with st.container(border=True), st.form(key_of(upload, kind, "likely"), border=False):
        rows = [
            (one.asked, choice_text(one, found, say, words.fields), one.rows)
            for one, found in likely.values()
        ]
        show_html(proposals_html(rows, say))
        apart = st.multiselect(
            say("records.proposals_except"),
            list(likely),
            format_func=lambda key: key[-1],
            placeholder="",
            key=choice_key(key_of(upload, kind, "apart"), frame.lang),
        )
        sent = st.form_submit_button(say("records.proposals_take"), icon=":material/done_all:")
    if sent:
        tell(
            upload,
            kind,
            [one.answered(found.value) for one, found in likely.values() if one.key not in apart],
        )
        st.rerun()
    return set(likely)


def show_answered(frame: PageContext, upload: Upload, kind: str, words: Vocabulary) -> None:
    """What was answered for this file, in words; an answer taken back is asked again."""
    answers = told(upload, kind)
    if not answers:
        return
    say = frame.say
    with st.expander(say("records.answered", n=len(answers)), key=key_of(upload, kind, "answered")):
        show_html(answers_html([answer_words(frame, one, words) for one in answers], say))
        gone = st.multiselect(
            say("records.take_back"),
            answers,
            format_func=lambda one: " → ".join(answer_words(frame, one, words)[:2]),
            placeholder="",
            key=choice_key(key_of(upload, kind, "gone"), frame.lang),
        )
        if st.button(say("records.take_back_do"), disabled=not gone, key=key_of(upload, kind, "take back")):
            take_back(upload, kind, gone)
            st.rerun()


def answer_words(frame: PageContext, answer: Answer, words: Vocabulary) -> tuple[str, str, str]:
    """What was asked, what was answered, and for which files it holds."""
    say = frame.say
    field = words.fields.get(answer.subject, "")
    if answer.topic == "file":
        key = f"question.{answer.subject}.{answer.value}"
        asked = say(f"question.file.{answer.subject}") if say.has(f"question.file.{answer.subject}") else ""
        meant = say(key) if say.has(key) else answer.value
    elif answer.topic == "heading":
        asked = say("question.heading", value=answer.asked)
        meant = words.fields.get(answer.value, answer.value) or say("question.choice.no-role")
    elif answer.topic == "column":
        asked, meant = say("question.heading", value=answer.value), field
    else:
        asked = answer.asked or field
        meant = _meant(frame, answer, words)
    holds = say(f"records.holds.{'programme' if answer.for_programme else 'source'}")
    return asked, meant, holds


def _meant(frame: PageContext, answer: Answer, words: Vocabulary) -> str:
    if answer.value == LEFT_OUT:
        return frame.say("question.choice.left-out")
    if not answer.value:
        return frame.say("question.choice.nothing")
    if answer.subject in PLACES:
        known = (frame.selection.programme_id, (answer.value,))
        return ask(place_names, frame.version, *known).get(answer.value, answer.value)
    lists = {
        "material_id": words.lists.get("material", {}),
        "company_id": words.lists.get("organisation", {}),
    }
    return value_words(answer.subject, answer.value, {**words.words, **lists}, frame.say)
