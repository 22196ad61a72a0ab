"""What came out of a vote, in one sentence."""

from __future__ import annotations

from collections.abc import Sequence

from eit.views.texts import Texts


def vote_words(question: str, counts: Sequence[tuple[str, int]], say: Texts) -> str:
    """`Vote – Which site? North: 12, South: 5`."""
    said = ", ".join(say("meeting.vote_answer", answer=answer, n=n) for answer, n in counts)
    return say("meeting.vote_words", question=" ".join(question.split()), counts=said)
