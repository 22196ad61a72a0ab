"""A vote by show of hands: the question, how many for each answer; what came out is a decision of the day.

A vote by phone is opened at `phones`; its accepted counts are offered here, also once it is closed.
"""

from __future__ import annotations

import streamlit as st

from eit.actions import consortium as actions
from eit.actions.edit import EditContext
from eit.analysis.door.room import polls_of_day
from eit.domain.consortium import CONSENSUS, LONGEST_WORDING
from eit.domain.typed_number import read_whole
from eit.ui import edit_form
from eit.ui.author import author_field
from eit.ui.data_file import current_version, database
from eit.ui.edit_form import Filled
from eit.ui.markup import show_html
from eit.ui.page_context import PageContext
from eit.views.meeting.phones import polls_html
from eit.views.meeting.vote import vote_words

FORM = "vote in the room"
MOST_HANDS = 9999


def vote_panel(frame: PageContext) -> None:
    """The votes of the phones of the day with a button each, then hands that were counted."""
    polls = polls_of_day(database(current_version()), frame.selection.programme_id, frame.as_of)
    for poll in polls:
        show_html(polls_html([poll], frame.say))
        _button(frame, f"poll {poll.link_id}", lambda poll=poll: (poll.title, poll.counts))
    say, turn = frame.say, edit_form.round_of(FORM)
    question = st.text_input(
        say("meeting.vote_question"), max_chars=LONGEST_WORDING, key=f"vote question {turn}"
    )
    hands = st.text_area(
        say("meeting.vote_hands"),
        key=f"vote hands {turn}",
        height=140,
        placeholder=say("meeting.vote_example"),
    )
    author_field(say)
    _button(frame, FORM, lambda: (question, counted(hands, frame.lang)))


def counted(typed: str, lang: str) -> tuple[tuple[str, int], ...]:
    """`oui 12` a line: the answer and its hands. Raises InvalidQuantity for a line without a whole number."""
    lines = (" ".join(line.replace(":", " ").split()) for line in typed.splitlines())
    return tuple(
        (answer, read_whole(number, lang, 0, MOST_HANDS, line) or 0)
        for line in lines if line
        for answer, _, number in [line.rpartition(" ")]
    )  # fmt: skip


def _button(frame: PageContext, form: str, outcome) -> None:  # type: ignore[no-untyped-def]
    def do(door: EditContext) -> None:
        question, counts = outcome()
        wording = vote_words(question, counts, frame.say) if question.strip() and counts else ""
        actions.add_decision(door, frame.selection.programme_id, wording, frame.as_of, CONSENSUS[1])

    edit_form.run_button(
        frame, form, Filled(do, frame.say("meeting.vote_kept")), frame.say("meeting.vote_keep"),
        icon=":material/how_to_vote:", type="primary", key=f"keep {form}",
    )  # fmt: skip
