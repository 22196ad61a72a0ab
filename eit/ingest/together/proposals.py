"""Proposals: the likely answer of each question about a text, to be seen in one list and confirmed at once.

Only what is known to be several things, or to hold so much, has a likely answer; what is merely like a text that nobody
knows has none. Each confirmed proposal is an answer of its own: the next text that nobody knows is asked again.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice

from eit.domain.question import LEFT_OUT, NOTHING, Answer, Choice, Question
from eit.ingest.answers import PROPOSALS

LIKELY = "likely"
RANKED = {
    *("material-several", "zero-lost", "code-not-hazardous"),
    *("place-homonyms", "place-elsewhere", "postal-code-several"),
}
"""Rules whose choices stand in order, the most likely first."""
SPREAD = {"container-size"}
"""Rules whose choices go from low to high: the middle one is the most likely."""
SHOWN = 20
"""Proposals that the sentence names; the list of them has all."""
FEWEST = 2
"""From how many proposals on they are one question."""


def proposal_of(question: Question) -> Choice | None:
    """The most likely answer to a question about a text; None when nothing tells one from the others."""
    meant = [one for one in question.choices if one.value not in (NOTHING, LEFT_OUT)]
    if question.topic != "value" or not question.asked or not meant:
        return None
    if question.rule in SPREAD:
        return meant[len(meant) // 2]
    if question.rule in RANKED or (len(meant) == 1 and not question.rule.endswith("-unknown")):
        return meant[0]
    return None


def proposed_together(asked: Iterable[Question]) -> list[Question]:
    """One question for all the proposals, which spares the others; none when there are few. No row waits for it."""
    told = [(one, found) for one in asked if one.blocks and (found := proposal_of(one))]
    if len(told) < FEWEST:
        return []
    lines = (f"{one.asked} → {found.reading or found.value}" for one, found in told)
    shown = " ; ".join(islice(lines, SHOWN)) + (" ; …" if len(told) > SHOWN else "")
    values = {"proposal": shown, "count": str(len(told))}
    rows = sum(one.rows for one, _ in told)
    places = tuple(place for one, _ in told for place in one.places)
    choice = (Choice(LIKELY),)
    return [Question("file", PROPOSALS, "", "proposals", rows, places, choice, blocks=False, values=values)]


def confirmed(asked: Iterable[Question]) -> tuple[Answer, ...]:
    """The likely answer of each question that has one, as an answer of its own."""
    return tuple(one.answered(found.value) for one in asked if one.blocks and (found := proposal_of(one)))
